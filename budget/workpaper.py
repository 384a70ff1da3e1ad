"""Findings with their cells and reviews come in; an audit working paper 审计底稿 goes out, as DOCX or XLSX (bytes).

Text from documents is written as text: never as a formula, a field or markup.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import _Cell

from budget import office
from budget.office import clean
from budget.paper import known, span, who
from budget.reviews import Review
from budget.words import language, said, t, term

SEVERITIES = ("error", "warning", "notice", "info")
_STYLES = {"Normal": (10.5, office.HAN), "Title": (20.0, office.HAN_HEAD), "Heading 1": (13.0, office.HAN_HEAD)}
_WIDTHS = (Cm(3), Cm(12.8))


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding (a row of queries.findings.details), its cells (queries.findings.cells), and its latest review."""

    finding: Mapping[str, Any]
    cells: Sequence[Mapping[str, Any]]
    review: Review | None


def entries(
    order: Sequence[str],
    details: Iterable[Mapping[str, Any]],
    cells: Iterable[Mapping[str, Any]],
    latest: Mapping[str, Review],
) -> list[Entry]:
    """The findings named in `order`, in that order, from the rows of both statements and the latest reviews."""
    found = {one["finding_id"]: one for one in details}
    cells_of: dict[str, list[Mapping[str, Any]]] = {}
    for cell in cells:
        cells_of.setdefault(cell["finding_id"], []).append(cell)
    return [Entry(found[one], cells_of[one], latest.get(one)) for one in order]


def docx(entries: Sequence[Entry], build_id: str, told: Callable[[int], None] = lambda done: None) -> bytes:
    """A working paper to be read and signed: one section per finding, the worst first as given; A4 upright.

    Each has the fact, the arithmetic, the places it was printed at, the rule, the reviewer's conclusion, and room for
    the department's answer. told: called with the number of findings written, after each.
    """
    paper = office.page(2.6, _STYLES)
    paper.styles["Heading 1"].paragraph_format.keep_with_next = True
    office.page_number(paper.sections[0].footer.paragraphs[0], build_id)
    paper.core_properties.title = t("审计底稿")
    title = paper.add_paragraph(t("审计底稿"), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in _preface(entries, build_id):
        paper.add_paragraph().add_run(clean(line)).font.color.rgb = office.MUTED
    for number, entry in enumerate(entries, 1):
        paper.add_heading(clean(f"{number}. {_title(entry)}"), level=1)
        rows = [*_rows(entry), (t("出处"), ""), (t("复核结论"), _conclusion(entry)), (t("被审计单位意见"), "\n\n\n")]
        table = paper.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = width
        for label, text in rows:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cells = row.cells
            for cell, width in zip(cells, _WIDTHS, strict=True):
                cell.width = width
            cells[0].paragraphs[0].add_run(label).bold = True
            if label == t("出处"):
                _places(cells[1], entry)
            else:
                cells[1].paragraphs[0].add_run(clean(text))
        told(number)
    return office.saved(paper)


def xlsx(entries: Sequence[Entry], build_id: str) -> bytes:
    """The same as a workbook: findings (one a row, to be filtered and filled in), their places, and what it was made from."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(office.BOOK)) as book:
        book.set_properties({"title": t("审计底稿")})
        look = {"font_name": "宋体" if language() == "zh" else "Arial", "font_size": 10, "valign": "top"}
        text = book.add_format({**look, "text_wrap": True})
        head = book.add_format({**look, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F2EEE5"})
        money = book.add_format({**look, "num_format": "#,##0.00"})
        number = book.add_format({**look, "num_format": "0"})

        def sheet(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[object]]) -> None:
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            page.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
            for column, (label, width) in enumerate(columns):
                page.set_column(column, column, width)
                page.write_string(0, column, label, head)
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        page.write_number(line, column, float(value), money)
                    elif isinstance(value, int):
                        page.write_number(line, column, value, number)
                    else:
                        page.write_string(line, column, clean(value)[:office.LONGEST], text)

        sheet(
            t("问题"),
            [
                (t("序号"), 6), (t("级别"), 8), (t("部门"), 26), (t("年度"), 7), (t("核查事项"), 22), (t("事实"), 50),
                (t("文件所列"), 16), (t("应为"), 16), (t("差额（元）"), 16), (t("算式"), 30), (t("首要出处"), 24),
                (t("依据"), 30), (t("复核状态"), 10), (t("复核说明"), 30), (t("复核人"), 10), (t("复核时间"), 18),
                (t("被审计单位意见"), 30), (t("编号"), 40),
            ],
            [_line(place, entry) for place, entry in enumerate(entries, 1)],
        )  # fmt: skip
        sheet(
            t("出处"),
            [
                (t("序号"), 6), (t("作用"), 10), (t("原文件"), 30), (t("行"), 8), (t("表"), 34), (t("表内行"), 8), (t("表内列"), 8),
                (t("栏"), 20), (t("原文"), 40), (t("单元格"), 34),
            ],
            [
                [
                    place, _role(cell), str(cell["source_name"]), span(cell["line_start"], cell["line_end"]), _table(cell),
                    *((int(cell["row_no"]), int(cell["column_no"])) if cell["table_no"] else ("", "")),
                    cell["column_header"] if known(cell["column_header"]) else "", str(cell["raw_text"]), str(cell["cell_id"]),
                ]
                for place, entry in enumerate(entries, 1)
                for cell in entry.cells
            ],
        )  # fmt: skip
        sheet(t("关于"), [(t("关于"), 100)], [[line] for line in _preface(entries, build_id)])
    return out.getvalue()


# What both say ----------------------------------------------------------------------------------------------------


def _preface(entries: Sequence[Entry], build_id: str) -> list[str]:
    counts = {severity: sum(entry.finding["severity"] == severity for entry in entries) for severity in SEVERITIES}
    told = t("，").join(f"{term(severity, 'severity')} {count}" for severity, count in counts.items() if count)
    departments = sorted({_who(entry) for entry in entries})
    synthetic = [t("合成数据：地区、部门和数字都是生成的，没有一份文件真正公开过。")] if build_id.startswith("synthetic-") else []
    return [
        *synthetic,
        t("共 {n} 项：{told}", n=len(entries), told=told),
        t("范围：{departments}", departments=t("、").join(departments)),
        t("编制：{today}（UTC），数据版本 {build}。由机器核查得出，结论以复核为准。", today=datetime.now(UTC).date(), build=build_id),
    ]


def _title(entry: Entry) -> str:
    return t("{title}（{severity}）", title=_both(entry, "title"), severity=term(entry.finding["severity"], "severity"))


def _who(entry: Entry) -> str:
    return f"{who(entry.finding['region_name'], entry.finding['department_name'])} {entry.finding['fiscal_year']}"


def _rows(entry: Entry) -> list[tuple[str, str]]:
    found = entry.finding
    rows = [
        (t("单位与年度"), _who(entry)),
        (t("对象"), found["subject"]),
        (t("事实"), _both(entry, "message")),
        (t("文件所列"), said(found["stated"])),
        (t("应为"), said(found["expected"])),
        (t("差额（元）"), f"{found['difference_yuan']:,.2f}" if known(found["difference_yuan"]) else None),
        (t("算式"), found["arithmetic"]),
        (t("核查方法"), _both(entry, "method")),
        (t("依据"), _rule(entry)),
    ]
    return [(label, str(value)) for label, value in rows if known(value)]


def _both(entry: Entry, name: str) -> str:
    return str(entry.finding[f"{name}_{language()}"])


def _rule(entry: Entry) -> str:
    title = entry.finding["rule_title" if language() == "zh" else "rule_title_en"]
    return t("{role}：", role=title) + entry.finding["clause"] if known(entry.finding["clause"]) else str(title)


def _conclusion(entry: Entry) -> str:
    review = entry.review
    if review is None:
        return t("尚未复核")
    lines = [f"{term(review.status, 'review_status')} · {review.reviewer} · {review.when}", review.note]
    if review.fingerprint != entry.finding["fingerprint"]:
        lines.append(t("复核之后事实已有变化，须重新复核。"))
    return "\n".join(line for line in lines if line)


def _role(cell: Mapping[str, Any]) -> str:
    return t("文件所列") if cell["role"] == "stated" else t("对照")


def _table(cell: Mapping[str, Any]) -> str:
    return str(cell["table_title"]) if cell["table_no"] else t("正文")


def _place(cell: Mapping[str, Any]) -> str:
    lines = span(cell["line_start"], cell["line_end"])
    if not cell["table_no"]:
        return t("{file} 第 {lines} 行，正文", file=cell["source_name"], lines=lines)
    return t(
        "{file} 第 {lines} 行，《{table}》第 {row} 行第 {column} 列",
        file=cell["source_name"], lines=lines, table=cell["table_title"], row=cell["row_no"], column=cell["column_no"],
    )  # fmt: skip


def _line(place: int, entry: Entry) -> list[object]:
    found, review = entry.finding, entry.review
    told = (
        [term(review.status, "review_status"), review.note, review.reviewer, review.when]
        if review
        else [t("尚未复核"), "", "", ""]
    )
    return [
        place, term(found["severity"], "severity"), who(found["region_name"], found["department_name"]), int(found["fiscal_year"]),
        _both(entry, "title"), _both(entry, "message"),
        *(said(found[name]) if known(found[name]) else "" for name in ("stated", "expected", "difference_yuan", "arithmetic")),
        _place(entry.cells[0]), _rule(entry), *told, "", str(found["finding_id"]),
    ]  # fmt: skip


# Word ---------------------------------------------------------------------------------------------------------------


def _places(cell: _Cell, entry: Entry) -> None:
    for number, one in enumerate(entry.cells):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.add_run(t("{role}：", role=_role(one))).bold = one["role"] == "stated"
        text = str(one["raw_text"])
        paragraph.add_run(clean(f"{_place(one)}，“{text[:200]}{'…' if len(text) > 200 else ''}”"))
