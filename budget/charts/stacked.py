"""A table of parts of a whole comes in, with what is known of each part; one bar for each whole goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import MARK, place, settle
from budget.charts.scale import percent, quantity, quantity_axis, records, share_axis
from budget.charts.theme import Look, markup
from budget.words import t, term


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    parts: dict[str, dict[str, Any]]
    whole: Decimal
    open: str | None  # the part that should hold the whole, when nothing states it
_HOVER = "%{customdata[0]}<br>%{customdata[1]} %{customdata[2]} · %{customdata[3]}%{customdata[4]}<extra></extra>"


@once
def stacked(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    order: Sequence[str],
    label: str = "label",
    part: str = "measure",
    whole: str | None = None,
    value: str = "amount_yuan",
    state: str = "value_status",
    shares: bool = False,
    of: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> go.Figure:
    """One bar per distinct `label` (or what the columns `of` hold), in the table's order, cut into `order` (codes of `part`, in that order).

    `value` is yuan (or counted in another `unit`) or missing, `state` says why; `basis` of the data model must be a column. A derived part is hatched
    and named after the label; a missing one is named there with its reason, and its share of the whole left dotted.
    `whole` is the column, or the part, that holds the sum as stated (without it: the sum of the parts); `shares` draws
    fractions of it instead of yuan. `names` are those of codes that `term` does not know (of classes, say).
    """
    called = {code: markup([name]) for code, name in (names or {}).items()}
    hues = look.apart(list(order))
    bars = _bars(data, label, part, order, whole, value, of)
    rows = place([(bar.name, _remark(bar, order, value, state, unit)) for bar in bars], look)
    traces: list[dict[str, Any]] = []
    for code in order:
        points = [
            (bar, bar.parts[code], y)
            for bar, y in zip(bars, rows.centres, strict=True)
            if bar.parts.get(code, {}).get(value)
        ]
        if not points:
            continue
        colour = hues[code]
        derived = [point["basis"] == "derived" for _, point, _ in points]
        fractions = [float(point[value] / bar.whole) if bar.whole else 0.0 for bar, point, _ in points]
        # The legend shows the item's colour, not the hatching of a bar that happens to come first.
        sample = {"type": "bar", "name": called.get(code) or term(code), "x": [None], "y": [None], "orientation": "h"}
        traces.append(sample | {"marker": {"color": colour}})
        traces.append(
            {
                "type": "bar",
                "showlegend": False,
                "x": fractions if shares else [float(point[value]) for _, point, _ in points],
                "y": [y for _, _, y in points],
                "orientation": "h",
                "width": MARK,
                "marker": {
                    "color": [look.mix(colour, 0.2) if hatched else colour for hatched in derived],
                    "pattern": {
                        "shape": ["/" if hatched else "" for hatched in derived],
                        "fgcolor": colour,
                        "size": 6,
                        "fillmode": "overlay",
                    },
                    "line": {"width": 1, "color": [colour if hatched else look.paper for hatched in derived]},
                },
                "customdata": [
                    [
                        markup([bar.name]),
                        called.get(code) or term(code),
                        quantity(point[value], unit),
                        percent(share),
                        f" · {term('derived')}" if hatched else "",
                    ]
                    for (bar, point, _), share, hatched in zip(points, fractions, derived, strict=True)
                ],
                "hovertemplate": _HOVER,
            }
        )
    gaps = [(y, bar, _unknown(bar, order, value)) for bar, y in zip(bars, rows.centres, strict=True)]
    gaps = [(y, bar, rest) for y, bar, rest in gaps if rest > 0]
    traces.append(
        {
            "type": "bar",
            "x": [float(rest / bar.whole) if shares else float(rest) for _, bar, rest in gaps],
            "y": [y for y, _, _ in gaps],
            "orientation": "h",
            "width": MARK,
            "showlegend": False,
            "name": t("未分项"),
            "customdata": [
                [markup([bar.name]), t("未分项"), quantity(rest, unit), percent(float(rest / bar.whole)), f" · {t('合计减各项')}"]
                for _, bar, rest in gaps
            ],
            "hovertemplate": _HOVER,
            "marker": {
                "color": look.paper,
                "line": {"width": 1, "color": look.muted},
                "pattern": {"shape": ".", "fgcolor": look.muted, "size": 6, "solidity": 0.1, "fillmode": "overlay"},
            },
        }
    )
    scale = quantity_axis(max((float(bar.whole) for bar in bars), default=0.0), unit) if not shares else share_axis()
    return settle(traces, rows, look, scale)


def _bars(
    data: pd.DataFrame,
    label: str,
    part: str,
    order: Sequence[str],
    whole: str | None,
    value: str,
    of: Sequence[str],
) -> list[_Bar]:
    groups: dict[tuple[object, ...], dict[str, dict[str, Any]]] = {}
    for row in records(data):
        groups.setdefault(tuple(row[name] for name in (of or [label])), {})[str(row[part])] = row
    bars = []
    for parts in groups.values():
        first = next(iter(parts.values()))
        stated = parts.get(whole, {}).get(value) if whole in parts else first.get(whole) if whole else None
        summed = sum((parts[code][value] for code in order if parts.get(code, {}).get(value) is not None), Decimal(0))
        nothing = whole if whole in parts and stated is None else None
        bars.append(_Bar(str(first[label]), parts, Decimal(str(summed if stated is None else stated)), nothing))
    return bars


def _unknown(bar: _Bar, order: Sequence[str], value: str) -> Decimal:
    """What a bar's missing parts may come to: nothing where every part is known, even if they do not add up."""
    parts = [bar.parts.get(code, {}) for code in order]
    missing = [part for part in parts if part.get(value) is None and part.get("value_status") != "blank"]
    return (
        bar.whole - sum((part[value] for part in parts if part.get(value) is not None), Decimal(0))
        if missing
        else Decimal(0)
    )


def _remark(bar: _Bar, order: Sequence[str], value: str, state: str, unit: str) -> str:
    wanted = [*([bar.open] if bar.open else []), *order]
    parts = {code: bar.parts[code] for code in wanted if code in bar.parts}
    missing = {code: row for code, row in parts.items() if row[value] is None}
    known = [row for code, row in parts.items() if code not in missing]
    said = [quantity(bar.whole, unit)] if not bar.open and (known or bar.whole) else []
    if bar.open and bar.whole:
        said.append(t("已知的各项 {amount}", amount=quantity(bar.whole, unit)))
    if any(row["basis"] == "derived" for row in [*known, *bar.parts.values()] if row[value] is not None):
        said.append(term("derived"))
    for status in dict.fromkeys(str(row[state]) for row in missing.values()):
        items = [term(code) for code, row in missing.items() if row[state] == status]
        if not said and len(items) == len(parts):
            return term(status)
        if len(items) == len(order) and not bar.open:
            items = [t("各项")]
        said.append(t("{items}：{status}", items=t("、").join(items), status=term(status)))
    return " · ".join(said)
