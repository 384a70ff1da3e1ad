"""The reader's scope comes in; which targets can be tested and missed, and by which rule the others cannot, goes out."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 40  # bars of one figure
SIZE = 200  # indicators listed

scope = ui.page(t("目标松紧"), t("一条指标定了目标，还要看它能不能检验、会不会落空：结果再差也达标的，等于没有定。"))
ui.indicator_tabs("strictness")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
GROUPS = {
    "type": t("指标类型"), "region_year": t("县与年度"), "region": t("县（市、区）"), "year": t("年度"), "department_type": t("部门类型"),
    "disclosure": t("披露"),
}  # fmt: skip
STRICTNESS = ("measured", "state_only", "unclear", "cannot_fail", "vague", "no_value", "secret", "damaged")
ENGLISH = scope.lang != "zh"


def explained(rows: ui.Rows) -> ui.Rows:
    """Each indicator with the class it is counted in, and why."""
    reason = "reason_en" if ENGLISH else "reason_zh"
    return rows.assign(
        why=[term(own, "own_rule") if ui.known(own) else said for own, said in zip(rows["own_rule"], rows[reason], strict=True)],
        strictness=["copied" if row.copied and row.strictness == "measured" else row.strictness for row in ui.tuples(rows)],
    )


def told(row: dict[str, object], what: str) -> str:
    """The title or the method of a rule, in the reader's language."""
    own = {"at_floor": t("目标写成“≥0”"), "only_done": t("只写“完成”一类的词")}
    if row["rule"] in own:
        return own[str(row["rule"])] if what == "title" else term(str(row["rule"]), "own_rule")
    return str(row[f"{what}_{'en' if ENGLISH else 'zh'}"])


def bars(by: str) -> None:
    """Every group as a bar of its indicators, from the strict to the loose."""
    rows = ui.fetch(queries.indicator_strictness.by_group, **chosen, by=by, most=MOST)
    rows = rows.assign(name=[term(label) for label in rows["label"]] if by == "type" else rows["label"], basis="table", value_status="reported")
    each = rows.drop_duplicates("group_key")
    judged = each[each["judged"] > 0]
    worst = max(ui.tuples(judged), key=lambda row: row.weak / row.judged, default=None)
    title = t("没有一条指标无法检验或不可能不达标")
    if worst is not None and worst.weak:
        title = t(
            "最松的是{label}：{n} 条中 {weak} 条无法检验或不可能不达标（{share}）", label=worst.name.lower() if by == "type" else worst.name,
            n=worst.judged, weak=worst.weak, share=charts.percent(worst.weak / worst.judged),
        )  # fmt: skip
    # Bars are named by what groups them, and the same name may stand for two (a county of each of two prefectures).
    located = ui.fetch(queries.indicator_coverage.choices, **chosen, most=MOST)
    cells = ui.fetch(queries.indicator_coverage.cells, disclosures=list(located["disclosure_id"]))
    ui.show(
        charts.stacked(
            rows, look=charts.look(scope.dark), unit="indicators", order=STRICTNESS, label="name", part="strictness", value="indicators",
            shares=True, of=["group_key"],
        ),
        rows, key="strictness", title=title,
        takeaway=t("“有数可量”“只写状态”“存疑待判”三段可能落空；中间三段不可能落空或无从检验；涉密与原表缺损的无法判断。"),
        unit_note=t("占指标条数的比例 · 按规则逐条判断，一条只归一段"),
        columns={"name": GROUPS[by], "strictness": t("松紧"), "indicators": t("指标数"), "weak": t("不可能落空或无从检验"), "judged": t("可判断的")},
        sources=" ".join(cells["cell_ids"]).split(), alt=t("堆叠条形图：{by}的指标按松紧分", by=GROUPS[by].lower()),
    )  # fmt: skip
    left = int(rows.iloc[0].all_groups) - len(each)
    if left:
        ui.note(t("图太长：另有 {left} 个没有画；在左边缩小范围。", left=left))


def listing(rules: ui.Rows) -> None:
    """The rules with what they have found, and the indicators of one of them."""
    ui.heading(t("凭什么这样判"), t("触及的规则"))
    own = [term(rule, "own_rule").lower() for rule in ("at_floor", "only_done")]
    ui.note(t("规则即“核查”中的规则。核查没有的有两条：{rules}。", rules=t("；").join(own)))
    records = ui.records(rules)
    ui.ledger(
        rules.assign(title=[told(row, "title") for row in records]),
        {"strictness": t("松紧"), "title": t("规则"), "indicators": t("指标数"), "disclosures": t("披露")},
    )
    classes = list(dict.fromkeys(rules["strictness"]))
    ui.heading(t("逐条看"), t("如原表所印，附理由"), anchor="rows")
    titles = {row["rule"]: told(row, "title") for row in records}
    with ui.beside():
        kind = ui.select(
            t("看哪一段"), ["", *classes], "kind", lambda code: term(code, "strictness") if code else t("全部不算有效的")
        )
        within = list(dict.fromkeys(row["rule"] for row in records if kind in ("", row["strictness"])))
        rule = ui.select(t("哪条规则"), ["", *within], "rule", lambda code: titles.get(code, t("全部")))
    if rule:
        ui.note(t("怎样判：{method}", method=next(told(row, "method") for row in records if row["rule"] == rule)))
    rows = ui.fetch(queries.indicator_strictness.rows, **chosen, strictness=kind, rule=rule, most=SIZE)
    if rows.empty:
        ui.note(t("没有这样的指标。"))
        return
    rows = explained(rows)
    columns = {
        "label": t("披露"), "project_name": t("项目名称"), "level2": t("二级指标"), "level3": t("三级指标"), "value_raw": t("指标值"),
        "strictness": t("松紧"), "why": t("理由"), "cell_id": t("出处"), "finding_id": t("核查结果"),
    }  # fmt: skip
    ui.ledger(rows, columns)
    if rows.iloc[0].all_rows > len(rows):
        ui.note(t("共 {all} 条，这里列前 {shown} 条；全部见下载的 CSV。", all=f"{rows.iloc[0].all_rows:,}", shown=len(rows)))
    everything = {"strictness": kind, "rule": rule, "most": 100_000}
    ui.download(
        t("下载 CSV"), lambda: explained(ui.once(queries.indicator_strictness.rows, **chosen, **everything)), t("目标松紧"), key="rows",
        columns=columns, title=t("目标松紧：{n} 条指标", n=f"{rows.iloc[0].all_rows:,}"),
    )  # fmt: skip


overall = ui.fetch(queries.indicator_coverage.overall, **chosen)
if overall.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["project_targets"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露列出项目绩效目标表。"), have)
else:
    by = ui.select(t("按什么分"), list(GROUPS), "split", GROUPS.__getitem__)
    bars(by)
    found = ui.fetch(queries.indicator_strictness.rules, **chosen)
    if found.empty:
        ui.note(t("所选范围内没有一条指标触及判松紧的规则。"))
    else:
        listing(found)
