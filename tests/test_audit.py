"""The engine of the audit: the same findings however a store is cut up, and a fault in a check says where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from budget import audit, planning, store
from queries import checks
from tests import reading

RESULTS = ("verdict", "finding", "finding_cell", "tie")


def found(batch: int, small: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[object, ...]]]:
    """What is found in the bundled disclosures, so many cells at a time, side by side where they are few."""
    monkeypatch.setattr(audit, "BATCH", batch)
    monkeypatch.setattr(planning, "FEW", small)
    with duckdb.connect() as db:
        store.fill(db, reading.DATA)
        audit.run(db)
        return {table: db.execute(f"from {table} order by all").fetchall() for table in RESULTS}


def test_batches_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found(audit.BATCH, planning.FEW, monkeypatch)
    assert all(whole.values())
    assert found(1, planning.FEW, monkeypatch) == whole  # a disclosure at a time
    assert found(audit.BATCH, 0, monkeypatch) == whole  # a check at a time


@pytest.fixture
def filled() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        store.fill(db, reading.DATA)
        yield db


def test_a_check_that_does_not_run_is_named_and_leaves_no_workspace(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    check = next(check for check in checks.load_all() if check.check_id == "score_sum")
    broken = tmp_path / "score_sum.sql"
    broken.write_text((checks.FOLDER / "score_sum.sql").read_text(encoding="utf-8").replace("select", "selct", 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"queries/checks/score_sum\.sql: .*selct"):
        audit.run(filled, [checks.load(broken)])
    assert filled.execute("select count(*) from duckdb_databases() where database_name = 'work'").fetchall() == [(0,)]
    filled.execute("delete from audit_check; delete from rule")
    audit.run(filled, [check])
    assert filled.execute("select count(*) from finding").fetchall() > [(0,)]
