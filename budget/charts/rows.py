"""Labels come in; rows with each label above its mark go out, measured in px.

A label beside its bar costs a narrow screen half its width, and long names of projects and accounts are clipped there.
Above the bar it has the whole width. The y axis of such a figure counts px from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.theme import SIZE, Look, axis, figure, width, wrap

LINE = 19  # px from one line of a label to the next
MARK = 16  # px of a bar
_GAP = 12
_RIGHT = 40  # px for the text of a tick at the right edge
_MOST = 40  # rows of a figure: more can be neither read nor drawn in good time


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows stand: centres of the marks and the height of all, in px from the top; and their labels."""

    centres: list[float]
    height: int
    annotations: list[dict[str, Any]]


def first(data: pd.DataFrame, by: Sequence[str], most: int = _MOST) -> tuple[pd.DataFrame, int]:
    """The rows of the first `most` things, a thing being what is alike in the columns `by`; how many things are left out."""
    if len(data) <= most:
        return data, 0
    numbers = data.groupby(list(by), sort=False, dropna=False).ngroup()
    things = int(numbers.max()) + 1
    return (data, 0) if things <= most else (data[numbers < most], things - most)


def place(labels: Sequence[tuple[str, str]], look: Look) -> Rows:
    """Rows for labels (name, remark after it), top down, each with room for a mark of MARK px below its label."""
    centres: list[float] = []
    annotations = []
    below = 0
    for name, remark in labels:
        lines = _lines(name, remark, look)
        annotations.append(
            {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": below,
                "yanchor": "top",
                "showarrow": False,
                "align": "left",
                "borderpad": 0,
                "bgcolor": look.paper,
                "text": "<br>".join(lines),
                "font": {"size": SIZE, "color": look.ink},
            }
        )
        below += len(lines) * LINE + 4
        centres.append(below + MARK / 2)
        below += MARK + _GAP
    return Rows(centres, below, annotations)


def settle(traces: list[dict[str, Any]], rows: Rows, look: Look, scale: dict[str, Any]) -> go.Figure:
    """The figure of these traces, one unit of y being one px, with `scale` as settings of its x axis."""
    # Room at the top for the words that mark a sample, where there is no legend either.
    named = [str(trace["name"]) for trace in traces if "name" in trace and trace.get("showlegend", True)]
    bottom, top = 28, max(20, 6 + 24 * _legend_rows(named, look))
    # Where a bar begins: a zero still has this mark, and gridlines do not run through the labels.
    starts = [
        {
            "type": "line",
            "x0": 0,
            "x1": 0,
            "y0": centre - MARK / 2 - 2,
            "y1": centre + MARK / 2 + 2,
            "line": {"color": look.muted, "width": 1},
        }
        for centre in rows.centres
    ]
    return figure(
        traces,
        look,
        height=rows.height + bottom + top,
        bottom=bottom,
        top=top,
        right=_RIGHT,
        barmode="stack",
        bargap=0,
        annotations=rows.annotations,
        shapes=starts,
        # Text to the right of its line: the first does not hang over the left edge, where the bars begin.
        xaxis=axis(look, ticklabelposition="outside right", layer="below traces", **scale),
        yaxis=axis(look, range=[rows.height, 0], visible=False),
    )


def _legend_rows(names: list[str], look: Look) -> int:
    """Rows that Plotly needs for the legend where it is narrowest: one where all names fit, else columns as wide as the longest."""
    each = [width(name) * SIZE + 42 for name in names]
    if sum(each) - 10 <= look.wide:  # the last needs no room behind it
        return min(1, len(names))
    return -(-len(names) // max(1, int(look.wide // max(each))))


def _lines(name: str, remark: str, look: Look) -> list[str]:
    most = look.wide // SIZE
    lines = wrap(name, most)
    html = [escape(line, quote=False) for line in lines]
    if remark and width(lines[-1]) + 1 + width(remark) <= most:
        html[-1] += f"\u2003{_muted(remark, look)}"
    elif remark:
        html += [_muted(line, look) for line in wrap(remark, most)]
    return html


def _muted(text: str, look: Look) -> str:
    return f"<span style='color:{look.muted}'>{escape(text, quote=False)}</span>"
