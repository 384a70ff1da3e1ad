"""The sentence of a check's header and the values of one finding come in; its message goes out.

    -- says: “{1}”为{stated}，{2}为{expected}，相差{difference}[，可由四舍五入解释{notice}]。 | "{1}" is {stated} but …

{1} … are the values of the row's list `told`, in order. By name there are the row's own: {subject}, {stated}, {expected},
{terms}, {unit}, {difference} (without its sign, in that unit), where a blank sum reads 空白 or blank, and, without any
text, {error}, {warning}, {notice} or {info}, which is there when that is how grave the finding is. A part in [ ] is left
out when a value in it is lacking (null); a sentence with a value lacking outside of them does not apply, and the next is
tried. An English sentence begins with a capital, and has sums of money in English units but where they are quoted. So
what is said stands apart from what is compared, is put together for findings only, and not by SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from budget import words

_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_PLACE = re.compile(r'(["“]?)\{([a-z0-9]+)\}')
_QUOTED_TWICE = re.compile("“([^“”]*)“([^“”]*)”([^“”]*)”")
BLANK = "—"  # a sum that is blank in the document, as audit_found.sql shows it
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_UNIT = re.compile(r"(?<=\d) ?([万亿]?元)")
_SUMS = re.compile(r"[-+−×÷=≤≥<>()\d.,\s万亿元]*")  # figures and what is done with them, and no other word


def message(sentences: Sequence[tuple[str, str]], values: Mapping[str, str | None]) -> tuple[str, str] | None:
    """The message in Chinese and in English by the first sentence that applies; None where none does."""
    blank = [name for name in ("stated", "expected") if values.get(name) == BLANK]
    for chinese, english in sentences:
        zh = _filled(chinese, {**values, **dict.fromkeys(blank, "空白")})
        unit = {"unit": words.english().get(values.get("unit") or "")}
        en = _filled(english, {**values, **unit, **dict.fromkeys(blank, "blank")}, _in_english)
        if zh is not None and en is not None:
            # a name with quotation marks of its own has single ones inside those of the message
            return _QUOTED_TWICE.sub(r"“\1‘\2’\3”", zh), en[:1].upper() + en[1:]
    return None


def plain_money(yuan: Decimal, unit: str) -> str:
    """An exact sum in that unit, as the macro of the same name in audit.sql writes it: 81986400.00, 万元 → '8198.64'."""
    return f"{(yuan / _UNITS[unit]).normalize():f}"


def _in_english(value: str) -> str:
    """Sums of money with the units that the screen has for them; any other text as it is."""
    return _UNIT.sub(lambda unit: f" {words.english()[unit.group(1)]}", value) if _SUMS.fullmatch(value) else value


def _filled(sentence: str, values: Mapping[str, str | None], speak: Callable[[str], str] = str) -> str | None:
    said = []
    for optional, names, part in _parts(sentence):
        if all(values.get(name) is not None for name in names):
            given = {name: str(values[name]) for name in names}
            quoted = {f"q{name}": value for name, value in given.items()}
            said.append(part.format_map(quoted | {f"v{name}": speak(value) for name, value in given.items()}))
        elif not optional:
            return None
    return "".join(said)


def _place(found: re.Match[str]) -> str:
    return f"{found[1]}{{{'q' if found[1] else 'v'}{found[2]}}}"


@cache
def _parts(sentence: str) -> list[tuple[bool, list[str], str]]:
    """Per part: whether it may be left out, the names of its values, and its text as `str.format_map` takes it ({q…}: quoted)."""
    return [
        (bool(optional), [name for _, name in _PLACE.findall(optional or required)], _PLACE.sub(_place, optional or required))
        for optional, required in _PART.findall(sentence)
    ]
