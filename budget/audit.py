"""A filled store comes in (a connection that may write); verdicts, findings with their cells, and ties go out into it, with the
tables that follow from them (audit_marts.sql, audit_quality.sql).

What a check is: queries/checks/__init__.py. What it may read and must return: budget/audit.sql.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import duckdb

from budget import planning, sentences, words
from queries import checks

PACKAGE = Path(__file__).parent
BATCH = 700_000  # cells audited at a time: more than most stores hold, few enough for any machine's memory
_PREPARED = ("audit_forms", "audit_figures", "audit_indicators")  # what checks read; none needs another
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
    # messages name tables and measures in the words of terms.toml, and units of money in those of en.toml
    lists, spoken = (PACKAGE.parent / "data" / "audit").glob("*.csv"), (PACKAGE / "words" / f"{name}.toml" for name in ("terms", "en"))
    return [*checks.FOLDER.glob("*.sql"), *lists, *spoken, PACKAGE / "sentences.py"]


def run(db: duckdb.DuckDBPyConnection, found: list[checks.Check] | None = None) -> None:
    """Run the checks (all when None) over the whole store and fill audit_check, verdict, finding, finding_cell and tie.

    Raises ValueError where a check returns what it must not: a row that fails without its message, a cell that does
    not exist, two findings that nothing tells apart.
    """
    found = checks.load_all() if found is None else found
    columns = ("family", "title_zh", "title_en", "severity", "rule_id", "method_zh", "method_en")
    db.execute(
        f"insert into audit_check select unnest($position), unnest($check_id), {', '.join(f'unnest(${name})' for name in columns)}",
        {"position": list(range(len(found))), "check_id": [check.check_id for check in found]}
        | {name: [getattr(check, name) for check in found] for name in columns},
    )
    ((disclosures,),) = db.execute("select count(*) from disclosure").fetchall()
    with planning.planned_for(db, disclosures) as threads, workspace(db, threads) as work:
        whole = False
        for whole in _batches(work):
            work.test([check for check in found if whole or not check.across_store])
        if not whole:
            work.test([check for check in found if check.across_store])
        work.run_each([_sql("audit_quality"), *_statements("audit_marts")])
        faults = work.run(_sql("audit_integrity")).fetchall()
    if faults:
        raise ValueError("; ".join(sentence for (sentence,) in faults[:5]))


@dataclass(frozen=True, slots=True)
class Workspace:
    """A store with a database `work` in memory beside it. Names are looked up there first: a table of facts made there
    stands before the store's own. Every connection sees what lies there, as none would see another's temporary tables."""

    db: duckdb.DuckDBPyConnection
    home: str  # the store's database
    each: Callable[[Callable[[Any], object], Iterable[Any]], object]  # calls with each thing; as many side by side as are worth it
    _own: threading.local = field(default_factory=threading.local)

    def test(self, found: list[checks.Check]) -> None:
        """Run checks over the disclosures in sight, and put what they say into the store."""
        if not found:
            return
        self.run(_sql("audit"))
        self.run_each(map(_sql, _PREPARED))
        self.each(self._test, sorted(found, key=lambda check: -len(check.sql)))  # the longest, which take longest, first
        self.table("running", {"check_id": [check.check_id for check in found]})
        self.run(_sql("audit_found"))
        self.each(lambda do: do(), [lambda: self._say(found), *(partial(self.run, keep) for keep in _statements("audit_keep"))])
        self.run(_sql("audit_tell"))

    def _say(self, found: list[checks.Check]) -> None:
        """Put the findings of `found` into words, in the table `sentence`."""
        says = {check.check_id: check.says for check in found}
        rows = self.run(
            "select finding_id, check_id, severity, subject, stated, expected, terms, unit, abs(difference_yuan), told from found"
        ).fetchall()
        said: dict[str, list[str | None]] = {"finding_id": [], "zh": [], "en": []}
        for finding_id, check_id, severity, subject, stated, expected, terms, unit, difference, told in rows:
            values = {"subject": subject, "stated": stated, "expected": expected, "terms": terms, "unit": unit, severity: ""}
            if unit is not None and difference is not None:
                values["difference"] = f"{sentences.plain_money(difference, unit)} {unit}"
            values |= {str(place): value for place, value in enumerate(told or (), 1)}
            words = sentences.message(says[check_id], values)
            if words is not None:
                for column, text in zip(said.values(), (finding_id, *words), strict=True):
                    column.append(text)
        self.table("sentence", said)

    def _test(self, check: checks.Check) -> None:
        try:
            self.run(f"insert into tested by name select $check as check_id, * from (\n{check.sql}\n)", {"check": check.check_id})
        except duckdb.Error as error:
            raise ValueError(f"queries/checks/{check.check_id}.sql: {error}") from error

    def load(self, path: Path) -> None:
        """A list of data/audit as a table of text. Raises ValueError where a row has not as many fields as the first line."""
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        if any(len(row) != len(head) for row in rows):
            raise ValueError(f"{path}: has rows of other than {len(head)} fields")
        self.table(path.stem, {name: [row[place] or None for row in rows] for place, name in enumerate(head)})

    def table(self, name: str, columns: dict[str, list[str | None]]) -> None:
        """Make a table of text from its columns."""
        taken = ", ".join(f"unnest(${column}::varchar[]) as {column}" for column in columns)
        self.run(f"create or replace table {name} as select {taken}", columns)

    def run_each(self, scripts: Iterable[str | duckdb.Statement]) -> None:
        """Run scripts of which none needs another."""
        self.each(self.run, scripts)

    def run(self, sql: str | duckdb.Statement, values: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Run SQL on this thread's connection."""
        db = getattr(self._own, "db", None)
        if db is None:
            db = self._own.db = self.db.cursor()
            db.execute(f"set search_path = 'work.main,\"{self.home}\".main'")
        return db.execute(sql, values)


@contextmanager
def workspace(db: duckdb.DuckDBPyConnection, threads: int = 1) -> Iterator[Workspace]:
    """A workspace with the lists that checks rest on (data/audit/*.csv, one table each) and the names of codes (table word)."""
    ((home,),) = db.execute("select current_database()").fetchall()
    db.execute("attach ':memory:' as work")
    try:
        with ThreadPoolExecutor(threads) as pool:
            work = Workspace(db, home, lambda do, things: list((map if threads == 1 else pool.map)(do, things)))
            work.each(work.load, sorted((PACKAGE.parent / "data" / "audit").glob("*.csv")))
            work.run("insert into rule from rules")
            terms = words.terms()
            work.table("word", {"code": list(terms), "zh": [both["zh"] for both in terms.values()], "en": [both["en"] for both in terms.values()]})
            yield work
    finally:
        db.execute("detach work")


def _batches(work: Workspace) -> Iterator[bool]:
    """Once for each batch, with the tables cut down to it: False. A store of one batch is read where it lies: True."""
    sized = work.run(
        "select disclosure_id, count(c.cell_id) from disclosure as d left join cell as c using (disclosure_id) group by all order by min(d.rowid)"
    ).fetchall()
    ends = list(accumulate(cells for _, cells in sized))
    if not ends or ends[-1] <= BATCH:
        yield True
        return
    for _, some in groupby(zip(sized, ends, strict=True), lambda one: one[1] // BATCH):
        batch = [disclosure_id for (disclosure_id, _), _ in some]
        work.run("create or replace table batch as select unnest($ids) as disclosure_id", {"ids": batch})
        # Identifiers begin with their disclosure's, and facts lie in the order of region and year: a range of
        # identifiers reads a few row groups only, whatever the size of the store.
        for table, column in _CUT.items():
            work.run(
                f'create or replace table "{table}" as from "{work.home}".main."{table}"'
                f" where {column} between $first and $last and split_part({column}, '.', 1) in (from batch)",
                {"first": min(batch), "last": max(batch) + "~"},
            )
        yield False
    for table in ("batch", *_CUT):
        work.run(f'drop table work.main."{table}"')


def _statements(name: str) -> list[duckdb.Statement]:
    return duckdb.extract_statements(_sql(name))


def _sql(name: str) -> str:
    return (PACKAGE / f"{name}.sql").read_text(encoding="utf-8")
