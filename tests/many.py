"""Facts in, a store with many disclosures like them out: straight in SQL, without documents.

Copies of a disclosure differ in their identifier and in the rows that are given for them (`copies`), or stand for other
regions, departments and years (`spread`), with errors at places that are known.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from budget import audit, store
from budget.model import FactRow, Facts

Rows = Mapping[str, Mapping[int | None, Sequence[FactRow]]]


def fill(db: duckdb.DuckDBPyConnection, facts: Iterable[Facts], reference: Path) -> None:
    """Fill an empty store with facts, as from their folders."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "reference").symlink_to(reference)
        store.write_all(list(facts), data)
        store.fill(db, data)


def renamed(table: str, alias: str) -> str:
    """The columns of a table with the disclosure's identifier exchanged: those of `alias`, the identifier from new.id."""
    return ", ".join(
        f"new.id as {name}" if name == "disclosure_id"
        else f"new.id || substr({alias}.{name}, instr({alias}.{name}, '.')) as {name}" if name in store._SHORTENED
        else f"{alias}.{name}"
        for name in store._schema()[table]
    )  # fmt: skip


def copies(work: audit.Workspace, differing: Mapping[str, tuple[str, Rows]]) -> None:
    """Put copies of the store's disclosures before these, in tables of the workspace that hold the copies only.

    `differing`: identifier of a copy → the disclosure it is a copy of, and table → position → the row that stands there
    instead (position None: the rows of the whole table).
    """
    db, home = work.db, work.home
    _register(db, "new", {"id": list(differing), "was": [was for was, _ in differing.values()]})
    for table, column in audit._CUT.items():
        of_disclosure = f"split_part(t.{column}, '.', 1)"
        # Facts lie in the store as in their files, each disclosure's in one piece.
        first = dict(db.execute(f'select {of_disclosure}, min(rowid) from "{home}".main."{table}" as t group by all').fetchall())
        given: list[tuple[str, int | None, FactRow]] = [
            (name, None if at is None else first[was] + at, row)
            for name, (was, rows) in differing.items() for at, some in rows.get(table, {}).items() for row in some
        ]  # fmt: skip
        _register(db, "whole", {"id": [name for name, (_, rows) in differing.items() if None in rows.get(table, {})]})
        _register(db, "rewritten", {"id": [name for name, _, _ in given], "spot": [spot for _, spot, _ in given]})
        db.execute(
            f'create or replace table work.main."{table}" as select {renamed(table, "t")} from "{home}".main."{table}" as t'
            f" join new on new.was = {of_disclosure} anti join whole on whole.id = new.id"
            " anti join rewritten on rewritten.id = new.id and rewritten.spot = t.rowid"
        )
        if given:
            _register(db, "given", {name: [_text(id_, name, row) for id_, _, row in given] for name in store._schema()[table]})
            db.execute(f'insert into work.main."{table}" from given')
            db.unregister("given")
    for name in ("new", "whole", "rewritten"):
        db.unregister(name)


# A real disclosure of the bundled data that is shortened before it is spread: to its text, its units, two of its projects,
# its purchases and its assets.
SHORTENED, TABLES = "131081-2020-03f75335", (0, 1, 2, 3, 21, 22)
AT_ONCE = 5_000


def spread(db: duckdb.DuckDBPyConnection, count: int) -> None:
    """Fill an empty database with `count` disclosures, each of a department of its own, a thousand to a county (a city, as
    the real one is), all with the facts of the shortened one.

    Its tables have no keys: what is measured there is the audit, not the filling.
    """
    ((home,),) = db.execute("select current_database()").fetchall()
    db.execute("attach ':memory:' as origin; use origin")
    store.fill(db, store.BUNDLED_DATA)
    db.execute(f'use "{home}"')
    for table in store._schema():
        empty = table in audit._CUT or table in ("department", "region")
        db.execute(f'create table "{table}" as from origin.main."{table}"' + (" limit 0" if empty else ""))
    for table, column in audit._CUT.items():
        columns = store._schema()[table]
        kept = "true"
        if "table_no" in columns:
            kept = f"table_no in {TABLES}"
        elif "cell_id" in columns and table != "unread":  # unread may name no cell
            kept = f"cell_id in (select cell_id from origin.main.cell where table_no in {TABLES})"
        db.execute(
            f'create temp table "short_{table}" as from origin.main."{table}" where split_part({column}, \'.\', 1) = $of and {kept}',
            {"of": SHORTENED},
        )
    for start in range(0, count, AT_ONCE):
        db.execute(
            "create or replace temp table new as select format('{:06d}', 900000 + n // 1000) as region, 'd' || n as department,"
            " format('{}-2020-{:08d}', region, n) as id, n from range($start, $stop) as numbers(n)",
            {"start": start, "stop": min(start + AT_ONCE, count)},
        )
        for table in audit._CUT:
            values = renamed(table, "t").replace("t.department_id", "new.department as department_id")
            db.execute(f'insert into "{table}" select {values} from new cross join "short_{table}" as t order by new.n')
        db.execute("insert into department select department, region, '第' || n || '局', '组织部' from new order by n")
        db.execute("insert into region select distinct region, '第' || region || '市', 'county', null from new anti join region on region_code = region")
    for table in audit._CUT:
        db.execute(f'drop table "short_{table}"')
    db.execute("drop table new; detach origin")
    db.execute(store._sql("marts"))


def _register(db: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[object]]) -> None:
    types = {"spot": pa.int64()}
    db.register(name, pa.table({column: pa.array(values, types.get(column, pa.string())) for column, values in columns.items()}))


def _text(disclosure_id: str, column: str, row: FactRow) -> str | None:
    """A value of a row of facts as text, with the identifier put back in front."""
    value = row.get(column)
    if column == "disclosure_id":
        return disclosure_id
    if value is None:
        return "1" if column == "revision" else None
    if column in store._SHORTENED:
        return f"{disclosure_id}.{value}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
