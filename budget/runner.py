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

from budget import store
from budget.export import Exhibit
from budget.model import BadInput
from budget.words import t

_ROOT = Path(__file__).resolve().parent.parent
_LENGTH = struct.Struct(">Q")
_PATIENCE = 60  # seconds for one page: others wait for it


class Maker:
    """The process that runs pages. One page at a time; any number of threads may ask."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def exhibit(self, address: str, key: str, lang: str) -> tuple[str, Exhibit] | str:
        """As `figures.exhibit`. Raises BadInput, too, when the process has ended in the midst of it, as it does when memory is short."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                command = [sys.executable, "-m", "budget.runner"]
                # It runs in another folder: what stands relative to this one is told in full.
                environment = {**os.environ, "MINGZHANG_STORE": str(store.store_dir().resolve())}
                self._process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            asked, given = self._process.stdin, self._process.stdout
            assert asked is not None
            assert given is not None
            try:
                asked.write(json.dumps([address, key, lang]).encode() + b"\n")
                asked.flush()
                (length,) = _LENGTH.unpack(_whole(given, _LENGTH.size))
                done, found = pickle.loads(_whole(given, length))
            except BaseException as error:  # whatever it was, what comes next would be the rest of this answer
                self._process.kill()
                self._process = None
                if isinstance(error, (OSError, EOFError)):
                    raise BadInput(t("画这一页的进程断了：再试一次，或者缩小那一页的范围。")) from None
                raise
        if not done:
            raise BadInput(found)
        answer: tuple[str, Exhibit] | str = found
        return answer


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
        address, key, lang = json.loads(line)
        try:
            content = pickle.dumps((True, figures.exhibit(address, key, lang, _PATIENCE)))
        except BadInput as error:
            content = pickle.dumps((False, str(error)))
        answers.write(_LENGTH.pack(len(content)) + content)
        answers.flush()


if __name__ == "__main__":
    _serve()
