"""A filled store comes in (a connection that may write); verdicts, findings with their cells, and ties go out into it, with the
tables that follow from them (audit_marts.sql, audit_quality.sql).

What a check is: queries/checks/__init__.py. It may read the tables of schema.sql and marts.sql, the lists of data/audit,
the table `word`, the macros of audit.sql and what _PREPARED makes; what it must return: audit_tested.sql.
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
# What checks read, and where they put what they give; none needs another. The longest first: what runs side by side ends together.
_PREPARED = ("audit_forms", "audit_indicators", "audit_figures", "audit_projects", "audit_purchases", "audit_tested")
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


def run(db: duckdb.DuckDBPyConnection, found: list[checks.Check] | None = None, threads: int | None = None) -> None:
    """Run the checks (all when None) over the whole store and fill audit_check, verdict, finding, finding_cell and tie.

    `threads` statements run side by side; when None as many as are worth it for the number of disclosures (budget/planning.py).
    Raises ValueError where a check returns what it must not: a row that fails without its message, a cell that does
    not exist, two findings that nothing tells apart.
    """
    found = checks.load_all() if found is None else found
    ((disclosures,),) = db.execute("select count(*) from disclosure").fetchall()
    with planning.planned_for(db, disclosures) as worthwhile, workspace(db, threads or worthwhile) as work:
        work.together(partial(work.run, "insert into rule from rules"), partial(_list, work, found))
        whole = False
        for whole in _batches(work):
            work.test([check for check in found if whole or not check.across_store])
        if not whole:
            work.test([check for check in found if check.across_store])
        work.run_each([_sql("audit_quality"), *_statements("audit_marts")])
        faults = work.run(_sql("audit_integrity")).fetchall()
    if faults:
        raise ValueError("; ".join(sentence for (sentence,) in faults[:5]))


def _list(work: Workspace, found: list[checks.Check]) -> None:
    """Put into the store what the headers of the checks say."""
    columns = ("family", "title_zh", "title_en", "severity", "rule_id", "method_zh", "method_en")
    work.run(
        f"insert into audit_check select unnest($position), unnest($check_id), {', '.join(f'unnest(${name})' for name in columns)}",
        {"position": list(range(len(found))), "check_id": [check.check_id for check in found]}
        | {name: [getattr(check, name) for check in found] for name in columns},
    )


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
        self.table("running", {"check_id": [check.check_id for check in found]})
        self.run_each(map(_sql, _PREPARED))
        self.each(self._test, sorted(found, key=lambda check: -len(check.sql)))  # the longest, which take longest, first
        self.run_each([_sql("audit_found"), _sql("audit_verdict")])
        self.together(partial(self._say, found), *(partial(self.run, keep) for keep in _statements("audit_keep")))
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

    def together(self, *tasks: Callable[[], object]) -> None:
        """Do tasks of which none needs another."""
        self.each(lambda do: do(), tasks)

    def run_each(self, scripts: Iterable[str]) -> None:
        """Run scripts of which none needs another."""
        self.each(self.run, scripts)

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Run SQL on this thread's connection."""
        db = getattr(self._own, "db", None)
        if db is None:
            db = self._own.db = self.db.cursor()
            db.execute(f"set search_path = 'work.main,\"{self.home}\".main'")
        return db.execute(sql, values)


@contextmanager
def workspace(db: duckdb.DuckDBPyConnection, threads: int = 1) -> Iterator[Workspace]:
    """A workspace with the lists that checks rest on (data/audit/*.csv, one table each), the names of codes (table word) and the
    macros of audit.sql."""
    ((home,),) = db.execute("select current_database()").fetchall()
    db.execute("attach ':memory:' as work")
    try:
        with ThreadPoolExecutor(threads) as pool:
            work = Workspace(db, home, lambda do, things: list((map if threads == 1 else pool.map)(do, things)))
            lists = sorted((PACKAGE.parent / "data" / "audit").glob("*.csv"))
            work.together(partial(work.run, _sql("audit")), partial(_name, work), *(partial(work.load, path) for path in lists))
            yield work
    finally:
        db.execute("detach work")


def _name(work: Workspace) -> None:
    terms = words.terms()
    work.table("word", {"code": list(terms), "zh": [both["zh"] for both in terms.values()], "en": [both["en"] for both in terms.values()]})


def _batches(work: Workspace) -> Iterator[bool]:
    """Once for each batch, with the tables cut down to it: False. A store of one batch is read where it lies: True."""
    ((cells,),) = work.run("select count(*) from cell").fetchall()
    if cells <= BATCH:
        yield True
        return
    sized = work.run(
        "select disclosure_id, count(c.cell_id) from disclosure as d left join cell as c using (disclosure_id) group by all order by min(d.rowid)"
    ).fetchall()
    ends = list(accumulate(cells for _, cells in sized))
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


def _statements(name: str) -> list[str]:
    """The statements of a file, none of which needs another; after each stands an empty line."""
    return _sql(name).split(";\n\n")


def _sql(name: str) -> str:
    return (PACKAGE / f"{name}.sql").read_text(encoding="utf-8")
