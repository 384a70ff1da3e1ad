"""Money in yuan comes in; text in 元, 万元 or 亿元 and the ticks of an axis go out."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd

from budget import paper
from budget.paper import percent
from budget.words import language

__all__ = ["amount", "money", "money_axis", "part_axis", "percent", "quantity", "quantity_axis", "records", "share_axis", "short", "ticks"]


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries; every kind of missing value becomes None, money stays Decimal."""
    return [
        {name: None if value is None or value is pd.NaT or value != value else value for name, value in row.items()}
        for row in paper.records(data)
    ]


def money(yuan: Decimal | float, unit: str) -> str:
    """Yuan as text in 元, 万元 or 亿元 with the unit's name, in the language of the session."""
    return f"{amount(yuan, unit)} {paper.unit_name(unit)}"


def quantity(value: Decimal | float, unit: str | None) -> str:
    """A value with its unit: money for 元, 万元 or 亿元, a share of 1 for None, a plain number for the code of another unit."""
    if unit is None:
        return percent(float(value))
    if unit in paper.UNITS:
        return money(value, unit)
    number = Decimal(str(value)).quantize(Decimal("0.01")).normalize()
    return f"{number:,f} {paper.unit_name(unit, number)}"


def quantity_axis(largest: float, unit: str | None) -> dict[str, Any]:
    """Axis settings for values of `quantity` from 0 to `largest`; shares reach 100% at least."""
    if unit is None:
        return share_axis(largest)
    scale = money_axis(largest)
    if unit not in paper.UNITS:  # there is no half of a thing that is counted
        whole = [place for place in scale["tickvals"] if place == int(place)]
        scale |= {"tickvals": whole, "ticktext": [short(place) for place in whole]}
    return scale


def amount(yuan: Decimal | float, unit: str) -> str:
    """`money` without the unit's name."""
    return paper.money(Decimal(str(yuan)), unit)


def short(yuan: float) -> str:
    """A tick: the amount in 亿 or 万 without needless decimals, never in thousands or millions."""
    if yuan == 0:
        return "0"
    if language() != "zh":
        return f"{yuan / 10_000:,.10g}×10⁴" if abs(yuan) >= 10_000 else f"{yuan:,.10g}"
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if abs(yuan) >= size:
            return f"{yuan / size:,.10g}{word}"
    return f"{yuan:,.10g}"


def ticks(largest: float, wanted: int = 4) -> list[float]:
    """Round values from 0 to just above `largest`, about `wanted` steps of 1, 2 or 5 × 10ⁿ."""
    if largest <= 0:
        return [0.0]
    rough = largest / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    return [step * number for number in range(math.ceil(largest / step - 1e-9) + 1)]


def money_axis(largest: float) -> dict[str, Any]:
    """Axis settings for money from 0 to `largest` yuan: range, places of the ticks and their text."""
    places = [place for place in ticks(largest) if place <= largest]
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [short(place) for place in places],
        "range": [0, largest or 1],
    }


def part_axis(largest: float) -> dict[str, Any]:
    """Axis settings for small shares, from 0 to `largest`."""
    places = [place for place in ticks(largest) if place <= largest]
    labels = [f"{place * 100:.10g}%" for place in places]
    return {"tickmode": "array", "tickvals": places, "ticktext": labels, "range": [0, largest or 1]}


def share_axis(largest: float = 1.0) -> dict[str, Any]:
    """Axis settings for shares from 0 to 100%, or to `largest` where that is more."""
    places = [0, 0.25, 0.5, 0.75, 1] if largest <= 1 else ticks(largest)
    labels = [f"{place:.0%}" for place in places]
    return {"tickmode": "array", "tickvals": places, "ticktext": labels, "range": [0, max(1.0, largest)]}
