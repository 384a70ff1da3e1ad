"""A size and a seed come in; a store of a province that does not exist goes out, marked as such, with errors at known places.

It is made like any other store (same tables, same checks), only its facts come from budget/sample/fill.py instead of data/.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from budget import audit, store
from budget.model import BadInput
from budget.sample import forms
from budget.sample.fill import Province, Size

__all__ = ["Size", "generate"]

PACKAGE = Path(__file__).parent
MOST_REGIONS, MOST_DEPARTMENTS, MOST_YEARS = 400, 60, 20
FIRST_YEAR, LAST_YEAR = 2015, 2035
MEMORY = "2GB"  # what does not fit goes to disk


def generate(into: Path, size: Size, say: Callable[[str], None] = lambda _: None) -> Path:
    """Write a synthetic store into a folder of its own and point the folder at it; returns the database's path.

    The same arguments give the same facts and identifiers. Raises BadInput for a size that cannot be made, for a folder that
    holds anything else than a sample, and when the folder cannot be written; what was there before then stays as it was.
    """
    _refuse(into, size)
    try:
        into.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=into) as beside:
            new = Path(beside) / "new.duckdb"
            _make(new, Path(beside), size, say)
            target = store.adopt_sample(into, new, _build_id(size))
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        raise BadInput(f"{into}: cannot be written ({error}), nothing was changed; make room or choose another folder.") from error
    return target


def _refuse(into: Path, size: Size) -> None:
    for option, value, least, most in (
        ("--regions", size.regions, 1, MOST_REGIONS), ("--departments", size.departments, 1, MOST_DEPARTMENTS), ("--errors", size.each, 0, 1_000_000)
    ):  # fmt: skip
        if not least <= value <= most:
            raise BadInput(f"{option} {value}: give a number from {least} to {most}.")
    first, last = size.years
    if not FIRST_YEAR <= first <= last <= LAST_YEAR or last - first >= MOST_YEARS:
        raise BadInput(
            f"--years {first}-{last}: give a first and a last year from {FIRST_YEAR} to {LAST_YEAR}, at most {MOST_YEARS} years, such as 2019-2026."
        )
    if into.resolve().is_relative_to(store.BUNDLED_DATA):
        raise BadInput(f"{into}: lies in the data of published documents; a sample is kept apart, name another folder with --into.")
    if into.resolve() == store.DEFAULT_STORE.resolve():
        raise BadInput(f"{into}: is the store of published documents; a sample is kept apart, name another folder with --into.")
    if into.exists() and not into.is_dir():
        raise BadInput(f"{into}: is no folder; name another with --into.")
    if into.is_dir() and not store.is_sample(into) and any(not path.name.startswith(".building-") for path in into.iterdir()):
        raise BadInput(f"{into}: holds something else than a sample; name a folder of its own with --into.")


def _make(new: Path, folder: Path, size: Size, say: Callable[[str], None]) -> None:
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": MEMORY, "temp_directory": str(folder / "temp")}
    with duckdb.connect(new, config=config) as db:
        store.empty(db, keys=False)
        start = time.monotonic()
        (folder / "reference").mkdir()
        province = Province(db, size, folder / "reference")
        province.begin()
        made = 0
        codes = province.regions()
        for number, region in enumerate(codes, 1):
            made += province.fill(region)
            if number == len(codes) or number % 10 == 0:
                say(f"[{number}/{len(codes)}] {made} disclosures written, {time.monotonic() - start:.0f} s")
        province.end()
        store.work_out(db, store.BUNDLED_DATA)
        say(f"codes and views worked out, {time.monotonic() - start:.0f} s")
        audit.run(db)
        say(f"audited, {time.monotonic() - start:.0f} s")
        store.finish(db, _build_id(size), made, str(size))
        say(f"checked, {time.monotonic() - start:.0f} s")


def _build_id(size: Size) -> str:
    """What every paper made of this store names: synthetic-, and twelve hexadecimal digits made from all that it is made of."""
    digest = hashlib.sha256(str(size).encode())
    made_of = [*PACKAGE.glob("*.sql"), *PACKAGE.glob("*.py"), *(forms.DATA / "sample").glob("*.*"), *store.PACKAGE.glob("*.sql"), *audit.sources()]
    for path in sorted(made_of, key=lambda path: path.name):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return f"synthetic-{digest.hexdigest()[:12]}"
