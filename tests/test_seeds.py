"""The real documents (../shared/seeds, or MINGZHANG_SEEDS), the whole way into a store; test_tracing holds them line by line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import reading

from budget import store
from budget.model import Facts
from budget.normalize import normalize
from budget.readers import read

CHECK = reading.SEEDS_FOLDER.parent / "acceptance" / "check_seeds.py"

pytestmark = pytest.mark.skipif(
    not reading.SEEDS, reason=f"no real documents in {reading.SEEDS_FOLDER}; name their folder with MINGZHANG_SEEDS"
)


@pytest.fixture(scope="module")
def all_facts() -> dict[str, Facts]:
    """File name → facts, read afresh."""
    return {path.name: normalize(read(path), reading.DATA / "reference", reading.LAYOUTS) for path in reading.SEEDS}


@pytest.fixture(scope="module")
def ingested(all_facts, tmp_path_factory) -> Path:
    """A data folder with the facts of all documents."""
    data = tmp_path_factory.mktemp("ingested")
    store.write_all(list(all_facts.values()), data)
    return data


def test_figures_counted_by_hand_agree(ingested, tmp_path):
    if not CHECK.exists():
        pytest.skip(f"the figures counted by hand are not at {CHECK}")
    database = store.build(ingested, tmp_path / "seeds.duckdb")
    done = subprocess.run([sys.executable, CHECK, database], check=False, capture_output=True, encoding="utf-8")
    assert (done.stdout.strip(), done.returncode) == ("all figures agree", 0)


def test_ingesting_twice_gives_the_same_bytes(ingested):
    before = {path: path.read_bytes() for path in ingested.rglob("*.csv")}
    again = [normalize(read(path), reading.DATA / "reference", reading.LAYOUTS) for path in reversed(reading.SEEDS)]
    store.write_all(again, ingested)
    assert {path: path.read_bytes() for path in ingested.rglob("*.csv")} == before
    assert len(before) > len(reading.SEEDS)


def test_bundled_data_are_what_ingesting_gives(ingested):
    differing = []
    for folder in sorted((ingested / "disclosures").iterdir()):
        bundled = reading.DATA / "disclosures" / folder.name
        names = {path.name for path in folder.iterdir()} | {path.name for path in bundled.glob("*.csv")}
        for name in sorted(names):
            texts = [(side / name).read_bytes() if (side / name).exists() else None for side in (folder, bundled)]
            if texts[0] != texts[1]:
                differing.append(f"{folder.name}/{name}")
    assert not differing, "ingest the documents again: python -m budget ingest ../shared/seeds/*.txt"


def test_nothing_that_is_data_was_left_unread(all_facts):
    """Golden documents may hold damage on purpose; of the real ones everything is read."""
    for name, facts in all_facts.items():
        data = [(row["line_start"], row["raw_text"], row["reason"]) for row in facts.tables["unread"] if row["is_data"]]
        assert not data, name
        assert not [row for row in facts.tables["document_table"] if row["status"] == "refused"], name
        assert not [cell for cell in facts.tables["cell"] if cell["reading"] == "unread"], name
