"""The reader's scope comes in; what the store holds goes out: headline figures, totals, what was published, worst, newest."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

scope = ui.page(t("概览"), t("地方部门公开的预算，逐字逐格读成账：每个数字都能翻回它的原文。"))
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
GROUPS = ui.sections()
SECTIONS = [code for group in GROUPS.values() for code in group]
BY = {"region_year": t("地区与年度"), "region": t("地区"), "year": t("年度")}
WORST = 5  # findings shown
DEPARTMENTS = 12  # bars of the figure: the departments that spend most
NEWEST = 8  # disclosures listed
SIZE = 25  # rows of the matrix on one page: each cell is a link, and all of them have to be passed by keyboard


def headline(held: ui.Row) -> None:
    """How much there is; each figure leads to where it is seen one by one."""
    told = [
        (t("份披露", n=held.disclosures), f"{held.disclosures:,}", ui.href()),
        (t("个部门", n=held.departments), f"{held.departments:,}", ui.href("data", browse="named_department")),
        (
            t("年", n=1 if held.first_year == held.last_year else 2), ui.span(held.first_year, held.last_year) if held.disclosures else "—",
            ui.href("", by="year") + "#published" if held.disclosures else "",
        ),
        (t("笔金额", n=held.amounts), f"{held.amounts:,}", ui.href("data", browse="amount")),
        (t("个项目有绩效目标", n=held.projects), f"{held.projects:,}", ui.href("indicators")),
        (t("条绩效指标", n=held.indicators), f"{held.indicators:,}", ui.href("data", browse="indicator")),
        (t("份自评表", n=held.evaluations), f"{held.evaluations:,}", ui.href("evaluation")),
        (t("处数据未能读出", n=held.unread), f"{held.unread:,}", ui.href("data", browse="unread")),
    ]  # fmt: skip
    leads = {label: to for label, value, to in told if to and value != "0"}
    ui.facts({label: value for label, value, _ in told}, large=True, leads=leads)


def totals() -> None:
    """What the departments that spend most spend, basic against project."""
    rows = ui.fetch(queries.overview.totals, **chosen, most=DEPARTMENTS)
    if rows.empty:
        ui.empty(t("所选范围内没有写明支出总额的披露。"), ui.fetch(queries.coverage.disclosures_with, sections=["expenditure"], most=ui.HAVE))
        return
    largest = rows.iloc[0]
    told = t("{n} 个部门写明了支出总额。", n=largest.stating)
    if ui.known(largest.lowest_share):
        told += t(
            "其中项目支出所占的比重从 {low} 到 {high}。", low=ui.percent(largest.lowest_share), high=ui.percent(largest.highest_share)
        )
    if rows["department_id"].nunique() < largest.stating:
        told += t("这里是支出最大的 {n} 个部门，全部见“横向对比”。", n=DEPARTMENTS)
    ui.show(
        charts.stacked(rows, look=charts.look(scope.dark), unit=scope.unit, label="label", part="measure",
                       order=["basic", "project"], whole="total_yuan"),
        rows,
        key="totals",
        title=t("{who}的预算支出最大：{year} 年 {amount}", who=largest.label.rsplit(" ", 1)[0],
                year=largest.fiscal_year, amount=charts.money(largest.total_yuan, scope.unit)),
        takeaway=told,
        unit_note=t("预算支出总额，分基本支出与项目支出。各取所选范围内写明总额的最近一年；年度不同，不宜直接比高低。"),
        columns={
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "measure": t("口径"),
            "amount_yuan": t("金额"), "total_yuan": t("支出总额"), "basis": t("依据"), "cell_id": t("出处"),
        },
        sources=[*rows["total_cell_id"], *rows["cell_id"].dropna()],
        alt=t("条形图：各部门预算支出总额，分基本支出与项目支出"),
    )  # fmt: skip


def filters(row: ui.Row) -> dict[str, str]:
    """The region and the year of a row, as the filters of the frame have them in a link."""
    found = {}
    if ui.known(row.region_code):
        found["region"] = f"{row.region_name} {row.region_code}"
    if ui.known(row.fiscal_year):
        found["year"] = str(row.fiscal_year)
    return found


def mark(row: ui.Row, section: str) -> ui.Mark:
    """What became of one section in the disclosures of a row; it leads to them, or to the one that there is."""
    if row is None:
        return ui.Mark("not_expected", f"{term(section)} · {term('not_expected')}")
    counts = {status: int(getattr(row, status)) for status in ("present", "empty_with_note", "empty", "absent")}
    there = {status: n for status, n in counts.items() if n}
    if row.required == 1:
        return ui.Mark(
            next(iter(there)), f"{term(section)} · {term(next(iter(there)))}", address=ui.href(disclosure=row.first_here)
        )
    said = t("；").join(f"{term(status)} {n}" for status, n in there.items())
    words = t("{section}：应有 {n} 份，{said}", section=term(section), n=row.required, said=said)
    address = ui.href(section=section, **filters(row))
    published = counts["present"] + counts["empty_with_note"]
    if len(there) == 1 or published == row.required:
        return ui.Mark(next(iter(there)), words, address=address)
    # Never 100 where one is lacking, never 0 where there is one.
    return ui.Mark("part", words, f"{min(max(round(100 * published / row.required), 1), 99)}", address)


def published(by: str, page: int) -> None:
    """Regions and years against what the rules ask for."""
    rows = ui.fetch(queries.overview.published, **chosen, by=by, start=SIZE * page, most=SIZE)
    named: dict[tuple[object, object], dict[str, ui.Row]] = {}
    for row in ui.tuples(rows):
        named.setdefault((row.region_code, row.fiscal_year), {})[row.section_code] = row
    lines = []
    for found in named.values():
        one = next(iter(found.values()))
        single = one.disclosures == 1
        lines.append((
            " ".join(str(part) for part in (one.region_name, one.fiscal_year) if ui.known(part)),
            ui.href(disclosure=one.first_id) if single else ui.href(**filters(one)),
            "" if single else t("{n} 份", n=f"{one.disclosures:,}"),
            [mark(found.get(code), code) for code in SECTIONS],
        ))  # fmt: skip
    ui.grid(
        lines, [(term(code), ui.href(section=code)) for code in SECTIONS], {name: len(codes) for name, codes in GROUPS.items()}, BY[by]
    )


def every(by: str, groups: int) -> None:
    """The same as rows, for a file and for a report."""
    columns = {"region_name": t("地区"), "fiscal_year": t("年度")}
    columns = {name: head for name, head in columns.items() if by == "region_year" or name.startswith(by)} | {
        "section_code": t("应公开的内容"), "required": t("应有（份）"), "present": term("present"), "empty_with_note": term("empty_with_note"),
        "empty": term("empty"), "absent": term("absent"),
    }  # fmt: skip
    ui.download(
        t("下载 CSV"), lambda: ui.once(queries.overview.published, **chosen, by=by, start=0, most=groups), t("公开了什么"), key="published",
        columns=columns, title=t("公开了什么：{by}", by=BY[by]),
    )  # fmt: skip


def matrix() -> None:
    """What was published, a page at a time; all of it for a file and a report."""
    ui.heading(
        t("公开了什么"), t("一列一项应公开的内容；× 只说文件里没有，也许在别的文件里。点格子打开那里的披露，点列首看这一项在各份披露里的有无"),
        anchor="published",
    )  # fmt: skip
    by = ui.select(t("每行一个"), list(BY), "by", BY.__getitem__)
    groups = int(ui.fetch(queries.overview.published, **chosen, by=by, start=0, most=SIZE).iloc[0].groups)
    ui_findings.paged(groups, SIZE, lambda page: published(by, page))
    every(by, groups)


def worst() -> None:
    """The worst findings that nobody has settled."""
    rows = ui.fetch(queries.findings.worst, **chosen, without=ui_findings.settled(), most=WORST)
    if not rows.empty:
        ui.heading(t("最重的核查结果"), t("未了结的共 {n} 项，这里是最重的几种，各举一项", n=rows.iloc[0].total))
        ui_findings.listing(rows)
        ui.link(t("全部核查结果 →"), "findings")


def newest() -> None:
    """The disclosures of the latest years, each number leading to what it counts."""
    ui.heading(t("年度最近的披露"))
    rows = ui.fetch(queries.overview.newest, **chosen, most=NEWEST)
    places = [
        {"region": f"{row.region_name} {row.region_code}", "department": ui.who(row.region_name, row.department_name), "year": str(row.fiscal_year)}
        for row in ui.tuples(rows)
    ]
    rows = rows.assign(
        to=[ui.href(disclosure=one) for one in rows["disclosure_id"]],
        sums=[ui.href("data", browse="amount", **place) if n else None for n, place in zip(rows["amounts"], places, strict=True)],
        targets=[ui.href("indicators", **place) if n else None for n, place in zip(rows["projects"], places, strict=True)],
        forms=[ui.href("evaluation", **place) if n else None for n, place in zip(rows["evaluations"], places, strict=True)],
    )
    leads = {"department_name": "to", "amounts": "sums", "projects": "targets", "evaluations": "forms"}
    ui.ledger(rows, {
        "disclosure_id": t("披露"), "fiscal_year": t("年度"), "region_name": t("地区"), "department_name": t("部门"),
        "kind": t("文件种类"), "amounts": t("金额（笔）"), "projects": t("项目（个）"), "evaluations": t("自评表（份）"),
        "unread": t("未能读出（处）"),
    }, leads=leads)  # fmt: skip
    ui.link(t("全部披露 →"))


held = ui.fetch(queries.overview.headline, **chosen).iloc[0]
headline(held)
if held.disclosures:
    totals()
    matrix()
    worst()
    newest()
else:
    ui.empty(t("所选范围内没有披露。"), ui.fetch(queries.disclosures.page, **dict.fromkeys(chosen, ()), section="", start=0, most=ui.HAVE))
