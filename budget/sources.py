"""A document's name, hash and lines come in; those lines as the source has them go out, where its folder is at hand.

The store keeps no text but cells. Who has the documents themselves names their folder in MINGZHANG_SOURCES; a file counts
only when its bytes are those that were read.
"""

from __future__ import annotations

import glob
import hashlib
import os
from pathlib import Path

from budget.model import BadInput
from budget.readers import text

_LONGEST = 600  # characters of a line that are shown


def folder() -> Path | None:
    """The folder of the documents, None where none is named."""
    named = os.environ.get("MINGZHANG_SOURCES")
    return Path(named) if named else None


def lines(name: str, sha256: str, start: int, end: int) -> dict[int, str] | None:
    """Lines `start` to `end` of a document by their numbers, long ones cut; None where no file has its name and hash."""
    home = folder()
    if home is None or not home.is_dir():
        return None
    for path in sorted(home.rglob(glob.escape(Path(name).name))):
        try:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                whole = text.lines_of(data, name)
                return {number: _cut(whole[number - 1]) for number in range(max(1, start), min(len(whole), end) + 1)}
        except (OSError, BadInput):  # a folder of that name, a file that may not be read, no plain text
            continue
    return None


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
