"""A report and the pictures of its figures come in; a workbook (XLSX) goes out: contents, a chart to be edited and the rows of each, sources.

Numbers are numbers, in yuan. Text is text; the only links are those of the contents to the sheets, which are named here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from budget.export import Exhibit, picture, table, workbook
from budget.export.exhibit import one_line
from budget.office import LONGEST, clean
from budget.report import wording
from budget.report.content import Paper, Part
from budget.words import t

_WIDTHS = (14, 52, 44, 11, 14, 30, 40)  # characters of the columns of the contents
_DOTS = 96 / 0.0254  # to the metre, of a picture that does not say how many it has


def xlsx(report: Paper, pictures: Mapping[str, bytes]) -> bytes:
    """The workbook, in the language of the session. pictures: as for `word.docx`; they stand in for charts that a spreadsheet has not."""
    out = io.BytesIO()
    with workbook.new(out, report.title, wording.colophon(report)) as book:
        contents = book.add_worksheet(t("目录"))
        rows = []
        for part in report.parts:
            if part.exhibit:
                rows.append(_item(book, part, part.exhibit, pictures.get(part.item.item_id, b"")))
            else:
                rows.append(["", wording.lack(part) if part.item.address else wording.heading(part), part.item.comment])
        if report.documents:
            heads, documents = workbook.documents(report.documents)
            workbook.sheet(book, t("资料来源"), [t("序号"), *heads], [[number, *row] for number, row in enumerate(documents, 1)])
        if any(one.cells for one in report.exhibits):
            workbook.sheet(book, t("单元格"), *_cells(report))
        _contents(book, contents, report, rows)
    return out.getvalue()


def _item(book: xlsxwriter.Workbook, part: Part, exhibit: Exhibit, png: bytes) -> list[str]:
    """The sheets of one item; returns its line of the contents."""
    shown = replace(exhibit, title=part.caption)
    figure = ""
    if part.figure_no:
        name = wording.figure_label(part.figure_no)
        drawn, size = workbook.editable(shown), picture.size(png)
        if drawn:
            workbook.chart(book, name, shown, drawn)
        elif size:
            scale = picture.WIDTH / size[0] * _dots(png) / _DOTS
            options = {"image_data": io.BytesIO(png), "x_scale": scale, "y_scale": scale, "description": part.caption[:250]}
            workbook.headed(book, name, shown).insert_image(workbook.TOP, 0, "figure.png", options)
        figure = name if drawn or size else ""
    data = wording.table_label(part.table_no) if part.table_no else t("{figure} 数据", figure=wording.figure_label(part.figure_no))
    heads, rows = table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic)
    workbook.sheet(book, data, heads, rows, printed=len(exhibit.columns) or len(heads))
    return [t("、").join(wording.labels(part)), part.caption, part.item.comment, figure, data, exhibit.scope, exhibit.note]


def _dots(png: bytes) -> float:
    """How many dots to the metre a picture says it has: a spreadsheet goes by that."""
    at = png.find(b"pHYs", 0, 1000)
    return float(struct.unpack(">I", png[at + 4 : at + 8])[0]) or _DOTS if at > 0 else _DOTS


def _cells(report: Paper) -> tuple[list[str], list[list[object]]]:
    """Every cell behind the report, with the figures it is behind and the number of its document."""
    numbers = {str(row["disclosure_id"]): number for number, row in enumerate(report.documents, 1)}
    found: dict[str, Mapping[str, Any]] = {}
    behind: dict[str, list[str]] = {}
    for part in report.parts:
        for cell in part.exhibit.cells if part.exhibit else ():
            found.setdefault(str(cell["cell_id"]), cell)
            behind.setdefault(str(cell["cell_id"]), []).extend(wording.labels(part))
    heads, rows = workbook.cells(found.values())
    return [t("图表"), t("来源编号"), *heads], [
        [t("、").join(dict.fromkeys(behind[name])), numbers.get(str(cell["disclosure_id"])), *row]
        for (name, cell), row in zip(found.items(), rows, strict=True)
    ]


def _contents(book: xlsxwriter.Workbook, page: Worksheet, report: Paper, rows: Sequence[Sequence[str]]) -> None:
    """The first sheet: what the report is, and where each of its figures and tables is."""
    look = {"font_name": workbook.FONT, "valign": "top", "text_wrap": True}
    plain, head = book.add_format(look), book.add_format(look | {"bold": True, "bottom": 1})
    bold, leads = book.add_format(look | {"bold": True}), book.add_format(look | {"font_color": "#23527C", "underline": 1})
    page.write_string(0, 0, clean(one_line(report.title)), book.add_format({"font_name": workbook.FONT, "bold": True, "font_size": 16}))
    above = [*wording.marks(report), wording.colophon(report), *wording.paragraphs(report.lead)]
    for number, line in enumerate(above, 1):
        page.merge_range(number, 0, number, len(_WIDTHS) - 1, "", plain)
        page.write_string(number, 0, clean(line)[:LONGEST], plain)
        page.set_row(number, _height([line], [sum(_WIDTHS)]))
    top = len(above) + 2
    for column, (label, across) in enumerate(
        zip((t("序号"), t("标题"), t("评注"), t("图"), t("数据"), t("范围"), t("口径与单位")), _WIDTHS, strict=True)
    ):
        page.write_string(top, column, label, head)
        page.set_column(column, column, across)
    for number, row in enumerate(rows, top + 1):
        for column, text in enumerate(row):
            if text and column in (3, 4):
                page.write_url(number, column, f"internal:'{text}'!A1", leads, text)
            else:
                page.write_string(number, column, clean(text)[:LONGEST], bold if column == 1 and not row[0] else plain)
        page.set_row(number, _height(row, _WIDTHS))
    page.freeze_panes(top + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.activate()


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """What a row of these texts needs: a spreadsheet does not always work it out."""
    lines = [sum(-(-max(workbook.width(line), 1) // wide) for line in text.split("\n")) for text, wide in zip(texts, widths, strict=False)]
    return min(16.0 * max(lines), 400)
