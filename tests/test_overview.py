"""The overview: what was published agrees with the base tables, cell by cell, and every cell leads to the documents behind it."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pandas as pd
import pytest

import queries
from budget import charts, store, ui
from tests.test_pages import run, text

PAGE = "pages/overview/overview.py"
EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
STATUSES = ("present", "empty_with_note", "empty", "absent")


@pytest.fixture(scope="module", params=["bundled", "province"], ids=["real", "sample"])
def stored(request: pytest.FixtureRequest) -> Iterator[str]:
    """The bundled documents, and a made-up province with errors in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(request.getfixturevalue(request.param)))
        yield request.param


def ask(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    return store.open_store().cursor().execute(sql, values).fetchall()


def answer(statement: queries.Statement, **values: Any) -> list[dict[str, Any]]:
    result = store.open_store().cursor().execute(statement.sql, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def published(by: str, **values: Any) -> list[dict[str, Any]]:
    return answer(queries.overview.published, **{**EVERYWHERE, "start": 0, "most": 10**6, **values}, by=by)


def sections(**chosen: set[Any]) -> list[tuple[str, int, str, str, str]]:
    """Region, year, disclosure, section and status of everything expected, straight from the base tables."""
    rows = ask(
        "select p.region_code, d.fiscal_year, d.disclosure_id, s.section_code, s.status, d.department_id"
        " from section s join disclosure d using (disclosure_id) join department p using (department_id)"
    )
    return [row[:5] for row in rows if not chosen or row[5] in chosen["departments"]]


@pytest.mark.parametrize("by", ["region_year", "region", "year"])
@pytest.mark.parametrize("some", [False, True])
def test_what_was_published_is_what_the_sections_say(by: str, some: bool, stored: str) -> None:
    departments = [one for (one,) in ask("select department_id from disclosure order by all limit 2")] if some else []
    counted: dict[tuple[Any, Any, str], Counter[str]] = defaultdict(Counter)
    held: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for region, year, disclosure, section, status in sections(**({"departments": set(departments)} if some else {})):
        group = (None if by == "year" else region, None if by == "region" else year)
        counted[*group, section][status] += 1
        held[group].add(disclosure)
    rows = published(by, departments=departments)
    assert {(row["region_code"], row["fiscal_year"], row["section_code"]) for row in rows} == set(counted)
    for row in rows:
        there = counted[row["region_code"], row["fiscal_year"], row["section_code"]]
        assert {status: row[status] for status in STATUSES if row[status]} == dict(there)
        assert row["required"] == sum(there.values())
        assert row["disclosures"] == len(held[row["region_code"], row["fiscal_year"]])
        assert row["first_id"] in held[row["region_code"], row["fiscal_year"]]
        assert row["groups"] == len(held)


def test_pages_of_the_matrix_leave_nothing_out(stored: str) -> None:
    whole = published("region_year")
    parts = [row for start in range(0, whole[0]["groups"], 2) for row in published("region_year", start=start, most=2)]
    assert parts == whole


def test_the_headline_counts_the_base_tables(stored: str) -> None:
    held = answer(queries.overview.headline, **EVERYWHERE)[0]
    assert held["disclosures"] == ask("select count(*) from disclosure")[0][0]
    assert held["amounts"] == ask("select count(amount_yuan) from amount")[0][0]
    assert held["indicators"] == ask("select count(*) from indicator")[0][0]
    assert held["projects"] == ask("select count(distinct project_id) from indicator")[0][0]
    assert held["evaluations"] == ask("select count(*) from evaluation")[0][0]
    assert held["unread"] == ask("select count(*) from unread where is_data")[0][0]
    region = ask("select min(region_code) from department where department_id in (select department_id from disclosure)")[0][0]
    some = answer(queries.overview.headline, **{**EVERYWHERE, "regions": [region]})[0]
    assert some["amounts"] == ask(
        "select count(a.amount_yuan) from amount a join disclosure using (disclosure_id) join department using (department_id) where region_code = $r", r=region
    )[0][0]  # fmt: skip
    assert answer(queries.overview.headline, **{**EVERYWHERE, "regions": ["000000"]})[0]["amounts"] == 0


def test_the_newest_are_of_the_latest_year(stored: str) -> None:
    rows = answer(queries.overview.newest, **EVERYWHERE, most=3)
    years = sorted((year for (year,) in ask("select fiscal_year from disclosure")), reverse=True)
    assert [row["fiscal_year"] for row in rows] == years[:3]
    for row in rows:
        counted = ask("select count(amount_yuan) from amount where disclosure_id = $d", d=row["disclosure_id"])
        assert row["amounts"] == counted[0][0]


def test_totals_are_of_the_largest_and_their_shares_of_all(stored: str) -> None:
    every = answer(queries.overview.totals, **EVERYWHERE, most=10**6)
    few = answer(queries.overview.totals, **EVERYWHERE, most=2)
    assert few == every[:4]
    stated = ask(
        "select department_id, amount_yuan from department_year where measure = 'total' and amount_yuan is not null and basis <> 'derived'"
        " qualify row_number() over (partition by department_id order by fiscal_year desc) = 1"
    )
    assert {row["department_id"]: row["total_yuan"] for row in every} == dict(stated)
    shares = [row["amount_yuan"] / row["total_yuan"] for row in every if row["measure"] == "project" and row["amount_yuan"] is not None]
    assert (float(every[0]["lowest_share"]), float(every[0]["highest_share"])) == pytest.approx((float(min(shares)), float(max(shares))))
    assert every[0]["stating"] == len(stated)


def cells(shown: str) -> list[tuple[str, str, str]]:
    """Every cell of the matrix that leads somewhere: its class, its words and its address."""
    table = shown[shown.index('class="mz-grid"') : shown.index("</table>", shown.index('class="mz-grid"'))]
    return [
        (kind, unescape(words), unescape(to))
        for kind, words, to in re.findall(r'<td class="m (\w+)" title="([^"]*)"><a href="([^"]*)">', table)
    ]


@pytest.mark.parametrize("by", ["region_year", "region", "year"])
def test_every_cell_says_what_became_of_the_section_and_leads_there(by: str, stored: str) -> None:
    shown = cells(text(run(PAGE, by=by)))
    rows = published(by, most=25)
    codes = {code for group in ui.sections().values() for code in group}
    assert len(shown) == len([row for row in rows if row["section_code"] in codes])
    kinds = Counter()
    for row in rows:
        there = [status for status in STATUSES if row[status]]
        full = row["present"] + row["empty_with_note"] == row["required"]
        kinds[there[0] if len(there) == 1 or full else "part"] += row["section_code"] in codes
    assert Counter(kind for kind, _, _ in shown) == +kinds
    known = {one for (one,) in ask("select disclosure_id from disclosure")}
    for _, words, to in shown:
        asked = parse_qs(urlsplit(to).query)
        if "disclosure" in asked:
            assert asked["disclosure"][0] in known
        else:
            assert asked["section"][0] in codes
            assert ("region" in asked) == (by != "year")
            assert re.search("应有 [0-9]+ 份", words)


def test_a_cell_opens_the_disclosures_behind_it(stored: str) -> None:
    row = max(published("region_year"), key=lambda row: row["required"])
    region = f"{row['region_name']} {row['region_code']}"
    shown = text(run("pages/disclosures/catalogue.py", region=region, year=str(row["fiscal_year"]), section=row["section_code"]))
    assert all(f" {row[status]}" in shown for status in STATUSES if row[status])
    assert shown.count("打开</a>") == row["disclosures"]


def test_a_selection_without_disclosures_says_so_once_and_names_those_there_are(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(bundled))
    shown = text(run(PAGE, region="霸州市 131081", year="2023"))
    assert shown.count("所选范围内没有披露。") == 1
    assert shown.count("打开</a>") == ask("select count(*) from disclosure")[0][0]


def test_a_province_is_shown_a_page_at_a_time(bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The same disclosures as if 400 more regions had published them, in a copy of the store.
    file = Path(shutil.copy(next(bundled.glob("*.duckdb")), tmp_path / "many.duckdb"))
    with duckdb.connect(str(file)) as many:
        for table in ("disclosure_size", "publication"):
            many.execute(f"insert into {table} select t.* replace ((700000 + n)::varchar as region_code) from {table} t, range(400) r(n)")
        many.execute("update build set build_id = 'many regions'")
    (tmp_path / "current").write_text("many.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path))
    monkeypatch.setattr(store, "open_store", lambda: duckdb.connect(str(file), read_only=True))
    app = run(PAGE)
    assert "2,005" in text(app)
    assert len(app.get("pagination")) == 1
    assert text(app).count('<th scope="row">') == 25
    assert len(text(app)) < 500_000


def test_what_is_made_up_is_marked_once_and_in_a_place_of_its_own() -> None:
    data = pd.DataFrame({"label": ["甲"], "measure": ["basic"], "amount_yuan": [Decimal(1)], "total_yuan": [Decimal(2)],
                         "value_status": ["reported"], "basis": ["table"]})  # fmt: skip
    figure = charts.stacked(data, look=charts.look(), unit="万元", label="label", part="measure", order=["basic"], whole="total_yuan")
    height, top = figure.layout.height, figure.layout.margin.t
    before = len(figure.layout.annotations)
    for _ in range(3):
        charts.stamp(figure, "合成数据")
    assert len(figure.layout.annotations) == before + 1
    assert figure.layout.annotations[-1].yshift == top
    assert figure.layout.height - height == figure.layout.margin.t - top > 0
    assert "合成数据" in str(figure.to_dict())
