"""Self-evaluation forms in (one grid each, columns differing from form to form), evaluations with their items out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budget.layouts import Layouts, columns_of, pattern
from budget.model import BadInput, Grid, Row, plain, squeeze
from budget.normalize.ledger import Ledger, PrintedTable
from budget.normalize.values import money, number, percentage

_MONEY = ("budget", "arrived", "executed")


@dataclass(slots=True)
class _Form:
    """What one form says: field → (cell, text as printed)."""

    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    items: list[dict[str, tuple[str, str]]] = field(default_factory=list)
    score: tuple[str, str] | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    ended: bool = False


class FormReader:
    """Reads the forms of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts, source: str) -> None:
        self._ledger = ledger
        self._layout: dict[str, Any] = layouts.form
        self._columns = columns_of(self._layout["columns"])
        self._secret = pattern(layouts.document["words"]["secret"])
        self._source = source
        self._count = 0

    def is_form(self, grid: Grid) -> bool:
        """Whether a grid begins as a form does."""
        return bool(grid.rows[0].texts()[0] == self._layout["first_label"])

    def read(self, grid: Grid, title: str, unit: str | None, filling_unit: str | None) -> None:
        """Read one form. Raises BadInput for a form without a unit of money, or one that ends before its total."""
        if unit is None:
            raise BadInput(
                f"{self._source}: the form in line {grid.line} states no unit of money; add the line 金额单位：…."
            )
        table = self._ledger.open_table("evaluation_form", title, unit, grid.line)
        form = self._walk(grid, table)
        if not form.ended or "project_name" not in form.fields:
            raise BadInput(
                f"{self._source}: the form in line {grid.line} ends before its total ({self._layout['total']});"
                " the document is cut off, fetch it again."
            )
        self._ledger.close_table(table, "read")
        self._enter(form, unit, filling_unit)

    def _walk(self, grid: Grid, table: PrintedTable) -> _Form:
        form = _Form()
        below: dict[int, str] = {}
        columns: dict[int, str] = {}
        for row in grid.rows:
            ids = self._ledger.add_row(table, row, "unread")
            texts = row.texts()
            if texts[0]:
                self._ledger.mark(ids[0], "structure")
                if texts[0] != self._layout["problems"]:
                    below = {}
            if texts[0] == self._layout["problems"]:
                form.problems = [(ids[i], row.cells[i].text) for i in range(1, len(ids)) if texts[i]]
                form.ended = True
                continue
            roles = {
                i: c.role for i, text in enumerate(texts) for c in self._columns if text and c.header.fullmatch(text)
            }
            if len(roles) == len(self._columns):
                columns = roles
                table.paths = ["" if i not in roles else texts[i] for i in range(len(texts))]
                self._mark(ids, texts, roles)
                continue
            if columns and self._layout["total"] in texts:
                form.ended = True
                at = texts.index(self._layout["total"])
                self._ledger.mark(ids[at], "structure")
                for index in range(at + 1, len(ids)):
                    if texts[index]:
                        form.score = (ids[index], row.cells[index].text)
                continue
            if columns:
                form.items.append({role: (ids[i], row.cells[i].text) for i, role in columns.items() if i < len(ids)})
                for i in range(1, len(ids)):
                    if i not in columns and texts[i] and texts[i] == texts[i - 1]:
                        self._ledger.mark(ids[i], "fact")  # a merged cell, printed once for each column it spans
                continue
            below = self._head(texts, ids, row, below, form)
        return form

    def _mark(self, ids: list[str], texts: list[str], indexes: Iterable[int]) -> None:
        for index in indexes:
            self._ledger.mark(ids[index], "structure")

    def _head(self, texts: list[str], ids: list[str], row: Row, below: dict[int, str], form: _Form) -> dict[int, str]:
        """A row above the indicators: labels with their value beside, labels with their value below, or such values."""
        taken: set[int] = set()
        labels = {
            i: name for i, text in enumerate(texts) for label, name in self._layout["below"].items() if text == label
        }
        beside = {
            i: name
            for i, text in enumerate(texts)
            for label, name in self._layout["beside"].items()
            if pattern(label).fullmatch(text)
        }
        for key, prefix in (("fiscal", "fiscal_"), ("other", "other_")):
            for position, i in enumerate(i for i, text in enumerate(texts) if text == self._layout[key]):
                beside[i] = f"{prefix}{_MONEY[position]}_yuan"
        for i, name in beside.items():
            if i + 1 < len(ids):
                form.fields[name] = (ids[i + 1], row.cells[i + 1].text)
                taken.add(i + 1)
        structure = [
            i
            for i, text in enumerate(texts)
            if any(pattern(label).fullmatch(text) for label in self._layout["structure"])
        ]
        self._mark(ids, texts, [*labels, *beside, *structure])
        taken |= {*labels, *beside, *structure}
        for i, name in below.items():
            if i < len(ids) and i not in taken and name not in form.fields:
                form.fields[name] = (ids[i], row.cells[i].text)
        return {**below, **labels}

    def _enter(self, form: _Form, unit: str, filling_unit: str | None) -> None:
        self._count += 1
        name_cell, name = form.fields["project_name"]
        project_id = self._ledger.fact_id(name_cell, "p")
        evaluation_id = self._ledger.fact_id(name_cell, "e")
        self._ledger.add(
            "project", project_id, {"project_name": [name_cell]}, project_id=project_id, project_no=self._count,
            project_name=plain(name).strip(), cell_id=name_cell,
        )  # fmt: skip
        money_fields = [f"{prefix}{part}_yuan" for prefix in ("", "fiscal_", "other_") for part in _MONEY]
        sums = {}
        for column in money_fields:
            cell_id, text = form.fields.get(column, ("", ""))
            sums[column], status = money(text, unit, self._secret)
            if status == "unreadable":
                self._ledger.unread("figure", self._line(cell_id), text, "not_a_number", cell_id)
        rates = {}
        statuses = {}
        for column in ("execution_rate_stated", "completion_rate_stated"):
            cell_id, text = form.fields.get(column, ("", ""))
            rates[column] = percentage(text)
            statuses[column] = "not_disclosed" if not cell_id else self._status(cell_id, text, rates[column])
        score = number(form.score[1]) if form.score else None
        cells = {column: [cell] for column, (cell, _) in form.fields.items()}
        cells["problems"] = [cell for cell, _ in form.problems]
        if form.score:
            cells["score_stated"] = [form.score[0]]
        self._ledger.add(
            "evaluation", evaluation_id, cells, evaluation_id=evaluation_id, project_id=project_id, filling_unit=filling_unit,
            responsible_unit=self._text(form, "responsible_unit"), **sums, **rates,
            execution_rate_status=statuses["execution_rate_stated"], score_stated=score,
            score_status=self._status(form.score[0], form.score[1], score) if form.score else "blank",
            goal=self._text(form, "goal"), completion=self._text(form, "completion"),
            problems="\n".join(plain(text).strip() for _, text in form.problems) or None, cell_id=name_cell,
        )  # fmt: skip
        self._enter_items(form, evaluation_id)

    def _line(self, cell_id: str) -> int:
        return self._ledger.line(cell_id)

    def _status(self, cell_id: str, text: str, value: Decimal | None) -> str:
        if not squeeze(text):
            return "blank"
        if value is None:
            self._ledger.unread("figure", self._line(cell_id), text, "not_a_number", cell_id)
            return "unreadable"
        return "zero" if value == 0 else "reported"

    @staticmethod
    def _text(form: _Form, name: str) -> str | None:
        return plain(form.fields[name][1]).strip() or None if name in form.fields else None

    def _enter_items(self, form: _Form, evaluation_id: str) -> None:
        level1, weight, level2 = "", None, None
        for position, item in enumerate(form.items, 1):
            printed = squeeze(item["level1"][1])
            if printed:
                match = pattern(self._layout["level1"]).fullmatch(printed)
                word = self._layout["level1_words"].get(match["name"]) if match else None
                if match is None or word is None:
                    for cell_id, text in item.values():
                        self._ledger.unread("row", self._line(cell_id), text, "unknown_level1", cell_id)
                    continue
                level1, weight, level2 = word, Decimal(match["weight"]) if match["weight"] else None, None
            level2 = plain(item["level2"][1]).strip() or level2  # a merged cell: printed once for several rows
            cell_id, score_text = item["score"]
            score = number(score_text)
            self._status(cell_id, score_text, score)
            fact = self._ledger.fact_id(cell_id, "v")
            self._ledger.add(
                "evaluation_item", fact, {role: [cell] for role, (cell, text) in item.items() if squeeze(text) or role == "score"},
                evaluation_item_id=fact, evaluation_id=evaluation_id, row_no=position, level1=level1, level1_weight=weight, level2=level2,
                level3=plain(item["level3"][1]).strip() or None, target_raw=item["target"][1] or None, actual_raw=item["actual"][1] or None,
                score=score, cell_id=cell_id,
            )  # fmt: skip
