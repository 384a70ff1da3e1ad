"""Printed values: money, rates and indicator values, with every trap met in the documents."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import reading
from hypothesis import assume, given
from hypothesis import strategies as st

from budget import layouts
from budget.normalize.values import YUAN, IndicatorValue, IndicatorValues, money, number, percentage

LAYOUTS = layouts.load(reading.LAYOUTS)
VALUES = IndicatorValues(LAYOUTS)
SECRET = re.compile(LAYOUTS.document["words"]["secret"])


def yuan(text: str, unit: str = "万元"):
    amount, status = money(text, unit, SECRET)
    return (None if amount is None else str(amount)), status


# Money ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("8198.64", "万元", "81986400.00"),
        ("8,198.64", "万元", "81986400.00"),
        ("８１９８．６４", "万元", "81986400.00"),  # full-width digits
        (" 161.508 ", "万元", "1615080.00"),
        ("0.000001", "万元", "0.01"),
        ("1234567.89", "元", "1234567.89"),
        ("1,234,567", "元", "1234567.00"),
        ("0.51", "亿元", "51000000.00"),
        ("-24.5", "万元", "-245000.00"),
    ],
)
def test_money_becomes_yuan(text, unit, amount):
    assert yuan(text, unit) == (amount, "reported")


def test_kinds_of_nothing_are_kept_apart():
    assert {text: yuan(text) for text in ("", " ", "-", "—", "——", "/")} == dict.fromkeys(
        ("", " ", "-", "—", "——", "/"), (None, "blank")
    )
    assert yuan("0") == yuan("0.00") == ("0.00", "zero")
    assert yuan("涉密") == yuan("不公开(涉密)") == (None, "secret")
    assert yuan("见附表") == (None, "unreadable")


@pytest.mark.parametrize(
    "text",
    ["12O.5", "1.2.3", "12..5", "约20", "20左右", "(5.00)", "5.0O", "12 34a", "#REF!", "1,23", "12，5", "1,2345", "1e5", "∞"],
)
def test_what_is_no_number_is_never_guessed(text):
    assert yuan(text) == (None, "unreadable")


def test_sum_that_cannot_be_kept_exactly_is_not_rounded():
    assert yuan("0.0000001") == (None, "unreadable")  # a tenth of a fen
    assert yuan("12.345", "元") == (None, "unreadable")
    assert yuan("99999999999999999999") == (None, "unreadable")  # more than DECIMAL(18,2) holds


@reading.STEADY
@given(
    fen=st.integers(min_value=-(10**17), max_value=10**17),
    unit=st.sampled_from(sorted(YUAN)),
    commas=st.booleans(),
)
def test_money_survives_printing_exactly(fen, unit, commas):
    amount = Decimal(fen) / 100
    printed = f"{amount / YUAN[unit]:,f}" if commas else f"{amount / YUAN[unit]:f}"
    found, status = money(printed, unit, SECRET)
    assert (found, status) == (amount, "reported" if fen else "zero")


# Rates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rate"),
    [("89.02%", "0.8902"), ("100.00%", "1"), ("0.992", "0.992"), ("100％", "1"), ("33.33%", "0.3333"), ("", None), ("全部", None), ("%", None)],
)
def test_rates_are_fractions_of_one(text, rate):
    assert percentage(text) == (None if rate is None else Decimal(rate))


# Indicator values -----------------------------------------------------------------------------------------------------


def read(text: str, glued: bool = False) -> tuple:
    value = VALUES.read(text, glued)
    return value.status, value.operator, value.number and str(value.number), value.unit, value.text, value.quantified


@pytest.mark.parametrize(
    ("text", "operator", "amount", "unit", "beside"),
    [
        ("≥9595%及以上", "≥", "95", "%", "95%及以上"),
        ("≥33次及以上", "≥", "3", "次", "3次及以上"),
        ("≥1010次及以上", "≥", "10", "次", "10次及以上"),
        ("100100%", None, "100", "%", "100%"),
        ("≥95大于等于95%", "≥", "95", "%", "大于等于95%"),
        ("100按计划完成", None, "100", None, "按计划完成"),
        ("≤0.50.5元", "≤", "0.5", "元", "0.5元"),
        ("≥1111人", "≥", "11", "人", "11人"),
    ],
)
def test_values_glued_to_their_text_are_taken_apart(text, operator, amount, unit, beside):
    assert read(text, glued=True) == ("reported", operator, amount, unit, beside, True)


@pytest.mark.parametrize(
    ("text", "operator", "amount", "unit", "beside"),
    [
        ("≥15处", "≥", "15", "处", None),
        ("≥95%", "≥", "95", "%", None),
        ("95％", None, "95", "%", None),
        ("≥60人/次", "≥", "60", "人/次", None),
        ("≤12月", "≤", "12", "月", None),
        ("15处以上", "≥", "15", "处", "15处以上"),
        ("≥15处（均不低于）", "≥", "15", "处", "≥15处(均不低于)"),
        ("≥20,000份", "≥", "20000", "份", None),
        ("≥15", "≥", "15", None, None),
    ],
)
def test_plain_value_in_a_form_that_prints_others_glued(text, operator, amount, unit, beside):
    assert read(text, glued=True) == read(text) == ("reported", operator, amount, unit, beside, True)


@pytest.mark.parametrize(
    ("texts", "glued"),
    [
        (["≥33次及以上", "≥9595%及以上"], True),
        (["≥33次及以上", "≥15处"], False),  # 33 times, not 3
        (["≥33次及以上", "≥15处", "≥9595%及以上"], True),
        (["≥33次", "≥15处", "≥4每年4部"], True),
        (["≥33次", "100按计划完成", "12月底前", "提高", ""], True),
        (["≥33次", "20"], False),
    ],
)
def test_form_is_glued_unless_its_values_are_plain(texts, glued):
    assert VALUES.are_glued(texts) == glued


@pytest.mark.parametrize(
    ("text", "operator", "amount", "unit", "beside"),
    [
        ("≥90%", "≥", "90", "%", None),
        ("≤100%", "≤", "100", "%", None),
        ("≧90％", "≥", "90", "%", None),
        ("100", None, "100", None, None),
        ("27人", None, "27", "人", None),
        ("27 人", None, "27", "人", None),
        ("≥20000份", "≥", "20000", "份", None),
        ("≥20,000份", "≥", "20000", "份", None),
        ("≤247.7 万元", "≤", "247.7", "万元", None),
        ("大于等于300条", "≥", "300", "条", None),
        ("不少于100人", "≥", "100", "人", None),
        ("不超过3天", "≤", "3", "天", None),
        ("小于5次", "<", "5", "次", None),
        ("90%以上", "≥", "90", "%", "90%以上"),
        ("15部以上", "≥", "15", "部", "15部以上"),
        ("10天以内", "≤", "10", "天", "10天以内"),
        ("2次/半年", None, "2", "次/半年", None),
        ("≥60人/次", "≥", "60", "人/次", None),
        ("100 百分比", None, "100", "百分比", None),
        ("≥12 期（均不低于）", "≥", "12", "期", "≥12 期(均不低于)"),
        ("≤12 保障 12 人享受工资", "≤", "12", None, "保障 12 人享受工资"),
        ("≥80 单位人员的满意程度%", "≥", "80", None, "单位人员的满意程度%"),
        ("≤12 月", "≤", "12", "月", None),
        ("≤12月以内", "≤", "12", "月", "≤12月以内"),
        ("1年", None, "1", "年", None),
    ],
)
def test_values_with_a_number(text, operator, amount, unit, beside):
    assert read(text) == ("reported", operator, amount, unit, beside, True)


@pytest.mark.parametrize("glued", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "12月底前", "10月1日前", "1月1日前", "9 月底前", "6月底全部发放完成", "12月", "2023年10月底前", "≤10月底前", "2023年12月31日前", "2023年底前", "2023年",
        "2023年完成", "2023年度内", "4季度末", "2023-10-31前", "2023.10.31", "2023/10/31",
    ],
)  # fmt: skip
def test_dates_are_a_measure_but_no_number(text, glued):
    status, operator, amount, unit, beside, quantified = read(text, glued)
    assert (status, operator, amount, unit, quantified) == ("reported", None, None, None, True)
    assert beside == text


@pytest.mark.parametrize(("text", "beside"), [("1010月底前", "10月底前"), ("≤1212月底前完成", "12月底前完成"), ("20232023年底前", "2023年底前")])
def test_date_glued_to_its_text_is_a_date(text, beside):
    assert read(text, glued=True) == ("reported", None, None, None, beside, True)


@pytest.mark.parametrize("text", ["提高", "提升 ", "按月及时发放到位", "有效做好防控", "运行顺畅; 功能齐全"])
def test_words_are_kept_as_words(text):
    assert read(text) == ("reported", None, None, None, text.strip(), False)


def test_kinds_of_nothing_in_indicators():
    assert read("") == read("  ") == read("——") == ("blank", None, None, None, None, False)
    assert read("涉密") == ("secret", None, None, None, None, False)
    assert VALUES.read("0次", False) == IndicatorValue("zero", None, Decimal(0), "次", None, True)
    assert VALUES.read("≤00次", True) == IndicatorValue("zero", "≤", Decimal(0), "次", "0次", True)


def test_radicals_count_as_the_characters_they_stand_for():
    assert read("≥3⽉⽇") == read("≥3月日")
    assert read("≥5⽀⻋") == read("≥5支车")


@pytest.mark.parametrize("text", ["3.12345678", "123456789012345678901234"])
def test_number_that_does_not_fit_its_column_stays_text(text):
    assert read(text) == ("reported", None, None, None, text, False)


NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda n: f"{n.normalize():f}") | st.integers(0, 10**6).map(str)
OPERATORS = st.sampled_from(["", "≥", "≤", ">", "<", "="])
UNITS = st.sampled_from(sorted(LAYOUTS.values["units"]))


@reading.STEADY
@given(operator=OPERATORS, amount=NUMBERS, unit=UNITS)
def test_indicator_value_survives_printing(operator, amount, unit):
    assume(unit != "年" or not 1900 <= Decimal(amount) < 2100)  # a date
    value = VALUES.read(f"{operator}{amount}{unit}", False)
    assert (value.operator or "", value.number, value.unit, value.text) == (operator, Decimal(amount), unit, None)
    assert value.status == ("zero" if Decimal(amount) == 0 else "reported")


@reading.STEADY
@given(operator=OPERATORS, amount=NUMBERS, unit=UNITS)
def test_glued_indicator_value_survives_printing(operator, amount, unit):
    value = VALUES.read(f"{operator}{amount}{amount}{unit}及以上", True)
    assert (value.operator or "", value.number, value.unit, value.text) == (operator, Decimal(amount), unit, f"{amount}{unit}及以上")


ANY = st.text() | st.text(alphabet="≥≤><=0123456789.,%-—/()及以上下万亿元次人月日年涉密 大于等小不低 \t\n٣½①Ⅷ㎡", max_size=20)


@reading.STEADY
@given(text=ANY, unit=st.sampled_from(sorted(YUAN)))
def test_money_never_raises(text, unit):
    amount, status = money(text, unit, SECRET)
    assert (amount is not None) == (status in ("reported", "zero"))
    assert amount is None or (amount == round(amount, 2) and abs(amount) < 10**16)


@reading.STEADY
@given(text=ANY, glued=st.booleans())
def test_indicator_values_never_raise(text, glued):
    value = VALUES.read(text, glued)
    assert value.status in ("reported", "zero", "blank", "secret")
    assert value.number is None or (value.quantified and value.number == round(value.number, 6) and abs(value.number) < 10**18)


@reading.STEADY
@given(text=ANY)
def test_numbers_and_rates_never_raise(text):
    for value in (number(text), percentage(text)):
        assert value is None or value.is_finite()
