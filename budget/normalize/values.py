"""Printed text in, values out: money in yuan, numbers, and indicator values taken apart into operator, number and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from budget.layouts import Layouts, pattern
from budget.model import plain, squeeze

# The one place where a printed unit becomes yuan.
YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_CENT = Decimal("0.01")
_BLANK = re.compile(r"[-—–/]*")
# A comma parts thousands; any other (1,23) is damage, or a comma between two numbers.
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_NUMBER = re.compile(f"-?{DIGITS}")
_LONGEST_UNIT = 5  # characters; what follows a gap and is longer, and no known unit, is a sentence


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or holds dashes only."""
    return bool(_BLANK.fullmatch(squeeze(text)))


def number(text: str) -> Decimal | None:
    """A plain number (thousands commas allowed), or None."""
    digits = squeeze(text)
    return Decimal(digits.replace(",", "")) if _NUMBER.fullmatch(digits) else None


def fits(value: Decimal, places: int, decimals: int) -> bool:
    """Whether a DECIMAL(places, decimals) keeps the value exactly."""
    return value.adjusted() < places - decimals and value == round(value, decimals)


def percentage(text: str) -> Decimal | None:
    """A rate as a fraction of 1: '89.02%' and '0.8902' alike. None for no number, and for one above 1 without its %."""
    squeezed = squeeze(text)
    if squeezed.endswith("%"):
        value = number(squeezed[:-1])
        return None if value is None else value / 100
    value = number(squeezed)
    return None if value is not None and value > 1 else value


def money(text: str, unit: str, secret: re.Pattern[str]) -> tuple[Decimal | None, str]:
    """A printed amount in `unit` → (yuan, value_status). Status is blank, secret or unreadable where there is no number.

    A figure finer than a fen, or too large, cannot be kept exactly, and is unreadable rather than rounded.
    """
    squeezed = squeeze(text)
    if _BLANK.fullmatch(squeezed):
        return None, "blank"
    if secret.search(squeezed):
        return None, "secret"
    printed = number(squeezed)
    if printed is None:
        return None, "unreadable"
    yuan = printed * YUAN[unit]
    if not fits(yuan, 18, 2):
        return None, "unreadable"
    return yuan.quantize(_CENT), "reported" if yuan else "zero"


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator's value taken apart; `text` is what stands beside the number."""

    status: str
    operator: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    text: str | None = None
    quantified: bool = False


class IndicatorValues:
    """Reads indicator values with the words of data/layouts/targets.toml."""

    def __init__(self, layouts: Layouts) -> None:
        words = layouts.values
        self._before: dict[str, str] = words["bounds_before"]
        self._after: dict[str, str] = words["bounds_after"]
        self._date = pattern(words["date"])
        self._year = pattern(words["year"])
        self._secret = pattern(layouts.document["words"]["secret"])
        bounds = "|".join(re.escape(word) for word in sorted(self._before, key=len, reverse=True))
        after = "|".join(re.escape(word) for word in sorted(self._after, key=len, reverse=True))
        self._bounded = re.compile(rf"(?P<before>{bounds})?(?P<rest>.*)", re.DOTALL)
        self._simple = re.compile(
            rf"(?P<number>{DIGITS})(?P<unit>[^\d()]{{0,10}}?)(?P<after>{after})?(\([^)]*\))?"
        )
        units = "|".join(re.escape(unit) for unit in sorted(words["units"], key=len, reverse=True))
        self._unit = re.compile(units)
        self._plain = re.compile(rf"{DIGITS}(?:(?:{units}|月)(?:/.{{1,4}})?(?:{after})?)?(?:\([^)]*\))?")

    def read(self, text: str, glued: bool) -> IndicatorValue:
        """Take one printed value apart. `glued`: the form prints the number and the text without a gap (≥9595%及以上)."""
        squeezed = squeeze(text)
        if _BLANK.fullmatch(squeezed):
            return IndicatorValue("blank")
        if self._secret.search(squeezed):
            return IndicatorValue("secret")
        bounded = self._bounded.fullmatch(squeezed)
        assert bounded is not None
        operator = self._before.get(bounded["before"] or "") or None
        rest = bounded["rest"]
        is_date = self._is_date(rest, operator)
        if glued and not is_date:
            value = self._glued(operator, rest)
            if value is not None and value.text and self._is_date(value.text, operator):
                return IndicatorValue("reported", text=value.text, quantified=True)
            if value is not None:
                return value
        apart = self._number_then_sentence(operator, plain(text).strip())
        simple = self._simple.fullmatch(rest)
        printed = Decimal(simple["number"].replace(",", "")) if simple else Decimal(0)
        if (
            simple
            and not is_date
            and not (apart and self._is_sentence(simple["unit"]))
            and fits(printed, 24, 6)
        ):
            return IndicatorValue(
                "zero" if printed == 0 else "reported",
                operator or (self._after[simple["after"]] if simple["after"] else None),
                printed,
                simple["unit"] or None,
                plain(text).strip() if rest != simple["number"] + simple["unit"] else None,
                True,
            )
        if apart is not None:
            return apart
        dated = is_date or bool(self._date.search(squeezed))
        return IndicatorValue("reported", text=plain(text).strip(), quantified=dated)

    def are_glued(self, texts: list[str]) -> bool:
        """Whether a form with these values prints numbers glued to their texts: not where some stand plain (≥15处) and none
        must be glued. It decides how ≥33次 is read: a single digit printed twice may be a number of two."""
        plainly = surely = False
        for text in texts:
            bounded = self._bounded.fullmatch(squeeze(text))
            assert bounded is not None
            value = self._glued(None, bounded["rest"])
            if value is None:
                plainly |= bool(self._plain.fullmatch(bounded["rest"]))
            else:
                head = f"{value.number}"
                surely |= head in (value.text or "") and not (len(head) == 1 and (value.text or "").startswith(head))
        return surely or not plainly

    def _is_date(self, text: str, operator: str | None) -> bool:
        """'12月底前' and '2023年' are dates; '≤12月' and '1年' are counts of time."""
        is_count = operator and re.fullmatch(r"\d{1,2}月(及?以[上下内])?(\(.*)?", text)
        return bool(self._date.match(text) or self._year.match(text)) and not is_count

    def _is_sentence(self, words: str) -> bool:
        return len(words) > _LONGEST_UNIT and not self._unit.match(words)

    def _glued(self, operator: str | None, rest: str) -> IndicatorValue | None:
        """'9595%及以上' is 95 and '95%及以上': the text behind the number names the number again, or has none and is no unit."""
        digits = re.match(r"\d+(?:\.\d+)?", rest)
        if digits is None:
            return None
        for length in range(1, len(digits[0]) + 1):
            head, tail = rest[:length], rest[length:]
            named = re.findall(r"\d+(?:\.\d+)?", tail)
            worded = not named and length == len(digits[0]) and tail and not self._plain.fullmatch(rest)
            if (named == [head] or worded) and fits(Decimal(head), 24, 6):
                unit = self._unit.match(tail, tail.index(head) + len(head)) if named else None
                return IndicatorValue(
                    "zero" if Decimal(head) == 0 else "reported",
                    operator,
                    Decimal(head),
                    unit[0] if unit else None,
                    tail,
                    True,
                )
        return None

    def _number_then_sentence(self, operator: str | None, text: str) -> IndicatorValue | None:
        """'≤12 保障 12 人享受待遇' or '≥80 单位人员的满意程度%': a bounded number, a gap, and a sentence."""
        if operator is None:
            return None
        match = re.fullmatch(r"\D{1,4}?\s*(\d+(?:\.\d+)?)\s+(\D.*)", text, re.DOTALL)
        if match is None:
            return None
        value = Decimal(match[1])
        if not fits(value, 24, 6):
            return None
        return IndicatorValue("zero" if value == 0 else "reported", operator, value, None, match[2], True)
