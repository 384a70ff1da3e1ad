"""What a report is: its title, its opening words and its items in their order; and what each item shows once its page was run.

A report holds addresses, not figures: it is always made of the data as they are now, and says which.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from budget.export import Exhibit
from budget.export.exhibit import one_line
from budget.model import BadInput
from budget.words import t

FORMS = ("figure", "table", "both")
MOST = 200  # items of a report
LONGEST = 20_000  # characters of a text
_ADDRESS = 60_000  # characters of an address: a longer one no browser would open
_LENGTHS = {"caption": 300, "comment": LONGEST, "address": _ADDRESS, "key": 300, "title": 300, "lead": LONGEST}


def _new_id() -> str:
    return secrets.token_hex(6)


@dataclass(frozen=True, slots=True)
class Item:
    """A figure or a table of a page, or, without an address, a heading.

    address: the page with what was chosen on it, 'three-public?region=…'; key: which of its figures. caption: instead of the title that
    the page gives, or the words of a heading; comment: the reader's own paragraphs below it; form: one of FORMS, for what has both.
    """

    address: str = ""
    key: str = ""
    caption: str = ""
    comment: str = ""
    form: str = "figure"
    item_id: str = field(default_factory=_new_id)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as its reader has put it together. Every change gives a new one."""

    title: str = ""
    lead: str = ""
    items: tuple[Item, ...] = ()

    def holds(self, address: str, key: str) -> bool:
        """Is this figure in it already?"""
        return any((item.address, item.key) == (address, key) for item in self.items)

    def added(self, *items: Item) -> Report:
        """With more items at its end, under names of their own. Raises BadInput where they would be too many, or one cannot be kept whole."""
        if len(self.items) + len(items) > MOST:
            raise BadInput(t("一份报告最多 {most} 项，这份已有 {n} 项。", most=MOST, n=len(self.items)))
        if any(len(item.address) > _ADDRESS or len(item.key) > _LENGTHS["key"] for item in items):
            raise BadInput(t("所选的太多，网址太长，收不进报告：请减少地区、部门或年度。"))
        held = {item.item_id for item in self.items}
        return replace(self, items=self.items + tuple(replace(item, item_id=_new_id()) if item.item_id in held else item for item in items))

    def without(self, item_id: str) -> Report:
        """Without that item."""
        return replace(self, items=tuple(item for item in self.items if item.item_id != item_id))

    def moved(self, item_id: str, steps: int) -> Report:
        """With that item so many places further down (up where negative), as far as there are places."""
        order = [item.item_id for item in self.items]
        if item_id not in order:
            return self
        place = order.index(item_id)
        items = list(self.items)
        items.insert(min(max(place + steps, 0), len(items) - 1), items.pop(place))
        return replace(self, items=tuple(items))

    def changed(self, item_id: str, **values: str) -> Report:
        """With other words or another form for that item."""
        return replace(self, items=tuple(replace(item, **values) if item.item_id == item_id else item for item in self.items))

    def as_json(self) -> str:
        """The report as text, to be kept; `read` is the way back."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(text: str) -> Report:
    """A report from `Report.as_json`. Raises BadInput for anything else."""
    try:
        plain = json.loads(text)
        items = tuple(Item(**_words(Item, one)) for one in plain.pop("items"))
        return Report(**_words(Report, plain), items=items)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadInput("no report that can be read.") from None


def _words(kind: type[Any], plain: Mapping[str, Any]) -> dict[str, str]:
    known = {one.name for one in fields(kind)}
    if not set(plain) <= known or not all(isinstance(value, str) for value in plain.values()):
        raise ValueError
    return {name: value[: _LENGTHS.get(name, 40)] for name, value in plain.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """One item with what its page shows: an exhibit, or why there is none (`lack`). number: of its figure and of its table in the
    report, 0 for what it does not have. sources: numbers of its documents in the list of sources."""

    item: Item
    exhibit: Exhibit | None = None
    lack: str = ""
    figure_no: int = 0
    table_no: int = 0
    sources: tuple[int, ...] = ()

    @property
    def caption(self) -> str:
        """The words under the figure, in one line."""
        return one_line(self.item.caption or (self.exhibit.title if self.exhibit else self.lack))


@dataclass(frozen=True, slots=True)
class Paper:
    """A report with all that it shows, ready to be written. documents: rows of queries.disclosures.named, in the order of their numbers."""

    title: str
    lead: str
    parts: Sequence[Part]
    documents: Sequence[Mapping[str, Any]]

    @property
    def exhibits(self) -> list[Exhibit]:
        """What it shows, in order."""
        return [part.exhibit for part in self.parts if part.exhibit]

    @property
    def synthetic(self) -> bool:
        """Is anything in it made up?"""
        return any(one.synthetic for one in self.exhibits)


def paper(report: Report, shown: Sequence[Exhibit | str], title: str) -> Paper:
    """The report with its items numbered; shown: for each item its exhibit, or why there is none. title: where it has none of its own."""
    parts: list[Part] = []
    documents: dict[str, Mapping[str, Any]] = {}
    figures = tables = 0
    for item, one in zip(report.items, shown, strict=True):
        if isinstance(one, str):
            parts.append(Part(item, lack=one))
            continue
        drawn = one.figure is not None and item.form != "table"
        listed = one.figure is None or item.form != "figure"
        figures, tables = figures + drawn, tables + listed
        for row in one.disclosures:
            documents.setdefault(str(row["disclosure_id"]), row)
        numbers = {name: number for number, name in enumerate(documents, 1)}
        sources = tuple(numbers[str(row["disclosure_id"])] for row in one.disclosures)
        parts.append(Part(item, one, "", figures * drawn, tables * listed, sources))
    return Paper(report.title or title, report.lead, parts, list(documents.values()))
