"""Every audit check has cases in tests/checks/<check>.toml: it passes where it should, and finds what it should, where it should."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from queries import checks
from tests import auditing

ALL = {check.check_id: check for check in checks.load_all()}
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(auditing.CASES.glob("*.toml"))}
# What a case may say of a finding; cells are named as in the document ("t4r5c3", "p12.1"; "2:t4r5c3" in the second one).
MAY_SAY = {"severity", "subject", "stated", "expected", "difference_yuan", "arithmetic", "stated_cells", "expected_cells", "message_zh", "message_en"}


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(check, case, id=f"{check}-{number}")
        for check, file in FILES.items()
        for number, case in enumerate(file.get(kind, []), 1)
        if check in ALL
    ]


@pytest.fixture(scope="session")
def auditor(request: pytest.FixtureRequest) -> auditing.Auditor:
    """All cases of the tests that were chosen, audited together."""
    params = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    return auditing.Auditor((ALL[one["check"]], one["case"]) for one in params if one.keys() == {"check", "case"})


def test_every_check_has_a_passing_and_a_failing_case() -> None:
    lacking = {name for name in ALL if not (FILES.get(name, {}).get("passing") and FILES.get(name, {}).get("failing"))}
    assert lacking == set()
    assert FILES.keys() - ALL.keys() == set(), "cases of a check that is not there"


@pytest.mark.parametrize(("check", "case"), cases("passing"))
def test_passes(auditor: auditing.Auditor, check: str, case: dict[str, Any]) -> None:
    said = auditor.said(ALL[check], case)
    assert said.findings == []
    assert said.verdict == "passed" and said.tested > 0, "the check did not look at anything: no proof that it passes"


@pytest.mark.parametrize(("check", "case"), cases("not_applicable"))
def test_does_not_apply(auditor: auditing.Auditor, check: str, case: dict[str, Any]) -> None:
    assert auditor.said(ALL[check], case).verdict == "not_applicable"


@pytest.mark.parametrize(("check", "case"), cases("failing"))
def test_finds(auditor: auditing.Auditor, check: str, case: dict[str, Any]) -> None:
    said = auditor.said(ALL[check], case)
    wanted = case["finds"]
    assert all(one.keys() <= MAY_SAY and {"severity", "stated_cells"} <= one.keys() for one in wanted), wanted
    found = sorted(({**one, "difference_yuan": str(one["difference_yuan"])} for one in said.findings), key=lambda one: one["stated_cells"])
    wanted = sorted(wanted, key=lambda one: one["stated_cells"])
    assert [one["stated_cells"] for one in found] == [one["stated_cells"] for one in wanted], [one["message_zh"] for one in found]
    for got, want in zip(found, wanted, strict=True):
        assert {name: got[name] for name in want} == want
    worse = any(one["severity"] != "info" for one in wanted)
    assert said.verdict == ("failed" if worse else "passed")


@pytest.mark.parametrize("document", sorted(path.stem for path in auditing.DOCUMENTS.glob("*.txt")))
def test_nothing_is_found_in_a_clean_document(document: str) -> None:
    assert [one["message_zh"] for one in auditing.findings_of([auditing.text_of({"document": document})])] == []


def test_every_finding_has_a_name_of_its_own_and_a_whole_message(auditor: auditing.Auditor) -> None:
    """What the engine falls back to keeps odd documents from breaking a build; no check may need it for what we know."""
    if not auditor.ids:
        pytest.skip("no case was chosen beside this test")
    assert auditor.db.execute("select finding_id from finding where len(string_split(finding_id, '.')) > 3").fetchall() == []
    fallen_back = "select check_id from finding join audit_check using (check_id) where message_zh = title_zh || '：' || subject"
    assert auditor.db.execute(fallen_back).fetchall() == []
