"""The reader's scope comes in; figures stated in the text against those printed in the 三公 table go out."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

SIZE = 30  # figures on one page

scope = ui.page(t("三公经费：表格与正文"), t("同一个数，文件在表里印一遍，在正文里说一遍：两处一样吗？"))
ui.funds_tabs("three-public-prose")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
AGREEMENTS = ["differs", "rounding", "several_tables", "prose_only", "table_only", "equal", "neither"]


def printed(raw: object, status: str) -> str:
    """A figure as it was printed; the word for what stands there instead."""
    return str(raw) if status in ("reported", "zero") else term(status)


def pairs(page: int) -> None:
    """One page of figures, those that differ first."""
    rows = ui.fetch(queries.three_public.table_against_prose, **chosen, agreement=agreement, start=SIZE * page, most=SIZE)
    rows = rows.assign(
        agreement=[term(code, "agreement") for code in rows["agreement"]],
        table_printed=[printed(row.table_raw, row.table_status) for row in ui.tuples(rows)],
        prose_printed=[printed(row.prose_raw, row.prose_status) for row in ui.tuples(rows)],
        item=[
            t("{label}（{unit}）", label=f"{row.label} {term(row.component)}", unit=term(row.agreement, "agreement").lower())
            for row in ui.tuples(rows)
        ],
        off=rows["agreement"] == "differs",
    )  # fmt: skip
    total = int(rows.iloc[0].total)
    note = t("圆环：表格 · 圆点：正文 · {unit}", unit=ui.unit_name(scope.unit))
    if total > SIZE:
        last = min(SIZE * (page + 1), total)
        note += t(" · 共 {total} 个，这里是第 {first}–{last} 个", total=f"{total:,}", first=SIZE * page + 1, last=last)
    differ = figures.get("differs", 0)
    numbers = sum(figures.get(code, 0) for code in ("equal", "rounding", "differs"))
    told = t("、").join(t("{name} {n} 项", name=term(code, "agreement").lower(), n=figures[code]) for code in AGREEMENTS if code in figures)
    nought = int(counts["nought"].sum())
    ui.show(
        charts.dumbbell(
            rows, look=look, unit=scope.unit, label="item", first="table_yuan", second="prose_yuan",
            states=("table_status", "prose_status"), names=("table", "prose"), wrong="off",
        ),
        rows, key="prose",
        title=t("两处都有数的 {n} 项，不一致的 {differ} 项", n=numbers, differ=differ)
        if differ else t("两处都有数的 {n} 项，没有一项不一致", n=numbers),
        takeaway=t("各处：{told}。", told=told)
        + (t("表中空白而正文写“0”的有 {n} 项：空白不等于零，分开记。", n=nought) if nought else ""),
        unit_note=note,
        columns={
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "component": t("项目"), "table_printed": t("表中印的"),
            "prose_printed": t("正文写的"), "difference": t("差额（表减正文）"), "agreement": t("结论"), "table_cell_id": t("表的出处"),
            "prose_cell_id": t("正文的出处"),
        },
        sources=[*rows["table_cell_id"], *rows["prose_cell_id"]], alt=t("哑铃图：三公经费各项在表格与正文里的数"),
    )  # fmt: skip


counts = ui.fetch(queries.three_public.agreements, **chosen)
if counts.empty:
    ui.empty(
        t("所选范围内没有一份披露同时有三公经费支出表和正文说明，无从对照。"), ui.fetch(queries.three_public.disclosures_with_both, most=ui.HAVE)
    )
else:
    figures = {row.agreement: int(row.figures) for row in ui.tuples(counts)}
    found = [code for code in AGREEMENTS if code in figures]
    agreement = ui.select(t("结论"), ["", *found], "agreement", lambda code: term(code, "agreement") if code else t("全部"))
    total = figures[agreement] if agreement else sum(figures.values())
    ui_findings.paged(total, SIZE, pairs)
    if total > SIZE:
        columns = {
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "component": t("项目"), "table_raw": t("表中印的"),
            "prose_raw": t("正文写的"), "difference": t("差额（表减正文）"), "table_cell_id": t("表的出处"), "prose_cell_id": t("正文的出处"),
        }  # fmt: skip
        ui.download(
            t("下载全部各页 CSV"), queries.three_public.table_against_prose, t("三公经费：表格与正文"), key="every", columns=columns, **chosen,
            agreement=agreement, start=0, most=total,
        )
    ui.note(t("四舍五入：差别不超过两处印出的末位各半。正文只说一般公共预算的，同表里那一栏比；一份文件有几张三公表的，分不清正文说的是哪一张，不下结论。"))
