"""A filled store comes in (a connection that may write); verdicts, findings with their cells, and ties go out into it.

What a check is: queries/checks/__init__.py. What it may read and must return: budget/audit.sql.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from budget import words
from queries import checks

PACKAGE = Path(__file__).parent
BATCH = 2_000  # disclosures audited at a time: more than most stores hold, few enough for any machine's memory
# Tables a batch is cut from, by the column that begins with the disclosure's identifier.
_CUT = {
    "disclosure": "disclosure_id", "section": "disclosure_id", "document_table": "disclosure_id", "cell": "cell_id",
    "unread": "disclosure_id", "amount": "amount_id", "project": "project_id", "project_plan": "project_id",
    "indicator": "indicator_id", "evaluation": "evaluation_id", "evaluation_item": "evaluation_item_id",
    "procurement_item": "procurement_item_id", "asset": "asset_id", "organisation_unit": "organisation_unit_id",
    "mention": "mention_id", "subgoal": "subgoal_id", "subgoal_figure": "subgoal_figure_id", "fact_cell": "fact_id",
}  # fmt: skip


def sources() -> list[Path]:
    """Every file that decides what is found, so that a build knows when it is out of date."""
    return [*checks.FOLDER.glob("*.sql"), *(PACKAGE.parent / "data" / "audit").glob("*.csv")]


def run(db: duckdb.DuckDBPyConnection, found: list[checks.Check] | None = None) -> None:
    """Run the checks (all when None) over the whole store and fill audit_check, verdict, finding, finding_cell and tie.

    Raises ValueError where a check returns what it must not: a row that fails without its message, a cell that does
    not exist, two findings that nothing tells apart.
    """
    found = checks.load_all() if found is None else found
    _load_words(db)
    db.executemany(
        "insert into audit_check values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, one.check_id, one.family, one.title_zh, one.title_en, one.severity, one.rule_id, one.method_zh, one.method_en)
            for number, one in enumerate(found)
        ],
    )  # fmt: skip
    for _ in _batches(db):
        _test(db, [check for check in found if not check.across_store])
    _test(db, [check for check in found if check.across_store])
    faults = db.execute(_sql("audit_integrity")).fetchall()
    if faults:
        raise ValueError("; ".join(sentence for (sentence,) in faults[:5]))


def _test(db: duckdb.DuckDBPyConnection, found: list[checks.Check]) -> None:
    if not found:
        return
    db.execute(_sql("audit"))
    for check in found:
        try:
            db.execute(f"insert into tested by name select $check as check_id, * from (\n{check.sql}\n)", {"check": check.check_id})
        except duckdb.Error as error:
            raise ValueError(f"queries/checks/{check.check_id}.sql: {error}") from error
    run_ids = {"checks": [check.check_id for check in found]}
    db.execute("create or replace temp table running as select unnest($checks) as check_id", run_ids)
    db.execute(_sql("audit_keep"))


def _batches(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Once for each batch, with the tables cut down to it; a store of one batch is read where it lies."""
    order = [disclosure_id for (disclosure_id,) in db.execute("select disclosure_id from disclosure order by rowid").fetchall()]
    if len(order) <= BATCH:
        yield
        return
    store = db.execute("select current_database()").fetchone()
    assert store is not None
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        db.execute("create or replace temp table batch as select unnest($ids) as disclosure_id", {"ids": batch})
        # Identifiers begin with their disclosure's, and facts lie in the order of region and year: a range of
        # identifiers reads a few row groups only, whatever the size of the store.
        for table, column in _CUT.items():
            db.execute(
                f'create or replace temp table "{table}" as from "{store[0]}".main."{table}"'
                f" where {column} between $first and $last and split_part({column}, '.', 1) in (from batch)",
                {"first": min(batch), "last": max(batch) + "~"},
            )
        yield
    for table in ("batch", *_CUT):
        db.execute(f'drop table temp."{table}"')


def _load_words(db: duckdb.DuckDBPyConnection) -> None:
    """The lists that text checks rest on (data/audit/*.csv, one table each), and the names of codes (table word)."""
    for path in sorted((PACKAGE.parent / "data" / "audit").glob("*.csv")):
        db.execute(
            f"create or replace temp table {path.stem} as from read_csv($file, header=true, all_varchar=true, delim=',')",
            {"file": path.as_posix()},
        )
    db.execute("insert into rule from rules")
    db.execute("create or replace temp table word (code varchar primary key, zh varchar, en varchar)")
    db.executemany("insert into word values (?, ?, ?)", [(code, both["zh"], both["en"]) for code, both in words.terms().items()])


def _sql(name: str) -> str:
    return (PACKAGE / f"{name}.sql").read_text(encoding="utf-8")
