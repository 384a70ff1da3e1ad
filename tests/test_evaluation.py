"""Self-evaluation: what is on the page agrees with the forms, read by other SQL, in the real forms and in both kinds of layout."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import queries
from budget import store
from tests.conftest import Run
from tests.test_pages import run as open_page
from tests.test_pages import text

PAGE = "pages/evaluation/evaluation.py"
ROOT = Path(__file__).resolve().parent.parent
EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture
def made_up(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of two made-up disclosures: forms of the old kind and of the new one."""
    for layout in ("f_forms", "g_forms"):
        document = shutil.copy(ROOT / "tests" / "layouts" / layout / "document.txt", tmp_path / f"{layout}.txt")
        done = run("ingest", document, "--into", data)
        assert done.returncode == 0, done.stderr
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path / "store"))
    store.build(data)


def ask(sql: str, **values: Any) -> list[dict[str, Any]]:
    result = store.open_store().cursor().execute(sql, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def answer(statement: queries.Statement, **values: Any) -> list[dict[str, Any]]:
    return ask(statement.sql, **values)


def real() -> str:
    return str(ask("select disclosure_id from disclosure where kind = 'self_evaluation'")[0]["disclosure_id"])


def everything_agrees() -> None:
    """Every statement of the page against the base tables, added up in Python."""
    projects = {row["project_id"]: row for row in ask("select * from project")}
    forms = {row["evaluation_id"]: row for row in ask("select * from evaluation")}
    items = defaultdict(list)
    for item in ask("select * from evaluation_item"):
        items[item["evaluation_id"]].append(item)
    by_disclosure: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for form in forms.values():
        by_disclosure[projects[form["project_id"]]["disclosure_id"]].append(form)
    overall = {row["disclosure_id"]: row for row in answer(queries.evaluation.by_disclosure, **EVERYWHERE)}
    assert set(overall) == set(by_disclosure)
    for disclosure, of in by_disclosure.items():
        whole = overall[disclosure]
        both = [form for form in of if form["budget_yuan"] is not None and form["executed_yuan"] is not None]
        assert (whole["forms"], whole["paired"]) == (len(of), len(both))
        assert whole["executed_yuan"] == sum(form["executed_yuan"] for form in both)
        assert whole["scored"] == len([form for form in of if form["score_stated"] is not None])
        severities = [
            row["severity"]
            for row in ask(
                "select severity from finding where disclosure_id = $d and check_id in"
                " (select check_id from audit_check where family = 'self_evaluation')", d=disclosure
            )
        ]  # fmt: skip
        assert (whole["findings"], whole["errors"]) == (len(severities), severities.count("error"))
        shown = {row["evaluation_id"]: row for row in answer(queries.evaluation.forms, disclosure=disclosure)}
        assert set(shown) == {form["evaluation_id"] for form in of}
        assert sum(row["findings"] for row in shown.values()) == len(severities)
        found = answer(queries.evaluation.contradictions, disclosure=disclosure)
        assert sum(row["findings"] for row in found) == len(severities)
        weights = answer(queries.evaluation.weights, disclosure=disclosure)
        for key, row in shown.items():
            form = forms[key]
            points = [item["score"] for item in items[key]]
            if form["execution_weight"] is not None or form["execution_score"] is not None:
                points.append(form["execution_score"])
            wanted = None if None in points or not points else sum(points)
            assert row["score_sum"] == wanted, row["project_name"]
            if form["budget_yuan"] and form["executed_yuan"] is not None:
                assert abs(Decimal(row["recomputed_rate"]) - form["executed_yuan"] / form["budget_yuan"]) <= Decimal("0.00005001")
            else:
                assert row["recomputed_rate"] is None
            for column in ("budget", "arrived", "executed"):
                assert (row[f"{column}_yuan"] is None) == (row[f"{column}_status"] is not None)
            of_form = {part["level1"]: part for part in weights if part["evaluation_id"] == key}
            assert sum(part["items"] for part in of_form.values()) == len(points)
            for level1 in {item["level1"] for item in items[key]}:
                mine = [item for item in items[key] if item["level1"] == level1]
                stated = next((item["level1_weight"] for item in mine if item["level1_weight"] is not None), None)
                own = [item["item_weight"] for item in mine]
                assert of_form[level1]["weight"] == (stated if stated is not None else None if None in own else sum(own))
            assert len(answer(queries.evaluation.items, form=key)) == len(items[key])


def test_the_page_agrees_with_the_real_forms() -> None:
    everything_agrees()


def test_the_page_agrees_with_made_up_forms_of_both_kinds(made_up: None) -> None:
    everything_agrees()
    new = next(row for row in answer(queries.evaluation.by_disclosure, **EVERYWHERE) if row["fiscal_year"] == 2022)
    forms = answer(queries.evaluation.forms, disclosure=new["disclosure_id"])
    assert [(form["score_stated"], form["score_sum"]) for form in forms] == [(97, 97), (98, 98)]  # the execution rate's points among them
    weights = answer(queries.evaluation.weights, disclosure=new["disclosure_id"])
    told = [(row["project_no"], row["level1"], row["weight"]) for row in weights]
    assert told[:4] == [(1, "产出指标", 50), (1, "效益指标", 30), (1, "满意度指标", 10), (1, "预算执行率指标", 10)]


def test_every_point_leads_to_its_cells() -> None:
    forms = answer(queries.evaluation.forms, disclosure=real())
    cells = {row["cell_id"]: row["raw_text"] for row in ask("select cell_id, raw_text from cell where disclosure_id = $d", d=real())}
    fifth = next(form for form in forms if form["project_no"] == 5)
    assert {"89.02%", "78.67", "82.00"} <= {cells[cell] for cell in fifth["rate_cells"].split()}
    for form in forms:
        for column in ("money_cells", "rate_cells", "score_cells"):
            assert form[column] and set(form[column].split()) <= set(cells)


def test_known_forms_and_what_they_state() -> None:
    forms = {row["project_no"]: row for row in answer(queries.evaluation.forms, disclosure=real())}
    assert len(forms) == 14
    assert (forms[1]["score_stated"], forms[1]["score_sum"], forms[1]["score_severity"]) == (100, 93, "error")
    assert (forms[14]["score_stated"], forms[14]["score_sum"]) == (88, 78)
    assert (forms[5]["execution_rate_stated"], forms[5]["recomputed_rate"]) == (Decimal("0.8902"), 0.9594)
    assert (forms[7]["score_stated"], forms[7]["score_status"], forms[7]["score_sum"]) == (None, "blank", 100)
    assert {number for number, form in forms.items() if form["execution_rate_status"] == "not_disclosed"} == {4, 7, 10}


@pytest.mark.parametrize(("claim", "said"), [("rate", "一张表填的执行率与金额对不上"), ("score", "2 张表填的总分不等于各项得分之和")])
def test_the_title_names_how_many_do_not_agree(claim: str, said: str) -> None:
    assert said in text(open_page(PAGE, claim=claim))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_opens(lang: str) -> None:
    for row in answer(queries.evaluation.forms, disclosure=real()):
        app = open_page(PAGE, form=row["evaluation_id"], lang=lang)
        shown = text(app)
        head = {"zh": "这张表的核查结果", "en": "What does not hold in this form"}[lang]
        assert head in shown
        assert shown.count('class="mz-findings"') == 1
        assert len(re.findall(r"finding=[^\"&]+", shown[shown.index(head) :])) == row["findings"]


def test_every_contradiction_leads_to_its_finding() -> None:
    shown = text(open_page(PAGE))
    for row in answer(queries.evaluation.contradictions, disclosure=real()):
        assert row["findings"] > 1 or row["finding_id"] in shown
    assert "check=target_foreign" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_several_disclosures_can_be_chosen_from(made_up: None, lang: str) -> None:
    choice = [row["disclosure_id"] for row in answer(queries.evaluation.by_disclosure, **EVERYWHERE)]
    assert len(choice) == 2
    shown = [text(open_page(PAGE, of=one, lang=lang)) for one in choice]
    assert "养老服务建设经费" in shown[0] + shown[1] and "水库除险加固" in shown[0] + shown[1]
    assert ("水库除险加固" in shown[0]) != ("水库除险加固" in shown[1])
