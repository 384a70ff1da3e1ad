"""Forms and values in, the rows of a whole region out, straight in SQL: a form's rows once for every document made of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from budget import store
from budget.model import FactRow
from budget.sample import forms

PACKAGE = Path(__file__).parent
CHOICES = 2  # errors and gaps that one kind of department may show: each of them is a form to be read
# Rows of these tables are not those of a form.
_OWN = ("department", "disclosure")


@dataclass(frozen=True, slots=True)
class Size:
    """What was asked for: so many counties with so many departments each, a first and a last year, one document in `each` with
    an error or a gap (0: none)."""

    regions: int
    departments: int
    years: tuple[int, int]
    seed: int
    each: int = 12

    def __str__(self) -> str:
        first, last = self.years
        errors = f"an error in one of {self.each}" if self.each else "no errors"
        return f"{self.regions} regions, {self.departments} departments, {first}-{last}, seed {self.seed}, {errors}"


class Province:
    """A province being filled into an open, empty store. Lists and forms lie in a database in memory beside it."""

    def __init__(self, db: duckdb.DuckDBPyConnection, size: Size, folder: Path) -> None:
        self.db = db
        self.reference = reference(folder)
        self._forms: dict[tuple[int, str, bool, int | None], int] = {}
        self._printed: dict[int, dict[str, object]] = {}
        self._new: dict[str, dict[str, list[object]]] = {}  # rows of forms just read, not yet in the database
        self._leaves: list[str] = []
        ((self._home,),) = db.execute("select current_database()").fetchall()
        db.execute("attach ':memory:' as sample")
        of = {"seed": str(size.seed), "regions": size.regions, "first": size.years[0], "last": size.years[1], "each": size.each}
        for name, value in of.items():
            db.execute(f"set variable {name} = $value", {"value": value})
        self._look_here()
        for name in ("words", "economic_items"):
            self._list(name, forms.rows(name))
        self._sql("region")
        self.kinds = self._kinds(size.departments)
        self._list("kind", self.kinds)
        self._choices()
        self._append("form_edit", {name: [] for name in ("form", "error", "check_id", "also", "title", "cell")})

    def _look_here(self) -> None:
        self.db.execute(f"set search_path = 'sample.main,\"{self._home}\".main'")

    def _sql(self, name: str, **parameters: object) -> None:
        for statement in duckdb.extract_statements((PACKAGE / f"{name}.sql").read_text(encoding="utf-8")):
            self.db.execute(statement, {key: value for key, value in parameters.items() if f"${key}" in statement.query})

    def _into(self, name: str) -> None:
        """Run statements that make or fill tables of the store: what they make goes there, what they read may lie here."""
        self.db.execute(f"set search_path = '\"{self._home}\".main,sample.main'")
        self._sql(name)
        self._look_here()

    def _list(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._load(name, {column: [row[column] for row in rows] for column in rows[0]})

    def _load(self, name: str, columns: dict[str, list[object]]) -> None:
        self.db.register("given", pa.table(columns))
        self.db.execute(f"create or replace table sample.main.{name} as from given")
        self.db.unregister("given")

    def _kinds(self, departments: int) -> list[forms.Row]:
        """So many of the kinds, whichever the seed says; more of them leave those of fewer in place."""
        self._list("kind", [{**row, "no": number} for number, row in enumerate(forms.rows("department_types"))])
        chosen = self.db.execute("select no from sample.main.kind order by chance(department_type), no limit $some", {"some": departments}).fetchall()
        return [{**forms.rows("department_types")[number], "no": number} for (number,) in sorted(chosen)]

    def _choices(self) -> None:
        """Which errors and gaps the documents of a kind may show: few of each kind, all of them over the kinds."""
        rows = []
        for kind in self.kinds:
            for document, rich in (("budget", False), ("budget", True), ("evaluation", False), ("targets", False)):
                fits = [
                    number for number, edit in enumerate(forms.edits())
                    if edit.document == document and set(edit.needs) <= forms.has(kind, rich)
                ]  # fmt: skip
                some = [fits[(int(kind["no"]) * CHOICES + nth) % len(fits)] for nth in range(min(CHOICES, len(fits)))] if fits else []
                rows += [
                    {"kind": int(kind["no"]), "document": document, "rich": rich, "nth": nth, "choices": len(some), "edit": number}
                    for nth, number in enumerate(some)
                ]
        self._list("choice", rows)

    def regions(self) -> list[str]:
        """The counties, in order."""
        found = self.db.execute("select region_code from sample.main.place where no is not null order by region_code").fetchall()
        return [code for (code,) in found]

    def begin(self) -> None:
        """The regions themselves, and the table of what is planted."""
        self._into("begin")

    def fill(self, region: str) -> int:
        """All documents of a region; returns how many. Regions are to be filled in order: facts lie as they come."""
        self._sql("values", region=region)
        if not self._leaves:
            self._leaves = [name for (name,) in self.db.execute("select name from leaf_name order by name").fetchall()]
        self._sql("todo")
        self._read_forms()
        self._sql("worked")
        for table in store._csv_columns():
            if table not in _OWN:
                self._insert(table)
        for name in ("department", "disclosure", "planted"):
            self._into(f"into_{name}")
        ((count,),) = self.db.execute("select count(*) from todo").fetchall()
        return int(count)

    # Forms ------------------------------------------------------------------------------------------------------------

    def _read_forms(self) -> None:
        """Read the forms that this region needs and that were not read yet, and note which is whose."""
        needed = self.db.execute("select distinct no, document, rich, edit from todo order by all").fetchall()
        for no, document, rich, edit in needed:
            self._read(no, document, rich, None)
            if edit is not None:
                self._read(no, document, rich, edit)
        for name, columns in self._new.items():
            self._append(name, columns)
        self._new.clear()
        self._load("form_of", {
            "no": [key[0] for key in self._forms], "document": [key[1] for key in self._forms], "rich": [key[2] for key in self._forms],
            "edit": pa.array([key[3] for key in self._forms], pa.int64()), "form": list(self._forms.values()),
        })  # fmt: skip

    def _read(self, no: int, document: str, rich: bool, edit: int | None) -> None:
        key = (no, document, rich, edit)
        if key in self._forms:
            return
        kind = next(kind for kind in self.kinds if int(kind["no"]) == no)
        form = forms.read(kind, document, rich, None if edit is None else forms.edits()[edit], self._leaves, self.reference)
        number = self._forms[key] = len(self._forms)
        for table, rows in form.tables.items():
            for at, row in enumerate(rows):
                self._keep(f"form_{table}", _kept(number, at, table, row, form))
        self._keep("form_term", {"form": number, "terms": form.terms})
        printed = self._printed[number] = form.printed()
        if edit is not None:
            one, clean = forms.edits()[edit], self._printed[self._forms[no, document, rich, None]]
            cell = next((cell for cell, text in printed.items() if clean.get(cell) != text), None)
            self._keep("form_edit", {
                "form": number, "error": one.name, "check_id": one.check or None, "also": list(one.also), "title": one.title, "cell": cell,
            })  # fmt: skip

    def _keep(self, name: str, row: dict[str, object]) -> None:
        columns = self._new.setdefault(name, {column: [] for column in row})
        for column, value in row.items():
            columns[column].append(value)

    def _append(self, name: str, columns: dict[str, list[object]]) -> None:
        types = {"k_": pa.int32(), "s_": pa.decimal128(8, 2), "f_": pa.bool_(), "form": pa.int32(), "place": pa.int32()}
        types |= {"also": pa.list_(pa.string()), "terms": pa.list_(pa.list_(pa.int64()))}
        kept = {
            column: pa.array(values, types.get(column, types.get(column[:2], pa.string()))) for column, values in columns.items()
        }
        schema = store._schema().get(name.removeprefix("form_"), {})
        cast = ", ".join(f'"{column}"::{schema[column].type} as "{column}"' if column in schema else f'"{column}"' for column in kept)
        self.db.register("given", pa.table(kept))
        self.db.execute(f"create table if not exists sample.main.{name} as select {cast} from given limit 0")
        self.db.execute(f"insert into sample.main.{name} select {cast} from given")
        self.db.unregister("given")

    # Rows -------------------------------------------------------------------------------------------------------------

    def _insert(self, table: str) -> None:
        ((there,),) = self.db.execute(
            "select count(*) from duckdb_tables() where database_name = 'sample' and table_name = $name", {"name": f"form_{table}"}
        ).fetchall()
        if there:
            values = ", ".join(_values(table))
            self.db.execute(
                f'insert into "{self._home}".main."{table}" select {values}'
                f" from worked as d join form_{table} as t on t.form = d.form order by d.n, t.place"
            )

    def end(self) -> None:
        """Leave the store alone again."""
        self.db.execute(f'use "{self._home}"')
        self.db.execute("detach sample")


def _kept(number: int, at: int, table: str, row: FactRow, form: forms.Form) -> dict[str, object]:
    """A row of a form, with what is to be done to each value: k_ the term, s_ its scale, f_ whether a text is to be rewritten."""
    kept: dict[str, object] = {"form": number, "place": at}
    for name, column in store._schema()[table].items():
        value = row.get(name)
        kept[name] = None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
        term, scale = form.marked.get((table, at, name), (None, None))
        if column.type.startswith("DECIMAL"):
            kept |= {f"k_{name}": term, f"s_{name}": scale}
        elif column.type == "VARCHAR" and name not in store._SHORTENED:
            kept |= {f"k_{name}": term, f"f_{name}": forms.varies(name, value)}
    return kept


def _values(table: str) -> Iterator[str]:
    """What goes into each column of a table: an identifier with its disclosure's in front, a figure, a text with its names."""
    for name, column in store._schema()[table].items():
        given, term = f't."{name}"', f't."k_{name}"'
        if name == "disclosure_id":
            yield "d.id"
        elif name in store._SHORTENED:
            yield f"d.id || '.' || {given}"
        elif name == "fiscal_year":
            yield f"d.year - {forms.YEAR} + {given}"
        elif name == "value_status" and table == "amount":
            yield f"if(t.k_amount_yuan is not null and d.w[t.k_amount_yuan] = 0, 'zero', {given})"
        elif column.type == "DATE":
            yield f"({given} - to_years({forms.YEAR} - d.year))::date"
        elif column.type.startswith("DECIMAL"):
            yield f"if({term} is null, {given}, (d.w[{term}] * t.s_{name})::{column.type})"
        elif column.type == "VARCHAR":
            yield f"if(t.f_{name}, written({given}, d.w[{term}], d.region_name, d.region_code, d.year), {given})"
        else:
            yield given


def reference(folder: Path) -> Path:
    """A folder of reference tables that knows the region of the forms."""
    for name in ("function_classes.csv", "economic_classes.csv"):
        shutil.copy(forms.DATA / "reference" / name, folder)
    lines = ("region_code,region_name,level,parent_code", "990000,合成示例省,province,", f"999999,{forms.REGION},county,990000")
    (folder / "regions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
