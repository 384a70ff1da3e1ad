"""Every page runs, in both languages, with every filter, and says in words what it has not got."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from budget import store, words

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").rglob("*.py"))


@pytest.fixture(scope="module", autouse=True)
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The store of the bundled data, built once; returns the id of a budget with tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(tmp_path_factory.mktemp("store")))
        cursor = store.open_store().cursor()
        row = cursor.execute("select disclosure_id from document_table order by all limit 1").fetchone()
        assert row is not None
        yield row[0]


def run(page: str, **parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    if page != "pages/overview/overview.py":
        app.switch_page(page)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def text(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_runs(page: str, lang: str) -> None:
    shown = text(run(page, lang=lang))
    assert "<h1>" in shown


@pytest.mark.parametrize("page", [*PAGES, "one disclosure"])
def test_no_words_are_left_in_chinese(page: str, stored: str) -> None:
    one = {"disclosure": stored} if page == "one disclosure" else {}
    app = run("pages/disclosures/catalogue.py" if one else page, lang="en", **one)
    # Cells of tables are left out: what a document prints stands as printed.
    ours = re.findall(r"<(?:th|dt|h1|h2|p|small|li|i></i)[^>]*>([^<]+)<", text(app))
    ours += [widget.label for kind in ("multiselect", "selectbox", "button_group", "expander") for widget in app.get(kind)]
    chinese = {text for text in words.english() if words.english()[text] != text}
    chinese |= {names["zh"] for names in words.terms().values() if names["zh"] != names["en"]}
    assert not {text.strip() for text in ours} & chinese


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


def test_a_cell_is_set_off_in_its_table(stored: str) -> None:
    cell = store.open_store().cursor().execute(
        "select cell_id from cell where disclosure_id = ? and reading = 'fact' and table_no > 1 order by all limit 1", [stored]
    ).fetchone()  # fmt: skip
    assert cell is not None
    shown = text(run("pages/disclosures/catalogue.py", disclosure=stored, cell=cell[0]))
    assert "mz-evidence" in shown
    assert shown.count('mz-hit"') == 1


@pytest.mark.parametrize("odd", ["nothing", "<script>alert(1)</script>", "'; drop table cell; --"])
def test_a_link_to_what_is_not_there(odd: str, stored: str) -> None:
    assert "mz-empty" in text(run("pages/disclosures/catalogue.py", disclosure=odd))
    shown = text(run("pages/disclosures/catalogue.py", disclosure=stored, cell=odd))
    assert "mz-note doubt" in shown
    assert "<script>alert" not in shown
