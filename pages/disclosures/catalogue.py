"""The scope, or a link to one disclosure or cell, comes in; the catalogue, or that disclosure as printed, goes out."""

import queries
from budget import ui, ui_findings
from budget.words import t, term

SIZE = 100  # disclosures on one page
EVERYTHING = {"regions": [], "departments": [], "years": []}
SOME = EVERYTHING | {"section": "", "start": 0, "most": 40}  # named where there is nothing else to show


def catalogue() -> None:
    """All disclosures of the scope."""
    lead = t("收录的每一份公开文件。打开一份，可以看到每张表原来的样子，以及哪些格子被读成了数据。")
    scope = ui.page(t("披露"), lead)
    chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
    codes = [code for group in ui.sections().values() for code in group]
    if ui.fetch(queries.disclosures.page, **chosen, section="", start=0, most=1).empty:
        ui.empty(t("所选范围内没有披露。"), ui.fetch(queries.disclosures.page, **SOME))
        return
    section = ui.select(t("哪一项内容"), ["", *codes], "section", lambda code: term(code) if code else t("全部"))
    asked = chosen | {"section": section}
    standing = {}
    if section:  # what is lacking comes first: it is what a reader comes from the overview for
        counts = ui.fetch(queries.disclosures.standings, **asked)
        told = t("；").join(f"{term(row.status)} {row.disclosures:,}" for row in ui.tuples(counts))
        ui.note(t("{section}：{told}", section=term(section), told=told))
        standing = {"status": term(section)}
    columns = {
        "disclosure_id": t("披露"), **standing, "fiscal_year": t("年度"), "region_name": t("地区"), "department_name": t("部门"),
        "kind": t("文件种类"), "title": t("标题"), "tables": t("表（张）"), "amounts": t("金额（笔）"),
        "projects": t("项目（个）"), "evaluations": t("自评表（份）"), "unread": t("未能读出（处）"),
    }  # fmt: skip
    total = int(ui.fetch(queries.disclosures.page, **asked, start=0, most=SIZE).iloc[0].total)
    if total > SIZE:
        ui.note(t("共 {n} 份，一页 {size} 份。", n=f"{total:,}", size=SIZE))
    ui_findings.paged(total, SIZE, lambda page: ui.ledger(ui.fetch(queries.disclosures.page, **asked, start=SIZE * page, most=SIZE), columns))
    every = asked | {"start": 0, "most": total}
    name = t("披露目录")
    ui.download(t("下载目录 CSV"), lambda: ui.once(queries.disclosures.page, **every), name, key="catalogue", columns=columns, title=name)


def disclosure(asked: str, cell: str | None) -> None:
    """One disclosure: facts about it, sections, tables as printed, figures in prose, what was not read, downloads."""
    about = ui.fetch(queries.disclosures.one, disclosure=asked)
    if about.empty:
        ui.page(t("披露"))
        reason = t("库中没有编号为 {asked} 的披露；它可能已被新的版本取代。", asked=asked)
        ui.empty(reason, ui.fetch(queries.disclosures.page, **SOME))
        return
    one = about.iloc[0]
    ui.page(f"{ui.who(one.region_name, one.department_name)} {one.fiscal_year}", one.title)
    ui.links((t("← 全部披露"), ui.href(), "back"))
    ui.facts({
        t("文件种类"): term(one.kind), t("年度依据"): term(one.year_basis), t("修订"): one.revision,
        t("读成数据的格子"): f"{one.facts:,} / {one.cells:,}", t("原文件"): one.source_name,
        t("行数"): f"{one.source_lines:,}", "SHA-256": f"{one.source_sha256[:16]}…",
    })  # fmt: skip
    found = ui.fetch(queries.findings.summary, **EVERYTHING, disclosures=[asked])
    if found["findings"].sum():
        told = t("、").join(f"{term(row.severity, 'severity')} {row.findings}" for row in ui.tuples(found) if row.findings)
        ui.link(t("核查结果：{told} →", told=told), "findings", of=asked)
    marked = place(asked, cell) if cell else None
    ui.heading(t("应公开的内容"))
    sections = ui.fetch(queries.disclosures.sections, disclosure=asked)
    found = {row["section_code"]: row for row in ui.records(sections)}
    order = [code for group in ui.sections().values() for code in group if code in found]
    ui.marks([
        (term(code), found[code]["status"], ui.at(found[code]["line_start"]))
        for code in [*order, *(code for code in found if code not in order)]
    ])  # fmt: skip
    as_printed(asked, marked)
    figures = ui.fetch(queries.disclosures.prose, disclosure=asked)
    if not figures.empty:
        ui.heading(t("正文里的数字"), t("{n} 处，按行排列", n=figures["cell_id"].nunique()))
        ui.ledger(figures, {
            "line_start": t("行"), "raw_text": t("原文"), "item_name": t("名目"), "measure": t("口径"),
            "fiscal_year": t("年度"), "amount_yuan": t("金额"), "basis": t("依据"),
        }, marked=None if marked is None else marked.cell_id)  # fmt: skip
    unread = ui.fetch(queries.disclosures.unread, disclosure=asked)
    lacking = int(unread["is_data"].sum())
    ui.heading(t("没有读成数据的地方"), t("{n} 处", n=len(unread)))
    ui.note(t("其中 {n} 处是读不懂的数据，在前；其余是日期、编号之类，不是预算数据。", n=lacking), doubt=lacking > 0)
    if not unread.empty:
        ui.ledger(unread, {"line_start": t("行"), "kind": t("种类"), "raw_text": t("原文"), "reason": t("原因")})
    ui.heading(t("下载"))
    for name, statement in ((t("金额"), queries.disclosures.amounts), (t("绩效指标"), queries.disclosures.indicators),
                            (t("自评指标"), queries.disclosures.evaluations),
                            (t("没有读成数据的地方"), queries.disclosures.unread)):  # fmt: skip
        if rows := int(one[statement.name]):
            label = t("{name}（{n} 行）CSV", name=name, n=rows)
            ui.download(label, statement, f"{asked} {name}", key=statement.name, disclosure=asked)


def place(asked: str, cell: str) -> ui.Row | None:
    """The cell that the link names, shown with its place; None, with a remark, when the disclosure has no such cell."""
    found = ui.fetch(queries.disclosures.place, cell=cell)
    if found.empty or found.iloc[0].disclosure_id != asked:
        ui.note(t("这份披露里没有编号为 {cell} 的格子；文件重读后编号可能变了。", cell=cell), doubt=True)
        if len(found):
            ui.links((t("这个格子在另一份披露里：打开它 →"), ui.href(disclosure=found.iloc[0].disclosure_id, cell=cell), "on"))
        return None
    ui.evidence(found.iloc[0], ui.fetch(queries.provenance.readings, cell=cell))
    return found.iloc[0]


def as_printed(asked: str, marked: ui.Row | None) -> None:
    """One table as it was printed: the reader's choice, or else that of the link's cell, or else the first with data."""
    tables = ui.fetch(queries.disclosures.tables, disclosure=asked)
    if tables.empty:
        return
    ui.heading(t("原表"), t("共 {n} 张", n=len(tables)))
    titles = {int(row["table_no"]): f"{row['table_no']} {row['table_title']}" for row in ui.records(tables)}
    first = int(tables.loc[tables["facts"].gt(0).idxmax(), "table_no"])
    start = int(marked.table_no) if marked is not None and marked.table_no in titles else first
    number = ui.select(t("表"), list(titles), "table", titles.__getitem__, start=start)
    table = tables[tables["table_no"] == number].iloc[0]
    remarks = [term(table.status), ui.at(table.line_start, table.line_end)]
    remarks += [t("单位 {unit}", unit=table.unit)] if ui.known(table.unit) else []
    remarks += [term(table.reason)] if ui.known(table.reason) else []
    ui.note(" · ".join(remarks), doubt=table.status == "refused")
    cells = ui.fetch(queries.disclosures.cells, disclosure=asked, table_no=number)
    if not cells.empty:
        ui.printed(cells, None if marked is None else marked.cell_id)
        with ui.beside():
            ui.download(t("下载这张表 CSV"), cells, f"{asked} {table.table_title}", key="printed")
            ui.collect_printed(cells, t("原表：{table}", table=table.table_title), f"{asked} {table.table_title}")


wanted = ui.parameter("disclosure")
if wanted:
    disclosure(wanted, ui.parameter("cell"))
else:
    catalogue()
