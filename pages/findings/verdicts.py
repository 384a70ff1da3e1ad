"""The reader's scope comes in; what every check says of every disclosure goes out: passed, failed, or nothing to test."""

import queries
from budget import ui, ui_findings
from budget.words import t, term

ACROSS = 8  # disclosures side by side

scope = ui.page(t("逐项结论"), t("每一项核查对每一份披露说了什么：通过、不通过，还是没有可查的内容。没有报错，不等于查过。"))
ui_findings.tabs("verdicts")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
tested = ui.fetch(queries.findings.matrix, **chosen, disclosures=[], families=[], start=0, most=ACROSS)
if tested.empty:
    ui.empty(
        t("所选范围内没有披露，没有可查的。"),
        ui.fetch(queries.disclosures.page, regions=[], departments=[], years=[], section="", start=0, most=40),
    )
else:
    names = ui_findings.names(tested)
    shown, held = list(names), int(tested.iloc[0].held)
    families = list(ui.fetch(queries.findings.families)["family"])
    family = ui.select(t("类别"), ["", *families], "family", lambda code: term(code, "family") if code else t("全部"))
    rows = ui.fetch(queries.findings.verdicts, picked=shown, families=[family] if family else [])
    said = rows["verdict"].value_counts()
    leads = dict.fromkeys((t("次不通过"), t("次通过"), t("次不适用")), ui.href("data", browse="verdict"))
    if not family:
        leads[t("项核查")] = ui.href("data", browse="audit_check")
    if held == len(shown):
        leads[t("份披露", n=held)] = ui.href()
    ui.facts({
        t("次不通过"): f"{said.get('failed', 0):,}", t("次通过"): f"{said.get('passed', 0):,}",
        t("次不适用"): f"{said.get('not_applicable', 0):,}", t("项核查"): f"{rows['check_id'].nunique():,}",
        t("份披露", n=len(shown)): f"{len(shown):,}",
    }, large=True, leads=leads)  # fmt: skip
    if held > len(shown):
        ui.note(t("共 {all} 份，这里显示前 {shown} 份；用左边的筛选缩小范围。", all=held, shown=len(shown)))
    # Of the whole selection, though only some of it stands side by side here.
    asked = chosen | {"families": [family] if family else []}
    total = int(ui.fetch(queries.findings.failures, **asked).iloc[0].failures)
    if total:
        ui.download(
            t("下载不通过的 CSV"), lambda: ui.once(queries.findings.failed, **asked, most=total), t("不通过的核查"), key="failed",
            columns={
                "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "kind": t("文件种类"), "family": t("类别"),
                ui_findings.column("title"): t("核查事项"), "tested": t("查了几处"), "findings": t("查出几项"), "disclosure_id": t("出处"),
            },
            title=t("不通过的核查：{n} 次", n=total),
        )  # fmt: skip
    checks = {row["check_id"]: row for row in ui.records(ui.fetch(queries.findings.checks))}
    cells = {(row.check_id, row.disclosure_id): row for row in ui.tuples(rows)}
    heads = [(names[one], ui.href(disclosure=one)) for one in shown]
    ui_findings.key()
    ui.note(t("3 / 15：查了 15 处，查出 3 项；✓ 4：查了 4 处，没有发现。点数字看清单。"))
    for part in families:
        within = [check for check in dict.fromkeys(rows["check_id"]) if checks[check]["family"] == part]
        if not within:
            continue
        ui.heading(term(part, "family"), t("{n} 项核查，点名称看查的是什么", n=len(within)))
        ui_findings.verdicts(
            [
                (
                    ui_findings.said(checks[check], "title"), ui_findings.told(checks[check]),
                    [
                        ui_findings.verdict(
                            cell.verdict, cell.tested, cell.findings, cell.worst, ui.href("findings", of=one, family=part, check=check)
                        )
                        for one in shown if (cell := cells[check, one])
                    ],
                )
                for check in within
            ],
            heads, t("核查事项"),
        )  # fmt: skip
