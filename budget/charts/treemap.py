"""A table of leaf items with their classes comes in; rectangles within rectangles, sized by amount, go out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.theme import SIZE, Look, figure, markup, wrap
from budget.charts.tree import tree


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
    """Leaves of `data` under `path` (see `tree`); `root` is the whole. A click goes one level in; ids name the codes."""
    nodes = tree(data, look=look, unit=unit, path=path, root=root, value=value)
    held = nodes.held  # what holds others shows one line, its name; a leaf has room to be wrapped
    tiles = {
        "type": "treemap",
        "ids": nodes.ids,
        "labels": [markup([label]) if key in held else markup(wrap(label, 12)) for key, label in zip(nodes.ids, nodes.labels, strict=True)],
        "parents": nodes.parents,
        "values": nodes.values,
        "branchvalues": "total",
        "text": nodes.texts,
        "texttemplate": ["%{label}" if key in held else "%{label}<br>%{text}" for key in nodes.ids],
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "marker": {
            "colors": nodes.shades,
            "line": {"width": 1.5, "color": look.paper},
            "pad": {"t": 28, "l": 3, "r": 3, "b": 3},
        },
        "textfont": {"size": SIZE, "color": [look.on(shade) for shade in nodes.shades]},
        "tiling": {"packing": "squarify", "pad": 2},
        # The way back stands above the figure, as links: they can be reached by keyboard, and stand in the address.
        "pathbar": {"visible": False},
        "root": {"color": look.blank},
    }
    # Words that do not fit at a size one can read are left to the hover and the table, until a click makes room.
    return figure([tiles], look, height=height, bottom=4, top=4, uniformtext={"minsize": 10, "mode": "hide"})
