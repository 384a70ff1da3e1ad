"""What reviewers decide about findings comes in and is kept, for ever and in order, beside the builds; it goes out per finding.

A SQLite file of its own (reviews.sqlite in the store folder): builds come and go, reviews stay, and several servers and
reviewers may write at once. Nothing is ever changed or removed: a later review of the same finding counts, the earlier
ones are its history, and to undo is to review again.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from budget import notebook
from budget.model import BadInput

STATUSES = ("open", "confirmed", "explained", "dismissed")
_SCHEMA = """
create table if not exists review (
    review_id integer primary key, token text not null unique, finding_id text not null, fingerprint text not null,
    status text not null check (status in ('open', 'confirmed', 'explained', 'dismissed')), note text not null,
    reviewer text not null, reviewed_at text not null);
create index if not exists review_of on review (finding_id, review_id);
"""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision: `fingerprint` is that of the finding as the reviewer saw it, `reviewed_at` UTC, to the second."""

    review_id: int
    finding_id: str
    fingerprint: str
    status: str
    note: str
    reviewer: str
    reviewed_at: str

    @property
    def when(self) -> str:
        """`reviewed_at` as people write it."""
        return self.reviewed_at.replace("T", " ").replace("Z", " UTC")


class Overtaken(BadInput):
    """Somebody else reviewed the finding since this reviewer looked at it; `latest` is what they decided."""

    def __init__(self, latest: Review) -> None:
        super().__init__(f"{latest.finding_id}: {latest.reviewer} reviewed it in the meantime; read that review and save again.")
        self.latest = latest


class Reviews:
    """The reviews kept in one file; each call opens it anew, so one object may serve any number of threads."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def record(
        self, finding_id: str, fingerprint: str, status: str, note: str, reviewer: str, *, seen: int | None, token: str
    ) -> Review:
        """Keep one review and return it.

        seen: the review_id that the reviewer saw last (None: there was none); Overtaken is raised, and nothing kept,
        when there is a newer one. token: unique to one filled-in form, so that a form sent twice is kept once.
        Raises BadInput for an unknown status, a missing name, or a file that cannot be written.
        """
        if status not in STATUSES:
            raise BadInput(f"{status}: a review is one of {', '.join(STATUSES)}.")
        if not reviewer.strip():
            raise BadInput("A review needs the name of its reviewer.")
        with self._open() as db:
            db.execute("begin immediate")  # one writer at a time from here on: what is read next stays true
            sent_before = db.execute("select * from review where token = ?", (token,)).fetchone()
            if sent_before is None:
                latest = self._latest(db, finding_id)
                if latest is not None and latest.review_id != seen:
                    raise Overtaken(latest)
                now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                db.execute(
                    "insert into review (token, finding_id, fingerprint, status, note, reviewer, reviewed_at) values (?, ?, ?, ?, ?, ?, ?)",
                    (token, finding_id, fingerprint, status, note.strip(), reviewer.strip(), now),
                )
                sent_before = db.execute("select * from review where token = ?", (token,)).fetchone()
            db.execute("commit")
            return _review(sent_before)

    def latest(self) -> dict[str, Review]:
        """The review that counts, by finding_id; findings never reviewed are not there."""
        if not self.file.exists():
            return {}
        with self._open() as db:
            rows = db.execute("select * from review where review_id in (select max(review_id) from review group by finding_id)")
            return {review.finding_id: review for review in map(_review, rows)}

    def history(self, finding_id: str) -> list[Review]:
        """Every review of a finding, the newest first."""
        if not self.file.exists():
            return []
        with self._open() as db:
            rows = db.execute("select * from review where finding_id = ? order by review_id desc", (finding_id,))
            return list(map(_review, rows))

    def _latest(self, db: sqlite3.Connection, finding_id: str) -> Review | None:
        row = db.execute("select * from review where finding_id = ? order by review_id desc limit 1", (finding_id,)).fetchone()
        return None if row is None else _review(row)

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return notebook.opened(self.file, _SCHEMA, "reviews")


def _review(row: sqlite3.Row) -> Review:
    return Review(**{name: row[name] for name in row.keys() if name != "token"})  # noqa: SIM118 (a Row iterates over values)
