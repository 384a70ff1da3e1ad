"""Addresses of figures come in; their exhibits go out, made by a process of its own that runs their pages as a reader's browser would.

A page can be run within a server only for the reader who looks at it: so the server keeps a second process for the pages of reports. It is
started by the first report, and ends with the server.
"""

from __future__ import annotations

import json
import os
import pickle
import struct
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import IO

from budget.export import Exhibit
from budget.model import BadInput

_ROOT = Path(__file__).resolve().parent.parent
_LENGTH = struct.Struct(">Q")


class Maker:
    """The process that runs pages. One page at a time; any number of threads may ask."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def exhibit(self, address: str, key: str, lang: str) -> tuple[str, Exhibit] | str:
        """As `figures.exhibit`. Raises BadInput when the process has ended in the midst of it, as it does when memory is short."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                command = [sys.executable, "-m", "budget.runner"]
                self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            asked, given = self._process.stdin, self._process.stdout
            assert asked is not None
            assert given is not None
            try:
                asked.write(json.dumps([address, key, lang]).encode() + b"\n")
                asked.flush()
                (length,) = _LENGTH.unpack(_whole(given, _LENGTH.size))
                found: tuple[str, Exhibit] | str = pickle.loads(_whole(given, length))
            except (OSError, EOFError):
                self._process.kill()
                self._process = None
                raise BadInput(f"{address}: the process that runs its page has ended; try again, or show less on that page.") from None
            return found


def _whole(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _serve() -> None:
    """Answer on stdout what is asked on stdin, line by line, until there is nothing more."""
    from budget import figures

    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a page prints is no answer
    for line in sys.stdin.buffer:
        content = pickle.dumps(figures.exhibit(*json.loads(line)))
        answers.write(_LENGTH.pack(len(content)) + content)
        answers.flush()


if __name__ == "__main__":
    _serve()
