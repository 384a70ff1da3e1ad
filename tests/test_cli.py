"""The commands as a reader types them: data on stdout, narration on stderr, and the exit status that was promised."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from budget import store
from budget.model import squeeze
from budget.readers.text import clean
from tests.conftest import command
from tests.made_up import ROOT, SAMPLE, tree

SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def kept(county, tmp_path_factory):
    """The sample ingested and built, once: a folder with `data` and `store`, and the disclosure_id."""
    home = tmp_path_factory.mktemp("built")
    shutil.copytree(county, home / "data")
    (home / "sample.txt").write_text(SAMPLE, encoding="utf-8")
    ingested = command(home / "store", "ingest", home / "sample.txt", "--into", home / "data")
    assert ingested.returncode == 0, ingested.stderr
    assert command(home / "store", "build", "--data", home / "data").returncode == 0
    return home, ingested.stdout.strip()


@pytest.fixture
def built(kept, data, tmp_path):
    """The sample in the test's own data and store; returns its disclosure_id."""
    for folder in (data, tmp_path / "store"):
        shutil.copytree(kept[0] / folder.name, folder, dirs_exist_ok=True)
    return kept[1]


def test_ingest_prints_one_id_a_document_and_tells_the_rest_on_stderr(run, data, document):
    second = document.with_name("second.txt")
    second.write_text(SAMPLE.replace("2022年", "2021年").replace("2023年", "2022年"), encoding="utf-8")
    done = run("ingest", document, second, document, "--into", data)
    assert done.returncode == 0
    assert re.fullmatch(r"(999901-\S+\n){2}", done.stdout)
    assert sorted(done.stdout.split()) == sorted(path.name for path in (data / "disclosures").iterdir())
    assert "[2/2] second.txt" in done.stderr
    before = tree(data)
    assert run("ingest", document, second, "--into", data).stdout == done.stdout
    assert tree(data) == before


def test_ingest_uses_the_bundled_reference_where_the_folder_has_none(run, tmp_path, document):
    known = document.with_name("known.txt")
    known.write_text(SAMPLE.replace("云岭县", "正定县"), encoding="utf-8")
    done = run("ingest", known, "--into", tmp_path / "new")
    assert (done.returncode, done.stdout[:7]) == (0, "130123-")
    assert run("build", "--data", tmp_path / "new", "--output", tmp_path / "new.duckdb").returncode == 0


def test_report_lists_all_that_was_not_read(run, data, document):
    done = run("ingest", document, "--into", data, "--report")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    with next((data / "disclosures").glob("*/unread.csv")).open(encoding="utf-8", newline="") as file:
        unread = [
            [
                "",
                f"unread {row['kind']}",
                {"true": "data", "false": "other"}[row["is_data"]],
                f"line {row['line_start']}",
                row["raw_text"],
                row["reason"],
            ]
            for row in csv.DictReader(file)
        ]
    assert unread
    assert [line for line in lines if line[1:] and line[1].startswith("unread")] == unread
    assert ["", "read", "amount", "23"] in lines


def test_a_refused_table_is_written_reported_and_told_by_the_exit_status(run, data, document):
    document.write_text(SAMPLE.replace("单位规格", "单位颜色"), encoding="utf-8")
    done = run("ingest", document, "--into", data, "--report")
    assert done.returncode == 1, done.stdout
    assert re.search(r"^\tunread table\tdata\tline 10\t.*单位颜色.*header", done.stdout, re.MULTILINE), done.stdout
    assert list((data / "disclosures").iterdir())


def test_one_bad_file_leaves_everything_untouched(run, data, document):
    bad = document.with_name("bad.txt")
    bad.write_text("", encoding="utf-8")
    before = tree(data)
    done = run("ingest", document, bad, "--into", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert tree(data) == before


def test_build_prints_the_path_of_what_it_built(run, built, data, tmp_path):
    done = run("build", "--data", data, "--output", tmp_path / "x.duckdb")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{tmp_path / 'x.duckdb'}\n", "")


def test_list_gives_a_line_for_each_disclosure(run, built):
    done = run("list")
    header, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [dict(zip(header, row, strict=True))["disclosure_id"] for row in rows] == [built]
    assert (done.returncode, done.stderr) == (0, "")


def test_an_empty_store_lists_nothing_and_says_so(run, data):
    assert run("build", "--data", data).returncode == 0
    done = run("list")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)


def test_trace_shows_where_a_figure_was_printed(run, built):
    done = run("trace", f"{built}.p29.6.a")
    assert done.returncode == 0
    shown = dict(line.split("\t", 1) for line in done.stdout.split("\n\n")[0].splitlines())
    assert shown["document"] == "sample.txt"
    assert shown["line"] == "29"
    assert shown["text"] == "公务接待费0.20万元"
    assert shown["text"] in SAMPLE.splitlines()[int(shown["line"]) - 1]


def test_trace_names_every_cell_of_a_derived_figure(run, built):
    done = run("trace", f"{built}.p25.2.d")
    texts = [dict(line.split("\t", 1) for line in block.splitlines())["text"] for block in done.stdout.strip().split("\n\n")]
    assert len(texts) == 2
    assert any("减少9.50万元" in text for text in texts)


def test_trace_of_an_unknown_fact_finds_nothing(run, built):
    done = run("trace", "no-such-fact")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "no-such-fact: there is no such fact in the store.\n"


def places(data: Path, output: Path) -> list[tuple[str, str, str, int, int]]:
    """fact_id, source_name, raw_text, first and last line of every cell of every fact."""
    import duckdb

    with duckdb.connect(store.build(data, output), read_only=True) as db:
        return db.execute(
            "select fact_id, source_name, raw_text, line_start, line_end"
            " from fact_cell join cell using (cell_id) join disclosure using (disclosure_id)"
        ).fetchall()


def misplaced(places: list[tuple[str, str, str, int, int]], folder: Path) -> list[tuple[str, str, str, int, int]]:
    lines = {path.name: path.read_text(encoding="utf-8-sig").splitlines() for path in folder.glob("*.txt")}
    return [
        place
        for place in places
        if squeeze(place[2]) not in squeeze("".join(map(clean, lines[place[1]][place[3] - 1 : place[4]])))
    ]


def test_every_fact_of_the_sample_stands_on_its_lines(run, built, data, document, tmp_path):
    found = places(data, tmp_path / "x.duckdb")
    assert len(found) > 40
    assert misplaced(found, document.parent) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five source documents are not kept in the repository")
def test_every_fact_of_the_bundled_data_stands_on_its_lines(tmp_path):
    found = places(store.BUNDLED_DATA, tmp_path / "x.duckdb")
    assert len(found) > 5000
    assert misplaced(found, SEEDS) == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five source documents are not kept in the repository")
def test_the_bundled_data_are_what_ingest_makes_of_the_documents(run, tmp_path):
    done = run("ingest", *sorted(SEEDS.glob("*.txt")), "--into", tmp_path / "data")
    assert done.returncode in (0, 1), done.stderr
    made = {path.relative_to(tmp_path / "data"): path.read_bytes() for path in (tmp_path / "data").rglob("*.csv")}
    kept = {path.relative_to(store.BUNDLED_DATA): path.read_bytes() for path in store.BUNDLED_DATA.glob("disclosures/*/*.csv")}
    assert made == kept


def test_export_gives_csv_with_numbers_as_numbers(run, built):
    done = run("export", "three_public_funds")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    found = {(row["fiscal_year"], row["component"]): row["amount_yuan"] for row in rows}
    assert (done.returncode, found["2023", "reception"], found["2023", "overseas"]) == (0, "2000", "0")


def test_export_makes_formulas_harmless(run, data, document):
    document.write_text(SAMPLE.replace("正科级", "=HYPERLINK(A1)").replace("行政\n", "-0.5\n"), encoding="utf-8")
    assert run("ingest", document, "--into", data).returncode == 0
    assert run("build", "--data", data).returncode == 0
    (row,) = csv.DictReader(io.StringIO(run("export", "organisation_unit").stdout))
    assert (row["rank"], row["nature"]) == ("'=HYPERLINK(A1)", "-0.5")


def test_export_of_an_unknown_table_names_those_there_are(run, built):
    done = run("export", "amount; drop table amount")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"the store has no such table; it has amount, .*three_public_funds", done.stderr)


def test_a_reader_that_stops_early_is_no_error(built, tmp_path, monkeypatch):
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path / "store"))
    command = [sys.executable, "-m", "budget", "export", "region"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("words", [[], ["colour"], ["ingest"], ["trace"], ["export"], ["build", "--colour"], ["serve", "--port", "x"]])
def test_wrong_usage_is_bad_input(run, words):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m budget")


def test_help_tells_what_a_command_gives(run):
    top = run("--help").stdout
    assert "Exit status" in top
    for name in re.findall(r"^    (\w+) ", top, re.MULTILINE):
        text = run(name, "--help").stdout
        assert text.startswith(f"usage: python -m budget {name}"), name
        assert f"python -m budget {name}" in top.split("examples:")[1], f"no example for {name}"


def test_output_is_utf8_whatever_the_locale(run, built, tmp_path):
    store = str(tmp_path / "store")
    done = run("export", "region", env={**os.environ, "MINGZHANG_STORE": store, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert "云岭县" in done.stdout
