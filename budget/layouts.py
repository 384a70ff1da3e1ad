"""Layouts are data (data/layouts/*.toml); this is the one engine that finds them: title and grid in, columns or a refusal out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from budget.model import BadInput, Row, squeeze

MAX_HEADER_ROWS = 3
MAX_PREAMBLE_ROWS = 3  # title, unit and date rows that a dump puts inside the table
_NUMBER_ROW = re.compile(r"栏次|档次|行次")
_SHORTEST_NUMBER_ROW = 4  # columns; fewer could be a row of small figures


@dataclass(frozen=True, slots=True)
class Column:
    """One column a layout knows: what it holds, under which header, and for money on which side and of which measure.

    Columns of one `group` make one item of a row (a side of a two-sided table, or one of several lists printed side by
    side). A money column that names its own `item` (with its `row_role`) needs no column of item names.
    """

    role: str
    header: re.Pattern[str]
    side: str
    measure: str
    optional: bool
    group: str = ""
    item: str = ""
    row_role: str = ""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One printed table: code, form (which routine reads it), title, columns; `data` keeps the rest of its TOML table."""

    code: str
    form: str
    title: re.Pattern[str]
    columns: tuple[Column, ...]
    data: dict[str, Any]


@dataclass(slots=True)
class Header:
    """A recognised header: the rows above the data, the path of each printed column, and what each column holds."""

    first_row: int
    row_count: int
    paths: list[str]
    columns: dict[int, Column]
    unit: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a table cannot be read (a reason of data-codes, see schema.sql `unread`), and the cell where it shows."""

    reason: str
    text: str
    row: int
    column: int
    missing: int = 0  # columns unknown or absent: how far the layout was from fitting


@dataclass(frozen=True, slots=True)
class Layouts:
    """All layouts of a folder: the tables in order of their files, and each file's other tables by name."""

    tables: tuple[TableLayout, ...]
    items: tuple[dict[str, Any], ...]
    document: dict[str, Any]
    targets: dict[str, Any]
    values: dict[str, Any]
    forms: tuple[dict[str, Any], ...]
    statement: dict[str, Any]

    def table_for(self, title: str) -> TableLayout | None:
        """The first table layout whose title ends the given (squeezed) line."""
        return next((table for table in self.tables if table.title.search(title)), None)

    def fitting(self, layout: TableLayout, title: str, rows: list[Row]) -> tuple[TableLayout, Header | Refusal]:
        """Of the layouts of one table (its columns changed over the years) the first whose header is there.

        When there is none: the one that came nearest, with its refusal.
        """
        nearest: tuple[TableLayout, Refusal] | None = None
        for variant in self.tables:
            if variant.code != layout.code or not variant.title.search(title):
                continue
            header = find_header(rows, variant.columns)
            if isinstance(header, Header):
                return variant, header
            if nearest is None or header.missing < nearest[1].missing:
                nearest = variant, header
        assert nearest is not None
        return nearest


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Compile a layout's pattern once."""
    return re.compile(text)


def load(folder: Path) -> Layouts:
    """Read every layout file of the folder. Raises BadInput when one cannot be parsed."""
    merged: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"{path}: is not valid TOML ({error}); correct the layout.") from None
        for key, value in content.items():
            if isinstance(value, list):
                merged.setdefault(key, []).extend(value)
            else:
                merged[key] = value
    if not merged:
        raise BadInput(f"{folder}: holds no layouts; name the folder data/layouts.")
    tables = tuple(
        TableLayout(entry["code"], entry["form"], pattern(entry["title"]), columns_of(entry["columns"]), entry)
        for entry in merged["table"]
    )
    statement = {
        key: merged[key]
        for key in ("verbs", "change", "up", "compared", "unchanged", "parts_begin", "label", "zero", "ignored")
    }
    document = {key: merged[key] for key in ("kind", "heading", "lines", "words")}
    return Layouts(
        tables, tuple(merged["item"]), document, merged["targets"], merged["values"], tuple(merged["form"]), statement
    )


def columns_of(entries: list[dict[str, Any]]) -> tuple[Column, ...]:
    """The columns a layout's TOML lists."""
    return tuple(
        Column(
            entry["role"],
            pattern(entry["header"]),
            entry.get("side", ""),
            entry.get("measure", ""),
            entry.get("optional", False),
            entry.get("group", entry.get("side", "")),
            entry.get("item", ""),
            entry.get("row_role", "leaf"),
        )
        for entry in entries
    )


def find_header(rows: list[Row], columns: tuple[Column, ...]) -> Header | Refusal:
    """Find the header among the first rows: the first place where every needed column is there and none is unknown.

    Returns the refusal that came nearest (fewest columns missing) when there is no such place.
    """
    nearest: tuple[int, Refusal] | None = None
    for first in range(min(MAX_PREAMBLE_ROWS + 1, len(rows))):
        for count in range(1, MAX_HEADER_ROWS + 1):
            if first + count > len(rows):
                break
            paths = header_paths(rows[first : first + count])
            found = _match(paths, columns)
            if isinstance(found, tuple):
                return Header(first, count, paths, found[0], found[1])
            if nearest is None or found.missing < nearest[0]:
                row = _printed_in(rows, first, count, found.column)
                nearest = (
                    found.missing,
                    Refusal(found.reason, found.text, row, min(found.column, len(rows[row].cells) - 1), found.missing),
                )
    return nearest[1] if nearest else Refusal("no_rows", "", 0, 0)


def _printed_in(rows: list[Row], first: int, count: int, column: int) -> int:
    """The lowest row of a header that has a text in that column."""
    below = range(first + count - 1, first - 1, -1)
    return next((row for row in below if "".join(rows[row].texts()[column : column + 1])), first + count - 1)


@dataclass(frozen=True, slots=True)
class _NoMatch:
    missing: int
    reason: str
    text: str
    column: int


def _match(paths: list[str], columns: tuple[Column, ...]) -> tuple[dict[int, Column], str | None] | _NoMatch:
    taken: dict[int, Column] = {}
    unknown: list[int] = []
    unit = None
    for index, path in enumerate(paths):
        if not path:
            continue
        for column in columns:
            match = column.header.fullmatch(path) or column.header.fullmatch(path.rsplit("/", 1)[-1])
            if match and column not in taken.values():
                taken[index] = column
                unit = match.groupdict().get("unit") or unit
                break
        else:
            unknown.append(index)
    absent = [column for column in columns if not column.optional and column not in taken.values()]
    missing = len(unknown) + len(absent)
    if unknown:
        return _NoMatch(missing, "unknown_header", paths[unknown[0]], unknown[0])
    if absent:
        return _NoMatch(missing, "missing_column", absent[0].header.pattern, 0)
    return taken, unit


def header_paths(rows: list[Row]) -> list[str]:
    """The path parent/child of each column. A merged parent is printed once, its further columns left blank;
    in loose dumps they are not printed at all, so parents are dealt out along the runs of their children."""
    levels = [row.texts() for row in rows]
    paths = levels[0]
    for depth, children in enumerate(levels[1:], 1):
        if len(children) > len(paths):
            parents = _spread(paths, children)
        else:
            children = children + [""] * (len(paths) - len(children))
            parents = _fill(paths, _used(levels[depth:], len(paths)))
        used = _used(levels[depth + 1 :], len(children))
        for index in range(1, len(children)):  # a merged child that has children of its own
            if not children[index] and used[index] and parents[index] == parents[index - 1]:
                children[index] = children[index - 1]
        paths = ["/".join(part for part in pair if part) for pair in zip(parents, children, strict=True)]
    return paths


def _used(levels: list[list[str]], width: int) -> list[bool]:
    """For each column whether one of the header rows prints something in it."""
    return [any(index < len(level) and level[index] for level in levels) for index in range(width)]


def _fill(parents: list[str], used: list[bool]) -> list[str]:
    filled: list[str] = []
    current = ""
    for parent, below in zip(parents, used, strict=True):
        current = parent or (current if below else "")
        filled.append(current)
    return filled


def _spread(parents: list[str], children: list[str]) -> list[str]:
    spread: list[str] = []
    remaining = iter(parents)
    current = ""
    for index, child in enumerate(children):
        if not child or index == 0 or not children[index - 1]:
            current = next(remaining, "")
        spread.append(current)
    return spread


def is_number_row(row: Row) -> bool:
    """The line of column numbers below a header (栏次 1 2 3 …, once for each side, or bare), which is no data."""
    texts = row.texts()
    if len(texts) >= _SHORTEST_NUMBER_ROW and texts == [str(number + 1) for number in range(len(texts))]:
        return True
    numbers = (text.isdigit() or not text or _NUMBER_ROW.fullmatch(text) for text in texts[1:])
    return bool(texts and _NUMBER_ROW.fullmatch(texts[0]) and all(numbers))


def cut_rows(rows: list[Row]) -> list[Row]:
    """The rows of a loose dump that leaves no gap between them: as wide as its line of column numbers is long.

    Left as they are where there is no such line, or where the cells do not come out even.
    """
    if len(rows) != 1 or not rows[0].loose:
        return rows
    cells, texts = rows[0].cells, rows[0].texts()
    start = next((index for index, text in enumerate(texts) if _NUMBER_ROW.fullmatch(text)), None)
    if start is None:
        return rows
    width = 1
    while texts[start + width : start + width + 1] == [str(width)]:
        width += 1
    if width < 2 or start % width or len(cells) % width:
        return rows
    return [Row(cells[index : index + width], loose=True) for index in range(0, len(cells), width)]


def same_header(row: Row, header_row: Row) -> bool:
    """Whether a row repeats a header row, as behind a page break."""
    return row.texts() == header_row.texts() and any(squeeze(cell.text) for cell in row.cells)
