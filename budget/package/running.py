"""A selection comes in; its package goes out as a ZIP, made by a process of its own that tells how far it is and can be ended.

Of its own, because DuckDB opens a store twice in one process only with the same settings, and pages may not write files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from budget import store

ROOMS = 2  # packages at once, whoever wants them; another is told to wait
_FREE = threading.BoundedSemaphore(ROOMS)
_OPTIONS = {"regions": "--region", "departments": "--department", "years": "--year"}


def command(chosen: Mapping[str, Sequence[object]]) -> list[str]:
    """The words after `python -m budget` that write the package of a selection, but for the name of the file."""
    return ["package", *(word for name, option in _OPTIONS.items() for value in chosen.get(name, []) for word in (option, str(value)))]


class Packing:
    """A package on its way. Its file goes with this object."""

    def __init__(self, chosen: Mapping[str, Sequence[object]]) -> None:
        """Start, if there is room."""
        self.chosen = {name: list(values) for name, values in chosen.items()}
        self.done, self.of, self.table, self.error = 0, 0, "", ""
        self.busy = not _FREE.acquire(blocking=False)
        self._over = threading.Event()
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[str] | None = None
        if self.busy:
            self._over.set()
            return
        self._home = tempfile.TemporaryDirectory(prefix="mingzhang-", ignore_cleanup_errors=True)
        words = [sys.executable, "-m", "budget", *command(chosen), "-o", str(self._file)]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
                cwd=store.PACKAGE.parent, env={**os.environ, "MINGZHANG_STORE": str(store.store_dir().absolute())},
            )  # fmt: skip
        except OSError as error:
            _FREE.release()
            self.error = str(error)
            self._over.set()
            return
        threading.Thread(target=self._watch, args=(self._process,), daemon=True).start()

    @property
    def _file(self) -> Path:
        assert self._home is not None
        return Path(self._home.name) / "package.zip"

    @property
    def is_there(self) -> bool:
        """Is the file there, whole?"""
        return self._over.is_set() and not self.busy and not self.error and self._file.is_file()

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self._file.stat().st_size

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; is it over?"""
        return self._over.wait(seconds)

    def cancel(self) -> None:
        """End it; it tidies up by itself."""
        if self._process is not None and not self._over.is_set():
            self.error = "cancelled"
            self._process.terminate()

    def content(self) -> bytes:
        """The ZIP."""
        return self._file.read_bytes()

    def _watch(self, process: subprocess.Popen[str]) -> None:
        last = ""
        try:
            assert process.stderr is not None
            for line in process.stderr:
                last = line.strip() or last
                if found := re.match(r"\[(\d+)/(\d+)\] (\w+)", line):
                    self.done, self.of, self.table = int(found[1]), int(found[2]), found[3]
            if process.wait() and not self.error:
                self.error = last or f"status {process.returncode}"
        finally:
            _FREE.release()
            self._over.set()
