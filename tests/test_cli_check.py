"""`python -m budget check` as an auditor and a script use it: findings on stdout, exit status 1 where there are errors."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests import auditing
from tests.conftest import command

# One figure of the clean document changed by 10,000 yuan: the total of the expenditure table.
BROKEN = {"document": "budget", "replace": [["611.35", "612.35", 1]]}


@pytest.fixture(scope="module")
def kept(county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A store of a clean disclosure of one year and one of another with a wrong total, made once; and their ids."""
    home = tmp_path_factory.mktemp("audited")
    data = shutil.copytree(county, home / "data")
    clean, broken = home / "clean.txt", home / "broken.txt"
    clean.write_text(auditing.text_of({"document": "budget_next"}), encoding="utf-8")
    broken.write_text(auditing.text_of(BROKEN), encoding="utf-8")
    ingested = command(home / "store", "ingest", clean, broken, "--into", data)
    assert ingested.returncode == 0, ingested.stderr
    assert command(home / "store", "build", "--data", data).returncode == 0
    return home / "store", ingested.stdout.split()


@pytest.fixture
def audited(kept, tmp_path):
    """A copy of that store as the test's own; the ids of its disclosures, the clean one first."""
    shutil.copytree(kept[0], tmp_path / "store")
    return kept[1]


def test_errors_are_listed_and_told_by_the_exit_status(run, audited):
    _, broken = audited
    done = run("check", "--severity", "error")
    assert done.returncode == 1, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows and {row[0] for row in rows} == {"error"} and {row[2] for row in rows} == {broken}
    assert all(len(row) == 5 and row[1].startswith("line ") for row in rows)
    assert f"{len(rows)} error" in done.stderr


def test_a_clean_disclosure_gives_nothing_and_status_0(run, audited):
    done = run("check", "--disclosure", audited[0], "--severity", "error")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing found" in done.stderr


def test_json_brings_the_cells_and_exact_money(run, audited):
    found = json.loads(run("check", "--disclosure", audited[1], "--severity", "error", "--format", "json").stdout)
    assert all(one["cells"] and one["cells"][0]["role"] == "stated" for one in found)
    differences = [one["difference_yuan"] for one in found if one["difference_yuan"] is not None]
    assert "10000.00" in differences or "-10000.00" in differences
    assert {"message_zh", "message_en", "stated", "expected", "fingerprint"} <= found[0].keys()


def test_csv_has_a_header_and_the_language_is_chosen(run, audited):
    rows = list(csv.DictReader(io.StringIO(run("check", "--format", "csv").stdout)))
    assert rows and rows[0]["severity"] == "error" and rows[0]["disclosure_id"] == audited[1]
    english = run("check", "--severity", "error", "--lang", "en").stdout
    assert rows[0]["message_en"] in english and rows[0]["message_zh"] not in english


def test_explain_prints_what_a_check_does_and_rests_on(run, audited):
    done = run("check", "--explain", "code_hierarchy_adds_up")
    assert done.returncode == 0
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    assert told["statement"] == "queries/checks/code_hierarchy_adds_up.sql"
    assert told["severity"] == "error at worst" and told["rests on"] and told["method"]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_working_paper_is_written_whole(run, audited, tmp_path, ending):
    paper = tmp_path / f"底稿.{ending}"
    assert run("check", "--disclosure", audited[1], "--severity", "error", "--workpaper", paper).returncode == 1
    assert zipfile.ZipFile(paper).testzip() is None
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_bad_words_get_one_sentence_and_status_2(run, audited, tmp_path):
    for words in (
        ["--disclosure", "no-such"],
        ["--explain", "no_such_check"],
        ["--workpaper", tmp_path / "paper.pdf"],
        ["--disclosure", audited[0], "--severity", "error", "--workpaper", tmp_path / "paper.docx"],
    ):
        done = run("check", *words)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
        assert not (tmp_path / "paper.docx").exists()


def test_reports_are_listed_written_and_refused(run, audited, tmp_path):
    listed = run("report")
    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 5)
    made = run("report", "audit", "-o", tmp_path / "a.html")
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == str(tmp_path / "a.html")
    assert "核查摘要" in (tmp_path / "a.html").read_text(encoding="utf-8")
    for words in (
        ["nothing", "-o", tmp_path / "b.html"], ["audit"], ["audit", "-o", tmp_path / "b.pdf"], ["profile", "-o", tmp_path / "b.html"],
        ["audit", "--region", "火星", "-o", tmp_path / "b.html"], ["-o", tmp_path / "b.html"],
    ):  # fmt: skip
        refused = run("report", *words)
        assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1), words
    assert not (tmp_path / "b.html").exists()
