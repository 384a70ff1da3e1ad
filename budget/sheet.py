"""Heads and rows come in; a workbook (XLSX) of one sheet goes out. No text in it can become a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

MOST = 1_048_000  # rows of a sheet, less than what the format allows
_DIGITS = 15  # that a spreadsheet keeps of a number
_WIDEST = 60  # characters


def xlsx(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """The rows below their heads. A number with more digits than a spreadsheet keeps is written as text, so that none is lost."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        plain = book.add_format({"num_format": "#,##0.######"})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
            longest = max((len(str(row[column])) for row in rows[:200]), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(len(head) * 2, longest) + 2))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and _fits(value):
                    sheet.write_number(number, column, float(value), plain if isinstance(value, Decimal) else None)
                else:
                    sheet.write_string(number, column, str(value)[:32_767])
    return out.getvalue()


def _fits(value: int | float | Decimal) -> bool:
    number = Decimal(str(value))
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _DIGITS
