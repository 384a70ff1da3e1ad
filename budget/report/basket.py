"""Reports that readers are putting together come in and are kept beside the builds; each goes out to its reader, and by its link to anybody.

A SQLite file of its own (baskets.sqlite in the store folder), like that of the reviews: builds come and go, and several windows, servers
and readers may write at once. Every change makes a new version, so the last ones can be undone.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from budget import notebook
from budget.model import BadInput
from budget.report.content import Report, read
from budget.words import t

_KEPT = 100  # versions of one report
_LARGEST = 2_000_000  # characters of one
_YEARS = "-2 years"  # a report that nobody has changed for so long is let go
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")
_SCHEMA = """
create table if not exists version (
    version integer primary key, basket text not null, link text not null, content text not null, changed_at text not null);
create index if not exists version_of on version (basket, version);
create index if not exists version_by_link on version (link, version);
"""


def new_name() -> str:
    """A name for a basket that nobody guesses: who knows it may change what is in it."""
    return secrets.token_urlsafe(16)


def is_name(text: object) -> bool:
    """Could this be a name? It may come from a browser, which may send anything."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


class Baskets:
    """The baskets kept in one file; each call opens it anew, so one object may serve any number of threads."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self, name: str) -> Report:
        """The report in the basket of that name; an empty one where there is none."""
        return self._newest("basket", name) or Report()

    def shared(self, link: str) -> Report | None:
        """The report that a link leads to, see `link`; None where there is none, or where the link was withdrawn."""
        return self._newest("link", link)

    def link(self, name: str) -> str:
        """What stands in a link to the basket: who has it reads the report, and cannot change it. Nothing while nothing was put into it."""
        if not self.file.exists():
            return ""
        with self._open() as db:
            row = self._row(db, "basket", name)
            return str(row["link"]) if row else ""

    def withdraw(self, name: str) -> None:
        """From now on the basket has another link, and the one that was shared leads nowhere."""
        with self._open() as db:
            db.execute("update version set link = ? where basket = ?", (_new_link(), name))

    def change(self, name: str, change: Callable[[Report], Report]) -> Report:
        """Change the report as it is now, whoever else is changing it, and return it. Raises BadInput as `change` does, and where the file
        cannot be written."""
        with self._open() as db:
            db.execute("begin immediate")  # one writer at a time from here on: what is read next stays true
            row = self._row(db, "basket", name)
            before = read(row["content"]) if row else Report()
            after = change(before)
            if after != before:
                if len(after.as_json()) > _LARGEST:
                    raise BadInput(t("报告太大，收不下了：请分成几份。"))
                db.execute(
                    "delete from version where basket in (select basket from version group by basket having max(changed_at)"
                    " < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?))", (_YEARS,),
                )  # fmt: skip
                now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                link = row["link"] if row else _new_link()
                db.execute("insert into version (basket, link, content, changed_at) values (?, ?, ?, ?)", (name, link, after.as_json(), now))
                db.execute(
                    "delete from version where basket = ?1 and version <= (select version from version where basket = ?1"
                    " order by version desc limit 1 offset ?2)", (name, _KEPT),
                )  # fmt: skip
            db.execute("commit")
            return after

    def undo(self, name: str) -> Report:
        """Take back the last change, and return the report as it was before it."""
        with self._open() as db:
            db.execute("delete from version where version = (select max(version) from version where basket = ?)", (name,))
            row = self._row(db, "basket", name)
            return read(row["content"]) if row else Report()

    def changes(self, name: str) -> int:
        """How many changes can be taken back."""
        if not self.file.exists():
            return 0
        with self._open() as db:
            return int(db.execute("select count(*) from version where basket = ?", (name,)).fetchone()[0])

    def _newest(self, column: str, value: str) -> Report | None:
        if not self.file.exists():
            return None
        with self._open() as db:
            row = self._row(db, column, value)
            return read(row["content"]) if row else None

    def _row(self, db: sqlite3.Connection, column: str, value: str) -> sqlite3.Row | None:
        found = db.execute(f"select content, link from version where {column} = ? order by version desc limit 1", (value,))
        row: sqlite3.Row | None = found.fetchone()
        return row

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return notebook.opened(self.file, _SCHEMA, "reports")


def _new_link() -> str:
    """Not of the form of a name: a link is no key."""
    return secrets.token_hex(12)
