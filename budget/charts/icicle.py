"""A table of things with money comes in; rectangles in columns, from the whole to its parts, coloured by a share, go out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.scale import money, percent, records
from budget.charts.theme import SIZE, Look, figure, markup, wrap

_STEPS = 5  # shades: as in the heatmap of the same thing
_LEAST, _ROW, _CHARACTERS = 300, 34, 22  # px of the figure, px wanted for one leaf, characters of a line


@once
def icicle(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    root: str,
    group: str,
    leaf: str,
    label: str,
    remark: str,
    shade: str,
    value: str = "budget_yuan",
) -> go.Figure:
    """The whole on the left, its groups (column `group`) beside it, their leaves (column `leaf`, named by `label`) on the right.

    `value` is yuan and positive: heights add up. The column `shade` is a share from 0 to 1: the more, the stronger the colour; where
    it is missing the leaf has none. `remark` is the column of words that stand below a leaf's name. A single group has no column of
    its own. The id of a leaf is its key; those of the whole and of groups begin with a stroke.
    """
    things = records(data)
    whole = sum(float(row[value]) for row in things) or 1.0
    names = list(dict.fromkeys(str(row[group]) for row in things))
    sums = {name: sum(float(row[value]) for row in things if str(row[group]) == name) for name in names}
    shades = [look.mix(look.colour("effective"), 0.2 + 0.8 * step / (_STEPS - 1)) for step in range(_STEPS)]
    tiles: list[tuple[str, str, str, float, str, str]] = [("/", root, "", whole, look.blank, "")]
    alone = len(names) == 1
    for place, name in enumerate(names):
        if not alone:
            tiles.append((f"/{place}", name, "/", sums[name], look.blank, ""))
        for row in (row for row in things if str(row[group]) == name):
            share = row[shade]
            colour = look.blank if share is None else look.paper if share == 0 else shades[min(_STEPS, -int(-share * _STEPS // 1)) - 1]
            parent = "/" if alone else f"/{place}"
            tiles.append((str(row[leaf]) or "/rest", str(row[label]), parent, float(row[value]), colour, str(row[remark])))
    trace = {
        "type": "icicle",
        "ids": [tile[0] for tile in tiles],
        "labels": [markup(wrap(tile[1], _CHARACTERS)) for tile in tiles],
        "parents": [tile[2] for tile in tiles],
        "values": [tile[3] for tile in tiles],
        "branchvalues": "total",
        "sort": False,
        "text": [
            " · ".join([money(round(tile[3], 2), unit), percent(tile[3] / whole), *([markup([tile[5]])] if tile[5] else [])]) for tile in tiles
        ],
        "texttemplate": "%{label}<br>%{text}",
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "tiling": {"orientation": "h", "pad": 1},
        "marker": {"colors": [tile[4] for tile in tiles], "line": {"width": 1, "color": look.muted}},
        "textfont": {"size": SIZE, "color": [look.on(tile[4]) for tile in tiles]},
        "pathbar": {"visible": False},
        "leaf": {"opacity": 1},
    }
    height = max(_LEAST, _ROW * len(things))
    # Words that do not fit at a size one can read are left to the hover and the table, until a click makes room.
    return figure([trace], look, height=height, bottom=4, top=28, uniformtext={"minsize": 10, "mode": "hide"})


