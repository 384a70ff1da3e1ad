"""The reader's scope comes in; which projects have which types of indicator, and which of these count, goes out, down to the rows as printed."""

from collections import Counter

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 40  # groups of one figure, and disclosures to choose from
DRAWN = 80  # projects of one matrix

scope = ui.page(t("指标覆盖"), t("每个项目九类绩效指标各有几条，其中几条能检验、可能不达标、不是照抄。"))
ui.indicator_tabs("indicators")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
HEADS = {
    "数量指标": t("数量"), "质量指标": t("质量"), "时效指标": t("时效"), "成本指标": t("成本"),
    "经济效益指标": t("经济"), "社会效益指标": t("社会"), "生态效益指标": t("生态"), "可持续影响指标": t("可持续"),
    "服务对象满意度指标": t("满意度"),
}  # fmt: skip
COVERED = {"projects": t("项目数"), "nominal": t("名义"), "effective": t("有效"), "doubtful": t("其中待判")}
COUNTS = {"indicators": t("指标数"), "quantified": t("可量化"), "quantified_share": t("可量化占比")}
GROUPS = {
    "region_year": t("县与年度"), "region": t("县（市、区）"), "year": t("年度"), "department_type": t("部门类型"), "disclosure": t("披露"),
}  # fmt: skip
SHARES = {"effective": t("有效覆盖"), "nominal": t("名义覆盖"), "quantified": t("可量化占比")}
LEFT_OUT = t("图太长：另有 {left} 个没有画；在左边缩小范围。")
STRICTNESS = ("measured", "state_only", "unclear", "cannot_fail", "vague", "no_value", "secret", "damaged")


def rarest(types: ui.Rows) -> str:
    """The types that the fewest projects have effectively, in words."""
    fewest = types["effective"].min()
    names = [term(level2).lower() for level2 in types[types["effective"] == fewest]["level2"]]
    said = {"types": t("、").join(names), "few": int(fewest), "n": int(types.iloc[0].projects), "tied": len(names)}
    if fewest == said["n"]:
        return t("{n} 个项目九类指标都有有效的", **said)
    if len(names) > 1:
        return t("最少的是{types}：这 {tied} 类，{n} 个项目中都是 {few} 个有有效的", **said)
    return t("最少的是{types}：{n} 个项目中 {few} 个有有效的", **said)


def whole(overall: ui.Row, cells: list[str]) -> None:
    """The selection in five figures and the nine types."""
    ui.facts(
        {
            t("有效覆盖"): charts.percent(overall.effective_share), t("名义覆盖"): charts.percent(overall.nominal_share),
            t("可量化"): charts.percent(overall.quantified_share), t("个项目", n=overall.projects): f"{overall.projects:,}",
            t("条指标", n=overall.indicators + overall.outside): f"{overall.indicators + overall.outside:,}",
        },
        large=True,
        leads={
            **{said: ui.href("indicators", by="disclosure", share=share) + "#groups" for said, share in (
                (t("有效覆盖"), "effective"), (t("名义覆盖"), "nominal"), (t("可量化"), "quantified"),
            )},
            t("个项目", n=overall.projects): ui.href("data", browse="project"),
            t("条指标", n=overall.indicators + overall.outside): ui.href("data", browse="indicator"),
        },
    )  # fmt: skip
    ui.note(
        t(
            "覆盖：项目 × 九类指标，有指标的格子占全部格子的比例。名义：有一条就算。"
            "有效：至少有一条能检验（有数字、日期，或写明可检验的状态）、可能不达标（不是“≤100%”“≥0”一类）、不是照抄本项目别的指标。"
            "判断依据“核查”中的规则和两条补充规则，见“目标松紧”；涉密、原表缺损的无从判断，不算有效。"
        )
    )  # fmt: skip
    types = ui.fetch(queries.indicator_coverage.by_type, **chosen, disclosures=[])
    types = types.assign(name=[term(level2) for level2 in types["level2"]])
    more = t("{n} 格的有效只靠需人工判断的指标。", n=overall.doubtful) if overall.doubtful else ""
    more += t("另有 {n} 条因原表缺格、错列，不知属于哪一类，没有计入。", n=overall.outside) if overall.outside else ""
    ui.show(
        charts.dumbbell(
            types, look=look, label="name", first="nominal_share", second="effective_share", names=("nominal", "effective"),
        ),
        types, key="types", title=rarest(types),
        takeaway=t(
            "{disclosures} 份披露的 {places} 格中，名义上有指标的 {nominal} 格，有效的 {effective} 格。", disclosures=overall.disclosures,
            places=f"{overall.places:,}", nominal=f"{overall.nominal:,}", effective=f"{overall.effective:,}",
        ) + more,
        unit_note=t("有这类指标的项目所占比例 · 圆环：名义 · 圆点：有效"),
        columns={"level1": t("一级指标"), "level2": t("二级指标")} | COVERED
        | {"nominal_share": t("名义覆盖"), "effective_share": t("有效覆盖")} | COUNTS | {"copied": t("照抄"), "secret": t("涉密")},
        sources=cells, alt=t("哑铃图：各类指标的项目覆盖率"),
    )  # fmt: skip


def groups(by: str, share: str, overall: ui.Row, cells: list[str]) -> None:
    """Counties, years, types of departments or disclosures against the nine types; and all of them together."""
    rows = ui.fetch(queries.indicator_coverage.by_group, **chosen, by=by, share=share, most=MOST)
    column = f"{share}_share"
    drawn = rows.assign(
        words=["—" if not ui.known(value) else "<1" if 0 < value < 0.005 else f"{value * 100:.0f}" for value in rows[column]],
        depth=[0 if not ui.known(value) else -int(-value * 5 // 1) for value in rows[column]], secret=0,
        hover=[
            t(
                "{label}，{type}\n{n} 个项目：名义 {nominal}，有效 {effective}\n{rows} 条指标，可量化 {quantified}",
                label=row.label, type=term(row.level2), n=row.projects if row.level2 != "全部" else row.projects * len(HEADS),
                nominal=row.nominal, effective=row.effective, rows=row.indicators, quantified=row.quantified,
            ) if row.level2 != "全部" else t(
                "{label}，九类合计\n{n} 格：名义 {nominal}，有效 {effective}\n{rows} 条指标，可量化 {quantified}", label=row.label,
                n=row.projects * len(HEADS), nominal=row.nominal, effective=row.effective, rows=row.indicators, quantified=row.quantified,
            )
            for row in ui.tuples(rows)
        ],
    )  # fmt: skip
    together = rows[rows["level2"] == "全部"]
    known = together[together[column].notna()]
    first, last = known[column].idxmin(), known[column].idxmax()
    said = {
        "share": SHARES[share], "low": known.loc[first].label, "least": charts.percent(known.loc[first][column]),
        "high": known.loc[last].label, "most": charts.percent(known.loc[last][column]),
    }
    title = t("{share}：{low} {least}", **said)
    left = int(together.iloc[0].all_groups) - len(together)
    of_all = {"whole": f"{overall.indicators if share == 'quantified' else overall.places:,}", "part": f"{getattr(overall, share):,}"}
    of_all["percent"] = charts.percent(getattr(overall, column))
    summed = t("合计 {percent}：{whole} 格中有 {part} 格。", **of_all)
    if share == "quantified":
        summed = t("合计 {percent}：{whole} 条中有 {part} 条。", **of_all)
    if len(known) > 1:
        title = t("{share}最低的是{low}，{least}", **said) if left else t("{share}：{low} {least}，{high} {most}", **said)
    ui.show(
        charts.heatmap(
            drawn, look=look, row="group_key", row_label="label", column="level2", columns=[("全部", t("九类")), *HEADS.items()],
            value="depth", secret="secret", hover="hover", text="words",
        ),
        rows, key="groups", title=title,
        takeaway=summed + (t("同一行从左到右看哪一类最缺；同一列从上到下看谁最缺。") if len(known) > 1 else t("所选范围内只有这一行。")),
        unit_note=t("{share}，% · 颜色越重越高 · 最低的在前", share=SHARES[share]) if by != "year"
        else t("{share}，% · 颜色越重越高 · 按年度", share=SHARES[share]),
        columns={"label": GROUPS[by], "disclosures": t("披露"), "level2": t("二级指标")} | COVERED
        | {"nominal_share": t("名义覆盖"), "effective_share": t("有效覆盖")} | COUNTS,
        sources=cells, alt=t("热图：{by}与九类指标，格中为{share}", by=GROUPS[by].lower(), share=SHARES[share].lower()),
        opens=["of"] if by == "disclosure" and share == "effective" else [],
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))


def one(disclosure: str, label: str) -> None:
    """One disclosure: its projects against the types, and the rows of the cell that is opened."""
    cells = ui.fetch(queries.indicator_coverage.cells, disclosures=[disclosure])
    matrix = ui.fetch(queries.indicator_coverage.matrix, disclosure=disclosure)
    names = {row.project_id: f"{row.project_no} {row.project_name}" for row in ui.tuples(matrix)}
    with ui.beside():
        project = ui.select(t("看哪个项目"), list(names), "project", names.__getitem__)
        kind = ui.select(t("看哪一类"), ["", *HEADS], "type", lambda code: term(code) if code else t("全部"))
    matrix = matrix.assign(
        label=matrix["project_id"].map(names),
        hover=[
            t(
                "{name}\n{type}：{n} 条，有效 {effective}", name=row["project_name"], type=term(row["level2"]), n=row["indicators"],
                effective=row["effective"],
            )
            + "".join(f"\n{term(code)} {row[code]}" for code in STRICTNESS if row[code])
            + (t("\n照抄 {n}", n=row["copied"]) if row["copied"] else "")
            for row in ui.records(matrix)
        ],
    )  # fmt: skip
    counts = [*zip(*(matrix[name] for name in ("project_id", "indicators", "effective", "secret")), strict=True)]
    filled = Counter(one for one, indicators, _, _ in counts if indicators)
    worth = Counter(one for one, _, effective, _ in counts if effective)
    lost = sum(indicators > 0 and not effective and not secret for _, indicators, effective, secret in counts)
    drawn, left = charts.first(matrix, ["project_id"], DRAWN)
    ui.show(
        charts.heatmap(
            drawn, look=look, row="project_id", row_label="label", column="level2", columns=list(HEADS.items()),
            value="indicators", secret="secret", hover="hover", own="effective", opened=(project, kind),
        ),
        matrix, key="matrix",
        title=t(
            "{label}：{n} 个项目 × 9 类，名义上九类都有的 {nominal} 个，都有效的 {full} 个", label=label, n=len(names),
            nominal=[*filled.values()].count(len(HEADS)), full=[*worth.values()].count(len(HEADS)),
        ),
        takeaway=t(
            "格中是指标条数，颜色越重越多；“·”是没有；虚线框里没有一条有效（{lost} 格）；“密”是涉密，有而不公开（{n} 条）。",
            lost=lost, n=int(matrix["secret"].sum()),
        ),
        hint=t("点一格，下面是它的指标。"),
        unit_note=t("条 · 每行一个项目"),
        columns={"project_no": t("序号"), "project_name": t("项目名称"), "level2": t("二级指标"), "indicators": t("指标数")}
        | {"effective": t("有效"), "quantified": t("可量化"), "copied": t("照抄")} | {code: term(code) for code in STRICTNESS},
        sources=" ".join(cells["cell_ids"]).split(), alt=t("热图：项目与九类指标，格中为指标条数"), opens=["project", "type"],
    )  # fmt: skip
    if left:
        ui.note(t("图太长：另有 {left} 个项目没有画，都在表里。", left=left))

    ui.heading(t("逐条看"), t("“{name}”的指标，如原表所印", name=names[project]), anchor="rows")
    rows = ui.fetch(queries.indicator_coverage.rows, project_id=project, level2=kind)
    if rows.empty:
        ui.note(t("“{name}”没有{type}。", name=names[project], type=term(kind).lower()))
        return
    reason = "reason_zh" if scope.lang == "zh" else "reason_en"
    rows = rows.assign(
        counts=[t("有效") if yes else t("不算") for yes in rows["effective"]],
        why=[term(own, "own_rule") if ui.known(own) else said for own, said in zip(rows["own_rule"], rows[reason], strict=True)],
    )
    columns = {
        "level2": t("二级指标"), "level3": t("三级指标"), "description": t("指标描述"), "value_raw": t("指标值"), "counts": t("算不算"),
        "strictness": t("松紧"), "why": t("理由"), "basis_text": t("确定依据"), "value_status": t("状态"), "cell_id": t("出处"),
    }  # fmt: skip
    ui.ledger(rows, columns)
    ui.download(t("下载 CSV"), rows, names[project], key="rows", columns=columns, title=t("绩效指标：{name}", name=names[project]))


overall = ui.fetch(queries.indicator_coverage.overall, **chosen)
if overall.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["project_targets"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露列出项目绩效目标表。"), have)
else:
    choices = ui.fetch(queries.indicator_coverage.choices, **chosen, most=MOST)
    labels = dict(zip(choices["disclosure_id"], choices["label"], strict=True))
    located = ui.fetch(queries.indicator_coverage.cells, disclosures=list(labels))
    located = " ".join(located["cell_ids"]).split()
    summed_up = next(ui.tuples(overall))
    whole(summed_up, located)
    ui.heading(t("谁缺哪一类"), anchor="groups", picked=False)
    with ui.beside():
        by = ui.select(t("按什么分"), list(GROUPS), "by", GROUPS.__getitem__)
        share = ui.select(t("看什么"), list(SHARES), "share", SHARES.__getitem__)
    groups(by, share, summed_up, located)
    if len(labels) < choices.iloc[0].listed:
        ui.note(t("以上两图的来源只列有效覆盖最低的 {n} 份披露的单元格；在左边缩小范围可看其余。", n=len(labels)))
    ui.heading(t("一份披露"), t("项目与九类指标"))
    shown = next(iter(labels))
    if len(labels) > 1:
        shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
    one(shown, labels[shown])
