"""Facts written as CSV and built into a store: the same bytes, the same ids, and the old store while anything is wrong."""

from __future__ import annotations

import csv
import os
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budget import csvtext, store
from budget.model import BadInput, Facts
from budget.normalize import normalize
from budget.readers import read
from tests.made_up import SAMPLE, tree

LAYOUTS = store.BUNDLED_DATA / "layouts"  # taken here, as a test puts another folder in the place of the bundled one

# Texts ----------------------------------------------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.sampled_from(["", '"', ",", "\r\n", " x "])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1))
def test_every_text_comes_back_as_it_was(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes("".join(map(csvtext.line, [("a", "b"), *rows])).encode())
    found = duckdb.sql(
        f"from read_csv('{path}', auto_detect=false, header=true, columns={{'a': 'varchar', 'b': 'varchar'}}, {store._CSV_FORMAT})"
    )
    assert found.fetchall() == rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("81986400.00"), "81986400"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.00"), "0"),
        (0, "0"),
        (True, "true"),
        (None, ""),
        ("", '""'),
        ("0012", "0012"),
        (date(2022, 12, 31), "2022-12-31"),
    ],
)
def test_values_have_one_spelling(value, text):
    assert csvtext.line([value]) == text + "\n"


def test_a_float_is_no_fact():
    with pytest.raises(TypeError, match="float"):
        csvtext.line([0.1])


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-", "＋1"])
def test_a_formula_is_made_harmless(text):
    assert csvtext.harmless(text) == "'" + text


@pytest.mark.parametrize("value", ["-0.24", "+5%", "-1,200.00", "≥95%", "", None, -3, Decimal("-0.24"), "农林水支出", "a=b"])
def test_numbers_and_ordinary_texts_stay(value):
    assert csvtext.harmless(value) is value


# Writing --------------------------------------------------------------------------------------------------------------


def facts_of(data: Path, text: str = SAMPLE, name: str = "sample.txt") -> Facts:
    path = data.parent / name
    path.write_text(text, encoding="utf-8")
    return normalize(read(path), data / "reference", LAYOUTS)


def test_writing_twice_changes_nothing(data):
    folder = store.write_facts(facts_of(data), data)
    before, written = tree(data), folder.stat().st_mtime_ns
    assert store.write_facts(facts_of(data), data) == folder == data / "disclosures" / facts_of(data).disclosure_id
    assert tree(data) == before
    assert folder.stat().st_mtime_ns == written
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_files_have_the_columns_of_the_schema_and_short_ids(data):
    folder = store.write_facts(facts_of(data), data)
    with (folder / "amount.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [name for name in store._schema()["amount"] if name != "disclosure_id"]
    assert not any(folder.name in value for row in rows for value in row.values())
    assert not (folder / "evaluation.csv").exists(), "a table without rows has no file"
    assert b"\r" not in (folder / "cell.csv").read_bytes()


def test_a_table_no_longer_read_leaves_no_file_behind(data):
    facts = facts_of(data)
    folder = store.write_facts(facts, data)
    del facts.tables["asset"]
    store.write_facts(facts, data)
    assert not (folder / "asset.csv").exists()


def test_a_column_or_table_unknown_to_the_schema_is_a_mistake_in_the_program(data):
    facts = facts_of(data)
    facts.tables["amount"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="amount has no column colour"):
        store.write_facts(facts, data)
    facts.tables = {**facts_of(data).tables, "colour": [{}]}
    with pytest.raises(ValueError, match="no table colour"):
        store.write_facts(facts, data)


def test_money_is_never_rounded(data):
    facts = facts_of(data)
    facts.tables["amount"][3]["amount_yuan"] = Decimal("1.005")
    with pytest.raises(BadInput, match=r"amount row 4 has amount_yuan 1\.005"):
        store.write_facts(facts, data)
    assert not (data / "disclosures").exists()


def test_another_source_of_the_same_year_is_the_next_revision(data):
    first, second = facts_of(data), facts_of(data, SAMPLE.replace("全县", "全县城乡"))
    other_year = facts_of(data, SAMPLE.replace("2022年", "2021年").replace("2023年", "2022年"))
    for facts in (first, second, first, other_year, second):
        store.write_facts(facts, data)
    revisions = {
        facts.disclosure_id: store._head(data / "disclosures" / facts.disclosure_id).revision for facts in (first, second, other_year)
    }
    assert list(revisions.values()) == [1, 2, 1]


def test_the_same_document_under_two_names_is_refused(data):
    with pytest.raises(BadInput, match="give each document once"):
        store.write_all([facts_of(data), facts_of(data, name="copy.txt")], data)
    assert not (data / "disclosures").exists()


def test_an_error_half_way_puts_the_old_folders_back(data, monkeypatch):
    facts = [facts_of(data), facts_of(data, SAMPLE.replace("全县", "全县城乡"))]
    store.write_all(facts, data)
    before = tree(data)
    for changed in facts:
        changed.tables["unread"][0]["reason"] = "another reason"
    rename = Path.rename
    calls = []

    def failing(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == 4:  # the second disclosure's new folder, when the first one is already exchanged
            raise OSError(28, os.strerror(28))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BadInput, match="No space left on device"):
        store.write_all(facts, data)
    assert tree(data) == before


# Building -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(data: Path) -> Path:
    """The county's folder with three disclosures, given out of order: 2023, its revision, 2022."""
    texts = [SAMPLE, SAMPLE.replace("全县", "全县城乡"), SAMPLE.replace("2022年", "2021年").replace("2023年", "2022年")]
    store.write_all([facts_of(data, text, f"{number}.txt") for number, text in enumerate(texts)], data)
    return data


def rows(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(path, read_only=True) as db:
        return db.execute(sql).fetchall()


def test_a_build_puts_the_ids_back_and_keeps_every_row(filled, tmp_path):
    file = store.build(filled, tmp_path / "out.duckdb")
    assert file == tmp_path / "out.duckdb"
    for folder in store._folders(filled):
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as text:
                wanted = sum(1 for _ in csv.DictReader(text))
            if path.stem != "department":
                column = "disclosure_id" if "disclosure_id" in store._schema()[path.stem] else "cell_id"
                found = rows(file, f"select count(*) from {path.stem} where starts_with({column}, '{folder.name}')")
                assert found == [(wanted,)], path
    assert rows(file, "select count(*) from amount where amount_id = cell_id || '.a' or amount_id = cell_id || '.d'") != [(0,)]
    assert rows(file, "from build")[0][::2] == (store.build_id(filled), 3)
    assert rows(file, "select count(*) from department") == [(1,)]


def test_facts_lie_in_the_order_of_region_department_and_year(filled, tmp_path):
    file = store.build(filled, tmp_path / "out.duckdb")
    order = rows(file, "select fiscal_year, revision from disclosure order by rowid")
    assert order[0] == (2022, 1)
    runs = rows(file, "select disclosure_id from cell group by all order by min(rowid)")
    assert runs == rows(file, "select disclosure_id from disclosure order by rowid")
    apart = "select count(*) from cell group by disclosure_id having max(rowid) - min(rowid) + 1 <> count(*)"
    assert rows(file, apart) == []


def test_a_rebuild_gives_the_same_rows(filled, tmp_path):
    one, two = store.build(filled, tmp_path / "1.duckdb"), store.build(filled, tmp_path / "2.duckdb")
    for (table,) in rows(one, "select table_name from information_schema.tables"):
        assert rows(one, f'from "{table}"') == rows(two, f'from "{table}"'), table


def test_every_table_says_what_its_rows_are(filled, tmp_path):
    file = store.build(filled, tmp_path / "out.duckdb")
    assert rows(file, "select table_name from duckdb_tables() where comment is null") == []
    assert rows(file, "select view_name from duckdb_views() where not internal and comment is null") == []


def test_printed_codes_join_the_reference_classes(filled, tmp_path):
    facts = facts_of(filled)
    leaf = next(row for row in facts.tables["amount"] if row["table_code"] == "statement")
    leaf.update(table_code="general_budget", item_code="2130305", item_name="水利工程建设")
    store.write_facts(facts, filled)
    file = store.build(filled, tmp_path / "out.duckdb")
    found = rows(file, "select * from function_code where code in ('213', '2130305') order by code")
    assert found == [("213", "农林水支出", 1, None, "reference"), ("2130305", "水利工程建设", 3, "21303", "printed")]
    assert rows(file, "select count(*) from economic_code where level = 1 and origin = 'reference'") != [(0,)]


def test_the_newest_spelling_of_a_department_counts(filled, tmp_path):
    for folder in store._folders(filled):
        if store._head(folder).fiscal_year == 2022:
            path = folder / "department.csv"
            path.write_text(path.read_text(encoding="utf-8").replace("云岭县水务局", "云岭县水务和渔业局"), encoding="utf-8")
    file = store.build(filled, tmp_path / "out.duckdb")
    assert rows(file, "select department_name from department") == [("云岭县水务局",)]


def test_a_build_id_is_made_from_content(filled, data, tmp_path):
    before = store.build_id(filled)
    assert before == store.build_id(filled)
    assert len(before) == 12
    path = next((filled / "disclosures").glob("*/section.csv"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert store.build_id(filled) != before


def damage(name: str, change: tuple[str, str]):
    def apply(filled: Path) -> None:
        path = sorted((filled / "disclosures").glob(f"*/{name}.csv"))[0]
        text = path.read_text(encoding="utf-8")
        assert change[0] in text
        path.write_text(text.replace(*change, 1), encoding="utf-8")

    return apply


def remove(name: str):
    return lambda filled: sorted((filled / "disclosures").glob(f"*/{name}.csv"))[0].unlink()


def stray(filled: Path) -> None:
    (sorted((filled / "disclosures").iterdir())[0] / "colour.csv").write_text("a\n")


DAMAGES = {
    "a cell that does not exist": (damage("fact_cell", (",p21.1\n", ",p9999.1\n")), "cell_id .*p9999.1"),
    "a fact that does not exist": (damage("fact_cell", ("p21.1.a,", "p9999.a,")), r"p9999\.a|has no row in fact_cell"),
    "no sections": (remove("section"), "has no row in section"),
    "no disclosure": (remove("disclosure"), r"disclosure\.csv: is missing"),
    "a word for a sum": (damage("amount", (",1205000,", ",many,")), r"amount\.csv: cannot be loaded"),
    "a row too short": (damage("cell", ("\n", "\nx,y\n")), r"cell\.csv: cannot be loaded"),
    "another header": (damage("amount", ("amount_yuan", "amount_wan")), r"amount\.csv: its header"),
    "an unknown table": (stray, r"colour\.csv: schema.sql has no table"),
    "one id twice": (damage("amount", ("p21.2.a,", "p21.1.a,")), r"amount\.csv: cannot be loaded"),
    "another region": (damage("department", ("999901,", "999900,")), "another region or type"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_wrong_is_named_and_the_old_store_stays_in_use(name, filled, own_store, capsys):
    change, message = DAMAGES[name]
    store.build(filled)
    before = tree(own_store)
    change(filled)
    with pytest.raises(BadInput, match=message) as raised:
        store.build(filled)
    assert "\n" not in str(raised.value)
    assert tree(own_store) == before
    with store.open_store() as db:
        assert db.execute("select count(*) from disclosure").fetchone() == (3,)
    assert "The store stays as it was" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_is_bad_input(filled, tmp_path):
    with pytest.raises(BadInput, match="is a folder"):
        store.build(filled, tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        store.build(filled, tmp_path / "file" / "out.duckdb")


def test_a_folder_with_an_awkward_name(filled, tmp_path):
    awkward = tmp_path / "it's [a] *folder, 数据"
    filled.rename(awkward)
    file = store.build(awkward, awkward / "out [1].duckdb")
    assert rows(file, "select count(*) from disclosure") == [(3,)]


# Serving --------------------------------------------------------------------------------------------------------------


def test_the_store_is_built_on_first_use_and_again_when_data_change(filled, own_store, monkeypatch):
    monkeypatch.setattr(store, "BUNDLED_DATA", filled)
    with store.open_store() as db:
        assert db.execute("select build_id from build").fetchone() == (store.build_id(filled),)
    first = (own_store / "current").read_text()
    with store.open_store():
        assert (own_store / "current").read_text() == first
    store.write_facts(facts_of(filled, SAMPLE.replace("全县", "全省")), filled)
    with store.open_store() as db:
        assert db.execute("select count(*) from disclosure").fetchone() == (4,)
    assert (own_store / "current").read_text() != first


def test_the_store_remembers_whose_data_it_holds(filled, own_store):
    store.build(filled)
    with store.open_store() as db:
        assert db.execute("select disclosures from build").fetchone() == (3,)
    filled.rename(filled.with_name("moved"))
    with store.open_store() as db:
        assert db.execute("select disclosures from build").fetchone() == (3,)


def test_a_build_that_was_lost_is_made_again(filled, own_store):
    store.build(filled).unlink()
    with store.open_store() as db:
        assert db.execute("select disclosures from build").fetchone() == (3,)


def test_two_builds_are_kept_and_a_reader_keeps_its_own(filled, own_store):
    store.build(filled)
    reader = store.open_store()
    for number in range(3):
        store.write_facts(facts_of(filled, SAMPLE.replace("全县", f"全县{'一二三'[number]}")), filled)
        current = store.build(filled)
    assert len(list(own_store.glob("*.duckdb"))) == store.KEPT_BUILDS
    assert current.name == (own_store / "current").read_text().splitlines()[0]
    assert reader.execute("select count(*) from disclosure").fetchone() == (3,)
    assert sorted(path.name for path in own_store.iterdir() if path.suffix != ".duckdb") == ["current"]


def test_the_served_store_can_neither_be_written_nor_reach_out(filled, own_store, tmp_path):
    store.build(filled)
    with store.open_store() as db:
        for statement in (
            "delete from amount",
            f"copy amount to '{tmp_path / 'x.csv'}'",
            f"with a as (from read_csv('{filled}/reference/regions.csv')) from a",
            f"attach '{tmp_path / 'y.duckdb'}'",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                db.execute(statement)


def test_one_connection_serves_many_threads_by_cursors(filled, own_store):
    store.build(filled)
    found: list[object] = []
    with store.open_store() as db:

        def ask() -> None:
            for _ in range(20):
                found.append(db.cursor().execute("select count(*) from disclosure").fetchone())

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [(3,)] * 80
