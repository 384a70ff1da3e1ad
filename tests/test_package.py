"""A data package holds what the store holds, to the last cent; other programs open it; nothing in it can do harm, or is left half done."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import socket
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from frictionless import validate
from hypothesis import given, settings
from hypothesis import strategies as st

from budget import catalog, csvtext, package, store, ui_data
from budget.model import BadInput
from budget.normalize import normalize
from budget.readers import read
from tests.made_up import ROOT, SAMPLE, tree
from tests.test_pages import run as open_page
from tests.test_pages import text

EVERYTHING = {"regions": [], "departments": [], "years": [], "disclosures": []}
NASTY = (
    '=HYPERLINK("http://x.invalid","y")', "＝1+1", "'=1+1", "''@x", "-1+cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../x", "甲" * 300, "水😀务",
    "\u202eabc\u200f", 'a"b,c;d', "-0.24",
)  # fmt: skip


def made(where: Path, target: Path, **chosen: list[Any]) -> list[str]:
    """Write the package of a store's selection; returns what was told on the way."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(where))
        package.write(target, {**EVERYTHING, **chosen}, told.append)
    return told


def normal(name: str) -> str:
    """A name as facts have it; cells keep it as printed."""
    return unicodedata.normalize("NFKC", name)


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def resources(folder: Path) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in described(folder)["resources"] if one.get("type") == "table"}


def rows_of(folder: Path, resource: dict[str, Any]) -> list[dict[str, str]]:
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def real(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled data. A copy: DuckDB opens a file twice in one process only with the same settings."""
    return Path(shutil.copytree(bundled, tmp_path_factory.mktemp("real") / "store"))


@pytest.fixture(scope="module")
def whole(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the bundled data."""
    target = tmp_path_factory.mktemp("whole") / "package"
    made(real, target)
    return target


@pytest.fixture(scope="module")
def county_store(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one made-up document, some of whose units have names that no unit should have."""
    home = tmp_path_factory.mktemp("county-store")
    shutil.copytree(county, home / "data")
    unit = "\t云岭县水务局\n\t行政\n\t正科级\n\t财政拨款\n"
    assert unit in SAMPLE
    units = "".join("\n" + unit.replace("云岭县水务局", name) for name in NASTY)
    (home / "=1+1<b>.txt").write_text(SAMPLE.replace(unit, unit + units), encoding="utf-8")
    facts = normalize(read(home / "=1+1<b>.txt"), store.reference_dir(home / "data"), store.BUNDLED_DATA / "layouts")
    store.write_facts(facts, home / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(home / "store"))
        store.build(home / "data")
    return home / "store"


@pytest.fixture(scope="module")
def county_package(county_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("county-package") / "package"
    made(county_store, target)
    return target


@pytest.fixture(scope="module")
def db(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the store holds, of a copy likewise."""
    copied = Path(shutil.copytree(real, tmp_path_factory.mktemp("copied") / "store"))
    with store.open_store(copied) as opened:
        yield opened


# What is in it -------------------------------------------------------------------------------------------------------


def test_every_table_is_there_with_every_row_in_both_forms(whole: Path, db: duckdb.DuckDBPyConnection) -> None:
    names = [name for (name,) in db.execute("select table_name from duckdb_tables()").fetchall()]
    told = resources(whole)
    assert sorted(told) == sorted(names)
    for name, resource in told.items():
        stored = db.execute(f'from "{name}"').fetchall()
        lists = {column for column, kind in db.execute(f"select column_name, data_type from duckdb_columns() where table_name = '{name}'").fetchall() if kind.endswith("[]")}
        heads = [field["name"] for field in resource["schema"]["fields"]]
        exact = duckdb.sql(f"from '{whole / resource['parquet']['path']}'").fetchall()
        assert resource["rows"] == len(stored) == len(exact)
        wanted = [[None if value is None else json.dumps(value, separators=(",", ":")) if head in lists else value for head, value in zip(heads, row, strict=True)] for row in stored]
        assert [list(row) for row in exact] == wanted, name
        printed = [{head: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value) for head, value in zip(heads, row, strict=True)} for row in wanted]
        shown = [{head: csvtext.as_printed(value) for head, value in row.items()} for row in rows_of(whole, resource)]
        assert shown == printed, name


def test_the_descriptor_tells_the_files_and_the_keys_of_the_schema(whole: Path) -> None:
    about, told = described(whole), resources(whole)
    assert about["$schema"].endswith("/2.0/datapackage.json") and about["rows"] == sum(one["rows"] for one in told.values())
    files = {one["path"]: one for one in about["resources"]} | {one["parquet"]["path"]: one["parquet"] for one in told.values()}
    for name, file in files.items():
        content = (whole / name).read_bytes()
        assert (file["bytes"], file["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"), name
    assert {*files, "datapackage.json", "SHA256SUMS"} == {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    amount = told["amount"]["schema"]
    assert amount["primaryKey"] == ["amount_id"]
    assert {(one["fields"][0], one["reference"]["resource"]) for one in amount["foreignKeys"]} == {("disclosure_id", "disclosure"), ("cell_id", "cell")}
    fields = {one["name"]: one for one in amount["fields"]}
    assert (fields["amount_yuan"]["type"], fields["amount_yuan"]["unit"], fields["amount_yuan"]["columnType"]) == ("number", "CNY", "value")
    assert fields["fiscal_year"]["columnType"] == "date:fiscal-year" and fields["value_status"]["constraints"]["enum"][:3] == ["reported", "zero", "blank"]
    assert fields["value_status"]["categories"][3] == {"value": "not_disclosed", "label": "未公开 · Not disclosed"}
    assert {one["reference"]["resource"] for table in told.values() for one in table["schema"].get("foreignKeys", [])} >= {"finding", "audit_check", "project", "rule"}


def test_column_types_are_given_to_columns_that_are_there(whole: Path) -> None:
    there = {(name, field["name"]) for name, one in resources(whole).items() for field in one["schema"]["fields"]}
    for column in catalog._fiscal():
        table, _, name = column.rpartition(".")
        assert any(name == field and table in ("", home) for home, field in there), column
        assert table == "" or (table, name) in there


def test_provenance_leads_from_every_fact_to_a_document_by_its_checksum(whole: Path, db: duckdb.DuckDBPyConnection) -> None:
    told = json.loads((whole / "provenance.json").read_text(encoding="utf-8"))
    things = {*told["entity"], *told["agent"], *told["activity"]}
    for kind in ("used", "wasGeneratedBy", "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith"):
        assert told[kind] and {end for pair in told[kind].values() for end in pair.values()} <= things, kind
    pairs = {(one["prov:generatedEntity"], one["prov:usedEntity"]) for one in told["wasDerivedFrom"].values()}
    ((build,),) = db.execute("select build_id from build").fetchall()
    for disclosure_id, source in db.execute("select disclosure_id, source_sha256 from disclosure").fetchall():
        assert {(f"mz:facts/{disclosure_id}", f"sha256:{source}"), (f"mz:build/{build}", f"mz:facts/{disclosure_id}")} <= pairs


@pytest.mark.parametrize("chosen", [{"years": [2021]}, {"regions": ["130321"]}, {"regions": ["130304", "130581"], "years": [2021]}])
def test_a_selection_holds_what_belongs_to_its_disclosures_and_no_key_leads_out(real: Path, db: duckdb.DuckDBPyConnection, tmp_path: Path, chosen: dict[str, list[Any]]) -> None:
    made(real, tmp_path / "part", **chosen)
    where = " and ".join(f"{column} in {(*chosen[name], chosen[name][0])}" for name, column in {"years": "fiscal_year", "regions": "region_code"}.items() if name in chosen)
    inside = {one for (one,) in db.execute(f"select disclosure_id from disclosure join department using (department_id) where {where}").fetchall()}
    assert 0 < len(inside) < 5
    told, about = resources(tmp_path / "part"), described(tmp_path / "part")
    assert about["selection"] == chosen and about["disclosures"] == len(inside)
    with duckdb.connect() as opened:
        for name, one in told.items():
            opened.execute(f"create table \"{name}\" as from '{tmp_path / 'part' / one['parquet']['path']}'")
        for name, one in told.items():
            for key in one["schema"].get("foreignKeys", []):
                (column,), other = key["fields"], key["reference"]["resource"]
                assert opened.execute(f'select {column} from "{name}" anti join "{other}" using ({column}) where {column} is not null').fetchall() == [], (name, column)
        evidence = set(about["disclosuresBeside"])
        for name in ("amount", "verdict", "finding", "section", "department_year", "tie"):
            wanted = Counter(map(repr, db.execute(f"from {name} where disclosure_id in {(*inside, *inside)}").fetchall()))
            (count,) = opened.execute(f"select count(*) from {name}").fetchone() or (0,)
            assert count == wanted.total(), name
            assert {one for (one,) in opened.execute(f"select distinct disclosure_id from {name}").fetchall()} <= inside
        assert {one for (one,) in opened.execute("select disclosure_id from disclosure").fetchall()} == inside | evidence
        # Of a disclosure beside there are only cells that a finding rests on.
        assert opened.execute("select cell_id from cell anti join finding_cell using (cell_id) where disclosure_id in (select unnest(?))", [list(evidence)]).fetchall() == []
    # Sums over more than the selection would pass for sums of it.
    assert {"publication", "known_name"} <= set(about["leftOut"]) and not set(about["leftOut"]) & set(told)
    columns = {name: {one for (one,) in db.execute(f"select column_name from duckdb_columns() where table_name = '{name}'").fetchall()} for name in about["leftOut"]}
    assert not [name for name, those in columns.items() if those & {"disclosure_id", "project_id", "cell_id"}]


def test_the_evidence_of_findings_is_there_wherever_it_lies(real: Path, db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    ((one, other),) = db.execute(
        "select distinct disclosure_id, split_part(cell_id, '.', 1) from finding join finding_cell using (finding_id) where not starts_with(cell_id, disclosure_id)"
    ).fetchall()
    made(real, tmp_path / "part", disclosures=[one])
    assert described(tmp_path / "part")["disclosuresBeside"] == [other]
    assert other in (tmp_path / "part" / "README.md").read_text(encoding="utf-8")


# Other programs ------------------------------------------------------------------------------------------------------


def test_frictionless_finds_nothing_wrong_offline(county_package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    report = validate(str(county_package / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name for task in report.tasks} >= set(resources(county_package))
    # It does look: a cell more, and it says so.
    path = county_package.parent / "broken"
    shutil.copytree(county_package, path)
    file = path / "csv" / "amount.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",zero,", ",nothing,", 1), encoding="utf-8")
    assert {"constraint-error", "hash-count"} <= {kind for (kind,) in validate(str(path / "datapackage.json"), name="amount").flatten(["type"])}


def sums(db: duckdb.DuckDBPyConnection, table: str) -> dict[str, Decimal]:
    money = [name for (name,) in db.execute(f"select column_name from duckdb_columns() where table_name = '{table}' and column_name like '%\\_yuan' escape '\\'").fetchall()]
    found = db.execute(f'select {", ".join(f"sum({name})" for name in money)} from "{table}"').fetchall()
    return {name: value for name, value in zip(money, found[0], strict=True) if value is not None}


TABLES = ("amount", "project", "evaluation", "procurement_item", "asset", "department_year", "expense_structure", "finding")


def test_pandas_and_duckdb_add_up_to_the_last_cent(whole: Path, db: duckdb.DuckDBPyConnection) -> None:
    told = resources(whole)
    for table in TABLES:
        wanted = sums(db, table)
        assert wanted
        exact = pd.read_parquet(whole / told[table]["parquet"]["path"])
        texts = pd.read_csv(whole / told[table]["path"], dtype=str, keep_default_na=False)
        for column, total in wanted.items():
            assert sum(value for value in exact[column] if pd.notna(value)) == total, (table, column)
            assert sum(Decimal(value) for value in texts[column] if value) == total, (table, column)
            ((found,),) = duckdb.sql(f"select sum({column}::decimal(18, 2)) from read_csv('{whole / told[table]['path']}', all_varchar = true)").fetchall()
            assert found == total, (table, column)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: not opened with it")
def test_libreoffice_adds_up_to_the_last_cent_and_runs_no_formula(whole: Path, county_package: Path, db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    shutil.copy(whole / "csv" / "amount.csv", tmp_path)
    shutil.copy(county_package / "csv" / "organisation_unit.csv", tmp_path)
    # 44 comma, 34 quotes, 76 UTF-8; formulas are evaluated if there are any.
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--infilter=CSV:44,34,76,1,,2052,false,true,false,false,false,-1,true", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", f"{tmp_path}/out"]  # fmt: skip
    done = subprocess.run([*command, tmp_path / "amount.csv", tmp_path / "organisation_unit.csv"], capture_output=True, timeout=120, check=False)
    with (tmp_path / "out" / "amount.csv").open(encoding="utf-8", newline="") as file:
        read_back = [Decimal(row["amount_yuan"]) for row in csv.DictReader(file) if row["amount_yuan"]]
    assert sum(read_back) == sums(db, "amount")["amount_yuan"], done.stderr
    with (tmp_path / "out" / "organisation_unit.csv").open(encoding="utf-8", newline="") as file:
        units = [row["unit_name"] for row in csv.DictReader(file)]
    # An apostrophe at the start is LibreOffice's sign for text: it may be gone, what follows must stand as it was.
    assert [one.lstrip("'") for one in units[1:]] == [normal(one).lstrip("'") for one in NASTY]


# Harm ----------------------------------------------------------------------------------------------------------------


def test_names_that_could_do_harm_are_texts_and_nothing_more(county_package: Path) -> None:
    told = resources(county_package)["organisation_unit"]
    units = [row["unit_name"] for row in rows_of(county_package, told)][1:]
    names = [normal(name) for name in NASTY]
    assert [csvtext.as_printed(one) for one in units] == names
    assert [name for (name,) in duckdb.sql(f"select unit_name from '{county_package / told['parquet']['path']}'").fetchall()][1:] == names
    cells = [row["raw_text"] for row in rows_of(county_package, resources(county_package)["cell"])]
    assert set(NASTY) <= {csvtext.as_printed(one) for one in cells}
    assert {one for one in (*units, *cells) if one and one[0] in "=+-@＝＋－＠"} == {"-0.24"}
    # No name of a document becomes the name of a file, and the READMEs hold no word of one.
    assert {path.suffix for path in county_package.rglob("*") if path.is_file()} == {".csv", ".parquet", ".json", ".md", ""}
    assert not any("<script>" in (county_package / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md", "datapackage.json"))
    assert "=1+1<b>.txt" in (county_package / "provenance.json").read_text(encoding="utf-8")


@given(st.lists(st.text(st.sampled_from("'=+-@＝＋－＠0123456789.,%\t\r\n甲a"), max_size=8), max_size=40))
@settings(max_examples=30)
def test_harmless_text_comes_back_and_the_database_makes_it_alike(texts: list[str]) -> None:
    shown = [str(csvtext.harmless(text)) for text in texts]
    assert [csvtext.as_printed(one) for one in shown] == texts
    column = package._for_spreadsheets(catalog.Column("text", "VARCHAR"))
    made = duckdb.execute(f"select {column} from (select unnest($texts::varchar[]) as text)", {"texts": texts}).fetchall()
    assert made == [(one,) for one in shown]


# The same, whole or not at all ---------------------------------------------------------------------------------------


def test_two_runs_give_the_same_bytes(county_store: Path, county_package: Path, tmp_path: Path) -> None:
    one = {path.removeprefix(f"{county_package}/"): content for path, content in tree(county_package).items()}
    made(county_store, tmp_path / "again")
    assert {path.removeprefix(f"{tmp_path}/again/"): content for path, content in tree(tmp_path / "again").items()} == one
    (tmp_path / "other").mkdir()
    for target in (tmp_path / "a.zip", tmp_path / "other" / "b.zip"):
        made(county_store, target)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "other" / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.testzip() is None
        assert {name: packed.read(name) for name in packed.namelist()} == one


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_package_that_breaks_off_leaves_nothing_behind(county_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    (tmp_path / "old.zip").write_bytes(b"old")

    def broken(_: object) -> None:
        raise error

    monkeypatch.setattr(package.readme, "texts", broken)
    for target in (tmp_path / "old.zip", tmp_path / "new"):
        with pytest.raises(BadInput if isinstance(error, OSError) else KeyboardInterrupt):
            made(county_store, target)
    assert [path.name for path in tmp_path.iterdir()] == ["old.zip"] and (tmp_path / "old.zip").read_bytes() == b"old"


def test_a_folder_with_something_in_it_is_left_alone(county_store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="already there"):
        made(county_store, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# Whose data ----------------------------------------------------------------------------------------------------------


def test_own_data_get_no_licence_of_the_project(whole: Path, county_package: Path) -> None:
    assert described(whole)["licenses"] == [{"name": "MIT", "path": "LICENSE", "title": "MIT License"}]
    assert (whole / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "licenses" not in described(county_package) and not (county_package / "LICENSE").exists()
    assert "None is stated" in (county_package / "README.md").read_text(encoding="utf-8")


def test_a_sample_says_so_everywhere(county_store: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(county_store, tmp_path / "store"))
    (file,) = home.glob("*.duckdb")
    with duckdb.connect(file) as db:
        db.execute("update build set sample = '1 region'")
    (home / "current").write_text(f"{file.name}\nsynthetic\n", encoding="utf-8")
    made(home, tmp_path / "made")
    about = described(tmp_path / "made")
    assert about["synthetic"] is True and about["name"].startswith("synthetic-") and about["title"].startswith("明账：合成数据")
    told = resources(tmp_path / "made").values()
    assert all(Path(name).name.startswith("synthetic-") for one in told for name in (one["path"], one["parquet"]["path"]))
    for name, words in (("README.md", "Synthetic data.** Everything in this package is made up (1 region)"), ("README.zh-CN.md", "合成数据。** 包里的一切都是编造的（1 region）")):
        assert words in (tmp_path / "made" / name).read_text(encoding="utf-8")
    assert '"mz:synthetic": "1 region"' in (tmp_path / "made" / "provenance.json").read_text(encoding="utf-8")


# The command ---------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_selection_and_tells_what_it_has(run: Any, real: Path, tmp_path: Path) -> None:
    shutil.copytree(real, tmp_path / "store")
    done = run("package", "--region", "青龙满族自治县", "--year", "2023", "-o", tmp_path / "q.zip")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'q.zip'}\n"), done.stderr
    assert "] amount: 869 rows" in done.stderr and "publication: left out" in done.stderr and "of 1 disclosure" in done.stderr
    with zipfile.ZipFile(tmp_path / "q.zip") as packed:
        assert json.loads(packed.read("datapackage.json"))["selection"] == {"regions": ["130321"], "years": [2023]}
    done = run("package", "--region", "no such", "-o", tmp_path / "none.zip")
    assert (done.returncode, done.stdout) == (2, "") and "no such" in done.stderr and not (tmp_path / "none.zip").exists()


def test_what_the_store_has_not_is_said(real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(shutil.copytree(real, tmp_path / "store")))
    assert package.chosen(["130321"], ["中共青龙满族自治县委员会组织部"], [2023], [])["departments"] == ["130321-40924d"]
    for asked in ((["x"], [], [], []), ([], ["x"], [], []), ([], [], [1999], []), ([], [], [], ["x"])):
        with pytest.raises(BadInput, match="the store has no"):
            package.chosen(*asked)
    with pytest.raises(BadInput, match="No disclosure is in this selection"):
        package.write(tmp_path / "none", package.chosen(["130321"], [], [2021], []), print)


# The page ------------------------------------------------------------------------------------------------------------


def test_the_page_says_before_what_the_package_has_and_makes_the_same(real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(shutil.copytree(real, tmp_path / "store"))
    made(home, tmp_path / "wanted.zip", years=[2021])
    with zipfile.ZipFile(tmp_path / "wanted.zip") as packed:
        about = json.loads(packed.read("datapackage.json"))
    monkeypatch.setenv("MINGZHANG_STORE", str(shutil.copytree(real, tmp_path / "served")))
    monkeypatch.setattr(ui_data, "_AT_ONCE", 60)
    app = open_page("pages/data/package.py", year="2021")
    shown = text(app)
    for one in about["resources"]:
        if "rows" in one:
            assert re.search(rf"<td[^>]*>{one['name']}</td>.*?<td[^>]*>{one['rows']:,}</td></tr>", shown), one["name"]
    assert "公开情况汇总、" in shown and "不在内：汇总的不止所选范围" in shown and app.code[0].value == "python -m budget package --year 2021 -o package.zip"
    (button,) = [one for one in app.button if one.key == "package-make"]
    assert f"{about['rows']:,}" in shown and button.label.startswith("打成数据包，约")
    button.click().run()
    assert not app.exception and app.session_state["packing"].content() == (tmp_path / "wanted.zip").read_bytes()
    monkeypatch.setattr(ui_data, "_LARGEST", 1000)
    app.run()
    assert "这个范围太大" in text(app)
    assert [one for one in app.button if one.key == "package-make"] == []
    # In a store too large to be counted the rows are an estimate, and said to be: two of five disclosures.
    monkeypatch.setattr(ui_data, "_COUNTED", 1000)
    app.run()
    assert "这里只估计行数" in text(app) and f"{about['rows']:,}" not in text(app)
