"""A table of amounts by year and thing comes in; a small panel for each thing, all drawn alike, goes out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.scale import amount, records
from budget.charts.theme import Look, axis, figure, markup, wrap

COLUMNS = 3  # side by side: on a phone each still has the room of ten characters
_SMALL, _LINE = 11, 15  # px of the words in a panel, and from one line of them to the next
_PLOT, _YEARS, _GAP = 78, 18, 20  # px of a panel's drawing, of the years below it, and between two rows of panels
_TOP = 20  # px above the panels: a sample says there what it is
_EDGE = 0.1  # of a panel's width left free at its right


@once
def multiples(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    of: str,
    hover: str,
    colour: str = "total",
    own_scale: bool = False,
    label: str = "label",
    year: str = "fiscal_year",
    value: str = "amount_yuan",
) -> go.Figure:
    """One panel per distinct `of`, in the table's order: its label, first and last amount, and a line over the years.

    `value` is yuan; `basis` of the data model must be a column: a derived year is a ring on a dotted line. A year without a value
    breaks the line. All panels have the same years, begin at zero and, unless `own_scale`, end at the same amount. `hover` is a
    column with what is said of a point.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records(data):
        if row[value] is not None:
            groups.setdefault(str(row[of]), []).append(row)
    things = [sorted(rows, key=lambda row: int(row[year])) for rows in groups.values()]
    years = [int(row[year]) for rows in things for row in rows]
    first, last = min(years, default=0), max(years, default=0)
    top = max((float(row[value]) for rows in things for row in rows), default=0.0)
    room = look.wide / COLUMNS * (1 - _EDGE) / _SMALL

    lines: dict[bool, list[tuple[float | None, float | None]]] = {False: [], True: []}
    points: list[tuple[float, float, bool, str]] = []
    floor: list[tuple[float | None, float | None]] = []
    notes: list[dict[str, Any]] = []
    below = 0.0
    for start in range(0, len(things), COLUMNS):
        beside = things[start : start + COLUMNS]
        heads = [wrap(str(rows[0][label]), room) for rows in beside]
        head = _LINE * (max(map(len, heads)) + 1) + 6
        ground = below + head + _PLOT
        for column, (rows, lines_of_head) in enumerate(zip(beside, heads, strict=True)):
            highest = max(float(row[value]) for row in rows) if own_scale else top
            left, right = float(column), column + 1 - _EDGE

            def place(
                row: dict[str, Any], left: float = left, highest: float = highest, ground: float = ground
            ) -> tuple[float, float]:
                along = (int(row[year]) - first) / (last - first) if last > first else 0.5
                # Half a mark's room at both ends, so that points at the edge of a panel are whole.
                x = left + 0.02 + along * (1 - _EDGE - 0.04)
                return x, ground - (float(row[value]) / highest * (_PLOT - 8) if highest else 0.0)

            for a, b in pairwise(rows):
                if int(b[year]) - int(a[year]) == 1:
                    lines["derived" in (a["basis"], b["basis"])] += [place(a), place(b), (None, None)]
            points += [(*place(row), row["basis"] == "derived", markup(str(row[hover]).split("\n"))) for row in rows]
            floor += [(left, ground), (right, ground), (None, None)]
            ends = " → ".join(dict.fromkeys((amount(rows[0][value], unit), amount(rows[-1][value], unit))))
            remark = f"<span style='color:{look.muted}'>{ends}</span>"
            notes.append(_note("<br>".join([markup(lines_of_head), remark]), left, below, "left", look.ink))
            notes.append(_note(str(first), left, ground + 2, "left", look.muted))
            if last > first:
                notes.append(_note(str(last), right, ground + 2, "right", look.muted))
        below = ground + _YEARS + _GAP
    ink = look.colour(colour)
    drawn = [_line(floor, {"color": look.muted, "width": 1})]
    drawn += [_line(ends, {"color": ink, "width": 2, "dash": "dot" if dotted else "solid"}) for dotted, ends in lines.items() if ends]
    drawn.append(
        {
            "type": "scatter", "mode": "markers", "showlegend": False, "cliponaxis": False,
            "x": [x for x, *_ in points], "y": [y for _, y, _, _ in points], "customdata": [said for *_, said in points],
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {
                "symbol": ["circle-open" if ring else "circle" for _, _, ring, _ in points], "size": 7, "color": ink,
                "line": {"width": 1.5, "color": ink},
            },
        }
    )  # fmt: skip
    return figure(
        drawn, look, height=round(max(below - _GAP, 40)) + _TOP, top=_TOP, bottom=0, annotations=notes,
        xaxis=axis(look, range=[0, COLUMNS], visible=False), yaxis=axis(look, range=[max(below - _GAP, 40), 0], visible=False),
    )  # fmt: skip


def _line(ends: list[tuple[float | None, float | None]], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "showlegend": False, "hoverinfo": "skip", "line": line, "cliponaxis": False,
        "x": [x for x, _ in ends], "y": [y for _, y in ends],
    }  # fmt: skip


def _note(text: str, x: float, y: float, side: str, ink: str) -> dict[str, Any]:
    return {
        "x": x, "y": y, "xanchor": side, "yanchor": "top", "align": side, "showarrow": False, "borderpad": 0, "text": text,
        "font": {"size": _SMALL, "color": ink},
    }  # fmt: skip
