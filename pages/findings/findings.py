"""The scope and filters, or a link to one finding, come in; what does not hold goes out, worst first, and what it rests on."""

import queries
from budget import ui, ui_findings
from budget.words import t, term

EVERYTHING = {"regions": [], "departments": [], "years": []}
FILTERS = ("of", "severity", "family", "check", "review")  # in the link by these names; a finding's link keeps them
SIZE = 50  # findings on one page of the list
ROWS = 25  # disclosures on one page of the matrix
MOST = 200  # disclosures offered at once; a link to another opens it all the same
ALIKE = 2  # findings of one check shown until it is picked: the list is read for what there is, not for how often
ALL = 10**9


def selection(scope: ui.Scope, picked: dict[str, str]) -> dict[str, list[str] | list[int]]:
    """The reader's scope and filters as parameters of queries.findings.page."""
    some = {name: [picked[name]] if picked[name] else [] for name in FILTERS}
    return {
        "regions": scope.regions, "departments": scope.departments, "years": scope.years, "disclosures": some["of"],
        "severities": some["severity"], "families": some["family"], "checks": some["check"],
    } | ui_findings.as_reviewed(picked["review"])  # fmt: skip


def everything() -> None:
    """The findings of the scope: how many, where, and their list."""
    scope = ui.page(t("核查"), t("文件里前后对不上的数、写法上站不住的指标、该公开而没有公开的内容：每一项都指到原文的格子，由人复核。"))
    ui_findings.tabs("findings")
    chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
    offered = ui.fetch(queries.findings.choices, **chosen, tied=False, asked=ui.parameter("of") or "", most=MOST)
    if offered.empty:
        ui.empty(t("所选范围内没有披露，没有可查的。"), ui.fetch(queries.disclosures.page, **EVERYTHING, section="", start=0, most=40))
        return
    names = ui_findings.names(offered)
    headline(chosen)
    picked = filters(names, list(ui.fetch(queries.findings.families)["family"]))
    if offered.iloc[0].held > MOST:
        all_ = int(offered.iloc[0].held)
        ui.note(t("“哪份披露”里列出错误最多的 {shown} 份，共 {all} 份；其余的从下面的矩阵、从披露里打开，或在左边缩小范围。", shown=MOST, all=all_))
    asked = selection(scope, picked)
    matrix(picked, chosen)
    listing(picked, asked, names)


def headline(chosen: dict[str, list[str] | list[int]]) -> None:
    """How many findings the scope has, by severity, and how many have been reviewed."""
    found = ui.fetch(queries.findings.summary, **chosen, disclosures=[]).set_index("severity")["findings"]
    whole = {**chosen, "disclosures": [], "severities": [], "families": [], "checks": []} | ui_findings.as_reviewed("reviewed")
    rows = ui.fetch(queries.findings.page, **whole, each=ALL, start=0, most=1)
    reviewed = 0 if rows.empty else int(rows.iloc[0].total)
    told = {
        "error": t("项错误", n=found["error"]), "warning": t("项警告", n=found["warning"]),
        "notice": t("项提示", n=found["notice"]), "info": t("项信息", n=found["info"]),
    }  # fmt: skip
    ui.facts(
        {words: f"{found[severity]:,}" for severity, words in told.items()}
        | {t("项已复核"): f"{reviewed:,}"},
        large=True, tones={words: ui_findings.tone(severity) for severity, words in told.items() if found[severity]},
        leads={words: ui.href("findings", severity=severity) for severity, words in told.items() if found[severity]}
        | ({t("项已复核"): ui.href("findings", review="reviewed")} if reviewed else {}),
    )  # fmt: skip


def filters(names: dict[str, str], families: list[str]) -> dict[str, str]:
    """What the reader narrows the list to, by FILTERS; '' is all."""
    checks = ui.fetch(queries.findings.checks)
    checks = checks[checks["findings"] > 0]
    everything = t("全部")
    severity = ui.select(
        t("级别"), ["", *ui_findings.SEVERITIES], "severity", lambda code: term(code, "severity") if code else everything
    )
    with ui.beside():
        of = ui.select(t("哪份披露"), ["", *names], "of", lambda one: names.get(one, everything))
        family = ui.select(t("类别"), ["", *families], "family", lambda code: term(code, "family") if code else everything)
        within = checks[checks["family"] == family] if family else checks
        titles = {row["check_id"]: ui_findings.said(row, "title") for row in ui.records(within)}
        check = ui.select(t("核查事项"), ["", *titles], "check", lambda one: titles.get(one, everything))
        review = ui.select(
            t("复核状态"), ["", *ui_findings.STATUSES], "review", lambda code: term(code, "review_status") if code else everything
        )
    return dict(zip(FILTERS, (of, severity, family, check, review), strict=True))


def matrix(picked: dict[str, str], chosen: dict[str, list[str] | list[int]]) -> None:
    """Disclosures against families of checks; against the checks of one family where one is picked. A page at a time."""
    of, family = picked["of"], picked["family"]
    asked = chosen | {"disclosures": [of] if of else [], "families": [family] if family else []}
    first = ui.fetch(queries.findings.matrix, **asked, start=0, most=ROWS)
    held = 0 if first.empty else int(first.iloc[0].held)
    ui.heading(
        term(family, "family") if family else t("哪份披露、哪类问题"),
        t("只列查出问题的事项；点数字看清单") if family else t("数字是查出几项，颜色是其中最重的；点数字看清单，点列首看各项核查"),
    )
    ui_findings.paged(held, ROWS, lambda page: part(asked, of, family, page), key="sheet")
    ui_findings.key()
    title = term(family, "family") if family else t("哪份披露、哪类问题")
    ui.download(
        t("下载 CSV"), lambda: counted(asked, held, family), title, key="counted",
        columns={
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "what": t("核查事项") if family else t("类别"),
            "tested": t("查了几处"), "findings": t("查出几项"), "worst": t("级别"), "disclosure_id": t("出处"),
        },
        title=title,
    )  # fmt: skip


def counted(asked: dict[str, list[str] | list[int]], held: int, family: str) -> ui.Rows:
    """The whole matrix as rows: what was tested in each disclosure, and what was found."""
    rows = ui.once(queries.findings.matrix, **asked, start=0, most=held)
    rows = rows[rows["tested"] > 0]
    titles = {row["check_id"]: ui_findings.said(row, "title") for row in ui.records(ui.fetch(queries.findings.checks))}
    worst = [term(code, "severity") if ui.known(code) else None for code in rows["worst"]]
    return rows.assign(what=[titles[head] if family else term(head, "family") for head in rows["head"]], worst=worst)


def part(asked: dict[str, list[str] | list[int]], of: str, family: str, page: int) -> None:
    """One page of the matrix, the disclosures with the most errors first."""
    rows = ui.fetch(queries.findings.matrix, **asked, start=ROWS * page, most=ROWS)
    titles = {row["check_id"]: ui_findings.said(row, "title") for row in ui.records(ui.fetch(queries.findings.checks))}
    shown = [head for head in rows["head"].unique() if not family or rows[rows["head"] == head]["of_head"].any()]
    cells = {(row.disclosure_id, row.head): row for row in ui.tuples(rows)}
    names = ui_findings.names(rows)
    across = "check" if family else "family"
    ui_findings.matrix(
        [
            (
                name, ui.href("findings", of=one, family=family),
                [
                    ui_findings.count(cell.tested, cell.findings, cell.worst, ui.href("findings", **{"of": one, "family": family, across: head}))
                    for head in shown if (cell := cells[one, head])
                ],
            )
            for one, name in names.items()
        ],
        [
            (titles[head] if family else term(head, "family"), ui.href("findings", **{"of": of, "family": family, across: head}))
            for head in shown
        ],
        t("地区、部门、年度"),
    )  # fmt: skip


def listing(picked: dict[str, str], asked: dict[str, list[str] | list[int]], names: dict[str, str]) -> None:
    """The findings picked, the worst first, a page at a time; and all of them as files."""
    each = ALL if picked["check"] else ALIKE
    first = ui.fetch(queries.findings.page, **asked, each=each, start=0, most=SIZE)
    if first.empty:
        ui.heading(t("清单"))
        ui.note(t("没有符合这些条件的核查结果：没有查出，或者都不在这一状态。哪些查过、哪些不适用，见“逐项结论”。"))
        return
    total, listed = int(first.iloc[0].total), int(first.iloc[0].shown)
    folded = t("，同类的先列 {n} 项", n=ALIKE) if listed < total else ""
    ui.heading(t("清单"), t("{n} 项，最重的在前", n=total) + folded)
    name = " ".join([t("核查"), *in_words(picked, names)])
    with ui.beside():
        ui.download(
            t("下载 CSV"), lambda: ui_findings.reviewed(ui.fetch(queries.findings.page, **asked, each=ALL, start=0, most=total)), name,
            key="findings",
            columns={
                "severity": t("级别"), "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"),
                "family": t("类别"), ui_findings.column("title"): t("核查事项"), ui_findings.column("message"): t("事实"),
                "stated": t("文件所列"), "expected": t("应为"), "difference_yuan": t("差额"), "line_start": t("行"),
                "review_status": t("复核状态"), "reviewer": t("复核人"), "review_note": t("复核说明"), "changed": t("变更后未复核"),
            },
            title=t("{name}：{n} 项", name=" · ".join([t("核查"), *in_words(picked, names)]), n=total),
        )  # fmt: skip
        ui_findings.export(
            lambda: list(ui.fetch(queries.findings.page, **asked, each=ALL, start=0, most=total)["finding_id"]),
            " ".join([t("审计底稿"), *in_words(picked, names)]), total,
        )  # fmt: skip
    ui_findings.paged(
        listed, SIZE,
        lambda page: ui_findings.listing(
            ui.fetch(queries.findings.page, **asked, each=each, start=SIZE * page, most=SIZE), each=each,
            **picked, page=str(page + 1) if page else "",
        ),
    )  # fmt: skip


def in_words(picked: dict[str, str], names: dict[str, str]) -> list[str]:
    """What is picked, in words, for the name of a file."""
    checks = ui.fetch(queries.findings.checks).set_index("check_id")
    check = ui_findings.said(checks.loc[picked["check"]], "title") if picked["check"] else ""
    codes = [(picked["severity"], "severity"), (picked["family"], "family"), (picked["review"], "review_status")]
    words = [names.get(picked["of"], ""), *(term(code, group) for code, group in codes if code), check]
    return [word for word in words if word]


def one(asked: str) -> None:
    """One finding: what is stated, what was expected, the cells, the rule, and its reviews."""
    picked = {name: ui.parameter(name) or "" for name in (*FILTERS, "page")}
    found = ui_findings.reviewed(ui.fetch(queries.findings.details, findings=[asked]))
    if found.empty:
        ui.page(t("核查"))
        ui.links((t("← 回到清单"), ui.href("findings", **picked), "back"))
        ui.note(t("没有编号为 {asked} 的核查结果：文件更正、重读之后，这一项可能已经不在了。", asked=asked), doubt=True)
        if ui_findings.history(asked):
            ui.note(t("它的复核记录仍然保留。"))
        return
    row = found.iloc[0]
    # The filters of the frame are asked for by the page's heading, which stands below these links.
    ui_findings.neighbours(
        ui.fetch(queries.findings.neighbours, finding=asked, **selection(ui.chosen(), picked)).iloc[0], **picked
    )
    ui.page(ui_findings.said(row, "title"))
    ui_findings.opening(row)
    ui_findings.sums(row)
    cells = ui.fetch(queries.findings.cells, findings=[asked])
    ui.heading(t("原文"), t("实线框：文件所列；虚线框：对照。点格子打开它在披露里的位置"))
    ui_findings.evidence(cells)
    ui_findings.source_lines(cells)
    ui.heading(t("依据"))
    ui.facts(ui_findings.told(row))
    with ui.beside():
        ui.download(t("下载格子 CSV"), cells, asked, key="cells")
        who = f"{ui.who(row.region_name, row.department_name)} {row.fiscal_year}"
        ui_findings.export(lambda: [asked], " ".join([t("审计底稿"), who, ui_findings.said(row, "title"), asked.rsplit(".", 1)[-1]]), 1)
    ui_findings.review(row)


wanted = ui.parameter("finding")
if wanted:
    one(wanted)
else:
    everything()
