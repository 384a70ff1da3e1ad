"""What passes between readers, layouts and normalisation: a document as grids and prose, and the facts read from it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache


class BadInput(Exception):  # noqa: N818 - the input is what is bad, not the program
    """What came in cannot be used; the message is one sentence: what, where, what to do."""


@dataclass(slots=True)
class Cell:
    """One cell of a grid: its text as printed and the 1-based lines on which it stands."""

    text: str
    line_start: int
    line_end: int


@dataclass(slots=True)
class Row:
    """One printed row. `loose` rows come from dumps with one cell a line, where a blank line may also fall inside a row."""

    cells: list[Cell]
    loose: bool = False

    @property
    def line(self) -> int:
        return self.cells[0].line_start

    def texts(self) -> list[str]:
        """The cells' texts prepared for comparison (see `squeeze`)."""
        return [squeeze(cell.text) for cell in self.cells]


@dataclass(slots=True)
class Grid:
    """A table, or the part of one between two page breaks."""

    rows: list[Row]

    @property
    def line(self) -> int:
        return self.rows[0].line

    @property
    def line_end(self) -> int:
        return max(cell.line_end for row in self.rows for cell in row.cells)


@dataclass(slots=True)
class Prose:
    """One line of running text, markup of the dump removed."""

    text: str
    line: int


@dataclass(slots=True)
class Document:
    """A source as its reader saw it: blocks in the order of print."""

    source_name: str
    sha256: str
    source_format: str
    line_count: int
    blocks: list[Grid | Prose]


FactValue = object
FactRow = dict[str, FactValue]


@dataclass(slots=True)
class Facts:
    """All that was read from one document: rows per table of schema.sql, ids without the leading disclosure_id."""

    disclosure_id: str
    source_name: str
    tables: dict[str, list[FactRow]] = field(default_factory=dict)


# NFKC maps the Kangxi radicals (⽤ ⾏) that PDF text carries in place of characters, but leaves most of the
# "CJK radicals supplement" alone; these are its members that stand for a whole character.
_RADICALS = str.maketrans(
    dict(
        zip(
            "⺁⺄⺈⺊⺌⺎⺒⺓⺗⺛⺜⺝⺟⺠⺧⺩⺪⺫⺬⺮⺶⺷⺻⺼⺽⻁⻃⻄⻅⻆⻉⻊⻋⻏⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
            "厂乙刀卜小兀巳幺心无日月母民牛王疋目示竹羊羊聿肉臼虎西西见角贝足车邑長长门阜雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
            strict=True,
        )
    )
)


@lru_cache(maxsize=1 << 14)  # a document says the same things over and over, and each is asked about many times
def plain(text: str) -> str:
    """The text with compatibility characters and radicals replaced by ordinary ones, spaces kept."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS)


_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1 << 14)
def squeeze(text: str) -> str:
    """The text for comparison: `plain`, and all white space removed."""
    return _SPACE.sub("", plain(text)) if text else ""
