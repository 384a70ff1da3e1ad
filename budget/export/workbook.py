"""An exhibit comes in; a workbook (XLSX) goes out: a chart that can be edited where the form allows it, the rows, their sources, and what it is.

Numbers are numbers, units stand in the heads. Text from documents is written as text: it can become neither a formula nor a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from budget import charts, paper
from budget.export import table
from budget.export.exhibit import Exhibit, mark, one_line
from budget.export.native import Native, native
from budget.words import t

_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_LONGEST = 32_000  # characters that a cell may hold, with room to spare
_DIGITS = 15  # that a spreadsheet keeps of a number
_WIDEST, _PAGE = 60, 110  # characters of a column, and of one that takes the width of a page
_FONT = "Microsoft YaHei"  # on every Chinese Windows; elsewhere a like face stands in
_NUMBER = 16  # characters of a column of numbers
_MANY = 255  # series that a chart may have
_BAR = 34  # px that a category takes up in a chart


def xlsx(exhibit: Exhibit) -> bytes:
    """The workbook; its sheets are named in the language of the session."""
    heads, rows = table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic)
    drawn = native(charts.again(exhibit.figure, look=charts.look(printing=True)))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, dict(_PLAIN)) as book:
        book.set_properties({"title": one_line(exhibit.title)[:250], "subject": one_line(exhibit.note)[:250], "author": "明账"})
        book.formats[0].set_font_name(_FONT)
        if drawn and len(drawn.series) <= _MANY:
            _chart(book, exhibit, drawn)
        _sheet(book, t("数据"), heads, rows, printed=len(exhibit.columns) or len(heads))
        _sheet(book, t("来源"), *_sources(exhibit))
        told = [(t("标题"), exhibit.title), (t("要点"), exhibit.takeaway), *exhibit.about().items()]
        if drawn is None:
            told.append((t("图"), t("这种图表格软件画不了，图见 PNG、SVG 或 HTML。")))
        told += [(t("引用"), exhibit.citation().strip())] + ([(t("查询"), exhibit.asked.sql)] if exhibit.asked else [])
        lines = [(label * (number == 0), line) for label, text in told for number, line in enumerate(text.split("\n"))]
        _sheet(book, t("说明"), [t("项目"), t("内容")], lines, wide=_PAGE)
    return out.getvalue()


def _sheet(
    book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], *, wide: int = _WIDEST, printed: int = 0
) -> None:
    """A sheet of rows under a head that stays in sight; `printed` is the number of columns that come out on paper, if not all do."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "font_name": _FONT})
    money = book.add_format({"num_format": "#,##0.######", "valign": "top", "font_name": _FONT})
    plain = book.add_format({"valign": "top", "text_wrap": wide > _WIDEST, "font_name": _FONT})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, clean(head), bold)
        longest = max((_width(str(row[column])) for row in rows[:200]), default=0)
        sheet.set_column(column, column, min(wide, max(_width(head), longest) + 2))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, row in enumerate(rows, 1):
        if wide > _WIDEST:
            sheet.set_row(number, 15 * max(-(-_width(str(value)) // wide) or 1 for value in row))
        for column, value in enumerate(row):
            if not paper.known(value) or value == "":
                continue
            if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and _fits(value):
                sheet.write_number(number, column, float(value), money if isinstance(value, Decimal) else plain)
            else:  # a number that a spreadsheet would round is kept as text
                sheet.write_string(number, column, clean(value)[:_LONGEST], plain)
    if printed:
        sheet.print_area(0, 0, len(rows), printed - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _chart(book: xlsxwriter.Workbook, exhibit: Exhibit, drawn: Native) -> None:
    """A sheet with what is drawn, in the unit of the figure, and the chart of it beside."""
    name = t("图")
    sheet = book.add_worksheet(name)
    unit = paper.unit_name(drawn.unit) if drawn.unit else t("占比")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "font_name": _FONT})
    title = book.add_format({"bold": True, "font_size": 14, "font_name": _FONT})
    small = book.add_format({"font_color": "#4A4A4A", "font_name": _FONT})
    shape = "0.0%" if not drawn.unit else "#,##0.00##" if drawn.unit in paper.UNITS else "#,##0.##"
    number = book.add_format({"num_format": shape, "font_name": _FONT})
    sheet.write_string(0, 0, clean(exhibit.title), title)
    sheet.write_string(1, 0, clean(exhibit.note), small)
    marked = f"{mark()} " if exhibit.synthetic else ""
    sheet.write_string(2, 0, clean(f"{marked}{t('范围：{scope}', scope=exhibit.scope)} · 明账 {exhibit.build_id}"), small)
    top = 4
    sheet.write_string(top, 0, t("项目"), bold)
    heads = [t("{label}（{unit}）", label=one.name, unit=unit) if one.name else unit for one in drawn.series]
    for column, head in enumerate(heads, 1):
        sheet.write_string(top, column, clean(head), bold)
    for at, category in enumerate(drawn.categories):
        sheet.write_string(top + 1 + at, 0, clean(category)[:_LONGEST])
        for column, one in enumerate(drawn.series, 1):
            if at in one.values:
                sheet.write_number(top + 1 + at, column, round(one.values[at], 10), number)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_column(0, 0, min(_WIDEST, max(map(_width, drawn.categories)) + 2))
    sheet.set_column(1, len(drawn.series), _NUMBER)
    sheet.set_row(top, 16 * max(-(-_width(head) // (_NUMBER - 2)) for head in heads))
    last = top + len(drawn.categories)
    kinds = {"bar": {"type": "bar"}, "stacked": {"type": "bar", "subtype": "stacked"}, "line": {"type": "line"}}
    chart = book.add_chart(kinds[drawn.kind])
    for column, one in enumerate(drawn.series, 1):
        hues = list(one.colours.values())
        added: dict[str, Any] = {
            "name": [name, top, column], "categories": [name, top + 1, 0, last, 0], "values": [name, top + 1, column, last, column],
        }  # fmt: skip
        if drawn.kind == "line":
            ink = {"color": hues[0]}
            added |= {"line": ink | {"width": 2.25}, "marker": {"type": "circle", "size": 6, "fill": ink, "border": ink}}
        else:
            added |= {"fill": {"color": hues[0]}, "gap": 60}
            if len(set(hues)) > 1:
                places = range(len(drawn.categories))
                added["points"] = [{"fill": {"color": one.colours[at]}} if at in one.colours else None for at in places]
        if len(drawn.series) == 1:
            added["data_labels"] = {"value": True, "font": {"name": _FONT, "size": 9}}
        chart.add_series(added)
    letters = {"name": _FONT, "size": 9, "color": "#000000"}
    numbers: dict[str, Any] = {
        "num_format": shape, "num_font": letters, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "name": unit,
        "name_font": letters | {"bold": False},
    }  # fmt: skip
    if not drawn.unit and max(value for one in drawn.series for value in one.values.values()) <= 1:
        numbers |= {"min": 0, "max": 1}
    if drawn.kind == "line":
        chart.set_x_axis({"num_font": letters})
        chart.set_y_axis(numbers | {"min": 0})
    else:  # the first category at the top, as in the figure, and the numbers below the last
        chart.set_y_axis({"num_font": letters, "reverse": True})
        chart.set_x_axis(numbers | {"label_position": "high"})
    chart.set_title({"name": one_line(exhibit.title)[:250], "name_font": letters | {"size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"none": True} if len(drawn.series) == 1 else {"position": "bottom", "font": letters})
    chart.show_blanks_as("gap")
    height = 380 if drawn.kind == "line" else 190 + _BAR * len(drawn.categories) * (1 if drawn.kind == "stacked" else len(drawn.series) ** 0.5)
    chart.set_size({"width": 605, "height": round(height)})
    sheet.insert_chart(top, len(drawn.series) + 2, chart, {"description": one_line(exhibit.title)[:250]})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sources(exhibit: Exhibit) -> tuple[list[str], list[list[object]]]:
    """Every cell behind the figure with its place; the documents alone where no cells are named."""
    if exhibit.cells:
        heads = [t("地区"), t("部门"), t("年度"), t("原文件"), t("表"), t("行"), t("栏"), t("原文"), t("出处")]
        return heads, [
            [
                cell["region_name"], cell["department_name"], cell["fiscal_year"], cell["source_name"],
                cell["table_title"] if cell["table_no"] else t("正文"), _lines(cell["line_start"], cell["line_end"]),
                cell["column_header"], cell["raw_text"], cell["cell_id"],
            ]
            for cell in exhibit.cells
        ]  # fmt: skip
    heads = [t("地区"), t("部门"), t("年度"), t("标题"), t("原文件"), "SHA-256", t("披露")]
    names = ("region_name", "department_name", "fiscal_year", "title", "source_name", "source_sha256", "disclosure_id")
    return heads, [[row[name] for name in names] for row in exhibit.disclosures]


def _lines(start: int, end: int) -> int | str:
    return start if start == end else paper.span(start, end)


def clean(text: object) -> str:
    """The text without the signs that XML cannot hold."""
    return _ILLEGAL.sub("", str(text))


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in max(text.split("\n"), key=len, default=""))


def _fits(value: int | float | Decimal) -> bool:
    number = Decimal(str(value))
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _DIGITS
