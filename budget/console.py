"""A statement typed by a reader comes in; its rows, or a fault with its place, go out, within limits that hold for everyone.

Each statement has a process of its own (`room`), which can be ended at any moment and takes nothing with it. A few may run at
once; others wait for their turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

SECONDS = 10  # a statement may run
ROWS = 10_000  # of a result
SIZE = 8_000_000  # bytes of a result
MEMORY = 512  # megabytes for one statement
LENGTH = 8_000  # characters of a statement
ROOMS = 3  # statements at once; each may take two threads
PATIENCE = 30  # seconds to wait for a room
_LATE = 2  # seconds after its time at which a statement that heeds no timer is ended from outside
_ROOM = Path(__file__).with_name("room.py")
_FREE = threading.BoundedSemaphore(ROOMS)
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a statement. Sums are exact (Decimal); `cut` is 'rows' or 'size' where a limit left rows out, else ''."""

    names: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[object, ...]]
    cut: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there are no rows: what kind of fault, DuckDB's own words, and the place in the statement (from 1), if there is one.

    kind: syntax, unknown (table, function), unbound (column, types), value, refused, time, memory, busy, cancelled, long, other.
    """

    kind: str
    text: str = ""
    line: int | None = None
    column: int | None = None


class Running:
    """A statement on its way. Threads may ask how it stands, wait for it, and cancel it."""

    def __init__(self, file: Path, statement: str) -> None:
        """Start it on the store in that file, as soon as there is a room."""
        self.statement = statement
        self.outcome: Answer | Fault | None = None
        self._began = time.monotonic()
        self._cancelled = threading.Event()
        self._done = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        threading.Thread(target=self._go, args=(file,), daemon=True).start()

    @property
    def seconds(self) -> float:
        """Since it was asked for."""
        return time.monotonic() - self._began

    @property
    def waiting(self) -> bool:
        """Is there no room for it yet?"""
        return self._process is None and not self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; is it done?"""
        return self._done.wait(seconds)

    def cancel(self) -> None:
        """End it now, whatever it is doing."""
        self._cancelled.set()
        if self._process is not None:
            self._process.kill()

    def _go(self, file: Path) -> None:
        try:
            self.outcome = self._ask(file)
        except OSError as error:
            self.outcome = Fault("other", str(error))
        finally:
            self._done.set()

    def _ask(self, file: Path) -> Answer | Fault:
        if len(self.statement) > LENGTH:
            return Fault("long")
        patience = time.monotonic() + PATIENCE
        while not _FREE.acquire(timeout=0.1):
            if self._cancelled.is_set():
                return Fault("cancelled")
            if time.monotonic() > patience:
                return Fault("busy")
        try:
            return self._answer(file)
        finally:
            _FREE.release()

    def _answer(self, file: Path) -> Answer | Fault:
        # -I: neither the environment nor the folder it starts in has a say in what the room imports.
        command = [sys.executable, "-I", str(_ROOM), str(file), str(SECONDS), str(ROWS), str(SIZE), str(MEMORY)]
        environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows starts nothing without
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=file.parent,
        ) as process:  # fmt: skip
            self._process = process
            if self._cancelled.is_set():  # before there was anything to end
                process.kill()
            try:
                told, _ = process.communicate(self.statement.encode("utf-8", "replace"), timeout=SECONDS + _LATE)
            except subprocess.TimeoutExpired:
                process.kill()
                return Fault("time")
        if self._cancelled.is_set():
            return Fault("cancelled")
        try:
            return _read(json.loads(told), self.statement)
        except ValueError:  # it broke off: killed by the system, or by its own depth
            return Fault("memory")


def _read(told: dict[str, Any], statement: str) -> Answer | Fault:
    if "error" in told:
        line, column = _place(statement, told.get("position"))
        return Fault(str(told["error"]), str(told["message"]), line, column)
    names, types = zip(*told["columns"], strict=True) if told["columns"] else ((), ())
    rows = [tuple(_value(value, kind) for value, kind in zip(row, types, strict=True)) for row in told["rows"]]
    return Answer(tuple(names), tuple(types), rows, str(told["cut"]), float(told["seconds"]))


def _value(value: object, kind: str) -> object:
    """What `room` has told as text, as the number that it is."""
    if not isinstance(value, str):
        return value
    if kind in WHOLE:
        return int(value)
    if kind.startswith("DECIMAL"):
        return Decimal(value)
    return float(value) if kind in ("DOUBLE", "FLOAT") else value


def _place(statement: str, position: int | None) -> tuple[int | None, int | None]:
    """Line and column, counted from 1, of a place that DuckDB gives in bytes."""
    if position is None:
        return None, None
    before = statement.encode("utf-8")[:position].decode("utf-8", "ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
