"""A made-up document in (its bytes), Facts out; and rows of facts as lines that can be compared and shown."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
from hypothesis import settings

from budget.model import Facts
from budget.normalize import normalize
from budget.readers import text

TESTS = Path(__file__).resolve().parent
DATA = TESTS.parent / "data"
LAYOUTS = DATA / "layouts"
# The real documents are not part of the project; tests that need them skip where they are not at hand.
SEEDS_FOLDER = Path(os.environ.get("MINGZHANG_SEEDS") or DATA.parent.parent / "shared" / "seeds")
SEEDS = sorted(SEEDS_FOLDER.glob("*.txt"))

# The same examples each time: a test that fails does so for everyone.
STEADY = settings(derandomize=True, deadline=None, database=None)

# Tables whose rows are facts; `cell` and `fact_cell` say where facts come from, the others are about the document.
FACTS = (
    "amount", "project", "project_plan", "indicator", "evaluation", "evaluation_item", "procurement_item", "asset",
    "organisation_unit", "subgoal", "subgoal_figure", "mention",
)  # fmt: skip


@cache
def reference() -> Path:
    """The county that does not exist (tests/reference), with the classes of the bundled reference tables."""
    folder = Path(tempfile.mkdtemp(prefix="reference-"))
    shutil.copy(TESTS / "reference" / "regions.csv", folder)
    for name in ("function_classes.csv", "economic_classes.csv"):
        shutil.copy(DATA / "reference" / name, folder)
    return folder


def facts_of(document: str | bytes, name: str = "document.txt") -> Facts:
    """Read and normalise a document given as text (⇥ stands for a tab) or as bytes."""
    data = document.replace("⇥", "\t").encode() if isinstance(document, str) else document
    return normalize(text.read(data, name), reference(), LAYOUTS)


@cache
def columns(table: str) -> tuple[str, ...]:
    """The columns of a table of schema.sql."""
    with duckdb.connect() as db:
        db.execute((TESTS.parent / "budget" / "schema.sql").read_text(encoding="utf-8"))
        return tuple(name for name, *_ in db.execute(f"describe {table}").fetchall())


def rows(facts: Facts, table: str, **where: object) -> list[dict[str, object]]:
    """The rows of a table whose columns have the given values, each with the line on which its cell begins."""
    lines = {cell["cell_id"]: cell["line_start"] for cell in facts.tables["cell"]}
    found = []
    for row in facts.tables.get(table, []):
        line = lines[row["cell_id"]] if row.get("cell_id") else row.get("line_start")
        row = {"line": line, **dict.fromkeys(columns(table)), **row}
        if all(shown(row[name]) in [shown(one) for one in listed(value)] for name, value in where.items()):
            found.append(row)
    return found


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def shown(value: object) -> str:
    """A value as expected.toml writes it: nothing for None, numbers without superfluous zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def as_lines(values: Iterable[Iterable[object]]) -> list[str]:
    """One line a row, in the order of print (the first column is the line in the document)."""
    return [" | ".join(map(shown, row)) for row in sorted(values, key=lambda row: [(len(v), v) for v in map(shown, row)])]
