"""Printed tables in (title, unit, rows over all their pages), amounts, procurement, assets and units out."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from budget.layouts import (
    Column,
    Header,
    Layouts,
    Refusal,
    TableLayout,
    cut_rows,
    find_header,
    is_number_row,
    pattern,
    same_header,
)
from budget.model import BadInput, Cell, Grid, Row, plain, squeeze
from budget.normalize.ledger import Ledger, PrintedTable, Said
from budget.normalize.values import money, number

_ORDINAL = re.compile(r"^([一二三四五六七八九十]+、|\d+[、.]|\([一二三四五六七八九十\d]+\))")
_OF_WHICH = re.compile(r"^其中:")
_CODE = re.compile(r"\d{3}(\d{2}){0,2}")


@dataclass(slots=True)
class Item:
    """One data row: its cells and their ids by role; a two-sided table gives one Item a side."""

    line: int
    cells: dict[str, tuple[str, str]]
    amounts: list[tuple[Column, str, str]]
    more: list[str] = field(default_factory=list)  # cells below, where its name goes on behind a page break

    def text(self, role: str) -> str:
        return plain(self.cells[role][1]).strip() if role in self.cells else ""


@dataclass(slots=True)
class OpenTable:
    """A table being collected: page breaks only add parts, so it is read when it is known to be over."""

    layout: TableLayout
    title: str
    line: int
    unit: str | None
    as_of: Said | None = None
    otherwise: tuple[str, int] | None = None  # another unit or day, printed above a later page, and its line
    parts: list[Grid] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class TableRefusedError(Exception):
    """A table that must not be guessed at: the reason (one of schema.sql, `unread`), the text it is about, and where."""

    def __init__(self, reason: str, text: str, line: int, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text
        self.line = line
        self.column = column


@cache
def function_classes(folder: Path) -> dict[str, str]:
    """Name → code of the function classes 类."""
    return {row["name"]: row["code"] for row in _reference(folder / "function_classes.csv")}


@cache
def economic_classes(folder: Path) -> dict[str, str]:
    """Name → code of the department economic classes 类."""
    return {row["name"]: row["code"] for row in _reference(folder / "economic_classes.csv")}


def _reference(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except OSError:
        raise BadInput(f"{path}: the reference list is missing; restore it.") from None


class TableReader:
    """Reads the tables of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts, reference: Path, year: int) -> None:
        self._ledger = ledger
        self._layouts = layouts
        self._reference = reference
        self._year = year
        self._secret = pattern(layouts.document["words"]["secret"])
        self._total = pattern(layouts.document["words"]["total"])
        self._subtotal = pattern(layouts.document["words"]["subtotal"])

    def read(self, table: OpenTable) -> str:
        """Read one whole table; returns its status. A refused table gives no fact, and its reason stands in the report."""
        for part in table.parts:
            part.rows = cut_rows(part.rows)
        header: Header | Refusal = Refusal("no_rows", "", 0, 0)
        if table.parts:
            table.layout, header = self._layouts.fitting(table.layout, table.title, table.parts[0].rows)
        unit = (header.unit if isinstance(header, Header) else None) or table.unit
        printed = self._ledger.open_table(table.layout.code, table.title, unit, table.line)
        before = self._ledger.mark_place()
        try:
            if isinstance(header, Refusal):
                raise self._unknown_header(table, header)
            if table.otherwise:
                raise TableRefusedError("header_changed", *table.otherwise)
            printed.paths = header.paths
            rows = self._enter(printed, table, header)
            items = self._items(rows, header, table.layout)
            figures = getattr(self, f"_read_{table.layout.form}")(printed, table, items)
        except TableRefusedError as refused:
            self._ledger.return_to(before, printed)
            self._refuse(printed, table, refused)
            return "refused"
        emptiness = pattern(self._layouts.document["words"]["note_of_emptiness"])
        noted = any(emptiness.search(squeeze(note)) for note in table.notes)
        status = "read" if figures else "empty_with_note" if noted else "empty"
        self._ledger.close_table(printed, status)
        return status

    @staticmethod
    def _unknown_header(table: OpenTable, refusal: Refusal) -> TableRefusedError:
        if not table.parts:
            return TableRefusedError(refusal.reason, table.title, table.line)
        cell = table.parts[0].rows[refusal.row].cells[refusal.column]
        return TableRefusedError(refusal.reason, refusal.text, cell.line_start, refusal.column + 1)

    def _refused_at(self, reason: str, text: str, cell_id: str) -> TableRefusedError:
        return TableRefusedError(reason, text, self._ledger.line(cell_id), self._ledger.column(cell_id))

    def _refuse(self, printed: PrintedTable, table: OpenTable, refused: TableRefusedError) -> None:
        """Enter the table as printed, every cell unread, and the reason at the cell it is about."""
        where = None
        for row in (row for part in table.parts for row in part.rows):
            for cell_id, cell in zip(
                self._ledger.add_row(printed, row, "unread", headed=False), row.cells, strict=True
            ):
                if cell.line_start == refused.line and (row.loose or self._ledger.column(cell_id) == refused.column):
                    where = where or cell_id
        self._ledger.unread("table", refused.line, refused.text, refused.reason, where)
        self._ledger.close_table(printed, "refused", refused.reason)

    def _enter(self, printed: PrintedTable, table: OpenTable, first: Header) -> list[tuple[Row, list[str]]]:
        """Enter all rows of all pages; returns the data rows with their cell ids."""
        data = []
        heads = table.parts[0].rows[first.first_row : first.first_row + first.row_count]
        for position, part in enumerate(table.parts):
            start = self._data_start(part, heads, first, position)
            for row in part.rows[:start]:
                self._ledger.add_row(printed, row, "structure", headed=False)
            for row in whole_rows(part.rows[start:], len(first.paths)):
                repeated = is_number_row(row) or any(same_header(row, head) for head in heads)
                ids = self._ledger.add_row(printed, row, "structure" if repeated else "unread")
                if not repeated:
                    data.append((row, ids))
        return data

    def _data_start(self, part: Grid, heads: list[Row], first: Header, position: int) -> int:
        if position == 0:
            return first.first_row + first.row_count
        if len(part.rows) >= len(heads) and all(
            same_header(row, head) for row, head in zip(part.rows, heads, strict=False)
        ):
            return len(heads)
        other = find_header(part.rows, tuple(first.columns.values()))
        if isinstance(other, Header):
            raise TableRefusedError("header_changed", part.rows[0].cells[0].text, part.line)
        return 0

    def _items(self, rows: list[tuple[Row, list[str]]], header: Header, layout: TableLayout) -> list[Item]:
        """The items of the data rows, group by group of columns (the sides of a two-sided table)."""
        groups = list(dict.fromkeys(column.group for column in header.columns.values() if column.group)) or [""]
        items = []
        for group in groups:
            columns = {index: column for index, column in header.columns.items() if column.group in (group, "")}
            for row, ids in rows:
                if row.loose and len(row.cells) < len(header.paths):
                    continue  # such dumps print blank cells too: a short row has lost some, it stays unread
                if any(squeeze(cell.text) for cell in row.cells[len(header.paths) :]):
                    raise TableRefusedError("too_many_cells", row.cells[-1].text, row.line, len(row.cells))
                item = Item(row.line, {}, [])
                for index, column in columns.items():
                    if index >= len(row.cells):
                        continue
                    if column.role == "amount":
                        item.amounts.append((column, ids[index], row.cells[index].text))
                    else:
                        item.cells[column.role] = (ids[index], row.cells[index].text)
                    if column.role == "row_no":
                        self._ledger.mark(ids[index], "structure")
                items.append(item)
        if layout.data.get("labels_span_groups"):
            in_group = len(items) // len(groups)
            for position in range(in_group, len(items)):
                _take_label(items[position - in_group], items[position])
        return items

    def _unit(self, table: OpenTable, printed: PrintedTable) -> str:
        if printed.unit is None:
            raise TableRefusedError("no_unit", table.title, table.line)
        return printed.unit

    # Tables of amounts --------------------------------------------------------------------------------------------

    def _read_codes(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        economic = table.layout.data.get("classification") == "economic"
        classes = set((economic_classes if economic else function_classes)(self._reference).values())
        total = pattern(table.layout.data["total"]) if "total" in table.layout.data else self._total
        merged: list[Item] = []
        for item in items:
            code, name = squeeze(item.text("code")), squeeze(item.text("name"))
            if code and not name and total.fullmatch(code):  # printed across both columns
                item.cells["name"] = item.cells.pop("code")
                code, name = "", code
            empty = not any(squeeze(text) for _, _, text in item.amounts)
            if not code and not name and empty:
                continue
            if not code and empty and merged:  # a name that goes on behind a page break
                cell_id, text = merged[-1].cells["name"]
                merged[-1].cells["name"] = (cell_id, text + item.cells["name"][1])
                merged[-1].more.append(item.cells["name"][0])
                continue
            if code and (not _CODE.fullmatch(code) or code[:3] not in classes or (economic and len(code) > 5)):
                raise self._refused_at("unknown_code", code, item.cells["code"][0])
            if not code and not total.fullmatch(name):
                raise self._refused_at("no_code", name, item.cells["name"][0])
            merged.append(item)
        codes = {squeeze(item.text("code")) for item in merged}
        figures = 0
        for item in merged:
            code = squeeze(item.text("code"))
            parent = any(other != code and other.startswith(code) for other in codes)
            role = "total" if not code else "subtotal" if parent else "leaf"
            figures += self._amounts(
                printed, table, item, item_code=code or None, item_name=squeeze(item.text("name")),
                item_level=(len(code) - 1) // 2 if code else None, row_role=role, named=("code", "name"),
            )  # fmt: skip
        return figures

    def _read_items(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        known = [entry for entry in self._layouts.items if table.layout.code in entry["tables"]]
        figures = 0
        opened: tuple[str, dict[str, Any]] | None = None
        pending: list[tuple[Item, dict[str, Any], str]] = []
        for item in items:
            side = next((column.side for column, _, _ in item.amounts), "")
            name = (
                _ORDINAL.sub("", _OF_WHICH.sub("", squeeze(item.text("item"))))
                .replace('"', "")
                .replace("“", "")
                .replace("”", "")
            )
            if not name and not any(squeeze(text) for _, _, text in item.amounts):
                continue
            entry = self._entry(known, side, name, item)
            if entry.get("opens"):
                opened = (side, entry := dict(entry))
            elif (
                opened
                and opened[0] == side
                and (entry.get("within") == opened[1]["opens"] or self._part_of_carryover(opened[1], entry))
            ):
                opened[1]["role"] = "subtotal"
                if not entry.get("within"):
                    entry = {**entry, "item": entry["measure"], "measure": opened[1]["opens"]}
            else:
                opened = None
            pending.append((item, entry, name))
        for item, entry, name in pending:
            figures += self._amounts(
                printed, table, item, item_code=entry.get("item"), item_name=name, item_level=1 if entry.get("class") else None,
                row_role=entry["role"], measure=entry.get("measure"), named=("item",),
            )  # fmt: skip
        return figures

    def _read_wide(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        """A table whose columns are the items: one row of figures."""
        rows = [item for item in items if any(squeeze(text) for _, _, text in item.amounts)]
        if len(rows) > 1:
            raise self._refused_at("unknown_item", rows[1].amounts[0][2], rows[1].amounts[0][1])
        figures = 0
        for item in rows:
            for amount in item.amounts:
                column = amount[0]
                figures += self._amounts(
                    printed, table, Item(item.line, {}, [amount]), named=(), item_code=column.item, item_level=None,
                    item_name=printed.paths[self._ledger.column(amount[1]) - 1], row_role=column.row_role,
                )  # fmt: skip
        return figures

    @staticmethod
    def _part_of_carryover(opened: dict[str, Any], entry: dict[str, Any]) -> bool:
        """Below the carry-over its sources are printed again, under the names that the income of the year has."""
        return opened["opens"] == "carryover" and entry.get("measure") in (
            "general_budget",
            "government_fund",
            "state_capital",
        )

    def _entry(self, known: list[dict[str, Any]], side: str, name: str, item: Item) -> dict[str, Any]:
        for group in known:
            if group["side"] != side:
                continue
            for row in group["rows"]:
                if pattern(row["name"]).fullmatch(name):
                    return dict(row)
            code = function_classes(self._reference).get(name) if group.get("classes") else None
            if code:
                return {"role": "leaf", "item": code, "class": True}
        raise self._refused_at("unknown_item", name, item.cells["item"][0])

    def _amounts(
        self,
        printed: PrintedTable,
        table: OpenTable,
        item: Item,
        *,
        named: tuple[str, ...],
        measure: str | None = None,
        **what: object,
    ) -> int:
        """Enter one amount for each money column of a row; returns how many had a figure."""
        unit = self._unit(table, printed)
        labels = [item.cells[role][0] for role in named if role in item.cells] + item.more
        figures = 0
        for column, cell_id, text in item.amounts:
            yuan, status = money(text, unit, self._secret)
            fact = self._ledger.fact_id(cell_id, "a")
            self._ledger.add(
                "amount", fact, {"item": labels, "amount_yuan": [cell_id]}, amount_id=fact, fiscal_year=self._year,
                table_code=printed.code, side=column.side or table.layout.data.get("side", "none"), **what,
                measure=column.measure or measure, amount_yuan=yuan, amount_raw=text, unit=unit, value_status=status,
                basis="table", cell_id=cell_id,
            )  # fmt: skip
            if status == "unreadable":
                self._ledger.unread("figure", item.line, text, "not_a_number", cell_id)
            figures += status in ("reported", "zero", "secret")
        return figures

    # Tables of things ---------------------------------------------------------------------------------------------

    def _read_organisation(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        count = 0
        for item in items:
            if not item.text("unit_name"):
                continue
            count += 1
            cell_id = item.cells["unit_name"][0]
            fact = self._ledger.fact_id(cell_id, "u")
            self._ledger.add(
                "organisation_unit", fact, {role: [cell] for role, (cell, _) in item.cells.items()}, organisation_unit_id=fact,
                **{role: item.text(role) or None for role in ("unit_name", "nature", "rank", "funding")}, cell_id=cell_id,
            )  # fmt: skip
        return count

    def _read_procurement(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        unit = self._unit(table, printed)
        measures = {column.role: column.measure for column in table.layout.columns if column.measure}
        count = 0
        for item in items:
            name = squeeze(item.text("project_name"))
            if not any(text.strip() for _, text in item.cells.values()):
                continue
            amounts = {
                role: money(item.text(role), unit, self._secret) for role in item.cells if role.endswith("_yuan")
            }
            for role, (_, status) in amounts.items():
                if status == "unreadable":
                    raise self._refused_at("not_a_number", item.text(role), item.cells[role][0])
            if "amount_yuan" not in item.cells:
                last, text = list(item.cells.values())[-1]
                raise self._refused_at("missing_column", text, last)
            cell_id = item.cells["amount_yuan"][0]
            count += 1
            if self._subtotal.fullmatch(name) or self._total.fullmatch(name):
                for role, measure in measures.items():
                    if role in item.cells:
                        item.amounts.append(
                            (Column(role, re.compile(""), "expenditure", measure, False), *item.cells[role])
                        )
                self._amounts(
                    printed,
                    table,
                    item,
                    named=("project_name",),
                    item_code=None,
                    item_name=name,
                    item_level=None,
                    row_role="total",
                )
                continue
            fact = self._ledger.fact_id(cell_id, "q")
            quantity = item.text("quantity")
            if quantity and number(quantity) is None:
                raise self._refused_at("not_a_number", quantity, item.cells["quantity"][0])
            self._ledger.add(
                "procurement_item", fact, {role: [cell] for role, (cell, text) in item.cells.items() if text.strip()},
                procurement_item_id=fact, row_no=count, project_name=item.text("project_name") or None,
                item_name=item.text("item_name") or None, catalogue_code=item.text("catalogue_code") or None,
                unit=item.text("unit") or None, quantity=number(quantity) if quantity else None,
                **{role: yuan for role, (yuan, _) in amounts.items()}, cell_id=cell_id,
            )  # fmt: skip
        return count

    def _read_assets(self, printed: PrintedTable, table: OpenTable, items: list[Item]) -> int:
        unit = self._unit(table, printed)
        dated = {"as_of": [self._ledger.cell_of(table.as_of, "as_of")]} if table.as_of else {}
        figures = 0
        for item in items:
            name = _ORDINAL.sub("", _OF_WHICH.sub("", squeeze(item.text("item"))))
            if not name:
                continue
            known = next(
                (row["item"] for row in table.layout.data["rows"] if pattern(row["name"]).fullmatch(name)), None
            )
            if known is None:
                raise self._refused_at("unknown_item", name, item.cells["item"][0])
            for _, cell_id, text in item.amounts:
                yuan, status = money(text, unit, self._secret)
                if status == "unreadable":
                    self._ledger.unread("figure", item.line, text, "not_a_number", cell_id)
                quantity = item.text("quantity")
                fact = self._ledger.fact_id(cell_id, "s")
                self._ledger.add(
                    "asset", fact, {"item": [item.cells["item"][0]], "quantity": [item.cells["quantity"][0]], "amount_yuan": [cell_id]} | dated,
                    asset_id=fact, as_of=table.as_of and table.as_of.value, item=known, item_name=name, quantity=number(quantity),
                    amount_yuan=yuan, value_status=status, cell_id=cell_id,
                )  # fmt: skip
                figures += status in ("reported", "zero") or bool(number(quantity))
        return figures


def _take_label(left: Item, right: Item) -> None:
    """A label printed across two groups of columns stands in the left one, its figure in the right one."""
    labelled = any(squeeze(text) for _, text in left.cells.values())
    figured = any(squeeze(text) for _, _, text in left.amounts)
    nameless = not any(squeeze(text) for _, text in right.cells.values())
    if labelled and not figured and nameless and any(squeeze(text) for _, _, text in right.amounts):
        left.cells, right.cells = right.cells, left.cells


def whole_rows(rows: list[Row], width: int) -> list[Row]:
    """Join the rows of a loose dump that a blank line split: a short row and the next that fills it up to `width` cells."""
    joined: list[Row] = []
    for row in rows:
        last = joined[-1] if joined else None
        if (
            last is not None
            and row.loose
            and len(last.cells) < width
            and len(last.cells) + len(row.cells) <= width
            and len(last.cells) > 2
        ):
            last.cells = last.cells + row.cells
        else:
            joined.append(Row(list(row.cells), row.loose))
    return joined


def furniture_cells(row: Row) -> list[Cell]:
    """The cells of a row that may carry title, unit or date inside a table: rows of one or two cells."""
    return row.cells if len(row.cells) <= 2 else []
