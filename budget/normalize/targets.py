"""Target tables of projects in (title and grids up to the next title), projects with plan and indicators out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from budget.layouts import Header, Layouts, columns_of, find_header, pattern
from budget.model import BadInput, Grid, Row, plain, squeeze
from budget.normalize.ledger import Ledger, PrintedTable
from budget.normalize.tables import furniture_cells, whole_rows
from budget.normalize.values import IndicatorValue, IndicatorValues, money, percentage

_ROLES = ("level1", "level2", "level3", "description", "value", "basis")
_RULE = re.compile(r"-{2,}")


@dataclass(slots=True)
class OpenProject:
    """A project whose tables are being collected; a page break may put its title on two lines."""

    no: int
    name: str
    title: str
    lines: tuple[int, int]
    unit: str | None
    grids: list[Grid] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.lines[0]


@dataclass(slots=True)
class _Indicator:
    """One indicator row, with what page breaks moved to the rows below it joined."""

    texts: dict[str, str]
    cells: dict[str, list[str]]
    level1: str
    status: str


class TargetReader:
    """Reads the projects of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts, source: str) -> None:
        self._ledger = ledger
        self._layout = layouts.targets
        self._lines = layouts.document["lines"]
        self._source = source
        self._columns = columns_of(self._layout["columns"])
        self._values = IndicatorValues(layouts)
        self._secret = pattern(layouts.document["words"]["secret"])

    def read(self, project: OpenProject, last: bool) -> None:
        """Read one project. Raises BadInput when it is the document's last and ends before its indicators."""
        table = self._ledger.open_table("project_targets", project.title, project.unit, project.line)
        form: dict[str, tuple[str, str]] = {}
        goal: list[tuple[str, str]] = []
        plan: list[tuple[int, str, str]] = []
        indicators: list[_Indicator] = []
        self._walk(project, table, form, goal, plan, indicators)
        if last and not indicators:
            raise BadInput(
                f"{self._source}: ends in the middle of project {project.no} (line {project.line}, {project.name});"
                " the document is cut off, fetch it again."
            )
        table.unit = project.unit
        self._ledger.close_table(table, "read" if indicators else "empty")
        self._enter(project, table, form, goal, plan, indicators)

    def _walk(
        self, project: OpenProject, table: PrintedTable, form: dict[str, tuple[str, str]], goal: list[tuple[str, str]],
        plan: list[tuple[int, str, str]], indicators: list[_Indicator],
    ) -> None:  # fmt: skip
        headed = broken = in_goal = False
        expect = ""
        level1 = ""
        months: list[int] = []
        width = len(self._columns)
        for grid in project.grids:
            for row in whole_rows(grid.rows, width) if headed else self._join_below_header(grid.rows, width):
                texts = row.texts()
                if isinstance(find_header([row], self._columns), Header):
                    table.paths = texts
                    self._ledger.add_row(table, row, "structure")
                    broken, headed, in_goal = headed, True, False
                    continue
                ids = self._ledger.add_row(table, row, "unread", headed=headed and len(row.cells) == width)
                if not any(texts):
                    continue
                if texts[0].startswith(self._layout["goal"]):
                    in_goal = not headed
                    self._ledger.mark(ids[0], "structure")
                    rest = plain(row.cells[0].text).strip()[len(self._layout["goal"]) :].strip()
                    if rest:
                        goal.append((ids[0], rest))
                    goal += [(cell, row.cells[i].text) for i, cell in enumerate(ids) if i and texts[i]]
                elif in_goal:
                    self._goal_goes_on(row, ids, goal)
                elif headed:
                    level1 = self._indicator(row, ids, texts, level1, broken, indicators)
                    broken = False
                else:
                    expect, months = self._form_row(row, ids, texts, expect, months, form, plan, project)

    @staticmethod
    def _join_below_header(rows: list[Row], width: int) -> list[Row]:
        """Form rows above the header keep their own widths; below it, rows that a blank line split are joined."""
        for index, row in enumerate(rows):
            if len(row.cells) == width and index + 1 < len(rows) and not row.cells[0].text.isdigit():
                return rows[: index + 1] + whole_rows(rows[index + 1 :], width)
        return rows

    def _goal_goes_on(self, row: Row, ids: list[str], goal: list[tuple[str, str]]) -> None:
        for cell_id, cell in zip(ids, row.cells, strict=True):
            if _RULE.fullmatch(squeeze(cell.text)):
                self._ledger.mark(cell_id, "structure")
            elif squeeze(cell.text):
                goal.append((cell_id, cell.text))

    def _form_row(
        self, row: Row, ids: list[str], texts: list[str], expect: str, months: list[int],
        form: dict[str, tuple[str, str]], plan: list[tuple[int, str, str]], project: OpenProject,
    ) -> tuple[str, list[int]]:  # fmt: skip
        """A row of the form above the indicators; returns what the row below it holds."""
        if expect == "purpose" and not texts[0]:
            form["purpose"] = (ids[1], row.cells[1].text)
            return "", months
        if expect == "plan" and not texts[0]:
            plan += [(month, ids[i + 1], row.cells[i + 1].text) for i, month in enumerate(months) if i + 1 < len(ids)]
            return "", []
        if pattern(self._layout["plan_row"]).fullmatch(texts[0]):
            found = [pattern(self._layout["plan_month"]).fullmatch(text) for text in texts[1:]]
            if all(found):
                for cell_id in ids:
                    self._ledger.mark(cell_id, "structure")
                return "plan", [int(match["month"]) for match in found if match]
        if texts[0] == self._layout["money_row"]:
            self._ledger.mark(ids[0], "structure")
            expect = "purpose"
        for index, text in enumerate(texts[:-1]):
            name = self._layout["form"].get(text)
            if name and index + 1 < len(ids):
                self._ledger.mark(ids[index], "structure")
                form[name] = (ids[index + 1], row.cells[index + 1].text)
                self._ledger.mark(ids[index + 1], "fact")
        for cell_id, cell in zip(ids, furniture_cells(row), strict=False):
            unit = pattern(self._lines["money_unit"]).fullmatch(squeeze(cell.text))
            if unit:
                project.unit = unit["unit"]
            if unit or pattern(self._lines["unit_code"]).fullmatch(squeeze(cell.text)):
                self._ledger.mark(cell_id, "structure")
        return expect, months

    def _indicator(
        self, row: Row, ids: list[str], texts: list[str], level1: str, broken: bool, indicators: list[_Indicator]
    ) -> str:
        texts += [""] * (len(_ROLES) - len(texts))
        cells = {role: [ids[i]] if i < len(ids) else [] for i, role in enumerate(_ROLES)}
        printed = {role: row.cells[i].text if i < len(row.cells) else "" for i, role in enumerate(_ROLES)}
        by_role = dict(zip(_ROLES, texts, strict=False))
        goes_on = broken and not by_role["level1"] and not by_role["level2"] and not by_role["value"]
        if goes_on and indicators:
            previous = indicators[-1]
            for role in _ROLES:
                if by_role[role]:
                    previous.texts[role] += printed[role]
                    previous.cells[role] += cells[role]
            return level1
        status = "as_printed"
        word1 = self._layout["level1"].get(by_role["level1"])
        known2 = by_role["level2"] in self._layout["level2"]
        if by_role["level1"] in self._layout["level2"] and not known2 and not by_role["basis"]:
            status = "shifted"
        elif not known2:
            status = "cells_lost"
        elif word1:
            level1 = word1
        if by_role["level1"] and not word1 and status == "as_printed":
            status = "cells_lost"
        if not level1:
            for cell_id, cell in zip(ids, row.cells, strict=True):
                self._ledger.unread("row", row.line, cell.text, "unknown_level1", cell_id)
            return level1
        indicators.append(_Indicator(printed, cells, level1, status))
        return level1

    def _enter(
        self, project: OpenProject, table: PrintedTable, form: dict[str, tuple[str, str]], goal: list[tuple[str, str]],
        plan: list[tuple[int, str, str]], indicators: list[_Indicator],
    ) -> None:  # fmt: skip
        title_cell = self._ledger.add_prose(project.lines, "项目", project.title)
        project_id = self._ledger.fact_id(title_cell, "p")
        sums = {
            name: self._money(project, *form[name])
            for name in ("budget_yuan", "fiscal_yuan", "other_yuan")
            if name in form
        }
        cells = {name: [cell] for name, (cell, _) in form.items()}
        cells["goal"] = [cell for cell, _ in goal]
        code = form.get("project_code")
        self._ledger.add(
            "project", project_id, {"project_no": [title_cell], **cells}, project_id=project_id, project_no=project.no,
            project_name=squeeze(form["project_name"][1]) if "project_name" in form else project.name,
            project_code=squeeze(code[1]) if code else None, **{name: yuan for name, (yuan, _) in sums.items()},
            budget_status=sums["budget_yuan"][1] if "budget_yuan" in sums else "not_disclosed",
            purpose=plain(form["purpose"][1]).strip() if "purpose" in form else None,
            goal="\n".join(plain(text).strip() for _, text in goal) or None, cell_id=title_cell,
        )  # fmt: skip
        for month, cell_id, text in plan:
            share = percentage(text if "%" in plain(text) else f"{text}%")  # the row's label says （%）
            if share is None:
                self._ledger.unread("figure", project.line, text, "not_a_number", cell_id)
                continue
            self._ledger.add(
                "project_plan",
                project_id,
                {f"plan_{month}": [cell_id]},
                project_id=project_id,
                month=month,
                share=share,
                cell_id=cell_id,
            )
        glued = self._layout["form"][self._layout["glued_label"]] in form and self._values.are_glued(
            [indicator.texts["value"] for indicator in indicators if indicator.status != "shifted"]
        )
        for position, indicator in enumerate(indicators, 1):
            self._enter_indicator(project_id, position, indicator, glued)

    def _money(self, project: OpenProject, cell_id: str, text: str) -> tuple[Decimal | None, str]:
        if project.unit is None:
            raise BadInput(
                f"{self._source}: project {project.no} (line {project.line}) states money without a unit; add the line 单位：…."
            )
        yuan, status = money(text, project.unit, self._secret)
        if status == "unreadable":
            self._ledger.unread("figure", project.line, text, "not_a_number", cell_id)
        return yuan, status

    def _enter_indicator(self, project_id: str, position: int, indicator: _Indicator, glued: bool) -> None:
        shifted = indicator.status == "shifted"
        texts = {role: plain(text).strip() or None for role, text in indicator.texts.items()}
        raw = indicator.texts["value"]
        # A shifted row's cells stand under the wrong headers: they are kept as printed, and no meaning is guessed.
        value = IndicatorValue("unreadable") if shifted else self._values.read(raw, glued)
        anchor = indicator.cells["value"] or next(cells for cells in indicator.cells.values() if cells)
        fact = self._ledger.fact_id(anchor[0], "i")
        self._ledger.add(
            "indicator", fact, {role: cells for role, cells in indicator.cells.items() if cells and (texts[role] or role == "value")},
            indicator_id=fact, project_id=project_id, row_no=position, level1=indicator.level1,
            level2=None if shifted else self._layout["level2"].get(squeeze(indicator.texts["level2"])),
            level3=None if shifted else texts["level3"], description=None if shifted else texts["description"], value_raw=raw,
            operator=value.operator, value_number=value.number, value_text=value.text, unit=value.unit, is_quantified=value.quantified,
            basis_text=None if shifted else texts["basis"], value_status=value.status, row_status=indicator.status, cell_id=anchor[0],
        )  # fmt: skip
