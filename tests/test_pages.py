"""Every page runs, in both languages, with every filter, and says in words what it has not got."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from budget import store, words

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").rglob("*.py"))


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(scope="module")
def tabled(stored: Path) -> str:
    """The id of a budget with tables."""
    return first("select disclosure_id from document_table order by all limit 1")


@cache
def menu() -> dict[str, Any]:
    """The pages of app.py. AppTest learns them from a run, and each one would draw the overview first, only to know them."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()._registered_pages


def linked(page: str, **parameters: str | list[str]) -> AppTest:
    """A link to the page with these parameters, about to be opened."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app._registered_pages = menu()
    return app.switch_page(page)


def run(page: str, **parameters: str | list[str]) -> AppTest:
    app = linked(page, **parameters).run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def text(app: AppTest) -> str:
    # The style names every class: what is on the page must be looked for elsewhere.
    return " ".join(element.proto.body for element in app.get("html") if not element.proto.body.startswith("<style"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_runs(page: str, lang: str) -> None:
    shown = text(run(page, lang=lang))
    assert "<h1>" in shown


@pytest.mark.parametrize("unit", ["元", "亿元"])
@pytest.mark.parametrize("page", PAGES)
def test_page_runs_in_every_unit(page: str, unit: str) -> None:
    run(page, unit=unit)


@pytest.mark.parametrize("page", PAGES)
def test_page_says_what_an_empty_selection_lacks(page: str) -> None:
    # 霸州 published for 2020 only: with another region's year nothing is left.
    shown = text(run(page, region="霸州市 131081", year="2023"))
    assert "<h1>" in shown
    assert "mz-empty" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_disclosure_opens(lang: str) -> None:
    ids = [row[0] for row in store.open_store().cursor().execute("select disclosure_id from disclosure").fetchall()]
    for disclosure in ids:
        assert "mz-marks" in text(run("pages/disclosures/catalogue.py", disclosure=disclosure, lang=lang)), disclosure


def test_a_cell_is_set_off_in_its_table(tabled: str) -> None:
    cell = store.open_store().cursor().execute(
        "select cell_id from cell where disclosure_id = ? and reading = 'fact' and table_no > 1 order by all limit 1", [tabled]
    ).fetchone()  # fmt: skip
    assert cell is not None
    shown = text(run("pages/disclosures/catalogue.py", disclosure=tabled, cell=cell[0]))
    assert "mz-evidence" in shown
    assert shown.count('mz-hit"') == 1


@pytest.mark.parametrize("odd", ["nothing", "<script>alert(1)</script>", "'; drop table cell; --"])
def test_a_link_to_what_is_not_there(odd: str, tabled: str) -> None:
    assert "mz-empty" in text(run("pages/disclosures/catalogue.py", disclosure=odd))
    shown = text(run("pages/disclosures/catalogue.py", disclosure=tabled, cell=odd))
    assert "mz-note doubt" in shown
    assert "<script>alert" not in shown


def first(sql: str, *values: str) -> str:
    row = store.open_store().cursor().execute(sql, values).fetchone()
    assert row is not None
    return str(row[0])


def test_a_cell_of_another_disclosure(tabled: str) -> None:
    other = first("select cell_id from cell where disclosure_id <> ? order by all limit 1", tabled)
    app = run("pages/disclosures/catalogue.py", disclosure=tabled, cell=other)
    assert "这份披露里没有编号为" in text(app)
    assert "mz-evidence" not in text(app)
    assert re.search(f'class="on" href="[^"]*{other}', text(app))


@pytest.mark.parametrize("odd", ["0", "9999", "-1", "二", "<b>"])
def test_a_table_that_is_not_there(odd: str, tabled: str) -> None:
    shown = text(run("pages/disclosures/catalogue.py", disclosure=tabled, table=odd))
    assert "没有这一项，这里是" in shown
    assert "mz-printed" in shown
    assert "<b>” " not in shown


def test_a_value_of_an_indicator_shows_what_was_read_from_it() -> None:
    cell = first("select cell_id from indicator where value_raw = '≥9595%及以上' order by all limit 1")
    shown = text(run("pages/disclosures/catalogue.py", disclosure=cell.split(".")[0], cell=cell))
    panel = shown[shown.index("mz-evidence") :].split("</div></dl></div>")[0]
    assert re.findall("<d[td]>([^<]*)", panel)[2:8] == ["关系", "≥", "数值", "95", "单位", "%"]
    assert panel.count("≥9595%及以上") == 1


def test_a_sum_in_prose_shows_what_was_read_from_it() -> None:
    cell = first("select cell_id from amount where amount_raw = '8815.77 万元' and basis = 'prose' order by all limit 1")
    with words.speaking("zh"):
        shown = text(run("pages/disclosures/catalogue.py", disclosure=cell.split(".")[0], cell=cell))
    panel = shown[shown.index("mz-evidence") :].split("</dl>")[0]
    assert re.findall("<d[td]>([^<]*)", panel) == [
        "名目", "预算收入", "口径", "合计", "年度", "2023", "金额（万元）", "8,815.77", "依据", "正文",
    ]  # fmt: skip
    assert panel.count("8815.77") == 1
    assert "<p>正文</p>" in panel


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without disclosures."""
    folder = tmp_path_factory.mktemp("empty")
    shutil.copytree(store.BUNDLED_DATA / "reference", folder / "data" / "reference")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(folder / "store"))
        return store.build(folder / "data").parent


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_store_without_disclosures(page: str, lang: str, empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(empty))
    for asked in ({}, {"disclosure": "x", "cell": "x.1"}):
        assert "mz-empty" in text(run(page, lang=lang, **asked))


def test_thousands_of_disclosures_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The same disclosures over and over, in a copy of the store.
    file = tmp_path / "many.duckdb"
    shutil.copy(store.store_dir() / (store.store_dir() / "current").read_text(encoding="utf-8").split()[0], file)
    with duckdb.connect(str(file)) as many:
        for table in ("disclosure", "disclosure_size"):
            many.execute(f"insert into {table} select t.* replace (t.disclosure_id || '-' || n as disclosure_id) from {table} t, range(600) r(n)")
        many.execute("update build set build_id = 'many disclosures'")
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path))
    (tmp_path / "current").write_text("many.duckdb\n", encoding="utf-8")
    monkeypatch.setattr(store, "open_store", lambda: duckdb.connect(str(file), read_only=True))
    app = run("pages/disclosures/catalogue.py")
    assert "共 3,005 份" in text(app) and len(app.get("pagination")) == 1
    assert text(app).count("打开</a>") == 100
    assert len(text(app)) < 500_000


def test_a_choice_of_one_page_is_none_of_another() -> None:
    """Streamlit keeps what was chosen by key alone: by = year, by region or by department are different questions."""
    app = run("pages/overview/overview.py", by="年度")
    assert app.session_state["by"] == "year"
    app.switch_page("pages/funds/panels.py").run()
    assert app.session_state["by"] == "department"
    assert not app.exception
