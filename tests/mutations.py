"""A document in; copies of it with one thing changed out: a figure, two rows, a bound, a year. tests/mutated.py audits them.

A figure is changed in the text itself, so that reading, units and checks are all part of the proof.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from budget.model import FactRow, Facts, plain
from budget.normalize import normalize
from budget.readers import text as reader
from tests import reading

CLEAN = sorted((reading.TESTS / "checks" / "documents").glob("*.txt"))
# The same figure may be printed twice without a gap (≤86.0086.00万元): the first of the two is changed.
_TWICE = re.compile(r"(?<![\d.,])(\d[\d,]*\.\d+)\1(?![\d.])")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ZERO = re.compile(r"0+(\.0+)?")
_YEAR = re.compile(r"20\d\d(?=年|\s*年|[-./](?:0?[1-9]|1[0-2])(?!\d))")
_TABLE_CELL, _PROSE_CELL = re.compile(r"t\d+r\d+c\d+"), re.compile(r"p\d+\.\d+")
_TITLE_OF_PROJECT = "项目"

@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: what kind, in which cell (a figure's) or lines, the lines as they read then; `others` are further places
    to try where the first turns out to belong to another cell."""

    kind: str
    lines: dict[int, str]
    cell: str = ""
    was: str = ""
    now: str = ""
    others: tuple[dict[int, str], ...] = ()


@dataclass(slots=True)
class Base:
    """A document before any change: its facts, and which cells stand in one identity (check, cells)."""

    path: Path
    text: str
    facts: Facts
    cells: dict[str, FactRow]
    ties: list[tuple[str, frozenset[str]]]

    @property
    def checks_of(self) -> dict[str, set[str]]:
        """Cell → checks of the identities it takes part in."""
        of: dict[str, set[str]] = defaultdict(set)
        for check, members in self.ties:
            for cell in members:
                of[cell].add(check)
        return of


def reference_of(path: Path) -> Path:
    """The made-up county for the project's own documents, the bundled reference for real ones."""
    return reading.reference() if path.parent == CLEAN[0].parent else reading.DATA / "reference"


def facts_of(text: str, path: Path) -> Facts:
    return normalize(reader.read(text.encode(), path.name), reference_of(path), reading.LAYOUTS)


# Figures -------------------------------------------------------------------------------------------------------


def number_in(cell: FactRow) -> str | None:
    """The figure that a cell states: the last of a sentence's words, the first of a table's cell."""
    raw = str(cell["raw_text"])
    if cell["column_header"] == _TITLE_OF_PROJECT and cell["table_no"] == 0:
        return None  # the title of a project begins with its number, which is no figure
    if re.search(r"\d\s*年\D*$", raw):
        return None  # a year, in words like 与2022年持平
    twice = _TWICE.search(raw)
    found = [twice[1]] if twice else _FIGURE.findall(raw)
    return (found[-1] if cell["table_no"] == 0 else found[0]) if found else None


def raised(figure: str) -> str:
    """Ten of the last printed place more, or less where the figure is odd and large enough: 8198.64 → 8198.74."""
    bare = figure.replace(",", "")
    digits = int(bare.replace(".", ""))
    step = -10 if digits % 2 and digits > 10 else 10
    return _with_point(digits + step, len(bare.partition(".")[2]), "," in figure)


def swapped(figure: str) -> str:
    """The last two neighbouring digits that differ, exchanged; the figure itself where all are the same."""
    places = [at for at, character in enumerate(figure) if character.isdigit()]
    for left, right in reversed(list(pairwise(places))):
        if figure[left] != figure[right]:
            return figure[:left] + figure[right] + figure[left + 1 : right] + figure[left] + figure[right + 1 :]
    return figure


def shifted(figure: str) -> str:
    """The decimal point one place to the right: 8198.64 → 81986.4, 12 → 120; zero stays zero."""
    bare = figure.replace(",", "")
    whole, _, rest = bare.partition(".")
    if not int(whole + rest):
        return figure
    return f"{int(whole + rest[0])}.{rest[1:] or 0}" if rest else f"{whole}0"


def blanked(figure: str) -> str:
    return ""


def _with_point(digits: int, places: int, grouped: bool) -> str:
    whole, rest = divmod(digits, 10**places)
    text = f"{whole:,}" if grouped else str(whole)
    return f"{text}.{rest:0{places}d}" if places else text


WAYS: tuple[Callable[[str], str], ...] = (raised, swapped, shifted, blanked)


def figures(base: Base) -> Iterator[Mutation]:
    """Every printed figure that takes part in an identity, changed in four ways."""
    lines = base.text.split("\n")
    for cell_id in sorted(base.checks_of, key=lambda one: (int(str(base.cells[one]["line_start"])), one)):
        cell = base.cells[cell_id]
        figure = number_in(cell)
        if figure is None or not (_TABLE_CELL.fullmatch(cell_id) or _PROSE_CELL.fullmatch(cell_id)):
            continue
        for way in WAYS:
            changed = way(figure)
            # All digits alike, or nothing where a nought stood: tables print either and say the same.
            if changed == figure or (way is blanked and cell["table_no"] and _ZERO.fullmatch(figure)):
                continue
            places = list(_places(lines, base, cell, figure, changed))
            if not places:
                raise ValueError(f"{base.path.name}: {figure} of {cell_id} is not in its line {cell['line_start']}")
            yield Mutation(way.__name__, places[0], cell_id, figure, changed, tuple(places[1:]))


def _places(lines: list[str], base: Base, cell: FactRow, figure: str, changed: str) -> Iterator[dict[int, str]]:
    """The cell's lines with the figure changed: in its column where columns are parted by tabs, else at each place where it
    stands, that of the sentence's own order first."""
    first, last, column = (int(str(cell[name])) for name in ("line_start", "line_end", "column_no"))
    places: list[tuple[bool, dict[int, str]]] = []
    for number in range(first, last + 1):
        line = lines[number - 1]
        parts = line.split("\t")
        low, high = 0, len(line)
        if cell["table_no"] and "\t" in line.strip("\t"):
            low = sum(len(part) + 1 for part in parts[: column - 1])
            high = low + len(parts[column - 1])
        # Full-width digits and points are as wide as ordinary ones: places in the plain text are those of the line.
        same = plain(line) if len(plain(line)) == len(line) else line
        for match in re.finditer(rf"(?<![\d.,]){re.escape(figure)}(?={re.escape(figure)}(?![\d.])|(?![\d]|[.,]\d))", same[:high]):
            if match.start() >= low:
                label = plain(str(cell["raw_text"])).rsplit(figure, 1)[0].strip()
                fits = bool(label) and cell["table_no"] == 0 and re.sub(r"\W", "", same[: match.start()]).endswith(re.sub(r"\W", "", label))
                places.append((not fits, {number: line[: match.start()] + changed + line[match.end() :]}))
    yield from (edit for _, edit in sorted(places, key=lambda place: place[0]))


def texts(base: Base) -> Iterator[Mutation]:
    """Words changed: indicator rows exchanged, an indicator in another project, a bound turned round, a year."""
    yield from _indicator_rows(base)
    yield from _bounds(base)
    yield from _years(base)


def _indicator_cells(base: Base) -> list[tuple[FactRow, dict[str, FactRow]]]:
    """Indicators with the cell of each field, where each cell stands on one line."""
    of: dict[str, dict[str, FactRow]] = defaultdict(dict)
    for row in base.facts.tables["fact_cell"]:
        of[str(row["fact_id"])].setdefault(str(row["field"]), base.cells[str(row["cell_id"])])
    rows = [(row, of[str(row["indicator_id"])]) for row in base.facts.tables.get("indicator", [])]
    return [
        (row, cells) for row, cells in rows
        if row["row_status"] == "as_printed" and row["value_status"] != "secret"
        and all(cell["line_start"] == cell["line_end"] for cell in cells.values()) and {"level3", "value"} <= cells.keys()
    ]  # fmt: skip


CONTENT = ("level3", "description", "value")  # what an indicator says; its basis may be the same for all


def _indicator_rows(base: Base) -> Iterator[Mutation]:
    rows = _indicator_cells(base)
    for (one, cells), (other, others) in pairwise(rows):
        if one["project_id"] == other["project_id"] and one["level2"] != other["level2"]:
            yield _with_cells(base, "rows exchanged", [*_over(cells, others), *_over(others, cells)])
    first_of: dict[str, dict[str, FactRow]] = {}
    for row, cells in rows:
        first_of.setdefault(str(row["project_id"]), cells)
    projects = list(first_of)
    for project, donor in zip(projects, projects[1:] + projects[:1], strict=True):
        copied = _over(first_of[project], first_of[donor])
        # A project carried over from last year has the very indicators of this year's: a copy changes nothing.
        if project != donor and any(str(cell["raw_text"]) != new for cell, new in copied):
            yield _with_cells(base, "copied from another project", copied)


def _over(cells: dict[str, FactRow], others: dict[str, FactRow]) -> list[tuple[FactRow, str]]:
    """The content of the other indicator in the place of this one's."""
    return [(cells[name], str(others[name]["raw_text"])) for name in CONTENT if name in cells and name in others]


def _bounds(base: Base) -> Iterator[Mutation]:
    for row, cells in _indicator_cells(base):
        value = str(cells["value"]["raw_text"])
        if "满意" in f"{row['level1']}{row['level2']}{row['level3']}" and "≥" in value:
            yield _with_cells(base, "≥ turned into ≤", [(cells["value"], value.replace("≥", "≤"))])


def _years(base: Base) -> Iterator[Mutation]:
    lines = base.text.split("\n")
    year = str(base.facts.tables["disclosure"][0]["fiscal_year"])
    before = str(int(year) - 1)
    heads = {int(str(base.cells[str(row["cell_id"])]["line_start"])) for row in base.facts.tables.get("mention", []) if row["kind"] == "year"}
    heads |= {number for number, line in enumerate(lines, 1) if re.match(r"\s*预算年度", line)}
    for number in sorted(heads):
        if year in lines[number - 1]:
            yield Mutation("year of a head", {number: lines[number - 1].replace(year, before, 1)})
    for _, cells in _indicator_cells(base):
        for name, kind in (("value", "year of a deadline"), ("basis", "year of a basis")):
            raw = str(cells[name]["raw_text"]) if name in cells else ""
            if any(match[0] == year for match in _YEAR.finditer(raw)):
                yield _with_cells(base, kind, [(cells[name], re.sub(rf"{year}(?=\s*年|[-./])", before, raw, count=1))])


def _with_cells(base: Base, kind: str, cells: list[tuple[FactRow, str]]) -> Mutation:
    lines = base.text.split("\n")
    edits: dict[int, str] = {}
    for cell, new in cells:
        number, column = int(str(cell["line_start"])), int(str(cell["column_no"]))
        line = edits.get(number, lines[number - 1])
        if "\t" in line.strip("\t"):
            parts = line.split("\t")
            parts[column - 1] = new
            edits[number] = "\t".join(parts)
        else:
            around = re.match(r"(\s*).*?(\s*[|｜]?\s*)$", line)
            assert around is not None
            edits[number] = around[1] + new + around[2]
    was, now = (" / ".join(one for one in texts if one) for texts in ([str(cell["raw_text"]) for cell, _ in cells], [new for _, new in cells]))
    return Mutation(kind, edits, "", was, now)
