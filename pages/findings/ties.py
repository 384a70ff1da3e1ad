"""The reader's scope comes in; the equations 勾稽 between the tables of one disclosure go out: which hold, which break."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t

MOST = 200  # disclosures offered at once; a link to another opens it all the same
NODES = 24  # tables of one figure
SIZE = 100  # equations on one page of the list

scope = ui.page(t("勾稽关系"), t("一份文件里的数该怎样相符：表与表、表与正文、表内各行各列。一条线是一组等式。"))
ui_findings.tabs("ties")
tied = ui.fetch(
    queries.findings.choices, regions=scope.regions, departments=scope.departments, years=scope.years, tied=True,
    asked=ui.parameter("tie_of") or "", most=MOST,
)  # fmt: skip
if tied.empty:
    everywhere = ui.fetch(queries.findings.choices, regions=[], departments=[], years=[], tied=True, asked="", most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露印着可以相互核对的数。"), everywhere.rename(columns={"held": "total"}))
else:
    names = ui_findings.names(tied)
    shown = next(iter(names))
    if len(names) > 1:
        shown = ui.select(t("看哪一份"), list(names), "tie_of", names.__getitem__)
    if tied.iloc[0].held > MOST:
        ui.note(t("这里可选等式最多的 {shown} 份，共 {all} 份；在左边缩小范围看别的。", shown=MOST, all=int(tied.iloc[0].held)))
    ties = ui.fetch(queries.findings.ties, disclosure=shown)
    ties["title"] = ties[ui_findings.column("title")]
    broken = int((~ties["holds"]).sum())
    bundles, nodes = ui_findings.bundles(ties)
    drawn = [key for key, _ in nodes[:NODES]]
    title = t("{label}：{n} 条勾稽，全部相符", label=names[shown], n=len(ties))
    if broken:
        title = t("{label}：{n} 条勾稽，{broken} 条不符", label=names[shown], n=len(ties), broken=broken)
    inside = int(bundles[bundles["first"] == bundles["second"]]["ties"].sum())
    ui.show(
        charts.network(
            bundles[bundles["first"].isin(drawn) & bundles["second"].isin(drawn)], look=charts.look(scope.dark), nodes=nodes[:NODES],
        ),
        bundles, key="ties", title=title,
        takeaway=t(
            "{inside} 条在同一处内部（写在名称下），{across} 条连着两处（弧线）；线越粗，等式越多。", inside=inside, across=len(ties) - inside
        ),
        unit_note=t(
            "每一行是一张表或正文，按文件里的先后；数字是等式条数；✗ 不符的条数 / 全部，差额单位：{unit}", unit=ui.unit_name(scope.unit)
        ),
        columns={
            "first_title": t("这一边"), "second_title": t("那一边"), "family": t("类别"), "ties": t("等式"), "broken": t("不符"),
        },
        sources=[cell for cells in ties["stated_cells"] for cell in cells],
        alt=t("弧线图：{label}各表之间的勾稽关系，{n} 条中 {broken} 条不符", label=names[shown], n=len(ties), broken=broken),
    )  # fmt: skip
    if len(nodes) > NODES:
        ui.note(t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。", left=len(nodes) - NODES))
    ui.heading(t("逐条看"), t("不符的在前"))
    tables = {"": t("全部"), **dict(nodes)}
    part = ui.select(t("表"), list(tables), "table", tables.__getitem__)
    if part:
        here = [part == str(row.stated_table) or part in map(str, row.expected_tables) for row in ui.tuples(ties)]
        ties = ties[here]
    said = ties.assign(holds=[t("相符") if holds else t("不符") for holds in ties["holds"]])
    columns = {
        "holds": t("结论"), "title": t("核查事项"), "subject": t("对象"), "stated": t("文件所列"), "arithmetic": t("算式"),
        "difference_yuan": t("差额"), "cell_id": t("出处"), "finding_id": t("核查结果"),
    }  # fmt: skip
    ui_findings.paged(len(said), SIZE, lambda page: ui.ledger(said[SIZE * page : SIZE * (page + 1)], columns))
    name = f"{names[shown]} {t('勾稽关系')}"
    ui.download(t("下载 CSV"), said, name, key="every", columns=columns, title=name)
