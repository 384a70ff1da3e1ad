"""What a finding says: the sentence of its check's header, filled with the finding's values."""

from __future__ import annotations

import re
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget import audit, sentences
from queries import checks

ROW = {"stated": "3 万元", "expected": "4 万元", "difference": "1 万元", "1": "合计", "2": None, "error": ""}


def said(zh: str, en: str = "x", **values: str | None) -> tuple[str, str] | None:
    return sentences.message([(zh, en)], {**ROW, **values})


def test_values_fill_their_places() -> None:
    assert said("“{1}”为{stated}，应为{expected}。", '"{1}" is {stated}.') == ("“合计”为3 万元，应为4 万元。", '"合计" is 3 ×10⁴ yuan.')


def test_money_has_the_unit_of_the_language_but_where_it_is_quoted() -> None:
    values = {"1": "384.41 + 8431.36", "2": "≤80 万元", "3": "5元/人", "4": "≤ 2 × 2.16 亿元", "unit": "万元"}
    assert said("{1} {unit}；{4}；{2}", '{1} {unit}; {4}; "{2}" or {2}, {3}', **values) == (
        "384.41 + 8431.36 万元；≤ 2 × 2.16 亿元；≤80 万元",
        '384.41 + 8431.36 ×10⁴ yuan; ≤ 2 × 2.16 ×10⁸ yuan; "≤80 万元" or ≤80 ×10⁴ yuan, 5元/人',
    )


def test_a_part_is_left_out_where_its_value_is_lacking() -> None:
    assert said("{1}[（其中{2}项空白）]，差{difference}[，可由四舍五入解释{notice}]。") == ("合计，差1 万元。", "X")
    assert said("{1}[（其中{2}项空白）]，差{difference}[，有误{error}]。", **{"2": "三"}) == ("合计（其中三项空白），差1 万元，有误。", "X")


def test_the_first_sentence_that_lacks_nothing_is_said() -> None:
    both = [("只有{2}", "only {2}"), ("没有", "none of it")]
    assert sentences.message(both, ROW) == ("没有", "None of it")
    assert sentences.message(both, {**ROW, "2": "二"}) == ("只有二", "Only 二")
    assert sentences.message(both[:1], ROW) is None


def test_a_blank_sum_is_called_so() -> None:
    assert said("为{stated}", "is {stated}", stated=sentences.BLANK) == ("为空白", "Is blank")


def test_quotation_marks_within_others_are_single_ones() -> None:
    assert said("“{1}”没有指标", **{"1": "“两学一做”经费"}) == ("“‘两学一做’经费”没有指标", "X")


def test_what_a_document_says_is_never_taken_for_a_place() -> None:
    assert said("“{1}”", "{1}", **{"1": "{stated}[{2}]"}) == ("“{stated}[{2}]”", "{stated}[{2}]")


@given(st.decimals(min_value=Decimal("-9999999999999999.99"), max_value=Decimal("9999999999999999.99"), places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_money_reads_as_the_checks_write_it(yuan: Decimal, unit: str) -> None:
    sql = "select plain_money($yuan::decimal(18, 2), $unit)"
    assert MACROS.execute(sql, {"yuan": yuan, "unit": unit}).fetchone() == (sentences.plain_money(yuan, unit),)


MACROS = duckdb.connect()
MACROS.execute(re.search(r"create or replace macro plain_money.*?;", audit._sql("audit"), re.DOTALL)[0])  # type: ignore[index]


@pytest.mark.parametrize("check", checks.load_all(), ids=lambda check: check.check_id)
def test_every_check_says_something_of_values_there_are(check: checks.Check) -> None:
    assert check.says
    for sentence in (one for both in check.says for one in both):
        named = set(re.findall(r"\{([^}]*)\}", sentence))
        own = {"subject", "stated", "expected", "terms", "unit", "difference", *checks.SEVERITIES}
        assert all(name in own or re.fullmatch("[1-9][0-9]?", name) for name in named), sentence
        assert re.sub(r"\{[a-z0-9]+\}|\[[^\[\]]*\]", "", sentence).count("{") == 0 and sentence.count("[") == sentence.count("]"), sentence
