"""An exhibit comes in; its figure as it is printed goes out: always light, 16 cm wide, with all that a reader of a report must know.

It is a Plotly figure still: the reader's browser, or `render`, makes the picture of it.
"""

from __future__ import annotations

import copy
import struct
from pathlib import Path
from typing import Any

import plotly.io

from budget import charts
from budget.charts.theme import FONT, markup, wrap
from budget.export.exhibit import Exhibit, mark, one_line
from budget.words import t

WIDTH_CM = 16  # the width of the text on a page of A4
WIDTH = 605  # px of that at 96 to the inch: letters of 13 px are as large as those of a report
SCALE = 3.125  # 300 dots to the inch
PAGE = (Path(__file__).parent / "print.html").read_text(encoding="utf-8")
_EDGE = 10  # px left free around it
_TITLE, _NOTE, _FOOT = 16, 12, 11  # px of the letters
_LEADING = 1.3  # Plotly's own, from line to line
_LONGEST = 420  # characters of a link: a longer one stands in the files beside the picture


def high(px: float) -> float:
    """Height on paper, in cm, of a drawing so many px high."""
    return px / WIDTH * WIDTH_CM


def page(svg: str, high: float) -> str:
    """The page of a PDF (PAGE), as large as its drawing; high: of the drawing, in cm."""
    return PAGE.replace("{{wide}}", str(WIDTH_CM)).replace("{{high}}", f"{high:.3f}").replace("{{svg}}", svg)


def printed(exhibit: Exhibit) -> dict[str, Any]:
    """The figure with its title above it, and scope, sources, build and the way back below it; `data` and `layout`, with its size in px."""
    return _drawn(exhibit, whole=True)


def bare(exhibit: Exhibit) -> dict[str, Any]:
    """The figure as it is printed where its title, unit, scope and sources stand as text around it: of these only the mark of a sample."""
    return _drawn(exhibit, whole=False)


def _drawn(exhibit: Exhibit, *, whole: bool) -> dict[str, Any]:
    assert exhibit.figure is not None  # a table is not drawn
    look = charts.look(printing=True)
    plain = charts.again(exhibit.figure, look=look).to_dict()
    layout = copy.copy(plain["layout"])
    margin = dict(layout["margin"])
    edge = _EDGE if whole else 0  # text around a bare one begins where it begins
    room = WIDTH - 2 * edge
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

    above, below = float(margin["t"]), float(margin["b"])
    if whole:
        above, below = above + 6, below + 8
        above += block(exhibit.note, _NOTE, look.muted, 400, above, above=True) if exhibit.note else 0
        above += block(exhibit.title, _TITLE, look.ink, 700, above, above=True)
    if exhibit.synthetic:
        above += block(mark(), _NOTE, look.doubt, 700, above, above=True)
    for line in foot(exhibit) if whole else ():
        below += block(line, _FOOT, look.muted, 400, below, above=False)
    drawn = layout["height"] - margin["t"] - margin["b"]
    layout |= {
        "margin": margin | {"t": round(above) + edge, "b": round(below) + edge, "l": margin["l"] + edge, "r": margin["r"] + edge},
        "height": round(drawn + above + below) + 2 * edge, "width": WIDTH, "autosize": False,
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


def size(png: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in px; None for what is no whole PNG: a browser may send anything."""
    if not (png.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and png.endswith(b"IEND\xaeB`\x82")):
        return None
    across, high = struct.unpack(">II", png[16:24])
    return (across, high) if across and high else None


def json(exhibit: Exhibit) -> str:
    """The printed figure for Plotly in a browser; harmless inside a page, too."""
    return embedded(printed(exhibit))


def embedded(figure: dict[str, Any]) -> str:
    """A figure as JSON that may stand inside HTML: no text in it can end the script that holds it."""
    text: str = plotly.io.to_json(figure, validate=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
