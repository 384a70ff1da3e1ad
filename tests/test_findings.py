"""The pages of findings: every kind of finding opens with its cells marked, and what reviewers write is kept and told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from budget import charts, sources, store, ui, words
from budget.reviews import Reviews
from tests.test_pages import first, run, text

PAGE = "pages/findings/findings.py"
OTHERS = ["pages/findings/ties.py", "pages/findings/verdicts.py"]


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(autouse=True)
def reviews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reviews:
    """Reviews of the test's own."""
    monkeypatch.setattr(store, "reviews_file", lambda: tmp_path / "reviews.sqlite")
    return Reviews(tmp_path / "reviews.sqlite")


def ask(sql: str, *values: object) -> list[Any]:
    return store.open_store().cursor().execute(sql, values).fetchall()


def worst() -> str:
    return str(ask("select finding_id from named_finding order by severity_place, check_place, finding_id limit 1")[0][0])


def of_every_check() -> list[str]:
    return [row[0] for row in ask("select min(finding_id) from finding group by check_id order by 1")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_of_every_check_opens_with_its_cells_marked(lang: str) -> None:
    for finding in of_every_check():
        shown = text(run(PAGE, finding=finding, lang=lang))
        assert "mz-opening" in shown, finding
        assert "mz-hit stated" in shown or "mz-quote stated" in shown, finding
        assert f"message_{lang}" not in shown


def test_a_finding_speaks_the_language_of_the_screen() -> None:
    zh, en = ask("select message_zh, message_en from finding where finding_id = ?", worst())[0]
    assert words.english()["原文"] in text(run(PAGE, finding=worst(), lang="en"))
    assert _plain(zh) in _plain(text(run(PAGE, finding=worst())))
    assert _plain(en) in _plain(text(run(PAGE, finding=worst(), lang="en")))


def _plain(shown: str) -> str:
    return re.sub(r"&#?\w+;|[\"'<>&]", "", shown)


def test_the_list_says_how_many_there_are_and_is_cut() -> None:
    (total,) = ask("select count(*) from finding")[0]
    shown = text(run(PAGE))
    assert f"{total} 项，最重的在前" in shown
    assert shown.count("<li class=") - shown.count('<li class="m ') >= 50
    assert shown.count("finding=") == 50, "one page of it"


def test_of_each_kind_the_list_shows_some_and_leads_to_the_others() -> None:
    check, severity, total = ask("select check_id, severity, count(*) from finding where severity = 'error' group by all order by 3 desc limit 1")[0]
    shown = text(run(PAGE, severity=severity))
    assert f"另有 {total - 2} 项同类" in shown
    assert f"severity={severity}&amp;check={check}" in shown
    shown = text(run(PAGE, severity=severity, check=check))
    assert "项同类" not in shown
    assert shown.count("finding=") == min(total, 50)


@pytest.mark.parametrize(("name", "sql"), [
    ("severity", "select severity, count(*) from finding group by 1 order by 2 limit 1"),
    ("family", "select family, count(*) from named_finding group by 1 order by 2 limit 1"),
    ("check", "select check_id, count(*) from finding group by 1 order by 2, 1 limit 1"),
    ("of", "select disclosure_id, count(*) from finding group by 1 order by 2 limit 1"),
])  # fmt: skip
def test_a_link_narrows_the_list(name: str, sql: str) -> None:
    value, total = ask(sql)[0]
    for lang, told in (("zh", f"{total} 项，最重的在前"), ("en", f"{total}, the worst first")):
        assert told in text(run(PAGE, lang=lang, **{name: value}))


def test_the_filters_of_the_frame_hold() -> None:
    (total,) = ask("select count(*) from named_finding where region_code = '131081'")[0]
    assert f"{total} 项，最重的在前" in text(run(PAGE, region="霸州市 131081"))


def test_a_finding_keeps_the_filters_of_its_list() -> None:
    app = run(PAGE, severity="error")
    target = re.search(r'finding=[^"]+', text(app))
    assert target is not None and "severity=error" in target.group()
    shown = text(run(PAGE, finding=worst(), severity="error"))
    assert 'class="back" href="findings?severity=error"' in shown
    following = re.search('class="next" href="findings[?]finding=([^&]+)&amp;severity=error"', shown)
    assert following is not None
    assert ask("select severity from finding where finding_id = ?", following.group(1)) == [("error",)]


@pytest.mark.parametrize("odd", ["nothing", "<script>alert(1)</script>", "'; drop table finding; --"])
def test_a_finding_that_is_not_there(odd: str, reviews: Reviews) -> None:
    shown = text(run(PAGE, finding=odd))
    assert "没有编号为" in shown
    assert "<script>alert" not in shown
    reviews.record(odd, "p", "confirmed", "留下的说明", "甲", seen=None, token="t")
    shown = text(run(PAGE, finding=odd))
    assert "留下的说明" in shown
    assert "仍然保留" in shown


def test_text_of_documents_brings_no_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reviews: Reviews) -> None:
    evil, finding = "<script>alert(1)</script><b>x", worst()
    file = tmp_path / "evil.duckdb"
    shutil.copy(store.store_dir() / (store.store_dir() / "current").read_text(encoding="utf-8").split()[0], file)
    with duckdb.connect(str(file)) as db:
        db.execute("update finding set message_zh = $e, subject = $e, stated = $e, expected = $e, arithmetic = $e", {"e": evil})
        db.execute("update cell set raw_text = $e", {"e": evil})
        db.execute("update audit_check set title_zh = $e, method_zh = $e", {"e": evil})
        db.execute("update tie set arithmetic = $e, subject = $e", {"e": evil})
        db.execute("update build set build_id = 'evil'")
    (tmp_path / "current").write_text("evil.duckdb\n", encoding="utf-8")
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path))
    monkeypatch.setattr(store, "open_store", lambda: duckdb.connect(str(file), read_only=True))
    reviews.record(finding, "p", "confirmed", evil, evil, seen=None, token="t")
    for page, asked in [(PAGE, {}), (PAGE, {"finding": finding}), *((page, {}) for page in OTHERS), ("pages/overview/overview.py", {})]:
        shown = text(run(page, **asked))
        assert "<script>alert" not in shown, page
        assert "<b>x" not in shown, page


@pytest.mark.parametrize("page", OTHERS)
def test_the_other_views_lead_to_findings(page: str) -> None:
    assert "findings?" in text(run(page))


def test_ties_say_how_many_hold() -> None:
    shown, total, broken = ask(
        "select disclosure_id, count(*), count(*) filter (where not holds) from tie group by 1 order by 2 desc, 1 limit 1"
    )[0]
    app = text(run(OTHERS[0], tie_of=shown))
    assert f"{total} 条勾稽，" + (f"{broken} 条不符" if broken else "全部相符") in app


def test_every_verdict_is_there() -> None:
    shown = text(run(OTHERS[1]))
    checks = ask("select title_zh from audit_check")
    assert shown.count("<details>") == len(checks)
    for verdict, words_of in (("not_applicable", "次不适用"), ("passed", "次通过"), ("failed", "次不通过")):
        (count,) = ask("select count(*) from verdict where verdict = ?", verdict)[0]
        assert re.search(f"<dt>{words_of}</dt><dd>(<a [^>]*>)?{count:,}(</a>)?</dd>", shown), verdict


def test_a_disclosure_leads_to_its_findings() -> None:
    (disclosure,) = ask("select disclosure_id from finding limit 1")[0]
    links = [element.proto for element in run("pages/disclosures/catalogue.py", disclosure=disclosure).get("page_link")]
    assert any(link.query_string == f"of={disclosure}" for link in links)


# Reviews


def fill_in(app: AppTest, note: str, name: str = "甲", status: str = "confirmed") -> AppTest:
    app.text_area[0].set_value(note)
    app.text_input[0].set_value(name)
    next(group for group in app.button_group if group.label == "复核结论").set_value(status)
    return press(app, "保存复核")


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_a_review_is_saved_told_and_undone(reviews: Reviews) -> None:
    finding = worst()
    app = fill_in(run(PAGE, finding=finding), "与原件相符")
    assert "已保存：属实。" in text(app)
    assert "与原件相符" in text(app)
    assert app.text_area[0].value == "", "the form is fresh"
    assert app.text_input[0].value == "甲", "the name stays"
    assert [(one.status, one.note, one.reviewer) for one in reviews.history(finding)] == [("confirmed", "与原件相符", "甲")]
    assert "属实 · 甲" in text(run(PAGE))
    app = press(app, "撤销")
    assert "已撤销：恢复为“待核”。" in text(app)
    assert [one.status for one in reviews.history(finding)] == ["open", "confirmed"]


def test_to_undo_restores_the_review_before(reviews: Reviews) -> None:
    finding = worst()
    reviews.record(finding, "earlier", "explained", "有说明", "乙", seen=None, token="t")
    app = press(fill_in(run(PAGE, finding=finding), "不同意", status="dismissed"), "撤销")
    assert "恢复为“已解释”" in text(app)
    latest = reviews.latest()[finding]
    assert (latest.status, latest.note, latest.fingerprint, latest.reviewer) == ("explained", "有说明", "earlier", "甲")


def test_a_review_without_a_name_keeps_its_note(reviews: Reviews) -> None:
    app = fill_in(run(PAGE, finding=worst()), "没有署名", name=" ")
    assert "请写明复核人" in text(app)
    assert app.text_area[0].value == "没有署名"
    assert reviews.latest() == {}


def test_who_was_overtaken_reads_the_other_review_and_keeps_the_note(reviews: Reviews) -> None:
    finding = worst()
    app = run(PAGE, finding=finding)
    reviews.record(finding, "p", "dismissed", "乙的理由", "乙", seen=None, token="t")
    app = fill_in(app, "甲的理由")
    assert "乙先作了复核" in text(app)
    assert "乙的理由" in text(app)
    assert app.text_area[0].value == "甲的理由"
    assert [one.reviewer for one in reviews.history(finding)] == ["乙"]
    app = press(app, "保存复核")
    assert "已保存" in text(app)
    assert [one.note for one in reviews.history(finding)] == ["甲的理由", "乙的理由"]


def test_a_finding_that_changed_since_its_review_says_so(reviews: Reviews) -> None:
    finding = worst()
    (now,) = ask("select fingerprint from finding where finding_id = ?", finding)[0]
    reviews.record(finding, now, "confirmed", "", "甲", seen=None, token="t")
    assert "变更后未复核</span>" not in text(run(PAGE))
    reviews.record(finding, "other facts", "confirmed", "", "甲", seen=1, token="u")
    assert "变更后未复核</span>" in text(run(PAGE))
    shown = text(run(PAGE, finding=finding))
    assert "上次复核之后有了变化" in shown
    assert "当时的事实与现在不同" in shown
    assert "1 项，最重的在前" in text(run(PAGE, review="changed"))


def test_a_list_by_review_status(reviews: Reviews) -> None:
    finding = worst()
    (total,) = ask("select count(*) from finding")[0]
    assert "没有符合这些条件" in text(run(PAGE, review="confirmed"))
    reviews.record(finding, "p", "confirmed", "", "甲", seen=None, token="t")
    assert "1 项，最重的在前" in text(run(PAGE, review="confirmed"))
    assert f"{total - 1} 项，最重的在前" in text(run(PAGE, review="open"))
    way = re.search(r'<dt>项已复核</dt><dd><a href="findings[?]review=(\w+)">1</a>', text(run(PAGE)))
    assert way and "1 项，最重的在前" in text(run(PAGE, review=way.group(1)))


def test_the_overview_leaves_out_what_reviewers_settled(reviews: Reviews) -> None:
    finding = re.search("finding=([^&\"]+)", text(run("pages/overview/overview.py")))
    assert finding is not None
    (now,) = ask("select fingerprint from finding where finding_id = ?", finding.group(1))[0]
    reviews.record(finding.group(1), now, "dismissed", "", "甲", seen=None, token="t")
    assert finding.group(1) not in text(run("pages/overview/overview.py"))
    reviews.record(finding.group(1), "other facts", "dismissed", "", "甲", seen=1, token="u")
    assert finding.group(1) in text(run("pages/overview/overview.py")), "it changed since"


def test_reviews_that_cannot_be_written_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(PAGE, finding=worst())
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(store, "reviews_file", lambda: tmp_path / "file" / "reviews.sqlite")
    app = fill_in(app, "写不进去")
    assert "还没有保存" in text(app)
    assert app.text_area[0].value == "写不进去"


# Sources and figures


def test_lines_of_a_source_count_only_with_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    body = "第一行\r\n第二行\n第三行\n".encode()
    digest = hashlib.sha256(body).hexdigest()
    monkeypatch.delenv("MINGZHANG_SOURCES", raising=False)
    assert sources.folder() is None and sources.lines("a.txt", digest, 1, 2) is None
    monkeypatch.setenv("MINGZHANG_SOURCES", str(tmp_path))
    assert sources.lines("a.txt", digest, 1, 2) is None
    (tmp_path / "a.txt").write_text("another of that name", encoding="utf-8")
    assert sources.lines("a.txt", digest, 1, 2) is None
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "a.txt").write_bytes(body)
    assert sources.lines("a.txt", digest, 0, 2) == {1: "第一行", 2: "第二行"}
    assert sources.lines("../deeper/a.txt", digest, 3, 9) == {3: "第三行", 4: ""}
    assert sources.lines("*.txt", digest, 1, 1) is None


def test_a_network_names_what_is_broken() -> None:
    rows = ui.Rows([
        {"first": "0", "second": "3", "family": "arithmetic", "ties": 9, "broken": 2, "tone": "error", "gap": "差 1"},
        {"first": "3", "second": "3", "family": "arithmetic", "ties": 105, "broken": 0, "tone": "", "gap": ""},
    ])  # fmt: skip
    look = charts.look(False)
    with words.speaking("zh"):
        figure = charts.network(rows, look=look, nodes=[("0", "正文"), ("3", "<b>支出总表")])
    written = [note.text for note in figure.layout.annotations]
    assert written == ["✗ 2 / 9<br>差 1"]
    assert [trace.line.color for trace in figure.data] == [look.error]
    assert "内部 105" in figure.layout.yaxis.ticktext[1]
    assert "<b>" not in str(figure.layout.yaxis.ticktext)


def test_arcs_of_a_network_that_meet_do_not_cross() -> None:
    names = "abcde"
    pairs = [("a", "b"), ("a", "c"), ("a", "e"), ("b", "e"), ("c", "e")]
    rows = ui.Rows([{"first": a, "second": b, "family": "arithmetic", "ties": 1, "broken": 0, "tone": "", "gap": ""} for a, b in pairs])
    figure = charts.network(rows, look=charts.look(False), nodes=[(name, name) for name in names])
    ends = {pair: (trace.y[0], trace.y[-1]) for pair, trace in zip(pairs, figure.data, strict=True)}
    assert ends["a", "e"][0] < ends["a", "c"][0] < ends["a", "b"][0], "the longest begins on top"
    assert ends["c", "e"][1] < ends["b", "e"][1] < ends["a", "e"][1], "and ends below the others"


def test_what_is_held_against_each_other_speaks_english_where_it_is_no_text_of_the_document(stored: Path) -> None:
    finding = first("select finding_id from finding where check_id = 'tables_missing' order by 1 limit 1")
    shown = text(run("pages/findings/findings.py", finding=finding, lang="en"))
    assert "not found" in shown
    assert "must be listed" in shown
    # A text of the document stays as it is, though it is the name of a type, too.
    printed = first("select finding_id from finding where stated = '质量指标' order by 1 limit 1")
    assert "质量指标" in text(run("pages/findings/findings.py", finding=printed, lang="en"))
