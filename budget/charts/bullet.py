"""A table with three sums of each thing comes in; a track, a bar within it and a mark across, for each, go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.once import once
from budget.charts.rows import MARK, place, settle
from budget.charts.scale import money, money_axis, records
from budget.charts.theme import Look, markup
from budget.words import t, term

_BAR = 7  # px of the bar within its track


@once
def bullet(
    data: pd.DataFrame, *, look: Look, unit: str, track: str, mark: str, bar: str, states: Mapping[str, str], label: str = "label"
) -> go.Figure:
    """For each row, in the table's order: the sum `track` as a pale track, `bar` as a bar within it, `mark` as a line across.

    Sums are yuan; their columns are named as the codes of terms.toml. A missing one is not drawn: the remark says why, in the
    words of the value status that its column in `states` holds. A bar longer than its track stands out of it.
    """
    things = records(data)
    rows = place([(str(row[label]), _remark(row, (track, mark, bar), states, unit)) for row in things], look)
    colour = look.colour("total")

    def bars(column: str, thickness: int, shade: str) -> dict[str, Any]:
        return {
            "type": "bar", "name": term(column, "field"), "orientation": "h", "width": thickness, "base": 0, "marker": {"color": shade},
        } | _points(things, column, rows.centres, unit, label)  # fmt: skip

    across = {
        "type": "scatter", "name": term(mark, "field"), "mode": "markers", "cliponaxis": False,
        "marker": {"symbol": "line-ns-open", "size": MARK + 6, "color": look.ink, "line": {"width": 2, "color": look.ink}},
    } | _points(things, mark, rows.centres, unit, label)  # fmt: skip
    values = [float(row[column]) for row in things for column in (track, mark, bar) if row[column] is not None]
    traces = [bars(track, MARK, look.mix(colour, 0.28)), bars(bar, _BAR, colour), across]
    return settle(traces, rows, look, money_axis(max(values, default=0.0)))


def _points(things: list[dict[str, Any]], column: str, centres: list[float], unit: str, label: str) -> dict[str, Any]:
    shown = [(row, y) for row, y in zip(things, centres, strict=True) if row[column] is not None]
    return {
        "x": [float(row[column]) for row, _ in shown],
        "y": [y for _, y in shown],
        "customdata": [[markup([str(row[label])]), f"{term(column, 'field')} {money(row[column], unit)}"] for row, _ in shown],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }


def _remark(row: dict[str, Any], columns: tuple[str, ...], states: Mapping[str, str], unit: str) -> str:
    """'预算数、到位数 82.00 万元 · 执行数 78.67 万元': what is alike is said once, a gap with its reason."""
    said: dict[str, list[str]] = {}
    for column in columns:
        value = term(str(row[states[column]])) if row[column] is None else money(row[column], unit)
        said.setdefault(value, []).append(term(column, "field"))
    return " · ".join(f"{t('、').join(names)} {value}" for value, names in said.items())
