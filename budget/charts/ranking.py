"""A table of things with one value each comes in; a bar or a dot for each, its label, value and place above it, goes out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import MARK, place, settle
from budget.charts.scale import part_axis, quantity, quantity_axis, records
from budget.charts.theme import Look, markup
from budget.words import term

_DOT = 11  # px


@once
def ranking(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str | None,
    dots: bool = False,
    label: str = "label",
    value: str = "value",
    low: str = "low",
    high: str = "high",
    state: str = "value_status",
    rank: str = "place",
    own: str = "",
    small: bool = False,
) -> go.Figure:
    """Bars from zero, or dots, in the order of the table. `unit` is that of `quantity`: None for shares.

    `rank` is the column with its place in words; `low` and `high` what rounding leaves open, drawn as a line through the mark. A
    missing value has no mark: the remark gives the words of the value status in `state`. A derived one (column `basis`) is hatched or
    hollow. `small` shares end the axis at the largest, not at 100%. Where the column `own` is true for some, the others stand back.
    """
    things = records(data)
    rows = place([(str(row[label]), _remark(row, value, state, rank, unit)) for row in things], look)
    shown = [(row, y) for row, y in zip(things, rows.centres, strict=True) if row[value] is not None]
    told = any(own and row[own] for row in things)
    colours = [look.colour("other" if told and not row[own] else "total") for row, _ in shown]
    derived = [row["basis"] == "derived" for row, _ in shown]
    points = {
        "x": [float(row[value]) for row, _ in shown],
        "y": [y for _, y in shown],
        "customdata": [[markup([str(row[label])]), _remark(row, value, state, rank, unit)] for row, _ in shown],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    rounding = {
        "type": "data", "symmetric": False, "thickness": 1, "width": 5, "color": look.ink,
        "array": [float(row[high]) - float(row[value]) for row, _ in shown],
        "arrayminus": [float(row[value]) - float(row[low]) for row, _ in shown],
    }  # fmt: skip
    largest = max((float(row[value]) for row, _ in shown), default=0.0)
    scale = part_axis(largest) if small and unit is None else quantity_axis(largest, unit)
    trace: dict[str, Any]
    if dots:
        trace = {
            "type": "scatter", "mode": "markers", "cliponaxis": False,
            "marker": {
                "size": _DOT, "color": colours, "symbol": ["circle-open" if ring else "circle" for ring in derived],
                "line": {"width": 2, "color": colours},
            },
        }  # fmt: skip
        low_end, high_end = scale["range"]
        scale["range"] = [low_end - (high_end - low_end) * 0.03, high_end + (high_end - low_end) * 0.03]
    else:
        trace = {
            "type": "bar", "orientation": "h", "width": MARK,
            "marker": {
                "color": [look.mix(colour, 0.2) if hatched else colour for colour, hatched in zip(colours, derived, strict=True)],
                "pattern": {"shape": ["/" if hatched else "" for hatched in derived], "fgcolor": colours, "size": 6, "fillmode": "overlay"},
                "line": {"width": [1 if hatched else 0 for hatched in derived], "color": colours},
            },
        }  # fmt: skip
    # A line shorter than the mark is wide would only be a speck on it.
    visible = any(float(row[high]) - float(row[low]) > largest / 100 for row, _ in shown)
    return settle([trace | points | ({"error_x": rounding} if visible else {})], rows, look, scale)


def _remark(row: dict[str, Any], value: str, state: str, rank: str, unit: str | None) -> str:
    if row[value] is None:
        return term(str(row[state]))
    derived = [term("derived")] if row["basis"] == "derived" else []
    return " · ".join([quantity(row[value], unit), *([str(row[rank])] if row[rank] else []), *derived])
