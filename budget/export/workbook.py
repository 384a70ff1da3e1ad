"""An exhibit comes in; a workbook (XLSX) goes out: a chart that can be edited where the form allows it, the rows, their sources, and what it is.

Numbers are numbers, units stand in the heads. Text from documents is written as text: it can become neither a formula nor a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from budget import charts, office, paper
from budget.export import table
from budget.export.exhibit import Exhibit, mark, one_line
from budget.export.native import Native, native
from budget.office import clean
from budget.words import t

_DIGITS = 15  # that a spreadsheet keeps of a number
_WIDEST, _PAGE = 60, 110  # characters of a column, and of one that takes the width of a page
FONT = "Microsoft YaHei"  # on every Chinese Windows; elsewhere a like face stands in
_NUMBER = 16  # characters of a column of numbers
_MANY = 255  # series that a chart may have
_BAR = 34  # px that a category takes up in a chart
TOP = 4  # the row below the head of a sheet with a figure


def xlsx(exhibit: Exhibit) -> bytes:
    """The workbook; its sheets are named in the language of the session."""
    heads, rows = table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic)
    drawn = editable(exhibit)
    out = io.BytesIO()
    with new(out, exhibit.title, exhibit.note) as book:
        if drawn:
            chart(book, t("图"), exhibit, drawn)
        sheet(book, t("数据"), heads, rows, printed=len(exhibit.columns) or len(heads))
        sheet(book, t("来源"), *(cells(exhibit.cells) if exhibit.cells else documents(exhibit.disclosures)))
        told = [(t("标题"), exhibit.title), (t("要点"), exhibit.takeaway), *exhibit.about().items()]
        if drawn is None and exhibit.figure is not None:
            told.append((t("图"), t("这种图表格软件画不了，图见 PNG、SVG 或 HTML。")))
        told += [(t("引用"), exhibit.citation().strip())] + ([(t("查询"), exhibit.asked.sql)] if exhibit.asked else [])
        lines = [(label * (number == 0), line) for label, text in told for number, line in enumerate(text.split("\n"))]
        sheet(book, t("说明"), [t("项目"), t("内容")], lines, wide=_PAGE)
    return out.getvalue()


def new(out: io.BytesIO, title: str, subject: str) -> xlsxwriter.Workbook:
    """An empty workbook that is written to `out` when it is closed."""
    book = xlsxwriter.Workbook(out, dict(office.BOOK))
    book.set_properties({"title": one_line(title)[:250], "subject": one_line(subject)[:250], "author": "明账"})
    book.formats[0].set_font_name(FONT)
    return book


def editable(exhibit: Exhibit) -> Native | None:
    """What a spreadsheet can draw of the exhibit; None for a table, and for a form that it has not."""
    if exhibit.figure is None:
        return None
    drawn = native(charts.again(exhibit.figure, look=charts.look(printing=True)))
    return drawn if drawn and len(drawn.series) <= _MANY else None


def sheet(
    book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], *, wide: int = _WIDEST, printed: int = 0
) -> None:
    """A sheet of rows under a head that stays in sight; `printed` is the number of columns that come out on paper, if not all do."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "font_name": FONT})
    money = book.add_format({"num_format": "#,##0.######", "valign": "top", "font_name": FONT})
    plain = book.add_format({"valign": "top", "text_wrap": wide > _WIDEST, "font_name": FONT})
    for column, head in enumerate(heads):
        page.write_string(0, column, clean(head), bold)
        longest = max((width(str(row[column])) for row in rows[:200]), default=0)
        page.set_column(column, column, min(wide, max(width(head), longest) + 2))
    page.freeze_panes(1, 0)
    if rows:
        page.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, row in enumerate(rows, 1):
        if wide > _WIDEST:
            page.set_row(number, 15 * max(-(-width(str(value)) // wide) or 1 for value in row))
        for column, value in enumerate(row):
            if not paper.known(value) or value == "":
                continue
            if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and _fits(value):
                page.write_number(number, column, float(value), money if isinstance(value, Decimal) else plain)
            else:  # a number that a spreadsheet would round is kept as text
                page.write_string(number, column, clean(value)[:office.LONGEST], plain)
    if printed:
        page.print_area(0, 0, len(rows), printed - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def headed(book: xlsxwriter.Workbook, name: str, exhibit: Exhibit) -> Worksheet:
    """A sheet for a figure with its title, unit, scope and build; the first free row is `TOP`."""
    page = book.add_worksheet(name)
    small = book.add_format({"font_color": "#4A4A4A", "font_name": FONT})
    page.write_string(0, 0, clean(one_line(exhibit.title)), book.add_format({"bold": True, "font_size": 14, "font_name": FONT}))
    page.write_string(1, 0, clean(exhibit.note), small)
    marked = f"{mark()} " if exhibit.synthetic else ""
    page.write_string(2, 0, clean(f"{marked}{t('范围：{scope}', scope=exhibit.scope)} · 明账 {exhibit.build_id}"), small)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page


def chart(book: xlsxwriter.Workbook, name: str, exhibit: Exhibit, drawn: Native) -> None:
    """A sheet with what is drawn, in the unit of the figure, and the chart of it beside."""
    page = headed(book, name, exhibit)
    unit = paper.unit_name(drawn.unit) if drawn.unit else t("占比")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "font_name": FONT})
    shape = "0.0%" if not drawn.unit else "#,##0.00##" if drawn.unit in paper.UNITS else "#,##0.##"
    number = book.add_format({"num_format": shape, "font_name": FONT})
    page.write_string(TOP, 0, t("项目"), bold)
    heads = [t("{label}（{unit}）", label=one.name, unit=unit) if one.name else unit for one in drawn.series]
    for column, head in enumerate(heads, 1):
        page.write_string(TOP, column, clean(head), bold)
    for at, category in enumerate(drawn.categories):
        page.write_string(TOP + 1 + at, 0, clean(category)[:office.LONGEST])
        for column, one in enumerate(drawn.series, 1):
            if at in one.values:
                page.write_number(TOP + 1 + at, column, round(one.values[at], 10), number)
    page.freeze_panes(TOP + 1, 1)
    page.set_column(0, 0, min(_WIDEST, max(map(width, drawn.categories)) + 2))
    page.set_column(1, len(drawn.series), _NUMBER)
    page.set_row(TOP, 16 * max(-(-width(head) // (_NUMBER - 2)) for head in heads))
    last = TOP + len(drawn.categories)
    kinds = {"bar": {"type": "bar"}, "stacked": {"type": "bar", "subtype": "stacked"}, "line": {"type": "line"}}
    drawing = book.add_chart(kinds[drawn.kind])
    for column, one in enumerate(drawn.series, 1):
        hues = list(one.colours.values())
        added: dict[str, Any] = {
            "name": [name, TOP, column], "categories": [name, TOP + 1, 0, last, 0], "values": [name, TOP + 1, column, last, column],
        }  # fmt: skip
        if drawn.kind == "line":
            ink = {"color": hues[0]}
            added |= {"line": ink | {"width": 2.25}, "marker": {"type": "circle", "size": 6, "fill": ink, "border": ink}}
        else:
            added |= {"fill": {"color": hues[0]} if hues[0] else {"none": True}, "gap": 60}
            if len(set(hues)) > 1:
                places = range(len(drawn.categories))
                added["points"] = [{"fill": {"color": one.colours[at]}} if at in one.colours else None for at in places]
        if len(drawn.series) == 1:
            added["data_labels"] = {"value": True, "font": {"name": FONT, "size": 9}}
        drawing.add_series(added)
    letters = {"name": FONT, "size": 9, "color": "#000000"}
    numbers: dict[str, Any] = {
        "num_format": shape, "num_font": letters, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "name": unit,
        "name_font": letters | {"bold": False},
    }  # fmt: skip
    if not drawn.unit and max(value for one in drawn.series for value in one.values.values()) <= 1:
        numbers |= {"min": 0, "max": 1}
    if drawn.kind == "line":
        drawing.set_x_axis({"num_font": letters})
        drawing.set_y_axis(numbers | {"min": 0})
    else:  # the first category at the top, as in the figure, and the numbers below the last
        drawing.set_y_axis({"num_font": letters, "reverse": True})
        drawing.set_x_axis(numbers | {"label_position": "high"})
    # By reference: some titles would be taken for one themselves, of another file even.
    drawing.set_title({"name": [name, 0, 0], "name_font": letters | {"size": 12, "bold": True}, "overlay": False})
    drawing.set_legend({"none": True} if len(drawn.series) == 1 else {"position": "bottom", "font": letters})
    drawing.show_blanks_as("gap")
    height = 380 if drawn.kind == "line" else 190 + _BAR * len(drawn.categories) * (1 if drawn.kind == "stacked" else len(drawn.series) ** 0.5)
    drawing.set_size({"width": 605, "height": round(height)})
    page.insert_chart(TOP, len(drawn.series) + 2, drawing, {"description": one_line(exhibit.title)[:250]})


def cells(rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """Heads and values: every cell behind a figure with its place."""
    heads = [t("地区"), t("部门"), t("年度"), t("原文件"), t("表"), t("行"), t("栏"), t("原文"), t("出处")]
    return heads, [
        [
            cell["region_name"], cell["department_name"], cell["fiscal_year"], cell["source_name"],
            cell["table_title"] if cell["table_no"] else t("正文"), _lines(cell["line_start"], cell["line_end"]),
            cell["column_header"], cell["raw_text"], cell["cell_id"],
        ]
        for cell in rows
    ]  # fmt: skip


def documents(rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[list[object]]]:
    """Heads and values: the documents behind a figure."""
    heads = [t("地区"), t("部门"), t("年度"), t("标题"), t("原文件"), "SHA-256", t("披露")]
    names = ("region_name", "department_name", "fiscal_year", "title", "source_name", "source_sha256", "disclosure_id")
    return heads, [[row[name] for name in names] for row in rows]


def _lines(start: int, end: int) -> int | str:
    return start if start == end else paper.span(start, end)


def width(text: str) -> int:
    """Characters that the longest line of a text takes: a Chinese one is as wide as two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in max(text.split("\n"), key=len, default=""))


def _fits(value: int | float | Decimal) -> bool:
    number = Decimal(str(value))
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _DIGITS
