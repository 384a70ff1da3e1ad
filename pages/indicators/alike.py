"""The reader's scope comes in; projects that say much the same go out, and two of them beside each other, part by part."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 40  # disclosures to choose from
PAIRS = 20  # of one figure

scope = ui.page(t("项目雷同"), t("两个项目的名称、目标和指标有多少字句相同：一份文件之内、不同部门之间、同一部门的不同年度。"))
ui.indicator_tabs("alike")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
AMONG = {"within": t("这一份之内"), "others": t("别的部门"), "years": t("本部门的其他文件")}
LEAST = {0.5: "50%", 0.3: "30%", 0.8: "80%"}
ALIKE = {"same": t("完全相同"), "words": t("文字相同，数值不同"), "differs": t("不同"), "one_side": t("只有一边有")}
PARTS = {"name": t("项目名称"), "goal": t("绩效目标"), "none": t("原表缺类型")}


def figure(pairs: ui.Rows, among: str, label: str) -> None:
    """The pairs that were found, the most alike first."""
    first = pairs.iloc[0]
    drawn = pairs.assign(
        name=[
            f"{row.project_no} {row.project_name} ↔ {row.other_no} {row.other_name}" + ("" if among == "within" else f"（{row.other_label}）")
            for row in ui.tuples(pairs)
        ],
        value=pairs["alike_share"], low=pairs["alike_share"], high=pairs["alike_share"], basis="table", value_status="reported",
        place=[t("{n} 条指标文字相同", n=row.shared) for row in ui.tuples(pairs)],
    )  # fmt: skip
    title = t("{label}：{n} 对项目雷同，最像的一对 {share}", label=label, n=first.all_pairs, share=charts.percent(first.alike_share))
    ui.show(
        charts.ranking(drawn, look=charts.look(scope.dark), unit=None, label="name"), pairs, key="alike", title=title,
        takeaway=t(
            "最像的是“{one}”与“{other}”。雷同不一定是错：上年结转与本年安排、同一补助的两级资金，本来就该相近，需人工判断。",
            one=first.project_name, other=first.other_name,
        ),
        unit_note=t("两段文字共有的片段占全部片段的比例"),
        columns={
            "project_no": t("序号"), "project_name": t("项目"), "cell_id": t("出处"), "other_no": t("序号"), "other_name": t("另一个项目"),
            "other_label": t("另一份披露"), "other_cell_id": t("另一处"), "alike_share": t("相像"), "shared": t("文字相同的指标"),
        },
        sources=[cell for row in ui.tuples(pairs) for cell in (row.cell_id, row.other_cell_id)],
        alt=t("条形图：雷同的项目，按相像的程度排列"),
    )  # fmt: skip
    if first.all_pairs > len(pairs):
        ui.note(t("图太长：另有 {left} 个没有画；在左边缩小范围。", left=first.all_pairs - len(pairs)))


def beside(pairs: ui.Rows, among: str) -> None:
    """One of the pairs, part by part."""
    ui.heading(t("并排看"), t("左右各一个项目，如原表所印"), anchor="rows")
    names = {
        f"{row.project_id} {row.other_id}": f"{row.project_no} {row.project_name} ↔ {row.other_no} {row.other_name}"
        + ("" if among == "within" else f" {row.other_label}")
        for row in ui.tuples(pairs)
    }
    pair = next(iter(names))
    if len(names) > 1:
        pair = ui.select(t("看哪一对"), list(names), "pair", names.__getitem__)
    one, other = pair.split(" ")
    rows = ui.fetch(queries.indicator_similarity.beside, one=one, other=other)
    counts = rows["alike"].value_counts()
    said = "".join(t("，{what} {n} 处", what=ALIKE[code].lower(), n=counts[code]) for code in ALIKE if code in counts)
    ui.note(t("名称、目标和指标共 {n} 处", n=len(rows)) + said + t("。“不同”的两条只因在同一类里次序相同而并排。"))
    rows = rows.rename(columns={"first_cell_id": "cell_id", "second_cell_id": "other_cell_id"}).assign(
        part=[PARTS.get(part) or term(part) for part in rows["part"]], alike=[ALIKE[code] for code in rows["alike"]]
    )
    columns = {
        "part": t("部分"), "first_text": t("这一个"), "second_text": t("那一个"), "alike": t("比对"), "cell_id": t("出处"),
        "other_cell_id": t("另一处"),
    }  # fmt: skip
    ui.ledger(rows, columns)
    ui.download(t("下载 CSV"), rows, names[pair], key="beside", columns=columns, title=t("并排对照：{name}", name=names[pair]))


choices = ui.fetch(queries.indicator_coverage.choices, **chosen, most=MOST)
if choices.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["project_targets"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露列出项目绩效目标表。"), have)
else:
    labels = dict(zip(choices["disclosure_id"], choices["label"], strict=True))
    shown = next(iter(labels))
    if len(labels) > 1:
        shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
    if len(labels) < choices.iloc[0].listed:
        ui.note(t("可选的是有效覆盖最低的 {n} 份，全部 {all} 份；在左边缩小范围。", n=len(labels), all=f"{choices.iloc[0].listed:,}"))
    with ui.beside():
        among = ui.select(t("与谁比"), list(AMONG), "among", AMONG.__getitem__)
        least = ui.select(t("至少多像"), list(LEAST), "least", LEAST.__getitem__)
    found = ui.fetch(queries.indicator_similarity.pairs, disclosure=shown, among=among, least=least, most=PAIRS)
    if found.empty:
        ui.note(t("{label}：没有相像到 {least} 的项目（比的是：{among}）。", label=labels[shown], least=LEAST[least], among=AMONG[among].lower()))
    else:
        figure(found, among, labels[shown])
    ui.note(
        t(
            "怎样算：把项目的名称、绩效目标和各条指标的名称、描述连成一段文字，去掉数字、标点和空白，取所有相邻两字的片段；"
            "两段共有的片段数 ÷ 两段合起来的片段数。指标值不比。"
            "一份之内各项目两两相比（超过 80 个项目时，只比项目名相同或有一条指标文字相同的）；"
            "与别处只比项目名相同或有指标文字相同的，取相同最多的 300 对。"
        )
    )  # fmt: skip
    if not found.empty:
        beside(found, among)
