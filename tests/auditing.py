"""A case of tests/checks/*.toml in (a clean document with a few characters changed); what one check says of it out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from budget import audit, store
from queries import checks
from tests import reading

CASES = reading.TESTS / "checks"
DOCUMENTS = CASES / "documents"


@dataclass(frozen=True, slots=True)
class Said:
    """What a check says of the first document: its verdict, how much it tested, its findings with local cell names."""

    verdict: str
    tested: int
    findings: list[dict[str, Any]] = field(default_factory=list)


def text_of(case: dict[str, Any]) -> str:
    """The case's document with its replacements made. Each [old, new] must fit once; [old, new, n] takes the n-th place."""
    text = (DOCUMENTS / f"{case['document']}.txt").read_text(encoding="utf-8")
    for old, new, *which in case.get("replace", []):
        old, new = old.replace("⇥", "\t"), new.replace("⇥", "\t")
        found = text.count(old)
        if found == 0 or (not which and found > 1) or (which and found < which[0]):
            raise ValueError(f"{case['document']}: {old!r} is there {found} times; make it longer, or give which one it is")
        parts = text.split(old)
        place = which[0] if which else 1
        text = old.join(parts[:place]) + new + old.join(parts[place:])
    return text


class Auditor:
    """What checks say of cases. Cases told at the start are audited together, as disclosures of one store: that is quick.

    A check that compares disclosures, or a case with others beside it (case["beside"]), has a store of its own.
    """

    def __init__(self, cases: Iterable[tuple[checks.Check, dict[str, Any]]]) -> None:
        alone = [(check, case) for check, case in cases if not (check.across_store or case.get("beside"))]
        texts = tuple(dict.fromkeys(text_of(case) for _, case in alone))
        self.ids: dict[str, str] = {}
        self.db = duckdb.connect()
        if texts:
            folder, ids = _data(texts)
            self.ids = dict(zip(texts, ids, strict=True))
            store.fill(self.db, folder)
            audit.run(self.db, list({check.check_id: check for check, _ in alone}.values()))

    def said(self, check: checks.Check, case: dict[str, Any]) -> Said:
        if not (check.across_store or case.get("beside")) and text_of(case) in self.ids:
            return _said(self.db, check, [self.ids[text_of(case)]])
        with duckdb.connect() as db:
            folder, ids = _data(tuple(text_of(one) for one in (case, *case.get("beside", []))))
            store.fill(db, folder)
            audit.run(db, [check])
            return _said(db, check, ids)


def said(check: checks.Check, case: dict[str, Any]) -> Said:
    """What one check says of one case."""
    return Auditor([]).said(check, case)


def _said(db: duckdb.DuckDBPyConnection, check: checks.Check, ids: list[str]) -> Said:
    names = {one: "" if number == 0 else f"{number + 1}:" for number, one in enumerate(ids)}
    about = db.execute("select verdict, tested from verdict where disclosure_id = ? and check_id = ?", [ids[0], check.check_id]).fetchall()
    rows = _rows(db, "from finding where disclosure_id = ? and check_id = ? order by finding_id", ids[0], check.check_id)
    for row in rows:
        for role in ("stated", "expected"):
            cells = db.execute(
                "select cell_id from finding_cell where finding_id = ? and role = ? order by place", [row["finding_id"], role]
            ).fetchall()
            row[f"{role}_cells"] = [_local(cell, names) for (cell,) in cells]
    return Said(*about[0], rows)


def _rows(db: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[dict[str, Any]]:
    found = db.execute(sql, values)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _local(cell_id: str, names: dict[str, str]) -> str:
    disclosure_id, _, place = cell_id.partition(".")
    return names[disclosure_id] + place


@cache
def _data(texts: tuple[str, ...]) -> tuple[Path, list[str]]:
    """A data folder with these documents, and their disclosures' identifiers."""
    folder = Path(tempfile.mkdtemp(prefix="case-"))
    (folder / "reference").symlink_to(reading.reference())
    many = [reading.facts_of(text, f"document{number}.txt") for number, text in enumerate(texts, 1)]
    store.write_all(many, folder)
    return folder, [facts.disclosure_id for facts in many]


def findings_of(texts: Iterable[str]) -> list[dict[str, Any]]:
    """All findings of all checks on these documents, read together."""
    with duckdb.connect() as db:
        store.fill(db, _data(tuple(texts))[0])
        audit.run(db)
        return _rows(db, "from finding order by finding_id")
