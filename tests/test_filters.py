"""The filters of the frame: a level of government and types of departments select what has them, together with regions, departments and years."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from budget import store, ui
from tests.test_pages import run

pytestmark = pytest.mark.usefixtures("stored")
COUNTED = """
    select count(*) from disclosure as d join department as t using (department_id) join region as r on r.region_code = t.region_code
    where ($level = '' or r.level = $level) and ($type = '' or t.department_type = $type) and ($region = '' or t.region_code = $region)
"""


def scope(**parameters: str) -> ui.Scope:
    found: ui.Scope = run("pages/overview/overview.py", **parameters).session_state["scope"]
    return found


def held(scope: ui.Scope) -> int:
    """Disclosures in a selection, as every statement understands it."""
    row = store.open_store().execute(
        "select count(*) from disclosure join department using (department_id) where (len($regions::varchar[]) = 0 or list_contains($regions::varchar[], region_code))"
        " and (len($departments::varchar[]) = 0 or list_contains($departments::varchar[], department_id))",
        {"regions": scope.regions, "departments": scope.departments},
    ).fetchone()  # fmt: skip
    assert row
    return int(row[0])


@pytest.mark.parametrize("level", ["", "prefecture", "county"])
@pytest.mark.parametrize("type_", ["", "组织部", "市委部门"])
@pytest.mark.parametrize("region", ["", "131081"])
def test_what_is_selected_is_what_has_all_of_it(level: str, type_: str, region: str) -> None:
    given = {"tier": level, "office": type_, "region": "霸州市 131081" if region else ""}
    row = store.open_store().execute(COUNTED, {"level": level, "type": type_, "region": region}).fetchone()
    assert row
    assert held(scope(**{name: value for name, value in given.items() if value})) == row[0]


def test_a_level_that_nobody_has_is_said() -> None:
    app = run("pages/overview/overview.py", tier="省级")
    assert app.session_state["scope"].regions == []
    assert any("级次“省级”没有这一项" in note.proto.body for note in app.get("html"))


def test_the_selection_is_said_in_words() -> None:
    assert scope(tier="县级", office="组织部", year="2020").said == "县级；组织部；2020 年度"
    assert scope(tier="County", lang="en").said == "County"
    assert scope().said == ""


def test_of_very_many_departments_those_of_a_region_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "_OFFERED", 2)

    def offered(app: AppTest) -> list[str]:
        return next(list(one.options) for one in app.multiselect if one.key == "department")

    assert offered(run("pages/overview/overview.py")) == []
    assert offered(run("pages/overview/overview.py", region="霸州市 131081")) == ["中共霸州市委员会组织部"]
    # What a link names is there, wherever it is.
    named = run("pages/overview/overview.py", department="中共霸州市委员会组织部")
    assert offered(named) == ["中共霸州市委员会组织部"]
    assert len(named.session_state["scope"].departments) == 1
    assert not [note for note in named.get("html") if "库中没有" in note.proto.body]
    shown = run("pages/compare/compare.py", base="中共霸州市委员会组织部")
    assert "霸州市" in " ".join(note.proto.body for note in shown.get("html"))


def test_the_sample_offers_its_types(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(province))
    app = run("pages/overview/overview.py")
    assert len(next(list(one.options) for one in app.multiselect if one.key == "office")) > 3
