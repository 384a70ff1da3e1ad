"""File in, Document out: one module per format, chosen by what the file is."""

from __future__ import annotations

import os
from pathlib import Path

from budget.model import BadInput, Document
from budget.readers import text

MAX_BYTES = 50_000_000  # the largest disclosure met so far has 0.6 MB; beyond this a file is something else


def read(path: Path) -> Document:
    """Read one file. Raises BadInput when it is missing, unreadable, too large, empty or of no known format."""
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder, not a document; name the files in it.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput(
                f"{path}: has {size // 1_000_000} MB, more than the {MAX_BYTES // 1_000_000} MB a disclosure may have;"
                " give the disclosure alone."
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file; check the name.") from None
    except PermissionError:
        raise BadInput(f"{path}: may not be read by this user; change its permissions.") from None
    except OSError as error:
        raise BadInput(
            f"{path}: cannot be read ({os.strerror(error.errno or 0)}); check the file and the disk."
        ) from None
    return text.read(data, path.name)
