"""Golden documents: tests/layouts/<name>/document.txt is read, and the facts must be those of expected.toml beside it.

expected.toml is written by hand from the document. `covers` names the layout families it shows, `[counts]` the number of
rows of every table of facts (a table left out has none), and each `[[rows]]` lists all rows of a `table` (`where` narrows
them down) by the values of their `columns`; the first value is always the line on which the fact stands.
"""

from __future__ import annotations

import difflib
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
import reading

from budget import layouts

FOLDERS = sorted(path.parent for path in (reading.TESTS / "layouts").glob("*/expected.toml"))


def expectation(folder: Path) -> dict:
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def golden(request):
    """(facts, expectation) of one folder."""
    document = (request.param / "document.txt").read_bytes()
    return reading.facts_of(document), expectation(request.param)


def test_document_is_known_for_what_it_is(golden):
    facts, expected = golden
    for table in ("disclosure", "department"):
        (row,) = facts.tables[table]
        assert {name: reading.shown(row[name]) for name in expected[table]} == {
            name: reading.shown(value) for name, value in expected[table].items()
        }


def test_number_of_facts(golden):
    facts, expected = golden
    found = {table: len(facts.tables[table]) for table in reading.FACTS if facts.tables.get(table)}
    assert found == expected["counts"]


def test_facts_are_those_written_down(golden):
    facts, expected = golden
    differences = []
    for part in expected["rows"]:
        where = part.get("where", {})
        columns = ["line", *part["columns"]]
        found = [[row[name] for name in columns] for row in reading.rows(facts, part["table"], **where)]
        title = f"{part['table']} {where or ''} {columns}"
        differences += difflib.unified_diff(
            reading.as_lines(part["rows"]), reading.as_lines(found), f"expected {title}", f"found {title}", n=0, lineterm=""
        )
    assert not differences, "\n" + "\n".join(differences)


def test_every_layout_is_shown_by_a_golden_document():
    kinds = {kind["code"] for kind in layouts.load(reading.LAYOUTS).document["kind"]}
    families = {path.stem for path in reading.LAYOUTS.glob("*.toml")} - {"document"}
    covered = {name for folder in FOLDERS for name in expectation(folder)["covers"]}
    assert families <= covered, f"no golden document in tests/layouts for {sorted(families - covered)}"
    assert covered <= families | kinds, f"no layout file or kind is called {sorted(covered - families - kinds)}"
    without = [path.name for path in (reading.TESTS / "layouts").iterdir() if path.is_dir() and path not in FOLDERS]
    assert not without, f"no expected.toml in {without}"
