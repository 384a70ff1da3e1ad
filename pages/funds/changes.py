"""The reader's scope and a component come in; what changed on the year before goes out, with the reason that the text gives."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

SIZE = 20  # changes on one page

scope = ui.page(t("三公经费增减"), t("比上年多了还是少了，多少，百分之几；文件给的原因归成哪一类，原句列在旁边。"))
ui.funds_tabs("three-public-changes")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
DIRECTIONS = ["grew", "shrank", "unchanged", "not_stated"]


def clause(row: ui.Row) -> str:
    """A change in amount and in percent, in words."""
    if not row.change_yuan:
        return t("与上年相同")
    amount = charts.money(abs(row.change_yuan), scope.unit)
    said = t("多 {amount}", amount=amount) if row.change_yuan > 0 else t("少 {amount}", amount=amount)
    if not ui.known(row.change_share):
        return t("{clause}（上年为零）", clause=said)
    return t("{label}（{unit}）", label=said, unit=f"{'+' if row.change_yuan > 0 else '−'}{charts.percent(abs(row.change_share))}")


def changes(page: int) -> None:
    """One page of changes: from last year's amount to this year's."""
    rows = ui.fetch(queries.three_public.changes, **asked, start=SIZE * page, most=SIZE)
    rows = rows.assign(
        category=[term(code, "cause") for code in rows["category"]], direction=[term(code, "direction") for code in rows["direction"]],
        how=[t("正文写明") if code == "prose" else t("两年预算相减") if ui.known(code) else None for code in rows["basis"]],
    )  # fmt: skip
    known = rows[rows["base_yuan"].notna()]
    first, total = rows.iloc[0], int(rows.iloc[0].total)
    note = t("{item} · {unit} · 圆环：上年，圆点：本年", item=ui.fund_name(component), unit=ui.unit_name(scope.unit))
    if total > SIZE:
        last = min(SIZE * (page + 1), total)
        note += t(" · 共 {total} 个，这里是第 {first}–{last} 个", total=f"{total:,}", first=SIZE * page + 1, last=last)
    columns = {
        "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "component": t("项目"), "base_yuan": t("上年"),
        "amount_yuan": t("本年"), "change_yuan": t("增减"), "change_share": t("增减幅度"), "how": t("增减的依据"), "category": t("原因类别"),
        "reason": t("原句"), "cell_id": t("出处"),
    }  # fmt: skip
    cells = [cell for column in ("cell_id", "change_cell_id", "before_cell_id", "reason_cell_id") for cell in rows[column].dropna()]
    if known.empty:
        ui.heading(t("这些只写了原因，没有写增减多少"), note)
        ui.ledger(rows, columns)
        return
    silent, against = total - int(first.changed), int(first.contradicted)
    takeaway = t("{n} 个知道增减：正文写明的以正文为准，没有写明的由两年预算相减；上年数由本年数减去增减额得出。", n=int(first.changed))
    if silent:
        takeaway += t("另有 {n} 个只写了原因，没有写增减多少，不画，列在表里。", n=silent)
    if against:
        takeaway += t("{n} 个写明的增减与上年自己公布的预算对不上，见核查。", n=against)
    told = {"label": first.label, "item": ui.fund_name(first.component).lower(), "clause": clause(first)}
    known = known.assign(
        item=[
            t("{label}：{clause}，{cause}", label=f"{row.label} {term(row.component)}", clause=clause(row), cause=row.category)
            for row in ui.tuples(known)
        ],
    )  # fmt: skip
    ui.show(
        charts.dumbbell(
            known, look=look, unit=scope.unit, label="item", first="base_yuan", second="amount_yuan", names=("last_year", "this_year"),
        ),
        rows, key="changes",
        title=t("{label}：{item}比上年{clause}", **told) if total == 1 or page else t("增减最大的是{label}：{item}比上年{clause}", **told),
        takeaway=takeaway, unit_note=note, columns=columns, sources=cells, alt=t("哑铃图：{item}上年与本年", item=ui.fund_name(component).lower()),
    )  # fmt: skip


component = ui.fund(together=True)
reasons = ui.fetch(queries.three_public.reasons, **chosen, component=component)
if reasons.empty:
    have = ui.fetch(queries.three_public.disclosures_with_change, component=component, most=ui.HAVE)
    ui.empty(t("所选范围内没有一份预算写明{item}比上年增减多少，也没有相连的两年可减。", item=ui.fund_name(component).lower()), have)
else:
    with ui.beside():
        direction = ui.select(
            t("增减"), ["", *DIRECTIONS[:3]], "direction", lambda code: term(code, "direction") if code else t("全部")
        )
        found = list(dict.fromkeys(reasons["category"]))
        category = ui.select(t("原因类别"), ["", *found], "cause", lambda code: term(code, "cause") if code else t("全部"))
    asked = chosen | {"component": component, "direction": direction, "category": category}
    here = reasons[reasons["direction"].isin([direction] if direction else DIRECTIONS) & reasons["category"].isin([category] if category else found)]
    if here.empty:
        ui.empty(t("没有一处同时是这个方向、这类原因。"), ui.fetch(queries.three_public.disclosures_with_change, component=component, most=ui.HAVE))
    else:
        total = int(here["changes"].sum())
        ui_findings.paged(total, SIZE, changes)
        if total > SIZE:
            columns = {
                "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "component": t("项目"), "base_yuan": t("上年"),
                "amount_yuan": t("本年"), "change_yuan": t("增减"), "change_share": t("增减幅度"), "reason": t("原句"), "cell_id": t("出处"),
            }  # fmt: skip
            ui.download(
                t("下载全部各页 CSV"), queries.three_public.changes, t("三公经费增减"), key="every", columns=columns, **asked, start=0, most=total,
            )
    ui.heading(t("给出的原因"), t("按原句里的词归类，先列的词先算"))
    drawn = reasons.assign(
        name=[term(code, "cause") for code in reasons["category"]], value_status="reported", basis="table",
        number=reasons["changes"], way=[term(code, "direction") for code in reasons["direction"]],
    )  # fmt: skip
    counted, most = int(reasons["changes"].sum()), reasons.drop_duplicates("category")
    title = t("{item}的 {n} 处，原因分成 {kinds} 类", item=ui.fund_name(component), n=counted, kinds=len(most))
    if (most["total"] == most["total"].max()).sum() == 1:
        top = drawn.iloc[0]
        words = {"item": ui.fund_name(component), "n": counted, "cause": top["name"], "most": int(top["total"])}
        title = t("{item}的 {n} 处里，最多的是“{cause}”：{most} 处", **words)
    none = int(reasons[reasons["category"] == "no_reason"]["changes"].sum())
    kept = int(reasons[(reasons["category"] == "no_reason") & (reasons["direction"] == "unchanged")]["changes"].sum())
    takeaway = t("{n} 处没有写明原因，其中 {kept} 处与上年相同，本来不必写。", n=none, kept=kept) if none else t("处处写了原因。")
    if "in_parts" in found:
        takeaway += t("“{name}”：合计没有自己的原因，各项有。", name=term("in_parts", "cause"))
    ui.show(
        charts.stacked(
            drawn, look=look, unit="changes", label="name", part="direction", order=DIRECTIONS, value="number",
        ),
        drawn, key="reasons",
        title=title,
        takeaway=takeaway, unit_note=t("部门年度的个数 · 一句里有几类词的，归入先列的一类"),
        columns={"name": t("原因类别"), "way": t("增减"), "changes": t("个数")} | ({"change_yuan": t("增减合计")} if component else {}),
        alt=t("条形图：各类原因下增加、减少、不变的个数"),
    )  # fmt: skip
    ui.heading(t("怎样归类"), t("每个词附一句例句；“大意”是转述"))
    listed = ui.fetch(queries.three_public.words)
    ui.ledger(
        listed.assign(
            category=[term(code, "cause") for code in listed["category"]],
            source=[t("合成样本") if one.startswith("data/") else one.replace("（大意）", t("（大意）")) for one in listed["source"]],
        ),
        {"category": t("原因类别"), "word": t("词"), "sentence": t("例句"), "source": t("例句的来处")},
    )
