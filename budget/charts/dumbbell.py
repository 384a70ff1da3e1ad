"""A table with two values of each thing comes in; two dots joined by a line, for each, go out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import place, settle
from budget.charts.scale import quantity, quantity_axis, records
from budget.charts.theme import Look, markup
from budget.words import term


@once
def dumbbell(
    data: pd.DataFrame,
    *,
    look: Look,
    first: str,
    second: str,
    names: tuple[str, str],
    label: str = "label",
    states: tuple[str, str] | None = None,
    unit: str | None = None,
    wrong: str = "",
) -> go.Figure:
    """`first` (a ring) and `second` (a disc) of each row, in the table's order; `names` are the codes of the two.

    With a unit of money the values are yuan, without any fractions of 1. A missing value has no dot; the remark says why, in
    the words of the value statuses that the columns `states` hold. Rows for which the column `wrong` is true are joined in the
    colour of an error.
    """

    def text(row: dict[str, Any], column: str) -> str:
        if row[column] is None:
            return term(str(row[states[column == second]]) if states else "not_disclosed")
        return quantity(row[column], unit)

    things = records(data)
    said = [" → ".join(dict.fromkeys((text(row, first), text(row, second)))) for row in things]
    rows = place([(str(row[label]), remark) for row, remark in zip(things, said, strict=True)], look)
    pairs = [
        (float(row[first]), float(row[second]), y, bool(wrong and row[wrong]))
        for row, y in zip(things, rows.centres, strict=True)
        if row[first] is not None and row[second] is not None
    ]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": [x for a, b, _, off in pairs if off == marked for x in (a, b, None)],
            "y": [y for _, _, y, off in pairs if off == marked for _ in range(3)],
            "mode": "lines",
            "hoverinfo": "skip",
            "showlegend": False,
            "line": {"color": look.error if marked else look.muted, "width": 4 if marked else 2},
        }
        for marked in ((False, True) if wrong else (False,))
    ]
    for column, code, symbol, size in ((first, names[0], "circle-open", 13), (second, names[1], "circle", 9)):
        colour = look.colour(code)
        traces.append(
            {
                "type": "scatter",
                "name": term(code),
                "x": [None if row[column] is None else float(row[column]) for row in things],
                "y": rows.centres,
                "mode": "markers",
                "cliponaxis": False,
                "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}},
                "customdata": [[markup([str(row[label])]), term(code), text(row, column)] for row in things],
                "hovertemplate": "%{customdata[0]}<br>%{customdata[1]} %{customdata[2]}<extra></extra>",
            }
        )
    values = [float(row[column]) for row in things for column in (first, second) if row[column] is not None]
    scale = quantity_axis(max(values, default=0.0), unit)
    low, high = scale["range"]
    # Room for half a dot at both ends, so that a dot at 0 or at 100% is not cut.
    scale["range"] = [low - (high - low) * 0.03, high + (high - low) * 0.03]
    return settle(traces, rows, look, scale)
