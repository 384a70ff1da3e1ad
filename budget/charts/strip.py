"""A table of values and what is known of them comes in; a strip that says it in words, cell by cell, goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.grid import edges, middles, settle
from budget.charts.once import once
from budget.charts.scale import amount, records
from budget.charts.theme import Look, markup, wrap
from budget.words import t, term

_CHARACTERS, _ROW, _WORD = 7, 44, 11  # of a label's line; px of a row; px of the text in a cell
_STRUCK = {"not_disclosed": (False,), "unreadable": (True, False)}


@once
def strip(
    data: pd.DataFrame,
    *,
    look: Look,
    unit: str,
    columns: Sequence[str],
    row: str = "label",
    column: str = "component",
    state: str = "status",
    value: str = "amount_yuan",
    printed: str = "",
    of: Sequence[str] = (),
) -> go.Figure:
    """One row per distinct `row` (or what the columns `of` hold), one cell per code in `columns`: the amount where there is one, else why not.

    `state` is the column with the value status of the data model, or 'derived' for what was worked out from a stated
    change, 'not_held' where the document of that year is not in the store, or 'not_expected' where this kind of document
    does not carry the item. Each has its own box and word. `printed` is the column with the status in the table: where
    that is blank and the text gives a number, the cell says both.
    """
    cells = {(tuple(one[name] for name in (of or [row])), str(one[column])): one for one in records(data)}
    names = {thing: str(one[row]) for (thing, _), one in cells.items()}
    rows = list(names.values())
    nothing = {state: "not_disclosed", value: None}
    said = {
        (thing, code): _text(cell, str(cell[state]), value, unit, printed)
        for thing in names for code in columns for cell in [cells.get((thing, code), nothing)]
    }  # fmt: skip
    below = edges(rows, _CHARACTERS, _ROW, [max((said[thing, code].count("<br>") + 1 for code in columns), default=1) for thing in names])
    shapes = []
    points = []
    for y, ((thing, name), middle) in enumerate(zip(names.items(), middles(below), strict=True)):
        for x, code in enumerate(columns):
            cell, text = cells.get((thing, code), nothing), said[thing, code]
            fill, line, ink, dash = _paint(look, str(cell[state]))
            box = {"x0": x - 0.48, "x1": x + 0.48, "y0": below[y] + 2, "y1": below[y + 1] - 2, "layer": "below"}
            shapes.append(
                box
                | {
                    "type": "rect",
                    "fillcolor": fill,
                    "line": {"color": line, "width": 1, "dash": dash},
                }
            )
            # A box struck out: there should be a figure. Crossed out: there is one that cannot be read. Covered: one that is withheld.
            for down in _STRUCK.get(str(cell[state]), ()):
                ends = {} if down else {"y0": box["y1"], "y1": box["y0"]}
                shapes.append(box | ends | {"type": "line", "line": {"color": look.muted, "width": 1}})
            points.append((x, middle, text, ink, f"{markup([name])}<br>{term(code)}: {text.replace('<br>', ' ')}"))
    words = {
        "type": "scatter",
        "x": [x for x, *_ in points],
        "y": [y for _, y, *_ in points],
        "mode": "markers+text",
        "marker": {"size": 30, "color": "rgba(0,0,0,0)"},
        "text": [text for _, _, text, _, _ in points],
        "textfont": {"size": _WORD, "color": [ink for _, _, _, ink, _ in points]},
        "customdata": [hover for *_, hover in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    heads = [term(code) for code in columns]
    return settle([words], look, labels=rows, heads=heads, characters=_CHARACTERS, below=below, shapes=shapes)


def _paint(look: Look, state: str) -> tuple[str, str, str, str]:
    """Fill, outline, ink and dash of a state."""
    accent = look.colour("total")
    match state:
        case "reported":
            return accent, accent, look.on(accent), "solid"
        case "derived":
            return look.mix(accent, 0.14), accent, look.ink, "dash"
        case "zero":
            return look.mix(accent, 0.26), look.mix(accent, 0.26), look.ink, "solid"
        case "blank":
            return look.paper, look.muted, look.muted, "solid"
        case "not_expected":
            return look.paper, look.paper, look.muted, "solid"
        case "secret":
            return look.muted, look.muted, look.on(look.muted), "solid"
        case "not_held":
            return look.paper, look.muted, look.muted, "dot"
        case _:
            return look.blank, look.muted, look.ink, "solid"


def _text(cell: dict[str, Any], state: str, value: str, unit: str, printed: str) -> str:
    if cell[value] is None:
        return "<br>".join(wrap(term(state), 4))
    number = "0" if cell[value] == 0 else amount(cell[value], unit)
    if state == "derived":
        return f"{number}<br>{term('derived')}"
    return f"{number}<br>{t('表空白')}" if printed and cell.get(printed) == "blank" else number
