"""A reviewer's way: list, finding, marked cells, review, back; and two reviewers at once while the store is rebuilt."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page

from budget import store
from budget.reviews import Reviews
from tests.auditing import text_of
from tests.browser import screen, server
from tests.conftest import Run, command


def fill_in(page: Page, note: str, name: str, status: str = "属实") -> None:
    write(page, note, name, status)
    save(page)


def write(page: Page, note: str, name: str, status: str = "属实") -> None:
    page.get_by_test_id("stForm").get_by_text(status, exact=True).click()
    page.get_by_label("复核说明").fill(note)
    page.get_by_label("复核人").fill(name)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存复核").click()
    page.wait_for_timeout(400)
    screen.settle(page)


def asked(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def test_the_way_of_a_reviewer(page: Page, anew: Callable[[str], Page], bundled: Path, tmp_path: Path) -> None:
    with server.serving(Path(shutil.copytree(bundled, tmp_path / "store"))) as address:
        screen.show(page, f"{address}/findings")
        page.get_by_test_id("stButtonGroup").get_by_text("警告", exact=True).click()  # filters go into the link
        screen.settle(page)
        assert asked(page, "severity") == "警告"
        page.locator(".mz-findings a").first.click()
        page.locator(".mz-opening").wait_for()
        screen.settle(page)
        assert asked(page, "severity") == "warning"
        first = asked(page, "finding")
        marks = page.locator(".mz-hit.stated, .mz-quote.stated")
        assert marks.count() > 0
        fill_in(page, "与原件一致", "审计员甲")
        assert "已保存：属实。" in screen.text(page)
        assert "与原件一致" in page.locator(".mz-history").inner_text()
        page.keyboard.press("j")
        page.wait_for_function(f"!location.search.includes('{first}')")
        screen.settle(page)
        assert page.get_by_label("复核人").input_value() == "审计员甲"
        page.keyboard.press("k")
        page.wait_for_function(f"location.search.includes('{first}')")
        screen.settle(page)
        page.get_by_role("link", name="回到清单").click()
        page.locator(".mz-findings").wait_for()
        screen.settle(page)
        assert page.locator(".mz-findings li").first.get_attribute("class") == "warning", "the filters are kept"
        assert "属实 · 审计员甲" in page.locator(".mz-findings").inner_text()
        # A link opened anew remembers the reviewer, in this browser only.
        screen.show(page, f"{address}/findings?finding={first}")
        assert page.get_by_label("复核人").input_value() == "审计员甲"
        other = anew(f"{address}/findings?finding={first}")
        assert other.get_by_label("复核人").input_value() == ""
        assert "与原件一致" in screen.text(other)


@pytest.fixture(scope="module")
def made_up(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `store`, of one made-up budget, in which a row of a table does not add up, and its source, in/budget.txt."""
    home = tmp_path_factory.mktemp("made_up")
    (home / "in").mkdir()
    document, data = home / "in" / "budget.txt", shutil.copytree(county, home / "data")
    wrong = [["⇥2130205⇥森林资源培育⇥118.60⇥⇥118.60", "⇥2130205⇥森林资源培育⇥118.60⇥⇥116.80", 2]]
    document.write_text(text_of({"document": "budget", "replace": wrong}), encoding="utf-8")
    for words in (("ingest", document, "--into", data), ("build", "--data", data)):
        done = command(home / "store", *words)
        assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize("sources", [True, False], ids=["with its source", "without"])
def test_from_the_list_to_the_printed_line(
    sources: bool, page: Page, stranger: BrowserContext, made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sources:
        monkeypatch.setenv("MINGZHANG_SOURCES", str(made_up / "in"))
    with server.serving(made_up / "store") as address:
        screen.show(page, f"{address}/findings")
        page.locator(".mz-findings a", has_text="118.6").first.click()
        page.locator(".mz-opening").wait_for()
        screen.settle(page)
        page.wait_for_timeout(600)  # the marked cells come into view a moment later
        assert page.locator(".mz-hit.stated a").all_inner_texts() == ["118.60"]
        assert "116.80" in page.locator(".mz-hit.expected a").all_inner_texts()
        inside = "e => { const a = e.getBoundingClientRect(), b = e.closest('.mz-scroll').getBoundingClientRect();"
        assert page.locator(".mz-hit.stated").evaluate(inside + " return a.left >= b.left && a.right <= b.right && a.top >= b.top }")
        screen.unfold(page, "原文件中的上下文")
        if sources:
            assert "森林资源培育" in "".join(page.locator(".mz-source").all_inner_texts())
            assert any("118.60" in line for line in page.locator(".mz-source tr.hit").all_inner_texts())
        else:
            assert "MINGZHANG_SOURCES" in screen.text(page)
        other = stranger.new_page()  # the link alone opens the same, on a telephone too
        other.set_viewport_size({"width": 390, "height": 844})
        screen.show(other, page.url)
        assert other.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        assert other.locator("h1").inner_text() == page.locator("h1").inner_text()
        assert other.locator(".mz-hit.stated a").inner_text() == "118.60"
        screen.forget(stranger)
        page.locator(".mz-hit.stated a").click()
        page.locator(".mz-evidence").wait_for()
        assert "118.60" in page.locator(".mz-evidence").inner_text()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_choice_named_by_its_code_goes_into_the_link_by_its_name(width: int, page: Page, address: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    screen.show(page, f"{address}/findings?severity=error&family=indicators")
    page.wait_for_function("location.search.includes('severity=') && location.search.includes('family=')")
    assert (asked(page, "severity"), asked(page, "family")) == ("错误", "指标")
    told = page.locator(".mz-section").all_inner_texts()
    screen.show(page, page.url)
    assert page.locator(".mz-section").all_inner_texts() == told


def download(page: Page, label: str) -> tuple[str, bytes]:
    """Name and content of what a download button gives."""
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=label).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_working_papers_are_made_when_asked_for(page: Page, address: str) -> None:
    screen.show(page, f"{address}/findings?check=basic_plus_project")
    page.locator(".mz-findings a").first.click()
    page.locator(".mz-opening").wait_for()
    screen.settle(page)
    title = page.locator("h1").inner_text()
    name, paper = download(page, "导出底稿 DOCX")
    assert re.fullmatch(f"审计底稿_.*2023_{title}_[0-9a-f]{{8}}[.]docx", name)
    assert title in "".join(paragraph.text for paragraph in Document(io.BytesIO(paper)).paragraphs)
    name, book = download(page, "导出底稿 XLSX")
    assert name.endswith(".xlsx")
    assert title in zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode()


def test_a_long_working_paper_shows_how_far_it_is(page: Page, address: str) -> None:
    screen.show(page, f"{address}/findings?severity=error")
    listed = re.search("([0-9]+) 项，最重的在前", screen.text(page))
    assert listed is not None and int(listed.group(1)) > 60
    # It may be over between two looks of ours: the browser itself keeps watch.
    page.evaluate(
        "words => new MutationObserver(() => { window.seen ||= document.body.innerText.includes(words); })"
        ".observe(document.body, {childList: true, subtree: true, characterData: true})",
        f"/ {listed.group(1)} 项",
    )
    page.get_by_role("button", name="导出底稿 DOCX").click()
    page.keyboard.press("r")  # the whole page runs again, in the midst of it
    page.get_by_role("button", name="底稿已编好").wait_for(timeout=4 * screen.PATIENCE)
    assert page.evaluate("window.seen")
    name, paper = download(page, "底稿已编好")
    assert name == "审计底稿_错误.docx"
    assert sum(one.style.name == "Heading 1" for one in Document(io.BytesIO(paper)).paragraphs) == int(listed.group(1))
    name, book = download(page, "导出底稿 XLSX")
    assert (name, zipfile.ZipFile(io.BytesIO(book)).testzip()) == ("审计底稿_错误.xlsx", None)


def test_two_reviewers_while_the_store_is_rebuilt(reader: BrowserContext, stranger: BrowserContext, run: Run, tmp_path: Path) -> None:
    home, data = tmp_path / "store", tmp_path / "data"
    shutil.copytree(store.BUNDLED_DATA, data)
    assert run("build", "--data", data).returncode == 0
    before = (home / "current").read_text(encoding="utf-8")
    kept, *_, gone = sorted(path.name for path in (data / "disclosures").iterdir())
    found = json.loads(run("check", "--disclosure", kept, "--format", "json").stdout)
    same, first, second, both = [one["finding_id"] for one in found[:4]]
    with server.serving(home) as address:

        def opened(context: BrowserContext, finding: str) -> Page:
            tab = context.new_page()
            screen.show(tab, f"{address}/findings?finding={finding}")
            return tab

        one_same, other_same, one_first, other_second, one_both, other_both = (
            opened(reader, same), opened(stranger, same), opened(reader, first), opened(stranger, second),
            opened(reader, both), opened(stranger, both),
        )  # fmt: skip
        shutil.rmtree(data / "disclosures" / gone)  # the next build has one disclosure less: it is another build
        building = Thread(target=run, args=("build", "--data", data))
        building.start()
        fill_in(one_same, "甲说一", "甲")
        fill_in(other_same, "乙说一", "乙", "不成立")
        assert "甲先作了复核" in screen.text(other_same)
        assert other_same.get_by_label("复核说明").input_value() == "乙说一", "what was typed is still there"
        # Different findings, then one and the same, saved at the same moment.
        for pages in ((one_first, other_second), (one_both, other_both)):
            for page, note, name in zip(pages, ("甲同时", "乙同时"), "甲乙", strict=True):
                write(page, note, name)
            for page in pages:
                page.get_by_role("button", name="保存复核").click(no_wait_after=True)
            for page in pages:
                page.wait_for_timeout(400)
                screen.settle(page)
        told = [("已保存" in screen.text(page), "还没有保存" in screen.text(page)) for page in (one_both, other_both)]
        assert sorted(told) == [(False, True), (True, False)]
        building.join()
        assert (home / "current").read_text(encoding="utf-8") != before
        save(other_same)
        assert "已保存：不成立。" in screen.text(other_same)
        fill_in(one_same, "甲说二", "甲", "已解释")
        assert "乙先作了复核" in screen.text(one_same)
        save(one_same)
        save(one_both if told[0][1] else other_both)
        reviews = Reviews(home / "reviews.sqlite")
        assert [review.note for review in reviews.history(same)] == ["甲说二", "乙说一", "甲说一"]
        assert [review.note for review in reviews.history(first)] == ["甲同时"]
        assert [review.note for review in reviews.history(second)] == ["乙同时"]
        assert sorted(review.note for review in reviews.history(both)) == ["乙同时", "甲同时"]
        screen.show(other_same, f"{address}/findings?finding={same}")
        assert len(re.findall("说[一二]", other_same.locator(".mz-history").inner_text())) == 3
    for context in (reader, stranger):
        screen.forget(context)
