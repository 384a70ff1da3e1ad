"""A table of leaf items with their classes comes in; rings within rings, sized by amount, go out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.theme import SIZE, Look, figure, markup, wrap
from budget.charts.tree import tree


@once
def sunburst(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    path: Sequence[tuple[str, str]],
    root: str,
    value: str = "amount_yuan",
    height: int = 480,
) -> go.Figure:
    """Leaves of `data` under `path` (see `tree`), the outermost level innermost; `root` stands in the middle. A click goes one level in."""
    nodes = tree(data, look=look, unit=unit, path=path, root=root, value=value)
    rings = {
        "type": "sunburst",
        "ids": nodes.ids,
        "labels": [markup(wrap(label, 7)) for label in nodes.labels],
        "parents": nodes.parents,
        "values": nodes.values,
        "branchvalues": "total",
        "text": nodes.texts,
        "texttemplate": ["%{label}<br>%{text}" if not parent else "%{label}" for parent in nodes.parents],
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "marker": {"colors": nodes.shades, "line": {"width": 1.5, "color": look.paper}},
        "insidetextorientation": "horizontal",
        "leaf": {"opacity": 1},
        "textfont": {"size": SIZE, "color": [look.on(shade) for shade in nodes.shades]},
    }
    # Words that do not fit at a size one can read are left to the hover and the table, until a click makes room.
    return figure([rings], look, height=height, bottom=4, top=4, uniformtext={"minsize": 10, "mode": "hide"})
