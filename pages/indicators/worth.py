"""The reader's scope comes in; how much money goes to projects with which indicators goes out, where budgets are disclosed."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 60  # projects of one figure
TYPES = 9

scope = ui.page(t("钱与指标"), t("项目的预算有多少，管住它的指标就该有多少：钱多的项目，有效的指标齐不齐。"))
ui.indicator_tabs("worth")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}


def figure(rows: ui.Rows, silent: int) -> None:
    """Projects by their money, coloured by how many types of indicator count."""
    first = rows.iloc[0]
    total = charts.money(first.all_yuan, scope.unit)
    drawn = rows.assign(
        part=[None if not ui.known(row.effective) else row.effective / TYPES for row in ui.tuples(rows)],
        group=[row.label if row.project_id else t("其余") for row in ui.tuples(rows)],
        name=[
            f"{row.project_no} {row.project_name}" if row.project_id else t("其余 {n} 个较小的项目", n=row.projects) for row in ui.tuples(rows)
        ],
        words=[t("{n} 类有效", n=row.effective) if row.project_id else "" for row in ui.tuples(rows)],
    )  # fmt: skip
    said = {"n": int(first.all_projects), "total": total, "few": int(first.few), "share": charts.percent(first.few_yuan / first.all_yuan)}
    title = t("{n} 个项目共 {total}，每个都有一半以上的类型有有效的指标", **said)
    if first.few:
        title = t("{n} 个项目共 {total}：{share} 的钱在有效指标不到一半类型的 {few} 个项目里", **said)
    biggest = rows[rows["project_id"] != ""].iloc[0]
    ui.show(
        charts.icicle(
            drawn, look=charts.look(scope.dark), unit=scope.unit, root=t("全部 {n} 个项目", n=said["n"]), group="group", leaf="project_id",
            label="name", remark="words", shade="part",
        ),
        rows, key="worth", title=title,
        takeaway=t(
            "最大的“{name}”{amount}（{share}），九类指标名义上有 {nominal} 类，有效的 {effective} 类。", name=biggest.project_name,
            amount=charts.money(biggest.budget_yuan, scope.unit), share=charts.percent(biggest.budget_share), nominal=biggest.nominal,
            effective=biggest.effective,
        ) + (t("另有 {n} 个项目的表里没有公开预算数，没有画。", n=f"{silent:,}") if silent else ""),
        unit_note=t("面积：项目预算数，{unit} · 颜色越重，九类指标中有效的越多；不着色：一类也没有", unit=ui.unit_name(scope.unit)),
        columns={
            "label": t("披露"), "project_no": t("序号"), "project_name": t("项目名称"), "budget_yuan": t("预算数"), "budget_share": t("占全部"),
            "nominal": t("名义"), "effective": t("有效"), "indicators": t("指标数"), "effective_indicators": t("有效的指标"), "cell_id": t("出处"),
        },
        sources=[cell for cell in rows["cell_id"] if ui.known(cell)], alt=t("冰柱图：项目按预算分面积，按有效的指标类型着色"), opens=["funded"],
    )  # fmt: skip
    if first.all_projects > MOST:
        ui.note(t("图中只分开画最大的 {n} 个，其余合成一块；在左边缩小范围。", n=MOST))


def one(rows: ui.Rows) -> None:
    """The indicators of one of the projects."""
    names = {
        row.project_id: f"{row.project_no} {row.project_name} · {charts.money(row.budget_yuan, scope.unit)}"
        for row in ui.tuples(rows)
        if row.project_id
    }
    ui.heading(t("逐条看"), t("一个项目的指标，如原表所印"), anchor="rows")
    project = next(iter(names))
    if len(names) > 1:
        project = ui.select(t("看哪个项目"), list(names), "funded", names.__getitem__)
    indicators = ui.fetch(queries.indicator_coverage.rows, project_id=project, level2="")
    reason = "reason_zh" if scope.lang == "zh" else "reason_en"
    indicators = indicators.assign(
        counts=[t("有效") if yes else t("不算") for yes in indicators["effective"]],
        why=[term(own, "own_rule") if ui.known(own) else said for own, said in zip(indicators["own_rule"], indicators[reason], strict=True)],
    )
    columns = {
        "level2": t("二级指标"), "level3": t("三级指标"), "value_raw": t("指标值"), "counts": t("算不算"), "strictness": t("松紧"), "why": t("理由"),
        "cell_id": t("出处"),
    }  # fmt: skip
    ui.ledger(indicators, columns)
    ui.download(t("下载 CSV"), indicators, names[project], key="rows", columns=columns, title=t("绩效指标：{name}", name=names[project]))


def places(rows: ui.Rows) -> dict[str, str]:
    """Where the budget of each project stands."""
    return dict(zip(rows["project_id"], rows["cell_id"], strict=True))


priced = ui.fetch(queries.indicator_money.projects, **chosen, most=MOST)
if priced.empty:
    have = ui.fetch(queries.indicator_money.disclosures, most=ui.HAVE)
    ui.empty(t("所选范围内没有一个有绩效指标的项目公开了预算数：表里没有这一栏，或者空着。"), have)
else:
    stands = ui.made(places, queries.indicator_money.cells)
    priced["cell_id"] = [stands.get(project) for project in priced["project_id"]]
    stated = ui.fetch(queries.indicator_money.stated, **chosen)
    figure(priced, int(stated["projects"].sum()) - int(priced.iloc[0].all_projects))
    ui.note(
        t("项目数：")
        + t("、").join(
            t("{status} {n} 个（{disclosures} 份披露）", status=term(row.budget_status), n=f"{row.projects:,}", disclosures=row.disclosures)
            for row in ui.tuples(stated)
        )
        + t("。")
    )
    one(priced)
