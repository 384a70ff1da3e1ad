"""A table of amounts by year and series comes in; lines with a dot for each stated year go out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.scale import amount, money, money_axis, records
from budget.charts.theme import SMALL, Look, axis, figure, markup, wrap
from budget.words import term

_PLOT, _TEXT = 260, 20  # px of the drawing with its margins, and of a point's number above or below it


@once
def lines(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    series: str = "label",
    year: str = "fiscal_year",
    value: str = "amount_yuan",
    of: str = "",
    items: bool = False,
) -> go.Figure:
    """One line per distinct `series` (or what the column `of` holds) that has at least two years; a derived year is a ring on a dotted line.

    `value` is yuan; `basis` of the data model must be a column. A year without a value breaks the line: nothing is
    drawn over a gap. The axis starts at zero. With `items` the things are codes that have their
    colour on every page, and 'total', which is drawn in ink: it has the colour of one of its parts elsewhere.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records(data):
        if row[value] is not None:
            groups.setdefault(str(row[of or series]), []).append(row)
    groups = {name: sorted(rows, key=lambda row: int(row[year])) for name, rows in groups.items() if len(rows) > 1}
    colours = {code: look.ink if code == "total" else look.colour(code) for code in groups} if items else look.colours(list(groups))
    years = sorted({int(row[year]) for rows in groups.values() for row in rows})
    largest = max((float(row[value]) for rows in groups.values() for row in rows), default=0.0)
    sides = _sides(groups, year, value, largest)
    traces: list[dict[str, Any]] = []
    for thing, rows in groups.items():
        name, colour = str(rows[0][series]), colours[thing]
        derived = [row["basis"] == "derived" for row in rows]
        for (a, ring_a), (b, ring_b) in pairwise(zip(rows, derived, strict=True)):
            if int(b[year]) - int(a[year]) == 1:
                traces.append(
                    {
                        "type": "scatter",
                        "x": [int(a[year]), int(b[year])],
                        "y": [float(a[value]), float(b[value])],
                        "mode": "lines",
                        "hoverinfo": "skip",
                        "showlegend": False,
                        "line": {"color": colour, "width": 2, "dash": "dot" if ring_a or ring_b else "solid"},
                    }
                )
        sample = {"type": "scatter", "name": markup(wrap(name, 20)), "x": [None], "y": [None], "mode": "lines+markers"}
        traces.append(sample | {"marker": {"size": 9, "color": colour}, "line": {"color": colour, "width": 2}})
        traces.append(
            {
                "type": "scatter",
                "showlegend": False,
                "x": [int(row[year]) for row in rows],
                "y": [float(row[value]) for row in rows],
                "mode": "markers+text",
                "text": [amount(row[value], unit) if sides[thing, int(row[year])] else "" for row in rows],
                "textposition": [sides[thing, int(row[year])] or "top center" for row in rows],
                "textfont": {"size": SMALL, "color": look.ink},
                "cliponaxis": False,
                "marker": {
                    "symbol": ["circle-open" if ring else "circle" for ring in derived],
                    "size": 10,
                    "color": colour,
                    "line": {"width": 2, "color": colour},
                },
                "customdata": [
                    [markup([name]), money(row[value], unit), f" · {term('derived')}" if ring else ""]
                    for row, ring in zip(rows, derived, strict=True)
                ],
                "hovertemplate": "%{customdata[0]}<br>%{x}: %{customdata[1]}%{customdata[2]}<extra></extra>",
            }
        )
    names = [str(rows[0][series]) for rows in groups.values()]
    above = 20 * sum(len(wrap(name, 20)) for name in names)
    scale = money_axis(largest)
    scale["range"][1] *= 1.12  # room for the number over a point at the top
    drawn = figure(
        traces,
        look,
        height=_PLOT + above,
        left=max(58, 16 + 7 * max(map(len, scale["ticktext"]))),  # English ticks are longer: '8,000×10⁴'
        top=20 + above,
        xaxis=axis(
            look,
            tickvals=years,
            ticktext=[str(one) for one in years],
            range=[years[0] - 0.25, years[-1] + 0.25] if years else [0, 1],
            showgrid=False,
        ),
        yaxis=axis(look, zeroline=True, zerolinecolor=look.muted, **scale),
    )
    drawn.layout.legend.update(orientation="v", y=1.04)
    return drawn


def _sides(groups: dict[str, list[dict[str, Any]]], year: str, value: str, largest: float) -> dict[tuple[str, int], str]:
    """Where the number of each point stands so that none lies on another: above it, else below, else nowhere (hovering tells)."""
    sides: dict[tuple[str, int], str] = {}
    by_year: dict[int, list[tuple[float, str]]] = {}
    for thing, rows in groups.items():
        for row in rows:
            by_year.setdefault(int(row[year]), []).append((float(row[value]) / (largest or 1.0) * (_PLOT - 70), thing))
    for at, points in by_year.items():
        points.sort(reverse=True)
        free = float("inf")  # px from the bottom up to which nothing stands yet
        for place, (height, thing) in enumerate(points):
            under = points[place + 1][0] + _TEXT if place + 1 < len(points) else 0.0
            side = "top center" if height + _TEXT <= free else "bottom center" if height - under > _TEXT else ""
            sides[thing, at] = side
            free = height - _TEXT if side == "bottom center" else height - 6
    return sides
