"""A table of the parts of a difference comes in; two sums and the steps that lead from one to the other go out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import MARK, place, settle
from budget.charts.scale import money, records, short, ticks
from budget.charts.theme import Look, markup
from budget.words import t, term

_SUMS = ("before", "after")
_DOT = 11  # px
_ZOOM = 0.3  # a scale that would use less than this share of its length begins elsewhere than at zero


@once
def waterfall(
    data: pd.DataFrame, *, look: Look, unit: str, most: int = 10, label: str = "label", value: str = "change_yuan", words: str = "words"
) -> go.Figure:
    """The sum `before`, each part of the difference, the sum `after`, top down; each part begins where the one above it ends.

    `kind` tells the two sums (in `before_yuan` and `after_yuan`) from parts (in `value`, yuan); parts without a value, or of
    nothing, are not drawn. Beyond the `most` largest (`rank`) the parts are drawn as one, with their number; kind 'rest' never.
    What is derived (`basis`) is hatched or hollow; the column `words` says what became of a part. Where the parts would be
    slivers beside the sums, the sums are dots and the scale begins above zero.
    """
    steps = _steps(records(data), most, label, value, words)
    if not steps:
        return settle([], place([], look), look, _scale(0.0, 0.0))
    level = steps[0]["end"]
    ends: list[tuple[Decimal, Decimal]] = []
    for step in steps:
        start = Decimal(0) if step["kind"] in _SUMS else level
        level = step["end"] if step["kind"] in _SUMS else level + step["size"]
        ends.append((start, level))
    reached = [float(end) for _, end in ends]
    low, high = min(reached), max(reached)
    zoomed = high - low < _ZOOM * high and low > 0
    scale = _scale(low - (high - low) * 0.15 if zoomed else min(0.0, low), high + (high - low) * 0.05 if zoomed else max(0.0, high))
    rows = place([(step["label"], _remark(step, unit)) for step in steps], look)
    traces: list[dict[str, Any]] = []
    # From where a part ends down to where the next begins.
    traces.append(
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False, "line": {"color": look.muted, "width": 1, "dash": "dot"},
            "x": [x for end in reached[:-1] for x in (end, end, None)],
            "y": [y for above, below in zip(rows.centres, rows.centres[1:], strict=False) for y in (above + MARK / 2, below - MARK / 2, None)],
        }
    )  # fmt: skip
    drawn = [
        (step, start, end, y) for step, (start, end), y in zip(steps, ends, rows.centres, strict=True)
        if not (zoomed and step["kind"] in _SUMS)
    ]  # fmt: skip
    colours = [_colour(step, look) for step, *_ in drawn]
    hatched = [step["derived"] for step, *_ in drawn]
    traces.append(
        {
            "type": "bar", "orientation": "h", "width": MARK, "showlegend": False,
            "base": [float(min(start, end)) for _, start, end, _ in drawn],
            "x": [float(abs(end - start)) for _, start, end, _ in drawn],
            "y": [y for *_, y in drawn],
            "marker": {
                "color": [look.mix(colour, 0.2) if derived else colour for colour, derived in zip(colours, hatched, strict=True)],
                "pattern": {"shape": ["/" if derived else "" for derived in hatched], "fgcolor": colours, "size": 6, "fillmode": "overlay"},
                "line": {"width": 1, "color": colours},
            },
            **_hover([step for step, *_ in drawn], unit),
        }
    )  # fmt: skip
    if zoomed:
        sums = [(step, y) for step, y in zip(steps, rows.centres, strict=True) if step["kind"] in _SUMS]
        traces.append(
            {
                "type": "scatter", "mode": "markers", "showlegend": False, "cliponaxis": False,
                "x": [float(step["end"]) for step, _ in sums], "y": [y for _, y in sums],
                "marker": {
                    "size": _DOT, "color": look.colour("total"), "line": {"width": 2, "color": look.colour("total")},
                    "symbol": ["circle-open" if step["derived"] else "circle" for step, _ in sums],
                },
                **_hover([step for step, _ in sums], unit),
            }
        )  # fmt: skip
    figure = settle(traces, rows, look, scale)
    # Only the sums begin at zero.
    marks = zip(figure.layout.shapes, steps, strict=True)
    figure.layout.shapes = [mark for mark, step in marks if step["kind"] in _SUMS and not zoomed]
    return figure


def _steps(rows: Sequence[dict[str, Any]], most: int, label: str, value: str, words: str) -> list[dict[str, Any]]:
    """What is drawn, in order: the sums, the parts, and the small parts as one, above the rest or the second sum."""
    moving = [row for row in rows if row["kind"] not in (*_SUMS, "rest") and row[value]]
    ranked = sorted(moving, key=lambda row: row["rank"])
    small = ranked[most:] if len(ranked) > most + 1 else []
    steps = []
    for row in rows:
        if row["kind"] in _SUMS:
            steps.append(_step(row["kind"], str(row[label]), Decimal(0), row["basis"] == "derived", row[f"{row['kind']}_yuan"]))
        elif row[value] and row not in small and row["kind"] != "rest":
            steps.append(_step(row["kind"], str(row[label]), row[value], row["basis"] == "derived", words=str(row[words])))
    if len([step for step in steps if step["kind"] in _SUMS]) < len(_SUMS):
        return []
    last = len(steps) - 1
    folded = []
    if small:
        size = sum((row[value] for row in small), Decimal(0))
        derived = any(row["basis"] == "derived" for row in small)
        folded.append(_step("others", t("其余 {n} 项合计", n=len(small)), size, derived))
    folded += [_step("rest", str(row[label]), row[value], row["basis"] == "derived") for row in rows if row["kind"] == "rest" and row[value]]
    return [*steps[:last], *folded, steps[last]]


def _step(kind: str, label: str, size: Decimal, derived: bool, end: Decimal | None = None, words: str = "") -> dict[str, Any]:
    return {"kind": kind, "label": label, "size": size, "derived": derived, "end": end, "words": words}


def _remark(step: dict[str, Any], unit: str) -> str:
    derived = [term("derived")] if step["derived"] else []
    if step["kind"] in _SUMS:
        return " · ".join([money(step["end"], unit), *derived])
    return " · ".join([*([step["words"]] if step["words"] else []), signed(step["size"], unit), *derived])


def signed(yuan: Decimal, unit: str) -> str:
    """Money with its sign, a true minus."""
    return f"{'+' if yuan > 0 else '−' if yuan < 0 else ''}{money(abs(yuan), unit)}"


def _colour(step: dict[str, Any], look: Look) -> str:
    if step["kind"] in _SUMS:
        return look.colour("total")
    if step["kind"] == "rest":
        return look.colour("other")
    return look.colour("shrank" if step["size"] < 0 else "grew")


def _hover(steps: Sequence[dict[str, Any]], unit: str) -> dict[str, Any]:
    return {
        "customdata": [[markup([step["label"]]), _remark(step, unit)] for step in steps],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }


def _scale(low: float, high: float) -> dict[str, Any]:
    """Axis settings from `low` to `high` yuan, with round ticks between."""
    steps = ticks(high - low, 4 if low <= 0 else 6)  # what begins elsewhere has no tick at its lower end
    size = steps[1] if len(steps) > 1 else 1.0
    first = math.ceil(low / size - 1e-9)
    places = [size * number for number in range(first, math.floor(high / size + 1e-9) + 1)]
    return {"tickmode": "array", "tickvals": places, "ticktext": [short(place) for place in places], "range": [low, high if high > low else low + 1]}
