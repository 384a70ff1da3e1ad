"""Indicators of projects: what counts, how strict targets are, and every figure of the pages, held against other arithmetic."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import queries
from budget import charts, store
from tests import auditing, reading
from tests.test_pages import run as open_page
from tests.test_pages import text

EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
TYPES = (
    "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip
STRICTNESS = ("measured", "state_only", "unclear", "cannot_fail", "vague", "no_value", "secret", "damaged")
GROUPS = ("region", "year", "region_year", "department_type", "disclosure")
COVERAGE, STRICT = "pages/indicators/coverage.py", "pages/indicators/strictness.py"
ALIKE, WORTH = "pages/indicators/alike.py", "pages/indicators/worth.py"

Ask = Callable[..., list[tuple[Any, ...]]]


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(params=["real", "sample"])
def db(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_store(None if request.param == "real" else request.getfixturevalue("province")) as opened:
        yield opened


def answer(db: duckdb.DuckDBPyConnection, statement: queries.Statement, **values: Any) -> list[dict[str, Any]]:
    result = db.cursor().execute(statement.sql, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def judged(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every indicator, judged one by one from the base tables and the findings, in the words of the definition."""
    said = defaultdict(set)
    for cell, check, severity in db.execute(
        "select x.cell_id, f.check_id, f.severity from finding f join finding_cell x using (finding_id) where x.role = 'stated' and x.place = 1"
    ).fetchall():
        said[cell].add(check if check != "not_quantified" else f"{check} {severity}")
    found = []
    for row in answer(
        db,
        queries.Statement(
            "test", "all",
            "select i.*, p.disclosure_id, d.department_id, d.fiscal_year, q.region_code, q.department_type from indicator i join project p using (project_id)"
            " join disclosure d using (disclosure_id) join department q using (department_id)", (), "", (), "",
        ),
    ):  # fmt: skip
        checks, number = said[row["cell_id"]], row["is_quantified"]
        if row["value_status"] == "secret":
            strictness = "secret"
        elif row["row_status"] != "as_printed" or "row_damaged" in checks:
            strictness = "damaged"
        elif row["value_status"] == "blank" or (not number and checks & {"value_blank", "value_corrupt"}):
            strictness = "no_value"
        elif "upper_bound_unfalsifiable" in checks:
            strictness = "cannot_fail"
        elif not number and checks & {"not_quantified warning", "value_equals_name"}:
            strictness = "vague"
        elif checks & {"not_quantified notice", "cost_lower_bound"}:
            strictness = "unclear"
        else:
            strictness = "measured" if number else "state_only"
        copied = "copied_across_types" in checks
        found.append(
            row | {
                "strictness": strictness, "copied": copied, "effective": not copied and strictness in STRICTNESS[:3],
                "type": "成本指标" if row["level1"] == "成本指标" else row["level2"],
            }
        )  # fmt: skip
    return found


def key(row: dict[str, Any], by: str) -> str:
    return {
        "region": row["region_code"], "year": str(row["fiscal_year"]), "region_year": f"{row['region_code']} {row['fiscal_year']}",
        "department_type": row["department_type"], "disclosure": row["disclosure_id"], "type": row["type"],
    }[by]  # fmt: skip


# What counts -----------------------------------------------------------------------------------------------------------


def test_every_indicator_is_judged_as_the_checks_say(db: duckdb.DuckDBPyConnection) -> None:
    ours = {row[0]: row[1:] for row in db.execute("select indicator_id, strictness, effective, copy_id is not null, type from indicator_quality").fetchall()}
    theirs = {row["indicator_id"]: (row["strictness"], row["effective"], row["copied"], row["type"]) for row in judged(db)}
    assert ours == theirs
    assert len({strictness for strictness, *_ in ours.values()}) >= 2
    assert db.execute("select count(*) - count(distinct cell_id) from indicator").fetchone() == (0,)  # else a finding would judge two


@pytest.mark.parametrize("by", GROUPS)
def test_coverage_of_every_group(db: duckdb.DuckDBPyConnection, by: str) -> None:
    rows = judged(db)
    projects, nominal, effective, counted, quantified = (defaultdict(set) for _ in range(5))
    for row in rows:
        projects[key(row, by)].add(row["project_id"])
        if row["type"] in TYPES:
            place = (key(row, by), row["type"])
            nominal[place].add(row["project_id"])
            counted[place].add(row["indicator_id"])
            if row["effective"]:
                effective[place].add(row["project_id"])
            if row["is_quantified"]:
                quantified[place].add(row["indicator_id"])
    shown = answer(db, queries.indicator_coverage.by_group, **EVERYWHERE, by=by, share="effective", most=10_000)
    assert {row["group_key"] for row in shown} == set(projects)
    for row in shown:
        group, types = row["group_key"], TYPES if row["level2"] == "全部" else (row["level2"],)
        places = len(projects[group]) * len(types)
        assert row["projects"] == len(projects[group])
        for name, sets, whole in (("nominal", nominal, places), ("effective", effective, places)):
            assert row[name] == sum(len(sets[group, one]) for one in types)
            assert row[f"{name}_share"] == pytest.approx(row[name] / whole)
        assert row["effective"] <= row["nominal"]
        assert row["indicators"] == sum(len(counted[group, one]) for one in types)
        assert row["quantified"] == sum(len(quantified[group, one]) for one in types)
    together = [row["effective_share"] for row in shown if row["level2"] == "全部"]
    assert by == "year" or together == sorted(together)
    first = answer(db, queries.indicator_coverage.by_group, **EVERYWHERE, by=by, share="effective", most=1)
    assert first == [row for row in shown if row["group_key"] == shown[0]["group_key"]]


def test_the_whole_is_the_sum_of_its_parts(db: duckdb.DuckDBPyConnection) -> None:
    rows, (whole,) = judged(db), answer(db, queries.indicator_coverage.overall, **EVERYWHERE)
    assert whole["indicators"] + whole["outside"] == len(rows)
    assert whole["outside"] == sum(row["type"] not in TYPES for row in rows)
    assert whole["projects"] == len({row["project_id"] for row in rows})
    assert whole["places"] == 9 * whole["projects"]
    types = answer(db, queries.indicator_coverage.by_type, **EVERYWHERE, disclosures=[])
    assert [row["level2"] for row in types] == list(TYPES)
    for name in ("nominal", "effective", "doubtful", "indicators", "quantified", "copied", "secret"):
        assert whole[name] == sum(row[name] for row in types)
    doubtful = {
        place for place in {(row["project_id"], row["type"]) for row in rows if row["effective"] and row["type"] in TYPES}
        if all(row["strictness"] == "unclear" for row in rows if (row["project_id"], row["type"]) == place and row["effective"])
    }  # fmt: skip
    assert whole["doubtful"] == len(doubtful)


def test_every_cell_of_the_matrix_opens_its_rows(db: duckdb.DuckDBPyConnection) -> None:
    rows = judged(db)
    known = {cell for (cell,) in db.execute("select cell_id from cell").fetchall()}
    for (disclosure,) in db.execute("select distinct disclosure_id from indicator_quality order by 1 limit 2").fetchall():
        matrix = answer(db, queries.indicator_coverage.matrix, disclosure=disclosure)
        here = [row for row in rows if row["disclosure_id"] == disclosure]
        assert len(matrix) == 9 * len({row["project_id"] for row in here})
        for cell in matrix:
            opened = answer(db, queries.indicator_coverage.rows, project_id=cell["project_id"], level2=cell["level2"])
            own = [row for row in here if (row["project_id"], row["type"]) == (cell["project_id"], cell["level2"])]
            assert {row["indicator_id"] for row in opened} == {row["indicator_id"] for row in own}
            assert cell["indicators"] == len(own) == sum(cell[name] for name in STRICTNESS)
            assert cell["effective"] == sum(row["effective"] for row in own)
            assert {row["cell_id"] for row in opened} <= known
            # whatever does not count says why
            assert all(row["reason_zh"] or row["own_rule"] or row["strictness"] in ("secret", "damaged", "no_value") for row in opened if not row["effective"])
        located = answer(db, queries.indicator_coverage.cells, disclosures=[disclosure])
        assert {cell for row in located for cell in row["cell_ids"].split()} == {row["cell_id"] for row in here if row["type"] in TYPES}


# Strictness ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [*GROUPS, "type"])
def test_strictness_of_every_group(db: duckdb.DuckDBPyConnection, by: str) -> None:
    counted = Counter((key(row, by), row["strictness"]) for row in judged(db) if row["type"] in TYPES)
    shown = answer(db, queries.indicator_strictness.by_group, **EVERYWHERE, by=by, most=10_000)
    assert {(row["group_key"], row["strictness"]): row["indicators"] for row in shown} == counted
    for row in shown:
        assert row["weak"] == sum(counted[row["group_key"], one] for one in ("cannot_fail", "vague", "no_value"))
        assert row["judged"] == sum(counted[row["group_key"], one] for one in STRICTNESS[:6])


def test_every_rule_leads_to_its_indicators(db: duckdb.DuckDBPyConnection) -> None:
    rules = answer(db, queries.indicator_strictness.rules, **EVERYWHERE)
    assert rules
    for rule in rules:
        asked = {**EVERYWHERE, "strictness": rule["strictness"], "rule": rule["rule"]}
        rows = answer(db, queries.indicator_strictness.rows, **asked, most=100_000)
        assert len(rows) == rule["indicators"] == rows[0]["all_rows"]
        assert all(row["reason_zh"] and row["reason_en"] for row in rows)
        assert len(answer(db, queries.indicator_strictness.rows, **asked, most=1)) == 1
    weak = answer(db, queries.indicator_strictness.rows, **EVERYWHERE, strictness="", rule="", most=100_000)
    expected = {row["indicator_id"] for row in judged(db) if not row["effective"] and row["strictness"] not in ("secret", "damaged")}
    assert {row["indicator_id"] for row in weak} == expected


def test_what_a_target_is_worth(tmp_path: Path) -> None:
    cases = [
        ("考核合格率", "≥0%", "cannot_fail", "at_floor"),  # nothing can be below
        ("考核通过率", "≥1%", "measured", None),
        ("农民收入增长率", "≥0%", "measured", None),  # growth can be below zero
        ("考核优秀率", "≤100%", "cannot_fail", None),  # a check says so
        ("考核工作", "完成", "cannot_fail", "only_done"),  # any result is one
        ("考核进度", "按时完成", "state_only", None),
        ("考核效果", "明显提高", "vague", None),
        ("考核等级", "≥", "no_value", None),
    ]
    document = (auditing.DOCUMENTS / "budget.txt").read_text(encoding="utf-8")
    (old,) = [line for line in document.splitlines() if "考核合格的果农占参训果农的比率" in line]
    lines = [f"\t质量指标\t{name}\t实际结果之{number}\t{value}\t问卷调查" for number, (name, value, *_) in enumerate(cases)]
    data = tmp_path / "data"
    shutil.copytree(reading.reference(), data / "reference")
    store.write_facts(reading.facts_of(document.replace(old, "\n".join(lines))), data)
    with duckdb.connect(str(store.build(data, tmp_path / "one.duckdb")), read_only=True) as one:
        found = one.execute(
            "select i.level3, i.value_raw, q.strictness, q.own_rule from indicator_quality q join indicator i using (indicator_id)"
            " where starts_with(i.description, '实际结果之') order by i.row_no"
        ).fetchall()
    assert found == cases


# Projects alike --------------------------------------------------------------------------------------------------------


def pieces(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, set[str]]]:
    """Of every project with indicators: its disclosure, its department, and the pairs of neighbouring characters of its text."""
    found: dict[str, Any] = {}
    for project, disclosure, department, name, goal, level3, description in db.execute(
        "select p.project_id, disclosure_id, department_id, project_name, goal, level3, description from indicator i join project p using (project_id)"
        " join disclosure d using (disclosure_id) order by p.project_id, i.row_no"
    ).fetchall():
        one = found.setdefault(project, [disclosure, department, name + (goal or "")])
        one[2] += (level3 or "") + (description or "")
    for project, (disclosure, department, words) in found.items():
        bare = "".join(letter for letter in words if not letter.isspace() and unicodedata.category(letter)[0] not in "PSZ" and letter not in "0123456789")
        found[project] = (disclosure, department, {bare[n : n + 2] for n in range(len(bare) - 1)})
    return found


@pytest.mark.parametrize("among", ["within", "others", "years"])
def test_how_alike_projects_are(db: duckdb.DuckDBPyConnection, among: str) -> None:
    texts = pieces(db)
    words = defaultdict(set)
    for project, level3, description in db.execute("select project_id, level3, description from indicator").fetchall():
        bare = re.sub(r"[\s0-9]", "", (level3 or "") + (description or ""))
        if len(bare) >= 4:
            words[project].add(bare)
    names = dict(db.execute("select project_id, project_name from project").fetchall())
    for disclosure in sorted({disclosure for disclosure, _, _ in texts.values()})[:4]:
        shown = answer(db, queries.indicator_similarity.pairs, disclosure=disclosure, among=among, least=0.3, most=100_000)
        own = [project for project, (here, _, _) in texts.items() if here == disclosure]
        expected = {}
        for one in own:
            for other, (there, department, _) in texts.items():
                wanted = {
                    "within": there == disclosure and one != other and (other, one) not in expected,
                    "others": department != texts[one][1], "years": department == texts[one][1] and there != disclosure,
                }[among]  # fmt: skip
                if wanted and (among == "within" or words[one] & words[other] or names[one] == names[other]):
                    a, b = texts[one][2], texts[other][2]
                    expected[one, other] = len(a & b) / len(a | b)
        expected = {pair: share for pair, share in expected.items() if share >= 0.3}
        found = {(row["project_id"], row["other_id"]): row["alike_share"] for row in shown}
        if among == "within":  # whichever of the two comes first in the document stands first
            assert all(row["project_no"] <= row["other_no"] for row in shown)
            found, expected = ({frozenset(pair): share for pair, share in some.items()} for some in (found, expected))
        if len(expected) <= 300:  # more are bounded
            assert found.keys() == expected.keys()
        assert {pair: expected[pair] for pair in found} == pytest.approx(found)
        for row in shown:
            assert row["shared"] == len(words[row["project_id"]] & words[row["other_id"]])
        assert [row["alike_share"] for row in shown] == sorted((row["alike_share"] for row in shown), reverse=True)


def test_two_projects_beside_each_other_are_whole(db: duckdb.DuckDBPyConnection) -> None:
    for disclosure in sorted({disclosure for disclosure, _, _ in pieces(db).values()})[:4]:
        for pair in answer(db, queries.indicator_similarity.pairs, disclosure=disclosure, among="within", least=0.0, most=3):
            rows = answer(db, queries.indicator_similarity.beside, one=pair["project_id"], other=pair["other_id"])
            for side, project in (("first", pair["project_id"]), ("second", pair["other_id"])):
                cells = Counter(cell for (cell,) in db.execute("select cell_id from indicator where project_id = ?", [project]).fetchall())
                # every indicator once, on its own side
                assert Counter(row[f"{side}_cell_id"] for row in rows if row["part"] not in ("name", "goal") and row[f"{side}_cell_id"]) == cells
            for row in rows:
                assert (row["alike"] == "same") <= (row["first_text"] == row["second_text"])
                assert (row["alike"] == "one_side") == (row["first_text"] is None or row["second_text"] is None)


# Money and indicators --------------------------------------------------------------------------------------------------


def test_money_is_that_of_the_forms_and_adds_up(db: duckdb.DuckDBPyConnection) -> None:
    budgets = dict(db.execute("select project_id, budget_yuan from project where budget_yuan > 0").fetchall())
    types: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in judged(db):
        if row["type"] in TYPES:
            types[row["project_id"]][0].add(row["type"])
            if row["effective"]:
                types[row["project_id"]][1].add(row["type"])
    expected = {project: yuan for project, yuan in budgets.items() if project in types}
    shown = answer(db, queries.indicator_money.projects, **EVERYWHERE, most=100_000)
    assert {row["project_id"]: row["budget_yuan"] for row in shown} == expected and expected
    assert {row["project_id"]: (row["nominal"], row["effective"]) for row in shown} == {
        project: (len(types[project][0]), len(types[project][1])) for project in expected
    }
    few = [yuan for project, yuan in expected.items() if len(types[project][1]) < 4.5]
    for row in shown:
        assert (row["all_projects"], row["all_yuan"], row["few"], row["few_yuan"]) == (len(expected), sum(expected.values()), len(few), sum(few, Decimal(0)))
    bounded = answer(db, queries.indicator_money.projects, **EVERYWHERE, most=2)
    assert len(bounded) == 3 and bounded[2]["project_id"] == "" and bounded[2]["projects"] == len(expected) - 2
    assert sum(row["budget_yuan"] for row in bounded) == sum(expected.values())
    cells = dict(db.execute("select fact_id, raw_text from fact_cell join cell using (cell_id) where field = 'budget_yuan'").fetchall())
    stands = {row["project_id"]: row["cell_id"] for row in answer(db, queries.indicator_money.cells)}
    printed = dict(db.execute("select cell_id, raw_text from cell").fetchall())
    assert all(printed[stands[row["project_id"]]] == cells[row["project_id"]] for row in shown)
    assert all(Decimal(cells[row["project_id"]].replace(",", "")) * 10_000 == row["budget_yuan"] for row in shown)
    told = {row["budget_status"]: row["projects"] for row in answer(db, queries.indicator_money.stated, **EVERYWHERE)}
    assert told == Counter(
        status for project, status in db.execute("select project_id, budget_status from project where project_id in (select project_id from indicator)").fetchall()
    )


# The pages -------------------------------------------------------------------------------------------------------------


def test_known_figures_on_the_page() -> None:
    shown = text(open_page(COVERAGE))
    # 609 of 1,071 places (119 projects × 9); 742 have an indicator
    for words in ("56.9%", "69.3%", "87.7%", "1,071 格", "742 格", "609 格", "890"):
        assert words in shown, words
    shown = text(open_page(COVERAGE, region="北戴河区 130304"))
    # 13 projects whose benefit rows all repeat output rows: 9 types nominally, 5 effectively
    assert "13 个项目 × 9 类，名义上九类都有的 13 个，都有效的 0 个" in shown
    assert "100.0%" in shown and "55.6%" in shown
    assert "照抄" not in text(open_page(STRICT, region="霸州市 131081"))
    shown = text(open_page(STRICT, region="霸州市 131081", kind="cannot_fail"))
    assert shown.count("只有上限没有下限") == 13  # its targets of ≤ 100%


def test_projects_alike_and_their_money_on_the_page() -> None:
    shown = text(open_page(ALIKE, of="131081-2020-03f75335"))
    assert "5 对项目雷同，最像的一对 93.3%" in shown and "名称、目标和指标共 7 处" in shown
    assert "没有相像到 50% 的项目" in text(open_page(ALIKE, of="131081-2020-03f75335", among="others"))
    shown = text(open_page(WORTH))
    # 13 projects of 北戴河 are the only ones with a budget
    assert "13 个项目共 213.76 万元" in shown and "69.00 万元（32.3%）" in shown and "另有 106 个项目" in shown
    assert "mz-empty" in text(open_page(WORTH, region="霸州市 131081"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("by", GROUPS)
def test_every_grouping_runs(by: str, lang: str) -> None:
    for page in (COVERAGE, STRICT):
        shown = text(open_page(page, by=by, split=by, lang=lang, share="quantified"))
        assert "mz-figure" in shown and "NaN" not in shown and "<NA>" not in shown


def test_a_link_opens_a_cell() -> None:
    shown = text(open_page(COVERAGE, of="130304-2021-f70f3782", type="经济效益指标", project="130304-2021-f70f3782.p42.1.p"))
    rows = shown[shown.index("逐条看") :]
    assert rows.count("<tr class") == 1
    assert "体检人员覆盖率" in rows and "没有另设该类指标" in rows and "不算" in rows


def test_a_store_of_thousands_is_bounded(province: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The statements of the first figures return no more rows for many disclosures than for few."""
    file = tmp_path / "many.duckdb"
    shutil.copy(next(province.glob("*.duckdb")), file)
    with duckdb.connect(str(file)) as many:
        for table in ("disclosure", "indicator_summary"):
            many.execute(f"insert into {table} select t.* replace (t.disclosure_id || '-' || n as disclosure_id) from {table} t, range(300) r(n)")
        assert len(answer(many, queries.indicator_coverage.choices, **EVERYWHERE, most=40)) == 40
        assert len(answer(many, queries.indicator_coverage.by_group, **EVERYWHERE, by="disclosure", share="nominal", most=40)) == 400
        shown = answer(many, queries.indicator_strictness.by_group, **EVERYWHERE, by="disclosure", most=40)
        assert len({row["group_key"] for row in shown}) == 40 and shown[0]["all_groups"] > 3000


# Figures ---------------------------------------------------------------------------------------------------------------


def test_the_opened_cell_stands_in_a_box() -> None:
    import pandas as pd

    data = pd.DataFrame(
        [(row, column, n, 0, own) for row, column, n, own in (("a", "x", 3, 3), ("a", "y", 0, 0), ("b", "x", 2, 0), ("b", "y", 9, 1))],
        columns=["row", "column", "n", "secret", "own"],
    ).assign(label="name", hover="words")
    settings: dict[str, Any] = {"row": "row", "row_label": "label", "column": "column", "columns": [("x", "X"), ("y", "Y")], "value": "n"}
    look = charts.look()
    plain = charts.heatmap(data, look=look, **settings, secret="secret", hover="hover", own="own").to_dict()
    opened = charts.heatmap(data, look=look, **settings, secret="secret", hover="hover", own="own", opened=("b", "y")).to_dict()
    boxes = [shape["line"].get("dash") for shape in plain["layout"]["shapes"]], [shape["line"].get("dash") for shape in opened["layout"]["shapes"]]
    assert boxes == (["3px,2px"], ["3px,2px", None])
    texts = opened["data"][1]
    # a cell that was clicked is read as before: its ink is that of its shade
    assert texts["selected"]["textfont"]["color"] == texts["textfont"]["color"][-1] != look.ink
    assert [point[:2] for point in texts["customdata"]] == [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]]


def test_an_icicle_adds_up_and_shades_by_what_counts() -> None:
    import pandas as pd

    data = pd.DataFrame(
        [("a", "one", 1.0, "60.10"), ("b", "one", 0.0, "20.20"), ("c", "two", 0.5, "19.70"), ("", "rest", None, "0.01")],
        columns=["key", "group", "share", "budget_yuan"],
    ).assign(label="名<b>", words="")
    data["budget_yuan"] = [Decimal(text) for text in data["budget_yuan"]]
    look = charts.look()
    settings: dict[str, Any] = {"look": look, "unit": "元", "root": "all", "leaf": "key", "label": "label", "remark": "words", "shade": "share"}
    drawn = charts.icicle(data, **settings, group="group").to_dict()["data"][0]
    sums = dict(zip(drawn["ids"], drawn["values"], strict=True))
    for parent in {one for one in drawn["parents"] if one}:
        parts = [sums[one] for one, above in zip(drawn["ids"], drawn["parents"], strict=True) if above == parent]
        assert sum(parts) == pytest.approx(sums[parent])
    colours = dict(zip(drawn["ids"], drawn["marker"]["colors"], strict=True))
    assert colours["a"] == look.colour("effective") and colours["b"] == look.paper and colours["/rest"] == look.blank
    assert len({colours[one] for one in ("a", "b", "c", "/rest")}) == 4
    assert not any("<b>" in label for label in drawn["labels"])
    # one group needs no column of its own
    assert len(charts.icicle(data.assign(group="same"), **settings, group="group").to_dict()["data"][0]["ids"]) == 5
