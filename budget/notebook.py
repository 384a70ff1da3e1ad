"""A SQLite file beside the builds: what people write is kept there, while builds come and go. Several threads and servers may write at once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from budget.model import BadInput

_WAIT = 30  # seconds that a writer waits for another
# What SQLite answers at once, without that waiting, to whoever opens the file while another makes it or closes it as the last.
_TAKEN = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


@contextmanager
def opened(file: Path, schema: str, what: str) -> Iterator[sqlite3.Connection]:
    """The file, made when it is missing; rows come by their names. what: is kept in it. Raises BadInput when it cannot be used."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connected(file, schema)) as db:
            yield db
    except (OSError, sqlite3.Error) as error:
        raise BadInput(f"{file}: {what} cannot be kept there ({error}); set MINGZHANG_STORE to another folder.") from error


def _connected(file: Path, schema: str) -> sqlite3.Connection:
    given_up = time.monotonic() + _WAIT
    while True:
        db = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("pragma journal_mode = wal")  # who reads does not wait for who writes
            db.execute("pragma synchronous = full")  # what was acknowledged survives a power cut
            db.executescript(schema)
        except sqlite3.Error as error:
            db.close()
            if error.sqlite_errorcode & 0xFF not in _TAKEN or time.monotonic() > given_up:
                raise
            time.sleep(0.01)
        else:
            return db
