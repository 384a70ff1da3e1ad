"""The reader's scope comes in; which projects have which types of indicator goes out, down to the rows as printed."""

import queries
from budget import charts, ui
from budget.words import t, term

scope = ui.page(t("指标覆盖"), t("每个项目九类绩效指标各有几条，几条能量化，几条是从别处照抄的。"))
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
COUNTS = {
    "indicators": t("指标数"), "quantified": t("可量化"), "quantified_share": t("可量化占比"), "secret": t("涉密"),
}  # fmt: skip
LEFT_OUT = t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。")
HEADS = {
    "数量指标": t("数量"), "质量指标": t("质量"), "时效指标": t("时效"), "成本指标": t("成本"),
    "经济效益指标": t("经济"), "社会效益指标": t("社会"), "生态效益指标": t("生态"), "可持续影响指标": t("可持续"),
    "服务对象满意度指标": t("满意度"),
}  # fmt: skip

overall = ui.fetch(queries.indicator_coverage.by_disclosure, **chosen)
if overall.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["project_targets"])
    ui.empty(t("所选范围内没有一份披露列出项目绩效目标表。"), have)
else:
    best = overall.sort_values("effective_share", ascending=False).iloc[0]
    said = {"label": best.label, "share": charts.percent(best.effective_share)}
    title = t("{label}：有效覆盖 {share}", **said)
    if len(overall) > 1:
        title = t("所选披露中，覆盖最全的是{label}：有效覆盖 {share}", **said)
    drop = (overall["nominal_share"] - overall["effective_share"]).max()
    fall = t("没有一类因照抄而落空。")
    if drop > 0:
        # A difference of two shares: percentage points, not percent.
        fall = t("去掉从别类照抄的行，覆盖率降 {drop:.1f} 个百分点。", drop=drop * 100)
        if len(overall) > 1:
            fall = t("去掉从别类照抄的行，一份披露的覆盖率最多降 {drop:.1f} 个百分点。", drop=drop * 100)
    drawn, left = charts.first(overall, ["disclosure_id"])
    counted = ui.fetch(
        queries.indicator_coverage.cells, **{**chosen, "departments": list(drawn["department_id"].unique())}
    )
    ui.show(
        charts.dumbbell(
            drawn, look=look, first="nominal_share", second="effective_share", names=("nominal", "effective"),
        ),
        overall, key="overall", title=title,
        takeaway=t(
            "共 {projects} 个项目、{n} 条指标；", projects=int(overall["projects"].sum()),
            n=int((overall["indicators"] + overall["outside"]).sum()),
        ) + fall,
        unit_note=t("项目 × 九类指标中有指标的格子所占比例 · 圆环：名义 · 圆点：有效（不计照抄的行）"),
        columns=PLACE | {"projects": t("项目数"), "nominal_share": t("名义覆盖"), "effective_share": t("有效覆盖")}
        | COUNTS,
        sources=" ".join(counted["cell_ids"]).split(), alt=t("哑铃图：各份披露的名义覆盖与有效覆盖"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))

    labels = dict(zip(overall["disclosure_id"], overall["label"], strict=True))
    shown = next(iter(labels))
    if len(labels) > 1:
        shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
    one = overall[overall["disclosure_id"] == shown].iloc[0]
    chosen = {"regions": [], "departments": [one.department_id], "years": [int(one.fiscal_year)]}
    cells = ui.fetch(queries.indicator_coverage.cells, **chosen)
    cells = " ".join(cells[cells["disclosure_id"] == shown]["cell_ids"]).split()
    matrix = ui.fetch(queries.indicator_coverage.matrix, **chosen)
    matrix = matrix[matrix["disclosure_id"] == shown]
    matrix = matrix.assign(
        label=[f"{row.project_no} {row.project_name}" for row in matrix.itertuples()],
        hover=[
            t(
                "{name}\n{type}：{n} 条，可量化 {quantified}，不重复 {distinct}，涉密 {secret}",
                name=row.project_name, type=term(row.level2), n=row.indicators,
                quantified=row.quantified, distinct=row.distinct_indicators, secret=row.secret,
            )
            for row in matrix.itertuples()
        ],
    )  # fmt: skip
    types = ui.fetch(queries.indicator_coverage.by_type, **chosen)
    types = types[types["disclosure_id"] == shown]
    projects = ui.fetch(queries.indicator_coverage.by_project, **chosen)
    projects = projects[projects["disclosure_id"] == shown]
    fewest = int(types["effective"].min())
    rarest = [term(level2).lower() for level2 in types[types["effective"] == fewest]["level2"]]
    said = {"label": one.label, "n": one.projects, "few": fewest, "types": t("、").join(rarest), "tied": len(rarest)}
    title = t("{label}：最少的是{types}，{n} 个项目中 {few} 个有自己的", **said)
    if len(rarest) > 1:
        title = t("{label}：最少的是{types}：这 {tied} 类，{n} 个项目中都是 {few} 个有自己的", **said)
    if fewest == one.projects:
        title = t("{label}：{n} 个项目九类指标都有自己的", **said)
    types = types.assign(name=[term(level2) for level2 in types["level2"]])
    lost = t("另有 {n} 条因原表缺格、错列，不知属于哪一类，没有计入。", n=one.outside) if one.outside else ""
    ui.show(
        charts.dumbbell(
            types, look=look, label="name", first="nominal_share", second="effective_share",
            names=("nominal", "effective"),
        ),
        types, key="types", title=title,
        takeaway=t("{n} 条指标中 {share} 可以量化。", n=one.indicators, share=charts.percent(one.quantified_share)) + lost,
        unit_note=t("有这类指标的项目所占比例 · 圆环：名义 · 圆点：有效"),
        columns={
            "level1": t("一级指标"), "level2": t("二级指标"), "projects": t("项目数"), "nominal": t("名义"),
            "effective": t("有效"),
        }
        | COUNTS,
        sources=cells, alt=t("哑铃图：各类指标的项目覆盖率"),
    )  # fmt: skip
    copied = int(((matrix["indicators"] > 0) & (matrix["distinct_indicators"] == 0)).sum())
    drawn, left = charts.first(matrix, ["project_id"], 80)
    ui.show(
        charts.heatmap(
            drawn, look=look, row="project_id", row_label="label", column="level2", columns=list(HEADS.items()),
            value="indicators", secret="secret", hover="hover", own="distinct_indicators",
        ),
        matrix, key="matrix",
        title=t(
            "{label}：{n} 个项目 × 9 类，名义上九类都有的 {nominal} 个，去掉照抄的行 {full} 个", label=one.label,
            n=one.projects, nominal=int((projects["nominal"] == projects["types"]).sum()),
            full=int((projects["effective"] == projects["types"]).sum()),
        ),
        takeaway=t(
            "格中是指标条数，颜色越重越多；“·”是没有；虚线框是全从别类照抄的（{copied} 格）；“密”是涉密，有而不公开（{n} 条）。",
            copied=copied, n=one.secret,
        ),
        unit_note=t("条 · 每行一个项目"),
        columns={
            "project_no": t("序号"), "project_name": t("项目名称"), "level2": t("二级指标"),
            "indicators": t("指标数"),
        }
        | {"quantified": t("可量化"), "distinct_indicators": t("不重复"), "secret": t("涉密")},
        sources=cells, alt=t("热图：项目与九类指标，格中为指标条数"),
    )  # fmt: skip
    if left:
        ui.note(t("图太长：另有 {left} 个项目没有画，都在表里。", left=left))

    ui.heading(t("逐条看"), t("一个项目的指标，如原表所印"))
    names = {row.project_id: f"{row.project_no} {row.project_name}" for row in projects.itertuples()}
    project = next(iter(names))
    if len(names) > 1:
        project = ui.select(t("看哪个项目"), list(names), "project", names.__getitem__)
    kind = ui.select(t("看哪一类"), ["", *HEADS], "type", lambda code: term(code) if code else t("全部"))
    rows = ui.fetch(queries.indicator_coverage.rows, project_id=project, level2=kind)
    if rows.empty:
        ui.note(t("“{name}”没有{type}。", name=names[project], type=term(kind).lower()))
    else:
        ui.ledger(
            rows,
            {
                "level2": t("二级指标"), "level3": t("三级指标"), "description": t("指标描述"),
                "value_raw": t("指标值"), "basis_text": t("确定依据"), "value_status": t("状态"),
                "copies": t("同样的另有"), "cell_id": t("出处"),
            },
        )  # fmt: skip
        ui.download(t("下载 CSV"), rows, names[project], key="rows")
