"""Light, dark or print comes in; the look of a figure goes out: paper, ink, fonts, and one colour for each item."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from budget.charts.once import Figure

FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
SIZE = 13  # px, of labels; ticks and remarks are SMALL
SMALL = 12
_SCREEN, _PAPER = 340, 540  # px of plot on the narrowest screen served (390 px), and on a page: labels are wrapped to fit this

# (light, dark) of each hue, chosen by search for the largest least difference under deuteranopia, protanopia and
# tritanopia (tests/test_charts.py measures it). No red and no amber: those are kept for errors and doubts.
_HUES = {
    "indigo": ("#1f5673", "#86bcd6"),
    "ochre": ("#c29647", "#e9c077"),
    "plum": ("#46307d", "#7468bd"),
    "sky": ("#5eb0e6", "#4b82a6"),
    "teal": ("#58947b", "#7ddcc8"),
    "clay": ("#6f4c31", "#a8623b"),
    "mauve": ("#b7a3c1", "#826574"),
    "olive": ("#6f7324", "#a5a653"),
    "slate": ("#757d86", "#8f979f"),
    "sand": ("#c4b691", "#6b6350"),
}
# Hues for things without a colour of their own: those that a line can be drawn in on either paper.
_ORDER = ["indigo", "ochre", "plum", "teal", "clay", "sky", "olive", "slate"]

# The same item has the same colour on every page. Codes are those of the data.
_ITEMS = {
    "basic": "indigo",
    "project": "ochre",
    "personnel": "plum",
    "public": "sky",
    "general_budget": "indigo",
    "government_fund": "ochre",
    "state_capital": "plum",
    "carryover": "sand",
    "special_account": "teal",
    "business": "sky",
    "superior_grant": "clay",
    "operation": "olive",
    "affiliate_payment": "mauve",
    "unit_funds": "olive",
    "other": "slate",
    "overseas": "plum",
    "vehicles": "teal",
    "vehicle_purchase": "sky",
    "vehicle_operation": "indigo",
    "reception": "ochre",
    "last_year": "sky",
    "this_year": "indigo",
    "unchanged": "slate",
    "not_stated": "sand",
    "产出指标": "indigo",
    "效益指标": "ochre",
    "满意度指标": "plum",
    "成本指标": "clay",
    "预算执行率指标": "teal",
    "filled": "ochre",
    "recomputed": "indigo",
    "measured": "indigo",
    "state_only": "sky",
    "unclear": "mauve",
    "cannot_fail": "ochre",
    "vague": "sand",
    "no_value": "clay",
    "secret": "slate",
    "damaged": "olive",
    "nominal": "sky",
    "effective": "indigo",
    "table": "indigo",
    "prose": "ochre",
    "total": "indigo",
    "grew": "sky",
    "shrank": "ochre",
    # function classes met in every department's tables get the hues that are furthest apart
    "201": "indigo",
    "205": "sky",
    "208": "plum",
    "210": "ochre",
    "211": "olive",
    "212": "clay",
    "213": "teal",
    "221": "mauve",
    "224": "slate",
    "229": "sand",
    "301": "plum",
    "302": "sky",
    "303": "mauve",
    "309": "olive",
    "310": "clay",
    "399": "sand",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a figure is drawn with. Colours are CSS hex; `dark` chooses the variant of each item's hue."""

    dark: bool
    paper: str
    ink: str
    muted: str
    grid: str
    blank: str
    error: str
    doubt: str
    wide: int  # px of plot that there are at least

    def colour(self, item: str) -> str:
        """The item's colour. Function and economic codes take that of their class; unknown items a stable one."""
        hue = _ITEMS.get(item) or (_ITEMS.get(item[:3]) if item.isdigit() else None)
        return _HUES[hue or _ORDER[zlib.crc32(item.encode()) % len(_ORDER)]][self.dark]

    def colours(self, items: list[str]) -> dict[str, str]:
        """Colours of things that have none of their own (departments, say): stable, and apart where hues suffice."""
        taken: dict[str, int] = {}
        for item in sorted(items):
            place = zlib.crc32(item.encode()) % len(_ORDER)
            while place in taken.values() and len(taken) < len(_ORDER):
                place = (place + 1) % len(_ORDER)
            taken[item] = place
        return {item: _HUES[_ORDER[place]][self.dark] for item, place in taken.items()}

    def apart(self, items: list[str]) -> dict[str, str]:
        """Colours of items side by side: each its own where it has one, the others what is left, as long as hues suffice."""
        own = {item: _ITEMS.get(item) or (_ITEMS.get(item[:3]) if item.isdigit() else None) for item in items}
        left = [hue for hue in (*_ORDER, *_HUES) if hue not in own.values()]
        spare = iter(dict.fromkeys(left))
        return {item: _HUES[hue][self.dark] if hue else _HUES[next(spare, "slate")][self.dark] for item, hue in own.items()}

    def on(self, colour: str) -> str:
        """Ink or paper, whichever reads better on the colour (WCAG contrast)."""
        dark_ink, light_ink = ("#000000", "#ffffff")
        return dark_ink if contrast(colour, dark_ink) >= contrast(colour, light_ink) else light_ink

    def mix(self, colour: str, share: float) -> str:
        """The colour laid over paper with the given share (0 to 1)."""
        pairs = zip(_rgb(colour), _rgb(self.paper), strict=True)
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


_LIGHT = Look(False, "#fbf9f4", "#22262a", "#5d646b", "#e4ded1", "#efeae0", "#b3261e", "#96590a", _SCREEN)
_DARK = Look(True, "#15181b", "#e6e1d6", "#a3a8ad", "#2c3136", "#22272b", "#f2a099", "#e0b060", _SCREEN)
_PRINT = Look(False, "#ffffff", "#000000", "#4a4a4a", "#d9d9d9", "#f2f2f2", "#b3261e", "#96590a", _PAPER)


def look(dark: bool = False, *, printing: bool = False) -> Look:
    """The look of the screen (light or dark), or of paper: a figure for print is always light."""
    return _PRINT if printing else _DARK if dark else _LIGHT


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two hex colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def figure(
    traces: list[dict[str, Any]],
    look: Look,
    *,
    height: int,
    left: int = 0,
    right: int = 4,
    bottom: int = 28,
    top: int = 8,
    **layout: object,
) -> go.Figure:
    """A figure of these traces on the look's paper, `height` px high; `layout` adds axes, annotations, shapes.

    The title stands outside, where it can wrap. Plotly's own check of every property takes longer than everything else
    on a page; it is made once, by the tests, and left out here.
    """
    dressed = {
        "template": {},
        "height": height,
        "paper_bgcolor": look.paper,
        "plot_bgcolor": look.paper,
        "font": {"family": FONT, "size": SIZE, "color": look.ink},
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "showlegend": any("name" in trace for trace in traces),
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
            "bgcolor": "rgba(0,0,0,0)",
        },
        "hoverlabel": {"bgcolor": look.paper, "bordercolor": look.muted, "font": {"family": FONT, "color": look.ink}},
        "hovermode": "closest",
        "dragmode": False,
    }
    return Figure({"data": traces, "layout": dressed | layout}, _validate=False)


def axis(look: Look, **settings: object) -> dict[str, Any]:
    """An axis without zoom, ticks and lines of its own; `settings` adds to it or overrules it."""
    plain = {"fixedrange": True, "ticks": "", "zeroline": False, "showline": False, "gridcolor": look.grid}
    return plain | {"tickmode": "array", "tickfont": {"size": SMALL, "color": look.muted}} | settings


def width(text: str) -> float:
    """Width of the text in full-width characters: Latin letters and digits count little more than half."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.55 for letter in text)


def markup(lines: Iterable[str]) -> str:
    """Lines as the markup that Plotly reads. Text from a document passes through here, so that it brings no markup."""
    return "<br>".join(escape(line, quote=False) for line in lines)


def wrap(text: str, limit: float) -> list[str]:
    """Lines of at most `limit` full-width characters; no character is lost."""
    lines, line, used = [], "", 0.0
    for word in _words(text):
        length = width(word)
        if line.strip() and used + length > limit:
            # Rather at the last space than within a name, unless that leaves the line half empty.
            head, _, tail = line.rstrip().rpartition(" ")
            if word.strip() and not line.endswith(" ") and width(head) > limit * 0.4 and width(tail) + length <= limit:
                lines.append(head.strip())
                line = tail
            else:
                lines.append(line.strip())
                line = ""
            used = width(line)
        line, used = line + word, used + length
    return [*lines, line.strip()] if line.strip() else lines or [""]


def _words(text: str) -> list[str]:
    """What a line may not be broken within: runs of Latin letters and digits, and a mark with what it opens or closes."""
    words: list[str] = []
    for letter in text:
        before = words[-1] if words else ""
        run = before[-1:].isascii() and not before[-1:].isspace() and letter.isascii() and not letter.isspace()
        if before and (
            letter in "）》」』】”’，。；：、？！)" or before[-1] in "（《「『【“‘(" or (run and len(before) < 14)
        ):
            words[-1] += letter
        else:
            words.append(letter)
    return words


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
