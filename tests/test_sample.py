"""A synthetic province is the same each time, adds up, has just the errors that were planted, and never passes for a real one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from budget import sample, store, ui, words
from budget.model import BadInput
from budget.sample import fill, forms
from tests.made_up import ROOT
from tests.test_queries import STATEMENTS, values
from tests.test_queries import run as ask

# What the checks say of clean documents, and rightly: their quality varies as that of real ones does.
HONEST = {
    "level2_missing": "second projects have no deadline",
    "not_quantified": "sub-goals are said in words",
}
# Errors of which a finding names another cell than the one that was changed.
NEAR = {"project_money": "the finding names the project's heading for its sum"}
# Two counties, every second document with an error: most of the errors that there are.
SIZE = sample.Size(2, 24, (2022, 2024), 3, 2)
# The values of values.sql beside those of economic items.
LEAVES = (
    "bought", "buildings", "buy_cost", "buy_number", "buy_price", "car_value", "cars", "done_rate", "few", "first", "first_carry", "floor", "fund",
    "fund_carry", "known", "liked", "machine_value", "machines", "many", "other_value", "others", "rate", "score", "second", "share", "slip", "some",
    "spent", "spent_rate", "spent_score",
)  # fmt: skip
FACTS = [table for table in store._csv_columns() if table not in ("department", "disclosure")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of two counties, with most of the errors there are."""
    folder = tmp_path_factory.mktemp("province")
    sample.generate(folder, SIZE)
    return folder


@pytest.fixture
def db(made: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_store(made) as opened:
        yield opened


def all_of(db: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> list[tuple[object, ...]]:
    return db.execute(sql, parameters).fetchall()


def facts(folder: Path) -> dict[str, set[tuple[object, ...]]]:
    with store.open_store(folder) as db:
        return {table: {tuple(map(str, row)) for row in all_of(db, f'from "{table}"')} for table in ("disclosure", "planted", *FACTS)}


# The same each time ---------------------------------------------------------------------------------------------------


def test_the_same_arguments_give_the_same_facts_and_more_of_them_change_none(tmp_path: Path) -> None:
    for name, regions, years, departments in (("a", 1, (2023, 2023), 2), ("b", 1, (2023, 2023), 2), ("more", 2, (2022, 2024), 3)):
        sample.generate(tmp_path / name, sample.Size(regions, departments, years, 5))
    one, again, more = (facts(tmp_path / name) for name in ("a", "b", "more"))
    assert one == again and one["disclosure"] and one["amount"]
    assert all(one[table] <= more[table] for table in one)
    assert len(more["disclosure"]) > len(one["disclosure"])


def test_another_seed_gives_another_province(tmp_path: Path) -> None:
    for seed in (1, 2):
        sample.generate(tmp_path / str(seed), sample.Size(1, 1, (2023, 2023), seed))
    assert facts(tmp_path / "1")["amount"] != facts(tmp_path / "2")["amount"]


# Errors ---------------------------------------------------------------------------------------------------------------


def test_every_planted_error_is_found_where_it_is(db: duckdb.DuckDBPyConnection) -> None:
    planted = all_of(db, "select error, count(*) from planted where check_id is not null group by all")
    assert len(planted) >= 15
    missed = all_of(
        db, "select p.disclosure_id, p.error, p.check_id from planted as p anti join finding as f using (disclosure_id, check_id) where p.check_id is not null"
    )
    assert missed == []
    # A changed cell is among those that a finding names, where the finding is about that cell.
    apart = all_of(
        db,
        "select p.error, p.cell_id from planted as p join cell as c using (cell_id)"
        " where p.check_id is not null and c.reading = 'fact' and not list_contains($near, p.error) and not exists ("
        "   from finding_cell as x join finding as f using (finding_id) where x.cell_id = p.cell_id and f.disclosure_id = p.disclosure_id)",
        near=list(NEAR),
    )
    assert apart == []


def test_nothing_else_is_found(db: duckdb.DuckDBPyConnection) -> None:
    """A finding rests on a document with an error that this check may find, or is one of the honest ones."""
    other = all_of(
        db,
        "select f.check_id, f.severity, f.disclosure_id, f.message_zh from finding as f where not exists ("
        "   from finding_cell as x join planted as p on starts_with(x.cell_id, p.disclosure_id || '.')"
        "   where x.finding_id = f.finding_id and (p.check_id = f.check_id or list_contains(p.also, f.check_id)))"
        " and not (list_contains($honest, f.check_id) and f.severity = 'notice')",
        honest=list(HONEST),
    )
    assert other == []


def test_every_error_can_be_planted(tmp_path: Path) -> None:
    """Each changes the document of a kind of department: a cell of it, or what is said of a table."""
    names = [edit.name for edit in forms.edits()]
    assert len(set(names)) == len(names)
    leaves = sorted({name for row in forms.rows("economic_items") for name in [f"e{row['code']}"]} | set(LEAVES))
    reference = fill.reference(tmp_path)
    kind = next(row for row in forms.rows("department_types") if row["fund"] != "0" and row["vehicles"] != "0")
    clean = {document: forms.read(kind, document, True, None, leaves, reference) for document in ("budget", "evaluation", "targets")}
    for edit in forms.edits():
        form = forms.read(kind, edit.document, True, edit, leaves, reference)
        was = clean[edit.document]
        assert form.printed() != was.printed() or form.tables["section"] != was.tables["section"] or form.tables["document_table"] != was.tables["document_table"], edit.name
    assert {edit.check for edit in forms.edits() if edit.check} <= {path.stem for path in (ROOT / "queries" / "checks").glob("*.sql")}


# What it holds --------------------------------------------------------------------------------------------------------


def test_sheets_add_up_exactly(db: duckdb.DuckDBPyConnection) -> None:
    """Leaf rows sum to their printed total, to the last 分, in every sheet without a planted error."""
    wrong = all_of(
        db,
        "select disclosure_id, table_code, measure, sum(amount_yuan) filter (where row_role = 'leaf') as leaves, max(amount_yuan) filter (where row_role = 'total') as whole"
        " from amount where basis = 'table' and table_code in ('revenue', 'expenditure', 'general_budget', 'general_basic', 'government_fund')"
        " and disclosure_id not in (select disclosure_id from planted)"
        " group by all having whole is not null and leaves is distinct from whole and whole <> 0",
    )
    assert wrong == []
    ((leaves, cents),) = all_of(db, "select count(*), count(*) filter (where amount_yuan % 100 <> 0) from amount where row_role = 'leaf'")
    assert isinstance(leaves, int) and leaves > 1_000 and cents == 0  # whole hundredths of a 万元


def test_a_year_follows_from_the_year_before(db: duckdb.DuckDBPyConnection) -> None:
    """Last year's figure, derived from a stated change, is what last year's document prints."""
    pairs = all_of(
        db,
        "select a.amount_yuan, b.amount_yuan from amount as a join disclosure as d using (disclosure_id)"
        " join department_year as b on b.department_id = d.department_id and b.fiscal_year = a.fiscal_year and b.measure = a.measure"
        " where a.basis = 'derived' and a.table_code = 'statement' and a.item_code is null and b.basis <> 'derived'"
        " and a.disclosure_id not in (select disclosure_id from planted) and b.disclosure_id not in (select disclosure_id from planted)",
    )
    assert len(pairs) > 50
    assert all(derived == stated for derived, stated in pairs)


def test_what_is_printed_is_what_was_read(db: duckdb.DuckDBPyConnection) -> None:
    """Every figure of a table stands in its cell; no mark of a form, and none of its names, is left anywhere."""
    assert all_of(
        db,
        "select a.amount_id from amount as a join cell as c using (cell_id) where a.basis = 'table' and a.amount_yuan is not null"
        " and (c.raw_text <> a.amount_raw or a.amount_yuan <> (a.amount_raw::decimal(18, 2) * 10000))",
    ) == []
    texts = " union all ".join(
        f'select {column} as text from "{table}"'
        for table, columns in store._schema().items() for column, kind in columns.items()
        if kind.type == "VARCHAR" and table in (*FACTS, "disclosure", "department") and column not in ("text_hash", "source_sha256")
    )  # fmt: skip
    assert all_of(db, f"select distinct text from ({texts}) where regexp_matches(text, '合成县|2099|[\ue000\ue001]|(^|[^0-9])81[0-9]{{4}}\\.00')") == []


def test_gaps_of_several_kinds_are_there(db: duckdb.DuckDBPyConnection) -> None:
    statuses = {status for (status,) in all_of(db, "select distinct value_status from amount")}
    assert {"reported", "zero", "blank"} <= statuses
    assert {kind for (kind,) in all_of(db, "select distinct kind from disclosure")} == {"budget", "self_evaluation", "performance_targets"}
    ((expected, there),) = all_of(db, "select count(distinct department_id) * 3, count(*) filter (where kind = 'budget') from disclosure")
    assert isinstance(expected, int) and isinstance(there, int) and expected * 0.9 < there < expected  # some published nothing


def test_every_statement_runs_on_it(db: duckdb.DuckDBPyConnection) -> None:
    """… and its rows are those that its header promises."""
    for statement in STATEMENTS:
        rows = ask(db, statement, **values(db, statement))
        keys = [tuple(row[name] for name in statement.key) for row in rows]
        assert not statement.key or len(keys) == len(set(keys)), f"{statement.module}.{statement.name}"


# Never mixed up -------------------------------------------------------------------------------------------------------


def test_all_names_are_invented(db: duckdb.DuckDBPyConnection) -> None:
    real = (ROOT / "data" / "reference" / "regions.csv").read_text(encoding="utf-8")
    regions = all_of(db, "select region_code, region_name from region")
    assert all(str(code).startswith("99") and str(name) not in real for code, name in regions)


def test_it_says_that_it_is_synthetic(db: duckdb.DuckDBPyConnection, made: Path) -> None:
    ((build_id, asked),) = all_of(db, "select build_id, sample from build")
    assert str(build_id).startswith("synthetic-") and asked == str(SIZE)
    assert all_of(db, "select distinct source_format, parsed_by from disclosure") == [("synthetic", "mingzhang synthetic")]
    assert all_of(db, "select count(*) from disclosure where not starts_with(source_name, 'synthetic-')") == [(0,)]
    assert [path.name for path in made.glob("*.duckdb")] == [f"mingzhang-{build_id}.duckdb"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_and_file_says_so(made: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(made))
    told = {"zh": ("合成数据：", "合成数据"), "en": ("Synthetic data:", "synthetic")}[lang]
    for page in sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").rglob("*.py")):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params["lang"] = lang
        app.run()
        if page != "pages/overview/overview.py":
            app.switch_page(page).run()
        assert not app.exception, app.exception[0].stack_trace
        assert any(told[0] in element.proto.body for element in app.get("html")), page
    with words.speaking(lang):
        assert ui.file_name("三公经费").startswith(f"{told[1]}_")
        heads, row = ui._csv(pd.DataFrame({"a": [1]}), {}).decode("utf-8-sig").splitlines()
        assert (heads, row) == (f"a,{told[1]}", f"1,{told[1]}")


def test_commands_say_so_and_never_rebuild_it(made: Path, run) -> None:  # type: ignore[no-untyped-def]
    env = {**_environment(), "MINGZHANG_STORE": str(made)}
    for command in (("list",), ("export", "planted"), ("check", "--severity", "error")):
        done = run(*command, env=env)
        assert "Synthetic data" in done.stderr and done.stdout, done.stderr
    assert store.is_sample(made)
    refused = run("build", env=env)
    assert refused.returncode == 2 and "synthetic sample" in refused.stderr and store.is_sample(made)


def test_it_is_written_over_nothing_but_a_sample(tmp_path: Path, made: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("hands off", encoding="utf-8")
    for folder in (other, other / "letter.txt", store.BUNDLED_DATA, store.BUNDLED_DATA / "disclosures" / "sample", store.DEFAULT_STORE):
        with pytest.raises(BadInput):
            sample.generate(folder, sample.Size(1, 1, (2023, 2023), 1))
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    file = sample.generate(copy, sample.Size(1, 1, (2023, 2023), 1))
    assert list(copy.glob("*.duckdb")) == [file] and store.is_sample(copy)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--regions", "0"), ("--regions", "401"), ("--regions", "many"), ("--departments", "0"), ("--departments", "61"),
        ("--years", "2026-2019"), ("--years", "1999-2003"), ("--years", "soon"), ("--years", "2019-"), ("--seed", "x"), ("--errors", "-1"),
    ],
)  # fmt: skip
def test_bad_arguments_give_one_sentence_and_status_2(run, tmp_path: Path, wrong: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    done: subprocess.CompletedProcess[str] = run("generate", "--into", tmp_path / "s", *wrong)
    assert done.returncode == 2 and done.stdout == ""
    assert wrong[1] in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
    assert not (tmp_path / "s").exists()


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
