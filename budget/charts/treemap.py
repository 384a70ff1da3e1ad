"""A table of leaf items with their classes comes in; rectangles within rectangles, sized by amount, go out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.scale import money, percent, records
from budget.charts.theme import SIZE, Look, figure, markup, wrap


@once
def treemap(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    path: Sequence[tuple[str, str]],
    root: str,
    value: str = "amount_yuan",
    height: int = 420,
) -> go.Figure:
    """Leaves of `data` under `path`: (code column, name column) from the outermost level inwards; `root` is the whole.

    `value` is yuan and positive. Colour is that of the outermost level. A click goes one level in, the bar on top leads
    back. Ids are the codes joined by "/", so that a selection names its code.
    """
    sums = {"root": 0.0}
    labels = {"root": root}
    parents = {"root": ""}
    shades = {"root": look.blank}
    for row in records(data):
        parent, share = "root", float(row[value])
        sums["root"] += share
        for depth, (code, name) in enumerate(path):
            if parent.rsplit("/", 1)[-1] == str(row[code]):
                continue  # an item printed at 款 has no 项 of its own
            here = str(row[code]) if parent == "root" else f"{parent}/{row[code]}"
            sums[here] = sums.get(here, 0.0) + share
            labels[here], parents[here] = str(row[name]), parent
            shades[here] = look.mix(look.colour(str(row[path[0][0]])), 1.0 - 0.12 * depth)
            parent = here
    whole = sums["root"] or 1.0
    held = set(parents.values())  # what holds others shows one line, its name; a leaf has room to be wrapped
    tiles = {
        "type": "treemap",
        "ids": list(sums),
        "labels": [markup([label]) if key in held else markup(wrap(label, 12)) for key, label in labels.items()],
        "parents": list(parents.values()),
        "values": list(sums.values()),
        "branchvalues": "total",
        "text": [f"{money(round(part, 2), unit)}<br>{percent(part / whole)}" for part in sums.values()],
        "texttemplate": ["%{label}" if key in held else "%{label}<br>%{text}" for key in sums],
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "marker": {
            "colors": list(shades.values()),
            "line": {"width": 1.5, "color": look.paper},
            "pad": {"t": 28, "l": 3, "r": 3, "b": 3},
        },
        "textfont": {"size": SIZE, "color": [look.on(shade) for shade in shades.values()]},
        "tiling": {"packing": "squarify", "pad": 2},
        "pathbar": {"visible": True, "thickness": 24, "textfont": {"size": SIZE}},
        "root": {"color": look.blank},
    }
    # Words that do not fit at a size one can read are left to the hover and the table, until a click makes room.
    return figure([tiles], look, height=height, bottom=4, top=28, uniformtext={"minsize": 10, "mode": "hide"})
