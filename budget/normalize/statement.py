"""Sentences about money in (section by section), amounts, stated changes and last year's derived amounts out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budget.layouts import Layouts, pattern
from budget.model import FactRow, plain, squeeze
from budget.normalize.ledger import Ledger
from budget.normalize.values import DIGITS, money

_TOKEN = re.compile(rf"(?P<number>{DIGITS})\s*(?P<unit>亿元|万元|元)|(?P<within>\(境\))|(?P<mark>[(),，。；;：:、])")
_QUOTES = re.compile(r"[\"“”'‘’]")
_LEADING = re.compile(r"^.*\d{4}年度?")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says: the part of the budget, the kind of money, on which side, for which table."""

    table_code: str
    side: str
    item: str | None
    measure: str
    scope: str | None = None
    name: str = ""  # the words that carry it


@dataclass(slots=True)
class Paragraph:
    """Running text that a page break may have split: the (plain) text, and at which offset each source line begins."""

    text: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        self.starts.append((len(self.text), line))
        self.text += plain(text)

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """The source lines on which text[start:end] begins and ends."""
        first = [line for offset, line in self.starts if offset <= start][-1]
        last = [line for offset, line in self.starts if offset < max(end, start + 1)][-1]
        return first, last


@dataclass(slots=True)
class _Level:
    """The figures of one bracket or list of parts: a change without a subject of its own speaks of them."""

    scope: str | None = None
    found: list[Meaning] = field(default_factory=list)
    inherited: bool = False

    def add(self, meaning: Meaning) -> None:
        """A figure of this sentence takes the place of the topic that an earlier one left."""
        self.found = [meaning] if self.inherited else [*self.found, meaning]
        self.inherited = False


@dataclass(slots=True)
class Change:
    """A stated change: `yuan` is signed; `year` the year it is measured against."""

    meanings: tuple[Meaning, ...]
    yuan: Decimal
    year: int
    cell_id: str
    text: str
    unit: str


class StatementReader:
    """Reads the sentences about money of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts, year: int) -> None:
        self._ledger = ledger
        self._layout = layouts.statement
        self._secret = pattern(layouts.document["words"]["secret"])
        self._verbs = pattern(self._layout["verbs"])
        self._change = pattern(self._layout["change"])
        self._compared = pattern(self._layout["compared"])
        self._unchanged = pattern(self._layout["unchanged"])
        self._parts = pattern(self._layout["parts_begin"])
        self._year = year
        self.changes: list[Change] = []

    def read(self, section: str, paragraph: Paragraph) -> list[tuple[int, int]]:
        """Read one paragraph of a section; returns the spans of its text whose numbers became facts."""
        groups = [group for group in self._layout["label"] if section in group["sections"]]
        if not groups:
            return []
        text = paragraph.text
        spans = self._zero(section, paragraph)
        levels = [_Level()]
        topic: Meaning | None = None
        free = said = False
        start = 0
        for token in _TOKEN.finditer(text):
            if token["within"]:  # the bracket of 因公出国（境）费 belongs to the word
                continue
            label = text[start : token.start()]
            line = paragraph.lines(start + len(label) - len(label.lstrip()), token.end())
            start = token.end()
            squeezed = _QUOTES.sub("", squeeze(label))
            if self._parts.search(squeezed):
                levels[-1] = _Level((levels[-1].found[-1].scope if levels[-1].found else None) or levels[-1].scope)
            free = free or any(group.get("free") and re.search(group["free_opens"], squeezed) for group in groups)
            if token["mark"]:
                said = said or self._no_change(line, groups, squeezed, label, levels[-1])
                self._bracket(token["mark"], levels)
                if token["mark"] in "。":
                    levels = [_Level(found=[topic] if topic else [], inherited=True)]
                continue
            meaning = self._figure(line, groups, squeezed, label, token, levels[-1], free)
            if meaning is None:
                continue
            spans.append(token.span("number"))
            said = False
            if isinstance(meaning, Meaning):
                topic = topic or meaning
                levels[-1].add(meaning)
        if not said:
            line = paragraph.lines(start, len(text))
            self._no_change(line, groups, _QUOTES.sub("", squeeze(text[start:])), text[start:], levels[-1])
        return spans

    @staticmethod
    def _bracket(mark: str, levels: list[_Level]) -> None:
        if mark == "(":
            levels.append(_Level(levels[-1].scope))
        elif mark == ")" and len(levels) > 1:
            levels.pop()
        elif mark in "；;":
            levels[-1] = _Level()

    def _figure(
        self,
        line: tuple[int, int],
        groups: list[dict[str, Any]],
        squeezed: str,
        label: str,
        token: re.Match[str],
        level: _Level,
        free: bool,
    ) -> Meaning | bool | None:
        """One figure with the words before it: a Meaning, True for a change, None when the label is not known."""
        yuan, status = money(token["number"], token["unit"], self._secret)
        if yuan is None:
            return None
        printed = f"{label.strip()}{token[0]}"
        change = self._change.search(squeezed)
        if change:
            subjects = self._subjects(groups, squeezed[: change.start()], level)
            if not subjects:
                return None
            sign = 1 if re.search(self._layout["up"], change["word"]) else -1
            self._enter_change(line, squeezed, printed, subjects, sign * yuan, token)
            return True
        found = self._meaning(groups, squeezed, level.scope)
        role = "total"
        if found is None and free:
            name = re.sub(r"^.*主要用于|^[及和]", "", squeezed)
            found = Meaning("operating", "expenditure", None, "operating", name=name)
            role = "leaf"
        if found is None:
            return None
        cell_id = self._ledger.add_prose(line, squeezed, printed)
        self._enter_row(
            found, found.name, yuan, status, token[0], token["unit"], "prose", cell_id, role, self._year, [cell_id]
        )
        return found

    def _meaning(self, groups: list[dict[str, Any]], squeezed: str, scope: str | None) -> Meaning | None:
        """The meaning of a label: its end, verbs left out, matches one of the section's names."""
        bare = self._verbs.sub("", squeezed)
        for candidate in (bare, squeezed):
            for group in groups:
                for row in group["rows"]:
                    match = re.search(f"(?:{row['name']})$", candidate)
                    if match:
                        return Meaning(
                            row.get("table_code") or group.get("table_code", "statement"), group["side"],
                            row.get("item") or (scope if not row.get("scope") else None), row.get("measure", "total"), row.get("scope"), match[0],
                        )  # fmt: skip
        return None

    def _subjects(self, groups: list[dict[str, Any]], squeezed: str, level: _Level) -> tuple[Meaning, ...]:
        """What a change speaks of: the words before it, else the figures just named (all of them: 会议费…，培训费…，减少…)."""
        bare = _LEADING.sub("", self._compared.sub("", squeezed)) if self._compared.search(squeezed) else squeezed
        named = self._meaning(groups, bare, level.scope) if bare else None
        return (named,) if named else tuple(level.found)

    def _enter_change(
        self,
        line: tuple[int, int],
        squeezed: str,
        printed: str,
        subjects: tuple[Meaning, ...],
        yuan: Decimal,
        token: re.Match[str],
    ) -> None:
        compared = self._compared.search(squeezed)
        year = int(compared["year"]) if compared and compared["year"] else self._year - 1
        cell_id = self._ledger.add_prose(line, squeezed, printed)
        self.changes.append(Change(subjects, yuan, year, cell_id, printed, token["unit"]))

    def _no_change(
        self, line: tuple[int, int], groups: list[dict[str, Any]], squeezed: str, label: str, level: _Level
    ) -> bool:
        """'与2019年持平': a change of zero, said in words; whether the words say so."""
        match = self._unchanged.search(squeezed)
        if match is None:
            return False
        before = self._compared.sub(
            "", re.sub(r"^.*(主要是因为|主要原因是)", "", squeezed[: match.start()])
        ).removesuffix("同比")
        named = self._meaning(groups, before, level.scope) if before else None
        subjects = (named,) if named else tuple(level.found[-1:])
        if not subjects:
            return False
        compared = self._compared.search(squeezed)
        year = int(compared["year"]) if compared and compared["year"] else self._year - 1
        cell_id = self._ledger.add_prose(line, squeezed, label.strip())
        self.changes.append(Change(subjects, Decimal("0.00"), year, cell_id, label.strip(), "元"))
        return True

    def _zero(self, section: str, paragraph: Paragraph) -> list[tuple[int, int]]:
        spans = []
        for entry in self._layout["zero"]:
            match = re.search(entry["text"], paragraph.text) if section in entry["sections"] else None
            if match:
                cell_id = self._ledger.add_prose(paragraph.lines(*match.span()), "", match[0])
                meaning = Meaning("statement", entry["side"], None, entry["measure"])
                self._enter_row(
                    meaning,
                    match[0],
                    Decimal("0.00"),
                    "zero",
                    match[0],
                    "元",
                    "prose",
                    cell_id,
                    "total",
                    self._year,
                    [cell_id],
                )
                spans.append(match.span())
        return spans

    def _enter_row(
        self, meaning: Meaning, name: str, yuan: Decimal, status: str, raw: str, unit: str, basis: str, cell_id: str, role: str,
        year: int, cells: list[str],
    ) -> None:  # fmt: skip
        fact = self._ledger.fact_id(cell_id, "d" if basis == "derived" else "a")
        self._ledger.add(
            "amount", fact, {"amount_yuan": cells}, amount_id=fact, fiscal_year=year, table_code=meaning.table_code, side=meaning.side,
            item_code=meaning.item, item_name=name, item_level=None, row_role=role, measure=meaning.measure, amount_yuan=yuan,
            amount_raw=raw, unit=unit, value_status=status, basis=basis, cell_id=cell_id,
        )  # fmt: skip

    # Changes and what follows from them ---------------------------------------------------------------------------

    def derive(self) -> None:
        """Enter the stated changes, and last year's amount wherever this year's of the same meaning is stated.

        A change of several items together (会议费 and 培训费) is kept, but nothing is derived from it.
        """
        stated = self._stated()
        for change in self.changes:
            zero = change.yuan == 0
            together = change.meanings[0]
            if len(change.meanings) > 1:
                items = "+".join(meaning.item or meaning.measure for meaning in change.meanings)
                names = "、".join(meaning.name for meaning in change.meanings)
                together = Meaning(together.table_code, together.side, items, together.measure, name=names)
            item = together.item or together.measure
            self._enter_row(
                Meaning(together.table_code, together.side, item, "change"), together.name, change.yuan, "zero" if zero else "reported",
                change.text, change.unit, "prose", change.cell_id, "total", self._year, [change.cell_id],
            )  # fmt: skip
            base = stated.get((together.side, together.item, together.measure))
            if len(change.meanings) > 1 or base is None or base["amount_yuan"] is None or change.year != self._year - 1:
                continue
            yuan = Decimal(str(base["amount_yuan"])) - change.yuan
            self._enter_row(
                together, together.name, yuan, "zero" if yuan == 0 else "reported", change.text, change.unit, "derived",
                change.cell_id, "total", change.year, [change.cell_id, str(base["cell_id"])],
            )  # fmt: skip

    def _stated(self) -> dict[tuple[str, str | None, str], FactRow]:
        """This year's amounts by meaning: the sentence's own figure before a table's, whole-budget tables before others."""
        rank = {"statement": 0, "three_public": 1, "operating": 1, "expenditure": 2, "summary": 3}
        stated: dict[tuple[str, str | None, str], FactRow] = {}
        amounts = [
            row
            for row in self._ledger.rows.get("amount", [])
            if row["table_code"] in rank
            and row["amount_yuan"] is not None
            # The parts of operating funds carry no code of their own, those of the three public funds do.
            and (row["row_role"] != "leaf" or row["table_code"] == "three_public")
        ]
        for row in sorted(
            amounts, key=lambda row: rank[str(row["table_code"])] + (0 if row["basis"] == "prose" else 0.5)
        ):
            item = None if row["item_code"] is None else str(row["item_code"])
            stated.setdefault((str(row["side"]), item, str(row["measure"])), row)
        return stated
