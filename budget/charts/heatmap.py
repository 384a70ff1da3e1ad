"""A table of counts by two things comes in; a grid with the count in every cell goes out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from budget.charts.grid import edges, middles, settle
from budget.charts.once import once
from budget.charts.scale import records
from budget.charts.theme import SMALL, Look, markup, wrap
from budget.words import t

_CHARACTERS, _ROW, _MOST = 13, 26, 5  # of a label's line; px of a row; the count from which shades no longer deepen


@once
def heatmap(
    data: pd.DataFrame,
    *,
    look: Look,
    row: str,
    row_label: str,
    column: str,
    columns: Sequence[tuple[str, str]],
    value: str,
    secret: str,
    hover: str,
    own: str = "",
    text: str = "",
    opened: tuple[str, str] = ("", ""),
) -> go.Figure:
    """Rows of `data` by `row` (shown as `row_label`) against `columns` (code, head), the count `value` in each cell.

    The darker, the more. None: a dot on an empty cell. Where the column `secret` is not 0 the cell says 密 (there is
    something, and it is withheld). Where the column `own` is 0 and the count is not, all is copied from elsewhere: the cell is
    left unshaded in a dashed box. `text` is the column of words to show instead of the count, `hover` that of the text (lines)
    to show over a cell. Points carry (row, column) as custom data; the cell `opened` (row, column) stands in a box of ink.
    """
    names = {str(one[row]): str(one[row_label]) for one in records(data)}
    cells = {(str(one[row]), str(one[column])): one for one in records(data)}
    below = edges(list(names.values()), _CHARACTERS, _ROW)
    shades = [look.mix(look.colour("effective"), 0.2 + 0.8 * place / (_MOST - 1)) for place in range(_MOST)]
    copied = {key for key, cell in cells.items() if own and cell[value] and not cell[own]}
    shading = {
        "type": "heatmap",
        "z": [
            [None if (key, code) in copied else _depth(cells.get((key, code)), value) for code, _ in columns]
            for key in names
        ],
        "x": [place - 0.5 for place in range(len(columns) + 1)],
        "y": below,
        "zmin": 1,
        "zmax": _MOST,
        "colorscale": [[place / (_MOST - 1), shade] for place, shade in enumerate(shades)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }
    points = [
        (x, y, key, code, cells[key, code])
        for key, y in zip(names, middles(below), strict=True)
        for x, (code, _) in enumerate(columns)
        if (key, code) in cells
    ]
    inks = [
        look.ink if (key, code) in copied else look.on(shades[min(cell[value], _MOST) - 1]) if cell[value] else look.muted
        for _, _, key, code, cell in points
    ]
    chosen = next((ink for ink, (_, _, *place, _) in zip(inks, points, strict=True) if tuple(place) == opened), look.ink)
    counts = {
        "type": "scatter",
        "x": [x for x, *_ in points],
        "y": [y for _, y, *_ in points],
        "mode": "markers+text",
        "marker": {"size": 22, "color": "rgba(0,0,0,0)"},
        "text": [
            t("密") if cell[secret] else "<br>".join(wrap(str(cell[text]), 6)) if text else str(cell[value] or "·") for *_, cell in points
        ],
        "textfont": {"size": SMALL, "color": inks},
        # A click would pale all other cells.
        "selected": {"textfont": {"color": chosen}},
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [[key, code, markup(str(cell[hover]).split("\n"))] for _, _, key, code, cell in points],
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }
    boxes = [
        {
            "type": "rect",
            "x0": x - 0.44,
            "x1": x + 0.44,
            "y0": below[y] + 3,
            "y1": below[y + 1] - 3,
            "line": (
                {"color": look.ink, "width": 2} if (key, code) == opened else {"color": look.muted, "width": 1, "dash": "3px,2px"}
            ),
        }
        for y, key in enumerate(names)
        for x, (code, _) in enumerate(columns)
        if (key, code) in copied or (key, code) == opened
    ]
    heads = [head for _, head in columns]
    labels = list(names.values())
    return settle(
        [shading, counts], look, labels=labels, heads=heads, characters=_CHARACTERS, below=below, shapes=boxes
    )


def _depth(cell: dict[str, object] | None, value: str) -> int | None:
    count = int(str(cell[value])) if cell else 0
    return min(count, _MOST) or None
