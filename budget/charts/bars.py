"""A table of items and amounts comes in; one horizontal bar for each, its label and value above it, goes out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import MARK, place, settle
from budget.charts.scale import money, money_axis, percent, records
from budget.charts.theme import Look, markup


@once
def bars(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    label: str = "name",
    value: str = "amount_yuan",
    share: str = "share",
    item: str = "code",
    most: int = 30,
) -> go.Figure:
    """Bars in the order of the table, at most `most` (the table below the figure has all).

    `value` is yuan, `share` a fraction of 1, `item` the code that decides the colour. Rows without a value are left
    out: use `stacked`, which writes what is missing, where there may be any.
    """
    shown = [row for row in records(data) if row[value] is not None][:most]
    texts = [f"{money(row[value], unit)} · {percent(row[share])}" for row in shown]
    rows = place([(str(row[label]), text) for row, text in zip(shown, texts, strict=True)], look)
    trace = {
        "type": "bar",
        "x": [float(row[value]) for row in shown],
        "y": rows.centres,
        "orientation": "h",
        "width": MARK,
        "marker": {"color": [look.colour(str(row[item])) for row in shown], "line": {"width": 0}},
        "customdata": [[markup([str(row[label])]), text] for row, text in zip(shown, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    return settle([trace], rows, look, money_axis(max((float(row[value]) for row in shown), default=0.0)))
