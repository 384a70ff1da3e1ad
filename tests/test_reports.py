"""What readers collect is kept, whoever else writes, can be taken back, and is a report whose items are numbered and whose sources are named."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from budget.model import BadInput
from budget.report import basket, content
from budget.report.basket import Baskets
from budget.report.content import Item, Report


@pytest.fixture
def baskets(tmp_path: Path) -> Baskets:
    return Baskets(tmp_path / "store" / "baskets.sqlite")


def order(report: Report) -> list[str]:
    return [item.key for item in report.items]


# What is collected ----------------------------------------------------------------------------------------------------


def test_a_report_is_put_in_order() -> None:
    one, two, three = (Item("compare?year=2020", key) for key in ("a", "b", "c"))
    report = Report().added(one, two, three)
    assert order(report.moved(three.item_id, -1)) == ["a", "c", "b"]
    assert order(report.moved(three.item_id, 5)) == ["a", "b", "c"]
    assert order(report.moved(one.item_id, -5)) == ["a", "b", "c"]
    assert order(report.moved(one.item_id, 2)) == ["b", "c", "a"]
    assert report.moved("gone", 1) == report
    assert order(report.without(two.item_id)) == ["a", "c"]
    assert report.changed(two.item_id, caption="B", form="both").items[1].caption == "B"
    assert report.holds("compare?year=2020", "b")
    assert not report.holds("compare", "b")


def test_a_report_is_read_as_it_was_written() -> None:
    report = Report("标题", "段\n落", (Item("a?b=c&d=“e”", "k", "📒\u202e", "x" * 5000, "both"),))
    assert content.read(report.as_json()) == report


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"items": 1}', '{"items": [{"odd": "x"}]}', '{"items": [{"key": 1}]}', '{"items": [], "title": null}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        content.read(text)


def test_words_are_cut_to_what_can_be_read() -> None:
    plain = {"title": "长" * 1000, "items": [{"caption": "长" * 1000, "address": "x"}]}
    report = content.read(json.dumps(plain))
    assert (len(report.title), len(report.items[0].caption)) == (300, 300)


def test_a_report_has_an_end() -> None:
    full = Report().added(*(Item(key=str(number)) for number in range(content.MOST)))
    with pytest.raises(BadInput, match=str(content.MOST)):
        full.added(Item())


# How it is kept -------------------------------------------------------------------------------------------------------


def test_a_basket_keeps_what_is_put_into_it(baskets: Baskets) -> None:
    mine, other = basket.new_name(), basket.new_name()
    assert basket.is_name(mine)
    assert baskets.read(mine) == Report()
    baskets.change(mine, lambda report: report.added(Item("a", "k")))
    assert order(Baskets(baskets.file).read(mine)) == ["k"]
    assert baskets.read(other) == Report()


def test_changes_are_taken_back_one_by_one(baskets: Baskets) -> None:
    name = basket.new_name()
    for key in "abc":
        baskets.change(name, lambda report, key=key: report.added(Item("x", key)))
    baskets.change(name, lambda report: report)  # changes nothing, and is no change
    assert baskets.changes(name) == 3
    assert [order(baskets.undo(name)) for _ in range(4)] == [["a", "b"], ["a"], [], []]


def test_a_link_shows_the_report_and_is_no_key_to_it(baskets: Baskets) -> None:
    name = basket.new_name()
    baskets.change(name, lambda report: report.added(Item("a", "k")))
    link = basket.link_of(name)
    assert order(baskets.shared(link) or Report()) == ["k"]
    assert not basket.is_name(link)
    assert baskets.read(link) == Report()
    assert baskets.shared("0" * 24) is None


def test_windows_write_at_once_and_nothing_is_lost(baskets: Baskets) -> None:
    name = basket.new_name()
    keys = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: Baskets(baskets.file).change(name, lambda report: report.added(Item("a", key))), keys))
    assert sorted(order(baskets.read(name))) == sorted(keys)


def test_old_versions_are_let_go(baskets: Baskets) -> None:
    name = basket.new_name()
    for number in range(basket._KEPT + 20):
        baskets.change(name, lambda report, number=number: report.__class__(str(number)))
    assert baskets.changes(name) == basket._KEPT
    assert baskets.read(name).title == str(basket._KEPT + 19)


@pytest.mark.parametrize("text", [None, 7, "", "x", "a" * 23, "'; drop table version; --x", "../../../../etc/passwd"])
def test_what_a_browser_sends_is_a_name_or_is_not(text: object) -> None:
    assert not basket.is_name(text)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="reports cannot be kept there"):
        Baskets(tmp_path / "file" / "baskets.sqlite").change(basket.new_name(), lambda report: report.added(Item()))
