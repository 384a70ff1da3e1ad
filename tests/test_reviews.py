"""Reviews are kept: over restarts, with several reviewers at once, with their whole history."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from budget.model import BadInput
from budget.reviews import Overtaken, Reviews
from tests.made_up import ROOT


@pytest.fixture
def reviews(tmp_path: Path) -> Reviews:
    return Reviews(tmp_path / "store" / "reviews.sqlite")


def say(reviews: Reviews, note: str, *, seen: int | None = None, token: str = "", status: str = "confirmed", of: str = "f1") -> int:
    return reviews.record(of, "print1", status, note, "甲", seen=seen, token=token or note).review_id


def test_nothing_is_made_by_looking(reviews: Reviews) -> None:
    assert reviews.latest() == {} and reviews.history("f1") == []
    assert not reviews.file.exists()


def test_the_last_review_counts_and_the_earlier_ones_are_its_history(reviews: Reviews) -> None:
    first = say(reviews, "一")
    second = say(reviews, "二", seen=first, status="dismissed")
    say(reviews, "另一个", of="f2")
    again = Reviews(reviews.file)  # as after a restart
    assert (again.latest()["f1"].note, again.latest()["f1"].status) == ("二", "dismissed")
    assert [one.review_id for one in again.history("f1")] == [second, first]
    assert again.latest().keys() == {"f1", "f2"}


def test_a_form_sent_twice_is_kept_once(reviews: Reviews) -> None:
    assert say(reviews, "一", token="t") == say(reviews, "一", token="t")
    assert len(reviews.history("f1")) == 1


def test_who_was_overtaken_is_told_and_overwrites_nothing(reviews: Reviews) -> None:
    say(reviews, "乙先写")
    with pytest.raises(Overtaken) as told:
        say(reviews, "甲后写", seen=None)
    assert told.value.latest.note == "乙先写"
    assert [one.note for one in reviews.history("f1")] == ["乙先写"]


@pytest.mark.parametrize(("status", "reviewer"), [("fine", "甲"), ("open", " ")])
def test_what_is_no_review_is_refused(reviews: Reviews, status: str, reviewer: str) -> None:
    with pytest.raises(BadInput):
        reviews.record("f1", "p", status, "", reviewer, seen=None, token="t")
    assert reviews.history("f1") == []


def test_many_threads_lose_and_double_nothing(reviews: Reviews) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: say(reviews, f"n{number}", of=f"f{number}"), range(40)))
        clashes = list(pool.map(lambda number: _try(reviews, number), range(16)))
    assert len(reviews.latest()) == 41
    assert clashes.count(True) == 1, "of reviewers who all saw the same, one is first and the others are told"


def _try(reviews: Reviews, number: int) -> bool:
    try:
        say(reviews, f"同时{number}", of="same")
    except Overtaken:
        return False
    return True


def test_processes_write_side_by_side(reviews: Reviews) -> None:
    program = (
        "import sys; from pathlib import Path; from budget.reviews import Reviews; r = Reviews(Path(sys.argv[1]))\n"
        "for n in range(20): r.record(f'{sys.argv[2]}-{n}', 'p', 'open', 'x', sys.argv[2], seen=None, token=f'{sys.argv[2]}{n}')"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(reviews.file), name], cwd=ROOT) for name in "abc"]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert len(reviews.latest()) == 60


def test_a_file_that_several_processes_make_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from budget.reviews import Reviews\n"
        "for n in range(40):\n"
        "    while time.time() < float(sys.argv[2]) + n / 25: pass\n"
        "    Reviews(Path(sys.argv[1]) / str(n)).record(sys.argv[3], 'p', 'open', '', 'x', seen=None, token=sys.argv[3])"
    )
    start = str(time.time() + 1)
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), start, name], cwd=ROOT) for name in "abcd"]
    assert [one.wait(60) for one in running] == [0, 0, 0, 0]
    assert {len(Reviews(tmp_path / str(n)).latest()) for n in range(40)} == {4}


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be kept"):
        say(Reviews(tmp_path / "file" / "reviews.sqlite"), "一")
