"""Row labels and column heads come in; a grid with rows as high as their labels need goes out, empty.

The y axis counts px from the top, so that a long label gives its row the lines it needs and no other row more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from budget.charts.theme import Look, axis, figure, markup, width, wrap

LINE = 15  # px of a line of a row's label
_LABEL, _HEAD = 11, 10  # px of a row's label and of a column head: small, so that short heads fit a phone in one line


def edges(labels: Sequence[str], characters: int, least: int, lines: Sequence[int] = ()) -> list[float]:
    """Upper edges of the rows and the lower edge of the last, in px; a row is at least `least` px high.

    lines: how many lines of text the cells of each row have, where that may be more than its label has.
    """
    below = [0.0]
    for label, inside in zip(labels, lines or [1] * len(labels), strict=True):
        below.append(below[-1] + max(least, LINE * max(len(wrap(label, characters)), inside) + 8))
    return below


def settle(
    traces: list[dict[str, Any]],
    look: Look,
    *,
    labels: Sequence[str],
    heads: Sequence[str],
    characters: int,
    below: Sequence[float],
    shapes: Sequence[dict[str, Any]] = (),
) -> go.Figure:
    """The figure: labels on the left wrapped at `characters`; heads on top, wrapped or on end to fit their column."""
    left = characters * _LABEL + 8
    fitted, angle, top = _fit(heads, (look.wide - left) / max(len(heads), 1) / _HEAD)
    return figure(
        traces,
        look,
        height=round(below[-1]) + top + 4,
        left=left,
        top=top,
        bottom=4,
        shapes=list(shapes),
        xaxis=axis(
            look,
            tickvals=list(range(len(heads))),
            ticktext=fitted,
            side="top",
            showgrid=False,
            range=[-0.5, len(heads) - 0.5],
            tickangle=angle,
            tickfont={"size": _HEAD, "color": look.ink},
        ),
        yaxis=axis(
            look,
            tickvals=middles(below),
            ticktext=[markup(wrap(label, characters)) for label in labels],
            range=[below[-1], 0],
            showgrid=False,
            tickfont={"size": _LABEL, "color": look.ink},
        ),
    )


def middles(below: Sequence[float]) -> list[float]:
    """The middle of every row."""
    return [(a + b) / 2 for a, b in pairwise(below)]


def _fit(heads: Sequence[str], room: float) -> tuple[list[str], int, int]:
    """Heads as they go over columns of `room` characters, the angle of the text, and the px they need.

    Chinese is wrapped, down to one character a line as in a paper ledger; Latin words that do not fit stand on end.
    """
    latin = any(head.isascii() for head in heads)
    longest = max((width(word) for head in heads for word in (head.split() if latin else head[:1])), default=0)
    if latin and longest > room:
        return list(heads), -90, 28 + round(_HEAD * max(width(head) for head in heads))
    lines = [wrap(head, max(1, int(room))) for head in heads]
    return ["<br>".join(line) for line in lines], 0, 26 + LINE * max((len(line) for line in lines), default=1)
