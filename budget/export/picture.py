"""An exhibit comes in; its figure as it is printed goes out: always light, 16 cm wide, with all that a reader of a report must know.

It is a Plotly figure still: the reader's browser, or `render`, makes the picture of it.
"""

from __future__ import annotations

import copy
from typing import Any

import plotly.io

from budget import charts
from budget.charts.theme import FONT, markup, wrap
from budget.export.exhibit import Exhibit, mark, one_line
from budget.words import t

WIDTH_CM = 16  # the width of the text on a page of A4
WIDTH = 605  # px of that at 96 to the inch: letters of 13 px are as large as those of a report
SCALE = 3.125  # 300 dots to the inch
_EDGE = 10  # px left free around it
_TITLE, _NOTE, _FOOT = 16, 12, 11  # px of the letters
_LEADING = 1.3  # Plotly's own, from line to line
_LONGEST = 420  # characters of a link: a longer one stands in the files beside the picture


def printed(exhibit: Exhibit) -> dict[str, Any]:
    """The figure with its title above it, and scope, sources, build and the way back below it; `data` and `layout`, with its size in px."""
    look = charts.look(printing=True)
    plain = charts.again(exhibit.figure, look=look).to_dict()
    layout = copy.copy(plain["layout"])
    margin = dict(layout["margin"])
    room = WIDTH - 2 * _EDGE
    notes: list[dict[str, Any]] = []

    def block(text: str, size: int, colour: str, weight: int, at: float, *, above: bool) -> float:
        """Put lines at so many px from the drawing; returns the height they take."""
        lines = wrap(one_line(text), room / size)
        notes.append(
            {
                "text": markup(lines), "xref": "paper", "yref": "paper", "x": 0, "y": 1 if above else 0, "xanchor": "left", "align": "left",
                "yanchor": "bottom" if above else "top", "xshift": -margin["l"], "yshift": at if above else -at, "showarrow": False, "borderpad": 0,
                "font": {"family": FONT, "size": size, "color": colour, "weight": weight},
            }
        )  # fmt: skip
        return len(lines) * size * _LEADING + 4

    above, below = float(margin["t"]) + 6, float(margin["b"]) + 8
    above += block(exhibit.note, _NOTE, look.muted, 400, above, above=True) if exhibit.note else 0
    above += block(exhibit.title, _TITLE, look.ink, 700, above, above=True)
    if exhibit.synthetic:
        above += block(mark(), _NOTE, look.doubt, 700, above, above=True)
    for line in foot(exhibit):
        below += block(line, _FOOT, look.muted, 400, below, above=False)
    drawn = layout["height"] - margin["t"] - margin["b"]
    layout |= {
        "margin": margin | {"t": round(above) + _EDGE, "b": round(below) + _EDGE, "l": margin["l"] + _EDGE, "r": margin["r"] + _EDGE},
        "height": round(drawn + above + below) + 2 * _EDGE, "width": WIDTH, "autosize": False,
        "annotations": [*layout.get("annotations", ()), *notes],
    }  # fmt: skip
    return {"data": plain["data"], "layout": layout}


def foot(exhibit: Exhibit) -> list[str]:
    """What stands below the picture: scope, sources, build and the way back."""
    link = one_line(exhibit.link)
    if len(link) > _LONGEST:
        link = link[:_LONGEST] + t("…（全文在数据包里）")
    return [
        t("范围：{scope}", scope=exhibit.scope), t("来源：{sources}", sources=exhibit.sources()),
        t("明账，数据版本 {build}，{made} 导出。复现：{link}", build=exhibit.build_id, made=exhibit.made.isoformat(), link=link),
    ]  # fmt: skip


def json(exhibit: Exhibit) -> str:
    """The printed figure for Plotly in a browser; harmless inside a page, too."""
    return embedded(printed(exhibit))


def embedded(figure: dict[str, Any]) -> str:
    """A figure as JSON that may stand inside HTML: no text in it can end the script that holds it."""
    text: str = plotly.io.to_json(figure, validate=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
