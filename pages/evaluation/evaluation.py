"""The reader's scope comes in; what departments say of their own projects goes out, beside what their figures come to."""

from typing import Any

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

scope = ui.page(
    t("绩效自评"), t("预算了多少、到位多少、花了多少，自己打了几分；填的执行率和总分按表里的数重算一遍，对不上的一张一张指出来。")
)
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
FORM = {"project_no": t("序号"), "project_name": t("项目名称")}
MONEY = {"budget_yuan": t("预算数"), "arrived_yuan": t("到位数"), "executed_yuan": t("执行数")}
STATES = {"budget_yuan": "budget_status", "arrived_yuan": "arrived_status", "executed_yuan": "executed_status"}
DIMENSIONS = ["产出指标", "成本指标", "效益指标", "满意度指标", "预算执行率指标"]
LEFT_OUT = t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。")
ALL = 10**9
MOST = 200  # disclosures offered at once
DRAWN = 12  # disclosures in the figure of all of them


def whole(rows: ui.Rows) -> tuple[dict[str, str], dict[str, Any], ui.Rows]:
    """Disclosures by their labels, what all of them come to, and all of them, the lowest rate of spending first."""
    sums = {name: rows[name].sum() for name in ("forms", "paired", "budget_yuan", "executed_yuan", "errors", "warnings")}
    lowest = rows.sort_values("execution_rate", kind="stable").assign(status="not_disclosed")
    return dict(zip(rows["disclosure_id"], rows["label"], strict=True)), sums, lowest


def labelled(forms: ui.Rows) -> ui.Rows:
    """Forms with what each is called."""
    return forms.assign(label=[f"{row.project_no} {row.project_name}" for row in ui.tuples(forms[["project_no", "project_name"]])])


def parted(rows: ui.Rows) -> tuple[ui.Rows, list[Any], dict[str, int]]:
    """The points of labelled forms by dimension, what those of each form add up to (None where one does not say its points), and how many
    forms lack a dimension."""
    rows = labelled(rows)
    sums = rows.groupby("evaluation_id", sort=False)["weight"].agg(lambda points: points.sum() if points.notna().all() else None)
    has = {level1: rows.loc[rows["level1"] == level1, "evaluation_id"].nunique() for level1 in ("产出指标", "效益指标", "满意度指标")}
    return rows, sums.tolist(), {level1: len(sums) - forms for level1, forms in has.items()}


def cells(*columns: ui.Rows) -> list[str]:
    """The cells that these columns name, parted by spaces."""
    return [cell for column in columns for names in column for cell in names.split()]


def gaps(statuses: ui.Rows) -> str:
    """Why values are missing, and how often, in clauses: ', 4 blank, 3 not disclosed'."""
    counts = statuses[~statuses.isin(["reported", "zero"])].value_counts()
    return "".join(t("，{n} 张{status}", n=counts[code], status=term(code).lower()) for code in sorted(counts.index))


@ui.part
def filled_and_recomputed(forms: ui.Rows, label: str) -> None:
    """The rate or the score of each form, as filled in and as worked out again."""
    what = ui.select(t("对照"), ["rate", "score"], "claim", lambda code: {"rate": t("预算执行率"), "score": t("总分")}[code])
    if what == "rate":
        first, second, states, off, unit = "execution_rate_stated", "recomputed_rate", "execution_rate_status", "rate_severity", None
        heads = {first: t("填报的执行率"), second: t("执行数 ÷ 预算数"), **MONEY}
        one, several = t("{label}：一张表填的执行率与金额对不上"), t("{label}：{n} 张表填的执行率与金额对不上")
        none = t("{label}：填了的执行率都与金额相符")
        note = t("执行数 ÷ 预算数（调整后、全年） · 圆环：填报 · 圆点：重算 · 红线：对不上")
        alt = t("哑铃图：每张自评表填报的预算执行率与按金额重算的执行率")
        rows = forms.assign(other_status=forms["executed_status"].fillna(forms["budget_status"]).fillna("not_disclosed"))
        sources = forms["rate_cells"]
    else:
        first, second, states, off, unit = "score_stated", "score_sum", "score_status", "score_severity", "points"
        heads = {first: t("填报的总分"), second: t("各项得分之和")}
        one, several = t("{label}：一张表填的总分不等于各项得分之和"), t("{label}：{n} 张表填的总分不等于各项得分之和")
        none = t("{label}：填了的总分都等于各项得分之和")
        note = t("分 · 圆环：填报的总分 · 圆点：各项得分之和，有一项空白的不重算 · 红线：对不上")
        alt = t("哑铃图：每张自评表填报的总分与各项得分之和")
        rows = forms.assign(other_status=forms["sum_status"].fillna("not_disclosed"))
        sources = forms["score_cells"]
    rows = rows.assign(wrong=rows[off].isin(["error", "warning"]))
    rows = rows.sort_values("wrong", ascending=False, kind="stable")
    wrong = rows.loc[rows["wrong"], ["label", first, second]]
    told = t("；").join(
        t("“{name}”填 {filled}，应为 {right}", name=row["label"], filled=charts.quantity(row[first], unit), right=charts.quantity(row[second], unit))
        for row in ui.records(wrong.head(3))
    )  # fmt: skip
    stated = int(rows[first].notna().sum())
    takeaway = t("{n} 张表里 {stated} 张填了", n=len(rows), stated=stated) + gaps(rows[states]) + t("。")
    drawn, left = charts.first(rows, ["evaluation_id"])
    ui.show(
        charts.dumbbell(
            drawn, look=look, unit=unit, first=first, second=second, states=(states, "other_status"),
            names=("filled", "recomputed"), wrong="wrong",
        ),
        rows, key="claims", title=(none if wrong.empty else one if len(wrong) == 1 else several).format(label=label, n=len(wrong)),
        takeaway=(told + t("。") if told else "") + takeaway, unit_note=note, columns=FORM | heads | {"cell_id": t("出处")},
        sources=cells(sources), alt=alt,
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))


def money(forms: ui.Rows, label: str) -> None:
    """What was budgeted, what arrived and what was spent, form by form."""
    both = forms.loc[forms["budget_yuan"].notna() & forms["executed_yuan"].notna(), ["label", "budget_yuan", "executed_yuan"]]
    short, over = both[both["executed_yuan"] < both["budget_yuan"]], both[both["executed_yuan"] > both["budget_yuan"]]
    title = t("{label}：{n} 个项目的预算都正好花完", label=label, n=len(both))
    if len(over):
        title = t("{label}：{n} 个项目花的超过预算", label=label, n=len(over))
    elif len(short):
        title = t(
            "{label}：{n} 个项目中，{exact} 个正好花完，{short} 个没有花完", label=label, n=len(both), exact=len(both) - len(short),
            short=len(short),
        )  # fmt: skip
    if both.empty:
        title = t("{label}：没有一张表同时写了预算数和执行数", label=label)
    whole, spent = both["budget_yuan"].sum(), both["executed_yuan"].sum()
    takeaway = t("预算合计 {budget}，执行合计 {spent}。", budget=charts.money(whole, scope.unit), spent=charts.money(spent, scope.unit))
    if len(short):
        most = short.iloc[(short["budget_yuan"] - short["executed_yuan"]).to_numpy().argmax()]
        takeaway += t(
            "剩得最多的是“{name}”：{left}。", name=most.label, left=charts.money(most.budget_yuan - most.executed_yuan, scope.unit)
        )  # fmt: skip
    drawn, left = charts.first(forms, ["evaluation_id"])
    ui.show(
        charts.bullet(
            drawn, look=look, unit=scope.unit, track="budget_yuan", mark="arrived_yuan", bar="executed_yuan", states=STATES
        ),
        forms, key="money", title=title, takeaway=takeaway,
        unit_note=t("浅条：预算数（全年） · 深条：执行数 · 竖线：到位数 · {unit}", unit=ui.unit_name(scope.unit)),
        columns=FORM | MONEY | {"recomputed_rate": t("执行数 ÷ 预算数"), "cell_id": t("出处")},
        sources=cells(forms["money_cells"]), alt=t("子弹图：每个项目的预算数、到位数和执行数"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))


def weights(disclosure: str, label: str) -> None:
    """How each form parts its points among the dimensions."""
    rows, sums, lacking = ui.made(parted, queries.evaluation.weights, disclosure=disclosure)
    if rows.empty:
        ui.note(t("这些表里没有列出打分的指标，没有权重可画。"))
        return
    told = [points for points in sums if ui.known(points)]
    forms, silent = len(sums), len(sums) - len(told)
    most = max(lacking, key=lambda level1: lacking[level1])
    title = t("{label}：每张表都有产出、效益和满意度", label=label)
    if lacking[most]:
        title = t("{label}：{n} 张表里 {lack} 张没有{level1}", label=label, n=forms, lack=lacking[most], level1=term(most).lower())
    odd = sum(points != 100 for points in told)
    takeaway = t("权重可以调整；各表之和都是 100 分。") if not odd else t("权重可以调整；{n} 张表的权重之和不是 100 分。", n=odd)
    drawn, left = charts.first(rows, ["evaluation_id"])
    ui.show(
        charts.stacked(
            drawn, look=look, unit="points", part="level1", order=list(dict.fromkeys([*DIMENSIONS, *rows["level1"]])), value="weight",
            of=["evaluation_id"],
        ),
        rows, key="weights", title=title,
        takeaway=takeaway + (t("{n} 张表没有写明权重，不画。", n=silent) if silent else ""),
        unit_note=t("分 · 一级指标的分值，没有写明的取其下各指标分值之和 · 通常：执行率 10、产出 50、效益 30、满意度 10"),
        columns=FORM | {"level1": t("一级指标"), "items": t("指标数"), "weight": t("分值"), "score": t("得分")},
        sources=cells(rows["cell_ids"]), alt=t("堆叠条形图：每张自评表的分值在各一级指标之间怎样分"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))


def contradictions(forms: ui.Rows, disclosure: str) -> None:
    """What the checks found in each form, by check; every count leads to its findings."""
    found = ui.fetch(queries.evaluation.contradictions, disclosure=disclosure)
    ui.heading(t("矛盾"), t("哪张表、哪项核查：数字是查出几项，点它看依据；点列首看这项核查的全部结果"))
    if found.empty:
        ui.note(t("没有查出：哪些查过、哪些不适用，见“核查”的逐项结论。"))
        return
    titles = {row["check_id"]: ui_findings.said(row, "title") for row in ui.records(found)}
    counts = {(row.evaluation_id, row.check_id): row for row in ui.tuples(found)}

    def count(form: str, check: str) -> object:
        cell = counts.get((form, check))
        if cell is None:
            return ui_findings.found(0, None, "")
        several = {"of": disclosure, "family": "self_evaluation", "check": check}
        return ui_findings.found(cell.findings, cell.worst, ui.href("findings", **({"finding": cell.finding_id} if cell.findings == 1 else several)))

    ui_findings.matrix(
        [
            (row.label, ui.href("evaluation", of=disclosure, form=row.evaluation_id) + "#form", [count(row.evaluation_id, check) for check in titles])
            for row in ui.tuples(forms)
        ],
        [(title, ui.href("findings", of=disclosure, family="self_evaluation", check=check)) for check, title in titles.items()],
        t("自评表"),
    )  # fmt: skip
    ui_findings.key(verdicts=False)


@ui.part
def one_form(forms: ui.Rows) -> None:
    """One form: its money and points, its scored indicators as printed, and what does not hold in it."""
    ui.heading(t("逐张看"), t("一张表打分的指标，如原表所印"), anchor="form")
    names = dict(zip(forms["evaluation_id"], forms["label"], strict=True))
    shown = next(iter(names))
    if len(names) > 1:
        shown = ui.select(t("看哪张表"), list(names), "form", names.__getitem__)
    form = forms.loc[list(names).index(shown)]

    def told(value: object, status: object, unit: str | None) -> str:
        return charts.quantity(value, unit) if ui.known(value) else term(str(status))

    rate = told(form.execution_rate_stated, form.execution_rate_status, None)
    score = told(form.score_stated, form.score_status, "points")
    recomputed, added = ui.known(form.recomputed_rate), ui.known(form.score_sum)
    ui.facts(
        {term(name, "field"): told(form[name], form[STATES[name]], scope.unit) for name in MONEY}
        | {
            t("执行率：填报 → 重算"): f"{rate} → {charts.percent(form.recomputed_rate) if recomputed else '—'}",
            t("总分：填报 → 各项之和"): f"{score} → {charts.quantity(form.score_sum, 'points') if added else '—'}",
            term("completion_rate_stated", "field"): told(form.completion_rate_stated, "not_disclosed", None),
            t("填报单位"): form.filling_unit if ui.known(form.filling_unit) else term("not_disclosed"),
        }
    )  # fmt: skip
    ui.facts(
        {
            label: form[name] if ui.known(form[name]) and form[name] else t("没有填写")
            for name, label in {"goal": t("年度目标"), "completion": t("完成情况"), "problems": t("存在问题")}.items()
        }
    )
    rows = ui.fetch(queries.evaluation.items, form=shown)
    if rows.empty:
        ui.note(t("这张表没有列出打分的指标。"))
    else:
        heads = {
            "level1": t("一级指标"), "level1_weight": t("组分值"), "level2": t("二级指标"), "level3": t("三级指标"), "target_raw": t("指标值"),
            "actual_raw": t("实际完成值"), "item_weight": t("分值"), "score": t("得分"), "deviation": t("偏差原因"), "cell_id": t("出处"),
        }  # fmt: skip
        heads = {name: head for name, head in heads.items() if name in ("target_raw", "actual_raw", "score") or rows[name].notna().any()}
        ui.ledger(rows, heads)
        ui.download(t("下载 CSV"), rows, names[shown], key="items", columns=heads, title=t("自评表：{name}", name=names[shown]))
    if form.findings:
        listed = ui.fetch(
            queries.findings.page, regions=[], departments=[], years=[], disclosures=[form.disclosure_id], severities=[], families=[], checks=[],
            findings=form.finding_ids.split(), without=[], each=ALL, start=0, most=ALL,
        )  # fmt: skip
        ui.heading(t("这张表的核查结果"), t("{n} 项，最重的在前", n=len(listed)))
        ui_findings.listing(listed)


overall = ui.fetch(queries.evaluation.by_disclosure, **chosen)
if overall.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["evaluation_forms"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露附有绩效自评表。"), have)
else:
    labels, sums, lowest = ui.made(whole, queries.evaluation.by_disclosure, **chosen)
    errors, warnings = int(sums["errors"]), int(sums["warnings"])
    words = {"n": int(sums["forms"])}
    ui.facts(
        {
            t("份自评表", **words): f"{words['n']:,}", t("份披露", n=len(overall)): f"{len(overall):,}",
            t("预算"): charts.money(sums["budget_yuan"], scope.unit), t("执行"): charts.money(sums["executed_yuan"], scope.unit),
            t("项错误", n=errors): f"{errors:,}", t("项警告", n=warnings): f"{warnings:,}",
        },
        large=True, tones={t("项错误", n=errors): "error" if errors else ""},
        leads={
            t("份自评表", **words): ui.href("data", browse="evaluation"), t("份披露", n=len(overall)): ui.href(section="evaluation_forms"),
            t("预算"): ui.href("data", browse="evaluation", sort="budget_yuan", order="desc"),
            t("执行"): ui.href("data", browse="evaluation", sort="executed_yuan", order="desc"),
            t("项错误", n=errors): ui.href("findings", family="self_evaluation", severity="error"),
            t("项警告", n=warnings): ui.href("findings", family="self_evaluation", severity="warning"),
        },
    )  # fmt: skip
    shown = next(iter(labels))
    if len(labels) > 1:
        drawn, left = lowest.head(DRAWN), len(lowest) - DRAWN
        least = drawn.iloc[0]
        ui.show(
            charts.bullet(
                drawn, look=look, unit=scope.unit, track="budget_yuan", mark="arrived_yuan", bar="executed_yuan",
                states=dict.fromkeys(MONEY, "status"),
            ),
            lowest, key="overall",
            title=t("执行率最低的是{label}：{share}", label=least.label, share=charts.percent(least.execution_rate)),
            takeaway=t(
                "{n} 份披露共 {forms} 张自评表，{paired} 张同时写了预算数和执行数，只加这些。", n=len(overall), forms=words["n"],
                paired=int(sums["paired"]),
            ),
            unit_note=t("浅条：预算数（全年） · 深条：执行数 · 竖线：到位数 · {unit}", unit=ui.unit_name(scope.unit)),
            columns=PLACE | {"forms": t("自评表")} | MONEY
            | {"execution_rate": t("执行数 ÷ 预算数"), "findings": t("核查结果"), "disclosure_id": t("披露")},
            sources=cells(drawn["cell_ids"]), alt=t("子弹图：每份披露的预算数、到位数和执行数之和"),
        )  # fmt: skip
        if left > 0:
            ui.note(t("执行率最低的在前：另有 {left} 份没有画，都在表里。", left=left))
        offered = list(labels)
        if len(offered) > MOST:  # a link to another opens it all the same
            wanted = ui.parameter("of")
            near = set(lowest["disclosure_id"].head(MOST)) | {one for one, label in labels.items() if wanted in (one, label)}
            offered = [one for one in offered if one in near]
            ui.note(t("这里可选执行率最低的 {shown} 份，共 {all} 份；在左边缩小范围看别的。", shown=MOST, all=len(labels)))
        shown = ui.select(t("看哪一份"), offered, "of", labels.__getitem__)
    forms = ui.made(labelled, queries.evaluation.forms, disclosure=shown)
    filled_and_recomputed(forms, labels[shown])
    money(forms, labels[shown])
    weights(shown, labels[shown])
    contradictions(forms, shown)
    one_form(forms)
