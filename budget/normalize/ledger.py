"""Collects what is read from one document: cells with their addresses, facts with their cells, and what stayed unread."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from budget.model import Cell, FactRow, FactValue, Row, squeeze

# Reasons that say that something is no data of the budget; all others tell of data that could not be read.
NOT_DATA = {"heading_only", "person", "date", "list_number", "document_number", "running_number"}


@dataclass(slots=True)
class PrintedTable:
    """A table while it is read: its number, the header path of each column, and the rows counted so far."""

    no: int
    code: str
    title: str
    unit: str | None
    paths: list[str] = field(default_factory=list)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What a line above a table says of it (whose it is, of which day): the value, the (squeezed) line's text and number."""

    value: FactValue
    text: str
    line: int


class Ledger:
    """The facts of one document in the making. Ids are local: the store puts the disclosure's id before them."""

    def __init__(self) -> None:
        self.rows: dict[str, list[FactRow]] = {}
        self._cells: dict[str, FactRow] = {}
        self._tables: dict[int, FactRow] = {}
        self._prose: dict[int, int] = {}
        self._words: dict[str, int] = {}
        self._facts: dict[str, int] = {}

    # Tables and cells ---------------------------------------------------------------------------------------------

    def open_table(self, code: str, title: str, unit: str | None, line: int) -> PrintedTable:
        """Begin a printed table; tables are numbered in the order of print."""
        table = PrintedTable(len(self._tables) + 1, code, title, unit)
        self._tables[table.no] = {
            "table_no": table.no, "table_code": code, "table_title": title, "unit": unit, "status": "empty",
            "reason": None, "line_start": line, "line_end": line,
        }  # fmt: skip
        return table

    def close_table(self, table: PrintedTable, status: str, reason: str | None = None) -> None:
        """Say how a table came out: read, empty_with_note, empty or refused."""
        self._tables[table.no].update(status=status, reason=reason, unit=table.unit)

    def add_row(self, table: PrintedTable, row: Row, reading: str, headed: bool = True) -> list[str]:
        """Enter every cell of a printed row; returns their ids. Cells are `reading` until a fact claims them."""
        table.rows += 1
        ids = []
        for index, cell in enumerate(row.cells):
            cell_id = f"t{table.no}r{table.rows}c{index + 1}"
            header = table.paths[index] if headed and index < len(table.paths) else None
            blank = not squeeze(cell.text)
            self._cells[cell_id] = self._cell_row(
                cell_id, table, index + 1, header, cell, "blank" if blank else reading
            )
            ids.append(cell_id)
        entry = self._tables[table.no]
        entry["line_end"] = max(int(str(entry["line_end"])), max(cell.line_end for cell in row.cells))
        return ids

    def _cell_row(
        self, cell_id: str, table: PrintedTable, column: int, header: str | None, cell: Cell, reading: str
    ) -> FactRow:
        return {
            "cell_id": cell_id, "table_no": table.no, "table_title": table.title, "row_no": table.rows, "column_no": column,
            "column_header": header or None, "raw_text": cell.text, "line_start": cell.line_start, "line_end": cell.line_end,
            "reading": reading,
        }  # fmt: skip

    def add_prose(self, lines: tuple[int, int], label: str, text: str) -> str:
        """Enter a figure that stands in a sentence: its label and itself as printed, on its lines."""
        line, line_end = lines
        position = self._prose[line] = self._prose.get(line, 0) + 1
        cell_id = f"p{line}.{position}"
        self._cells[cell_id] = {
            "cell_id": cell_id, "table_no": 0, "table_title": "", "row_no": line, "column_no": position,
            "column_header": label or None, "raw_text": text, "line_start": line, "line_end": line_end, "reading": "fact",
        }  # fmt: skip
        return cell_id

    def add_words(self, lines: tuple[int, int], kind: str, text: str) -> str:
        """Enter words of the running text that a mention rests on."""
        line, line_end = lines
        stem = f"m{line}.{kind}"
        position = self._words[stem] = self._words.get(stem, 0) + 1
        cell_id = stem if position == 1 else f"{stem}{position}"
        self._cells[cell_id] = {
            "cell_id": cell_id, "table_no": 0, "table_title": "", "row_no": line, "column_no": position,
            "column_header": None, "raw_text": text, "line_start": line, "line_end": line_end, "reading": "fact",
        }  # fmt: skip
        return cell_id

    def cell_of(self, said: Said, field: str) -> str:
        """The cell of what was said above a table: one of a table where it stands in one, else entered when first asked for."""
        known = (
            cell_id
            for cell_id, cell in self._cells.items()
            if cell["line_start"] == said.line and squeeze(str(cell["raw_text"])) == said.text
        )
        return next(known, None) or self.add_words((said.line, said.line), field, said.text)

    def mark(self, cell_id: str, reading: str) -> None:
        """Say what became of a cell. A blank cell stays blank: that it is blank is what was read."""
        if self._cells[cell_id]["reading"] != "blank":
            self._cells[cell_id]["reading"] = reading

    def mark_place(self) -> dict[str, int]:
        """How much has been entered so far, for `return_to`."""
        return {"cell": len(self._cells)} | {table: len(rows) for table, rows in self.rows.items()}

    def return_to(self, place: dict[str, int], table: PrintedTable) -> None:
        """Take back what was entered since, with the table's cells: a refused table leaves no fact behind."""
        for name, rows in self.rows.items():
            del rows[place.get(name, 0) :]
        self._cells = dict(islice(self._cells.items(), place["cell"]))
        table.rows, table.paths = 0, []

    def printed(self) -> list[tuple[str, int, str]]:
        """(id, line, text) of every cell of a table."""
        return [
            (cell_id, int(str(cell["line_start"])), str(cell["raw_text"]))
            for cell_id, cell in self._cells.items()
            if cell["table_no"]
        ]

    def column(self, cell_id: str) -> int:
        return int(str(self._cells[cell_id]["column_no"]))

    def line(self, cell_id: str) -> int:
        return int(str(self._cells[cell_id]["line_start"]))

    # Facts --------------------------------------------------------------------------------------------------------

    def add(
        self, table: str, fact_id: str | None, cells: dict[str, list[str]] | None = None, **values: FactValue
    ) -> None:
        """Enter a fact. `cells` names, field by field, the cells it was read from; they count as read."""
        self.rows.setdefault(table, []).append(values)
        for name, cell_ids in (cells or {}).items():
            for cell_id in cell_ids:
                self.mark(cell_id, "fact")
                if fact_id is not None:
                    self.rows.setdefault("fact_cell", []).append(
                        {"fact_id": fact_id, "field": name, "cell_id": cell_id}
                    )

    def mention(self, kind: str, text: str, value: str | None, cell_id: str) -> None:
        """Enter a mention. A table's cell stays what it was for its table: structure, fact or unread."""
        fact = self.fact_id(cell_id, "m")
        self.add("mention", None, mention_id=fact, kind=kind, text=text, value=value, cell_id=cell_id)
        self.rows.setdefault("fact_cell", []).append({"fact_id": fact, "field": "text", "cell_id": cell_id})

    def fact_id(self, cell_id: str, letter: str) -> str:
        """An id for the next fact of a kind that rests on a cell."""
        stem = f"{cell_id}.{letter}"
        position = self._facts[stem] = self._facts.get(stem, 0) + 1
        return stem if position == 1 else f"{stem}{position}"

    def unread(self, kind: str, line: int, text: str, reason: str, cell_id: str | None = None) -> None:
        """Enter something that was not turned into a fact, and why (a reason of schema.sql, `unread`)."""
        self.rows.setdefault("unread", []).append(
            {
                "unread_no": 0,
                "kind": kind,
                "line_start": line,
                "cell_id": cell_id,
                "raw_text": text,
                "reason": reason,
                "is_data": reason not in NOT_DATA,
            }
        )

    def person(self, lines: tuple[int, int], label: str) -> None:
        """List and mention a place that gives personal data: only its label is kept, "…" where it has none."""
        self.unread("line", lines[1], label or "…", "person")
        self.mention("person", label or "…", None, self.add_words(lines, "person", label))

    def finish(self) -> dict[str, list[FactRow]]:
        """All rows in their final order; cells nobody claimed are listed as unread."""
        known = {str(row["cell_id"]) for row in self.rows.get("unread", []) if row["cell_id"]}
        refused = {number for number, table in self._tables.items() if table["status"] == "refused"}
        for cell_id, cell in self._cells.items():
            if cell["reading"] == "unread" and cell_id not in known and cell["table_no"] not in refused:
                self.unread(
                    "row",
                    int(str(cell["line_start"])),
                    str(cell["raw_text"]),
                    "unknown_cell",
                    cell_id,
                )
        unread = sorted(self.rows.get("unread", []), key=lambda row: int(str(row["line_start"])))
        for position, row in enumerate(unread, 1):
            row["unread_no"] = position
        self.rows["unread"] = unread
        self.rows["document_table"] = list(self._tables.values())
        self.rows["cell"] = list(self._cells.values())
        return self.rows
