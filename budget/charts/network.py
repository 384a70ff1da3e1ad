"""Things and the bundles of ties between them come in; the things in their order, joined by arcs, go out.

Things stand below each other, each with its name beside it, so that no name covers another on a narrow screen. Ties of a
thing with itself are counted below its name: drawn, they would cover the arcs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget.charts.grid import LINE, edges, middles
from budget.charts.once import once
from budget.charts.scale import records
from budget.charts.theme import SMALL, Look, axis, figure, markup, width, wrap
from budget.words import t, term

_CHARACTERS, _ROW, _LABEL = 12, 48, 11  # of a name's line; px of a row; px of a name
_NEAR, _FAR = 0.12, 0.94  # how far the shortest and the longest arc reach, in parts of the width
_PORT, _PORTS = 4, 26  # px between the places where arcs leave a thing, and px for all of them
_STEPS = 32  # points of an arc
_Box = tuple[float, float, float, float]


@once
def network(data: pd.DataFrame, *, look: Look, nodes: Sequence[tuple[str, str]]) -> go.Figure:
    """`nodes` (key, name) in order, top down; each row of `data` is a bundle of ties between two of them (or within one).

    data: first, second (keys, in the order of the nodes), family, ties, broken (how many of each), tone ('error' or 'doubt'
    where some are broken), gap (by how much, as text). The more ties, the thicker; broken bundles lie on top, in the colour
    of their tone, with words.
    """
    colours = {"": look.mix(look.colour("total"), 0.6), "doubt": look.doubt, "error": look.error}
    names = {"": t("相符"), "doubt": t("不符：存疑"), "error": t("不符：错误")}
    bundles = sorted(records(data), key=lambda one: (one["broken"] > 0, one["tone"] == "error"))
    within = {key: [one for one in bundles if one["first"] == key == one["second"]] for key, _ in nodes}
    inside = {key: _inside(held) for key, held in within.items()}
    # Room for the count is made as for a line of the name.
    below = edges([name + "\u3000" * _CHARACTERS * bool(inside[key]) for key, name in nodes], _CHARACTERS, _ROW)
    place = dict(zip((key for key, _ in nodes), middles(below), strict=True))
    arcs = [one for one in bundles if one["first"] != one["second"]]
    reaches = _reaches(arcs, [key for key, _ in nodes])
    ports = _ports(arcs, reaches, place)
    traces: list[dict[str, Any]] = []
    written: list[_Box] = []
    annotations = []
    for number, arc in enumerate(arcs):
        start, end = ports[number, arc["first"]], ports[number, arc["second"]]
        turns = [math.pi * step / _STEPS for step in range(_STEPS + 1)]
        xs = [reaches[number] * math.sin(turn) for turn in turns]
        ys = [start + (end - start) * (1 - math.cos(turn)) / 2 for turn in turns]
        traces.append(
            {
                "type": "scatter",
                "x": xs,
                "y": ys,
                "mode": "lines",
                "line": {"color": colours[arc["tone"]], "width": 1.2 + 0.7 * math.log2(arc["ties"])},
                "customdata": [_hover(arc, dict(nodes))] * len(xs),
                "hovertemplate": "%{customdata}<extra></extra>",
                "legendgroup": arc["tone"],
                "showlegend": arc["tone"] not in {other["tone"] for other in arcs[:number]},
                "name": names[arc["tone"]],
            }
        )
        annotations.append(_text(arc, xs, ys, colours, look, written))
    bars = [_bar(key, middle, [y for (_, end), y in ports.items() if end == key], look) for key, middle in place.items()]
    return figure(
        traces,
        look,
        height=round(below[-1]) + 40,
        left=_CHARACTERS * _LABEL + 14,
        right=8,
        top=34,
        bottom=6,
        annotations=annotations,
        shapes=bars,
        xaxis=axis(look, range=[-0.01, 1.02], visible=False),
        yaxis=axis(
            look,
            tickvals=list(place.values()),
            ticktext=[_name(name, inside[key], within[key], colours, look) for key, name in nodes],
            range=[below[-1], 0],
            showgrid=False,
            tickfont={"size": _LABEL, "color": look.ink},
        ),
    )


def _inside(bundles: Sequence[Mapping[str, Any]]) -> str:
    """How many ties a thing has with itself, in words; nothing where it has none."""
    ties, broken = (sum(int(one[name]) for one in bundles) for name in ("ties", "broken"))
    if broken:
        return t("内部 ✗ {broken} / {n}", broken=broken, n=ties)
    return t("内部 {n}", n=ties) if ties else ""


def _name(name: str, inside: str, bundles: Sequence[Mapping[str, Any]], colours: Mapping[str, str], look: Look) -> str:
    lines = [markup([line]) + "\u2002" for line in wrap(name, _CHARACTERS)]
    if inside:
        tones = {one["tone"] for one in bundles}
        colour = next((colours[tone] for tone in ("error", "doubt") if tone in tones), look.muted)
        lines.append(f'<span style="color:{colour}">{markup([inside])}\u2002</span>')
    return "<br>".join(lines)


def _reaches(arcs: Sequence[Mapping[str, Any]], order: Sequence[str]) -> list[float]:
    """How far each arc goes: the further apart what it joins, the further; several of one pair stand beside each other."""
    found: list[float] = []
    for number, arc in enumerate(arcs):
        span = abs(order.index(arc["first"]) - order.index(arc["second"]))
        before = sum((one["first"], one["second"]) == (arc["first"], arc["second"]) for one in arcs[:number])
        found.append(min(1, _NEAR + (_FAR - _NEAR) * (span - 1) / max(1, len(order) - 2) + 0.04 * before))
    return found


def _ports(arcs: Sequence[Mapping[str, Any]], reaches: Sequence[float], place: Mapping[str, float]) -> dict[tuple[int, str], float]:
    """Where each arc leaves each of its two things, by its number and the thing: arcs that meet in one do not cross there."""
    found = {}
    for key, middle in place.items():
        upward = sorted((reaches[number], number) for number, arc in enumerate(arcs) if arc["second"] == key)
        downward = sorted(((reaches[number], number) for number, arc in enumerate(arcs) if arc["first"] == key), reverse=True)
        meeting = [number for _, number in [*upward, *downward]]
        step = min(_PORT, _PORTS / max(1, len(meeting) - 1))
        for nth, number in enumerate(meeting):
            found[number, key] = middle + step * (nth - (len(meeting) - 1) / 2)
    return found


def _bar(key: str, middle: float, ports: Sequence[float], look: Look) -> dict[str, Any]:
    """The upright line in which the arcs of a thing begin."""
    top, end = min(ports, default=middle) - 3, max(ports, default=middle) + 3
    return {"type": "line", "x0": 0, "x1": 0, "y0": top, "y1": end, "line": {"color": look.ink, "width": 3}, "name": key}


def _hover(arc: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = t("{family}：{n} 条等式，{broken} 条不符", family=term(arc["family"], "family"), n=arc["ties"], broken=arc["broken"])
    return markup([f"{names[arc['first']]} — {names[arc['second']]}", told, *([arc["gap"]] if arc["gap"] else [])])


def _text(
    arc: Mapping[str, Any],
    xs: Sequence[float],
    ys: Sequence[float],
    colours: Mapping[str, str],
    look: Look,
    written: list[_Box],
) -> dict[str, Any]:
    """What is written on an arc, at the first place along it where nothing stands, reckoned for the narrowest screen."""
    lines = [str(arc["ties"])]
    if arc["broken"]:
        lines = [f"✗ {arc['broken']} / {arc['ties']}", *([arc["gap"]] if arc["gap"] else [])]
    high = LINE * len(lines) / 2
    wide = max(map(width, lines)) * SMALL / (look.wide - _CHARACTERS * _LABEL)
    steps = [_STEPS // 2 + way * step for step in range(_STEPS // 2 - 2) for way in (1, -1)]  # best at its middle
    boxes = [_around(max(0.02, min(xs[at] + wide / 2, 1.02) - wide), wide, ys[at], high) for at in steps]
    box = next((box for box in boxes if not any(_overlap(box, other) for other in written)), boxes[0])
    written.append(box)
    at_edge = box[2] >= 1.02
    return {
        "x": box[2] if at_edge else (box[0] + box[2]) / 2,
        "xanchor": "right" if at_edge else "center",
        "y": (box[1] + box[3]) / 2,
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 1,
        "bgcolor": look.paper,
        "text": markup(lines),
        "font": {"size": SMALL, "color": colours[arc["tone"]] if arc["broken"] else look.muted},
    }


def _around(left: float, wide: float, middle: float, high: float) -> _Box:
    return left, middle - high, left + wide, middle + high


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
