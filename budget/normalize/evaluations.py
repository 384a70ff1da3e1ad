"""Self-evaluation forms in (one grid each, columns differing from form to form), evaluations with their items out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budget.layouts import Layouts, columns_of, pattern
from budget.model import BadInput, Cell, Grid, Row, plain, squeeze
from budget.normalize.ledger import Ledger, PrintedTable, Said
from budget.normalize.values import is_blank, money, number, percentage

_MONEY = (
    "budget_yuan", "arrived_yuan", "executed_yuan",
    "fiscal_budget_yuan", "fiscal_arrived_yuan", "fiscal_executed_yuan",
    "other_budget_yuan", "other_arrived_yuan", "other_executed_yuan",
    "carryover_budget_yuan", "carryover_executed_yuan",
    "initial_budget_yuan", "fiscal_initial_budget_yuan", "carryover_initial_budget_yuan", "other_initial_budget_yuan",
)  # fmt: skip
_RATES = ("execution_rate_stated", "completion_rate_stated")
_NUMBERS = ("execution_weight", "execution_score", "weight_stated", "score_stated")


@dataclass(slots=True)
class OpenForm:
    """A form being collected, with what was printed above it; page breaks add rows until its total has come."""

    layout: dict[str, Any]
    title: str
    unit: str | None
    filling_unit: Said | None
    grid: Grid

    def is_whole(self) -> bool:
        return any(self.layout["total"] in row.texts() for row in self.grid.rows)


@dataclass(slots=True)
class _Form:
    """What one form says: field → (cell, text as printed)."""

    unit: str | None
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    items: list[dict[str, tuple[str, str]]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    ended: bool = False


class FormReader:
    """Reads the forms of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts, source: str) -> None:
        self._ledger = ledger
        self._forms = layouts.forms
        self._level1_words: dict[str, str] = layouts.targets["level1"]
        self._secret = pattern(layouts.document["words"]["secret"])
        self._source = source
        self._count = 0

    def layout_for(self, grid: Grid, title: str) -> dict[str, Any] | None:
        """The form layout whose title was printed and whose first label a grid begins with, or None."""
        first = grid.rows[0].texts()[0]
        return next(
            (
                form
                for form in self._forms
                if pattern(form["title"]).search(title) and pattern(form["first_label"]).fullmatch(first)
            ),
            None,
        )

    def read(self, opened: OpenForm) -> None:
        """Read one form. Raises BadInput for a form without a unit of money, or one that ends before its total."""
        layout, line = opened.layout, opened.grid.line
        table = self._ledger.open_table("evaluation_form", opened.title, opened.unit, line)
        form = _FormWalk(self._ledger, layout, table, opened.unit).read(opened.grid)
        if not form.ended or "project_name" not in form.fields:
            raise BadInput(
                f"{self._source}: the form in line {line} ends before its total ({layout['total']});"
                " the document is cut off, fetch it again."
            )
        if form.unit is None:
            raise BadInput(
                f"{self._source}: the form in line {line} states no unit of money; add the line 金额单位：…."
            )
        table.unit = form.unit
        self._ledger.close_table(table, "read")
        self._enter(layout, form, form.unit, opened.filling_unit)

    def _enter(self, layout: dict[str, Any], form: _Form, unit: str, filling_unit: Said | None) -> None:
        self._count += 1
        name_cell, name = form.fields["project_name"]
        project_id = self._ledger.fact_id(name_cell, "p")
        evaluation_id = self._ledger.fact_id(name_cell, "e")
        self._ledger.add(
            "project", project_id, {"project_name": [name_cell]}, project_id=project_id, project_no=self._count,
            project_name=plain(name).strip(), budget_status="not_disclosed", cell_id=name_cell,
        )  # fmt: skip
        sums = {}
        for column in _MONEY:
            cell_id, text = form.fields.get(column, ("", ""))
            sums[column], status = money(text, unit, self._secret)
            if status == "unreadable":
                self._ledger.unread("figure", self._ledger.line(cell_id), text, "not_a_number", cell_id)
        values: dict[str, Decimal | None] = {}
        statuses: dict[str, str] = {}
        for column in (*_RATES, *_NUMBERS):
            cell_id, text = form.fields.get(column, ("", ""))
            values[column] = percentage(text) if column in _RATES else number(text)
            statuses[column] = "not_disclosed" if not cell_id else self._status(cell_id, text, values[column])
        cells = {column: [cell] for column, (cell, _) in form.fields.items() if column != "score_stated"}
        cells["problems"] = [cell for cell, _ in form.problems]
        if filling_unit:
            cells["filling_unit"] = [self._ledger.cell_of(filling_unit, "filling_unit")]
        if "score_stated" in form.fields:
            cells["score_stated"] = [form.fields["score_stated"][0]]
        self._ledger.add(
            "evaluation", evaluation_id, cells, evaluation_id=evaluation_id, project_id=project_id, filling_unit=filling_unit and filling_unit.value,
            responsible_unit=self._text(form, "responsible_unit"), implementing_unit=self._text(form, "implementing_unit"), **sums, **values,
            execution_rate_status=statuses["execution_rate_stated"],
            score_status=statuses["score_stated"] if "score_stated" in form.fields else "blank",
            goal=self._text(form, "goal"), completion=self._text(form, "completion"),
            problems="\n".join(plain(text).strip() for _, text in form.problems) or None, cell_id=name_cell,
        )  # fmt: skip
        self._enter_items(layout, form, evaluation_id)

    def _status(self, cell_id: str, text: str, value: Decimal | None) -> str:
        if is_blank(text):
            return "blank"
        if value is None:
            self._ledger.unread("figure", self._ledger.line(cell_id), text, "not_a_number", cell_id)
            return "unreadable"
        return "zero" if value == 0 else "reported"

    @staticmethod
    def _text(form: _Form, name: str) -> str | None:
        return plain(form.fields[name][1]).strip() or None if name in form.fields else None

    def _enter_items(self, layout: dict[str, Any], form: _Form, evaluation_id: str) -> None:
        words = {**self._level1_words, **layout["level1_words"]}
        level1, weight, level2 = "", None, None
        for position, item in enumerate(form.items, 1):
            printed = squeeze(item["level1"][1])
            if printed:
                match = pattern(layout["level1"]).fullmatch(printed)
                word = words.get(match["name"]) if match else None
                if match is None or word is None:
                    for cell_id, text in item.values():
                        self._ledger.unread("row", self._ledger.line(cell_id), text, "unknown_level1", cell_id)
                    continue
                level1, weight, level2 = word, Decimal(match["weight"]) if match["weight"] else None, None
            level2 = plain(item["level2"][1]).strip() or level2  # a merged cell: printed once for several rows
            figures: dict[str, Decimal | None] = {}
            for role in ("item_weight", "score"):
                cell_id, text = item.get(role, ("", ""))
                figures[role] = number(text)
                self._status(cell_id, text, figures[role])
            cell_id = item["score"][0]
            fact = self._ledger.fact_id(cell_id, "v")
            self._ledger.add(
                "evaluation_item", fact, {role: [cell] for role, (cell, text) in item.items() if squeeze(text) or role == "score"},
                evaluation_item_id=fact, evaluation_id=evaluation_id, row_no=position, level1=level1, level1_weight=weight, level2=level2,
                level3=plain(item["level3"][1]).strip() or None, target_raw=item["target"][1] or None, actual_raw=item["actual"][1] or None,
                **figures, deviation=plain(item["deviation"][1]).strip() or None if "deviation" in item else None, cell_id=cell_id,
            )  # fmt: skip


class _FormWalk:
    """One pass over the rows of a form: what stands above the indicators, the indicators, and what follows their total."""

    def __init__(self, ledger: Ledger, layout: dict[str, Any], table: PrintedTable, unit: str | None) -> None:
        self._ledger = ledger
        self._layout = layout
        self._table = table
        self._known = columns_of(layout["columns"])
        self._form = _Form(unit)
        self._below: dict[int, str] = {}
        self._matrix: dict[int, str] = {}
        self._columns: dict[int, str] = {}

    def read(self, grid: Grid) -> _Form:
        for row in grid.rows:
            row, persons = (row, []) if self._columns and not self._form.ended else self._without_persons(row)
            ids = self._ledger.add_row(self._table, row, "unread")
            self._mark(ids, persons)
            texts = row.texts()
            if texts[0] == self._layout.get("problems"):
                self._mark(ids, [0])
                self._form.problems = [(ids[i], row.cells[i].text) for i in range(1, len(ids)) if texts[i]]
                self._form.ended = True
            elif not self._is_header(texts, ids):
                if self._columns and self._layout["total"] in texts:
                    self._total(texts, ids, row)
                elif self._columns:
                    self._item(texts, ids, row)
                else:
                    self._head(texts, ids, row)
        return self._form

    def _without_persons(self, row: Row) -> tuple[Row, list[int]]:
        """The row with the names and telephone numbers of persons left out (they must not be stored), and their labels."""
        if "person" not in self._layout:
            return row, []
        label = pattern(self._layout["person"])
        cells = list(row.cells)
        labels = []
        texts = row.texts()
        for index, text in enumerate(texts):
            # A blank may set the name off from its label, or stand inside the label.
            match = label.match(text) or label.match(plain(cells[index].text).strip())
            if match is None:
                continue
            labels.append(index)
            cell = cells[index]
            cells[index] = Cell(match[0], cell.line_start, cell.line_end)
            given = text != squeeze(match[0])
            if not given and index + 1 < len(cells) and not label.fullmatch(texts[index + 1]):
                beside = cells[index + 1]
                given = bool(beside.text.strip())
                cells[index + 1] = Cell("", beside.line_start, beside.line_end)
            if given:
                self._ledger.person((cell.line_start, cell.line_end), match[0].rstrip(":"))
        return Row(cells, row.loose), labels

    def _is_header(self, texts: list[str], ids: list[str]) -> bool:
        """The header of the indicators, which a page break may print again."""
        roles = {
            i: column.role
            for i, text in enumerate(texts)
            for column in self._known
            if text and column.header.fullmatch(text)
        }
        if not {column.role for column in self._known if not column.optional} <= set(roles.values()):
            return False
        self._columns = roles
        self._table.paths = ["" if i not in roles else text for i, text in enumerate(texts)]
        self._mark(ids, [*roles, *self._structure(texts)])
        return True

    def _total(self, texts: list[str], ids: list[str], row: Row) -> None:
        """The row of the total score; where indicators have weights, their sum stands before it."""
        self._form.ended = True
        at = texts.index(self._layout["total"])
        self._mark(ids, [at])
        filled = [i for i in range(at + 1, len(ids)) if texts[i]]
        by_role = {role: i for i, role in self._columns.items()}
        if "item_weight" in by_role:
            if filled == [by_role["item_weight"], by_role["score"]] or len(filled) == 2:
                self._form.fields["weight_stated"] = (ids[filled[0]], row.cells[filled[0]].text)
            elif filled != [by_role["score"]]:
                return  # which of the two figures it is cannot be told
        if filled:
            self._form.fields["score_stated"] = (ids[filled[-1]], row.cells[filled[-1]].text)

    def _item(self, texts: list[str], ids: list[str], row: Row) -> None:
        """One indicator; a row too short to have a score has lost cells and stays unread."""
        if not any(texts) or self._form.ended:
            return
        item = {role: (ids[i], row.cells[i].text) for i, role in self._columns.items() if i < len(ids)}
        self._mark(ids, self._structure(texts[: min(self._columns)]))
        if "score" not in item:
            return
        self._form.items.append(item)
        for i in range(1, len(ids)):
            if i not in self._columns and texts[i] and texts[i] == texts[i - 1]:
                self._ledger.mark(ids[i], "fact")  # a merged cell, printed once for each column it spans

    def _mark(self, ids: list[str], indexes: Iterable[int]) -> None:
        for index in indexes:
            self._ledger.mark(ids[index], "structure")

    def _structure(self, texts: list[str]) -> list[int]:
        """The cells that only say what stands beside or below them; one of them may name the unit of money."""
        found = []
        for index, text in enumerate(texts):
            match = next(
                (match for label in self._layout["structure"] if (match := pattern(label).fullmatch(text))), None
            )
            if match and text:
                found.append(index)
                self._form.unit = match.groupdict().get("unit") or self._form.unit
        return found

    def _head(self, texts: list[str], ids: list[str], row: Row) -> None:
        """A row above the indicators: labels with their value beside, labels with their value below, or such values."""
        if texts[0]:
            self._below = {}
        structure = self._structure(texts)
        self._mark(ids, structure)
        if self._matrix_row(texts, ids, row):
            return
        labels = _labelled(texts, self._layout["below"])
        beside = _labelled(texts, self._layout["beside"])
        for label, prefix in self._layout.get("repeated", {}).items():
            for i, name in zip(
                (i for i, text in enumerate(texts) if text == label), self._layout["repeats"], strict=False
            ):
                beside[i] = prefix + name
        taken = {*labels, *beside, *structure}
        for i, name in beside.items():
            if i + 1 < len(ids):
                self._form.fields[name] = (ids[i + 1], row.cells[i + 1].text)
                taken.add(i + 1)
        self._mark(ids, [*labels, *beside])
        for i, name in self._below.items():
            if i < len(ids) and i not in taken and name not in self._form.fields:
                self._form.fields[name] = (ids[i], row.cells[i].text)
        self._below |= labels

    def _matrix_row(self, texts: list[str], ids: list[str], row: Row) -> bool:
        """A row of the money matrix, or its header; whether it was one."""
        matrix = self._layout.get("matrix")
        if matrix is None:
            return False
        header = _labelled(texts, matrix["columns"])
        if len(header) == len(matrix["columns"]):
            self._matrix = header
            self._mark(ids, header)
            return True
        if not self._matrix or len(ids) <= max(self._matrix):
            return False
        for i, prefix in _labelled(texts[: min(self._matrix)], matrix["rows"]).items():
            self._mark(ids, [i])
            for column, name in self._matrix.items():
                if prefix + name in (*_MONEY, *_RATES, *_NUMBERS):
                    self._form.fields[prefix + name] = (ids[column], row.cells[column].text)
                elif is_blank(texts[column]):
                    self._mark(ids, [column])
            return True
        return False


def _labelled(texts: list[str], labels: dict[str, str]) -> dict[int, str]:
    """Where labels stand in a row: index → what the layout says each is for."""
    return {
        i: name
        for i, text in enumerate(texts)
        for label, name in labels.items()
        if text and pattern(label).fullmatch(text)
    }
