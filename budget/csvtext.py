"""Values in, lines or fields of CSV text out; the same text for the same values on every machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

# Half-width and full-width signs alike: a spreadsheet takes either for the start of a formula. A text that has its apostrophe already
# gets one more, so that taking one away always gives back what was printed. Python and DuckDB read these alike.
FORMULA = "^'*[=+\\-@\t\r＝＋－＠]"
PLAIN_NUMBER = r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?"
_FORMULA = re.compile(FORMULA)
_PLAIN_NUMBER = re.compile(PLAIN_NUMBER)
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')


def line(values: Iterable[object]) -> str:
    """One CSV line, newline included. None is nothing between the commas, the empty text is "": both come back."""
    return ",".join(fields(values)) + "\n"


def fields(values: Iterable[object]) -> list[str]:
    """What stands between the commas for each of the values: of a row, or of a column."""
    return ["" if value is None else _quoted(value) if isinstance(value, str) else _field(value) for value in values]


def harmless(value: object) -> object:
    """The value, with an apostrophe put before a text that a spreadsheet would run as a formula.

    A text that is only a number as printed (-0.24, +5%, -1,200.00) can do no harm and stays as it is.
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def as_printed(value: str) -> str:
    """What `harmless` was given, from what it has returned."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def _field(value: object) -> str:
    """Decimals without exponent and without trailing zeros; dates as 2023-01-31; booleans as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r}: a {type(value).__name__} has no place in a table of facts")


@lru_cache(1 << 16)
def _quoted(text: str) -> str:
    """A document says the same thing many times: of eight texts in its tables seven are met again."""
    return '"' + text.replace('"', '""') + '"' if text == "" or _NEEDS_QUOTES.search(text) else text
