"""A figure comes in; what a spreadsheet can draw of it (bars, lines, shares) goes out: series over categories, as they are drawn.

Of areas within areas it draws the outermost as bars. Forms that it has no like of (matrix, network) have none. A value that is missing
stays missing: a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget import charts
from budget.paper import UNITS
from budget.words import t

_HORIZONTAL = ("bars", "ranking", "stacked", "dumbbell")
_NESTED = ("treemap", "sunburst", "icicle")


@dataclass(frozen=True, slots=True)
class Series:
    """Values and colours of the marks by the number of their category; a missing value has none, what only carries others no colour ('')."""

    name: str
    values: dict[int, float]
    colours: dict[int, str]


@dataclass(frozen=True, slots=True)
class Native:
    """kind: 'bar', 'stacked' or 'line'. unit: one of money, in which the values are; '' for shares of 1; the code of another unit."""

    kind: str
    unit: str
    categories: list[str]
    series: list[Series]


def native(figure: go.Figure) -> Native | None:
    """What can be drawn natively; None where the form has no like in a spreadsheet, or nothing is drawn."""
    form, settings = charts.form_of(figure)
    if form == "multiples":
        return _panels(charts.rows_of(figure), settings)
    if form == "waterfall":
        return _steps(figure.to_dict(), settings["unit"])
    if form in _NESTED:
        return _outermost(figure.to_dict()["data"][0], settings["unit"])
    if form not in (*_HORIZONTAL, "lines"):
        return None
    unit = "" if settings.get("shares") else settings.get("unit") or ""
    found = [(name, list(_points(trace, horizontal=form != "lines"))) for name, trace in _named(figure.to_dict()["data"])]
    # Two things may bear the same name: what tells categories apart is their place.
    labels = {place: label for _, points in found for place, label, _, _ in points}
    number = {place: at for at, place in enumerate(sorted(labels))}
    factor = float(UNITS[unit][0]) if unit in UNITS else 1.0
    series = [
        Series(name, {number[place]: value / factor for place, _, value, _ in points}, {number[place]: colour for place, *_, colour in points})
        for name, points in found
        if points
    ]
    if not series:
        return None
    kind = "line" if form == "lines" else "stacked" if form == "stacked" else "bar"
    return Native(kind, unit, [labels[place] for place in sorted(labels)], series)


def _panels(rows: pd.DataFrame, settings: dict[str, Any]) -> Native | None:
    """Small panels as lines over the years: one for each thing, in the order of the panels."""
    label, year, value = (settings.get(name, name) for name in ("label", "fiscal_year", "amount_yuan"))
    held = rows[rows[value].notna()]
    years = sorted(set(held[year]))
    number = {one: at for at, one in enumerate(years)}
    factor = float(UNITS[settings["unit"]][0])
    things = [own for _, own in held.groupby(settings["of"], sort=False)]
    hues = charts.look(printing=True).colours([str(own.iloc[0][settings["of"]]) for own in things])
    series = []
    for own in things:
        values = {number[one]: float(amount) / factor for one, amount in zip(own[year], own[value], strict=True)}
        series.append(Series(str(own.iloc[0][label]), values, dict.fromkeys(values, hues[str(own.iloc[0][settings["of"]])])))
    return Native("line", settings["unit"], list(map(str, years)), series) if series else None


def _outermost(trace: dict[str, Any], unit: str) -> Native | None:
    """The parts of the whole, the largest first; where it has but one, the parts of that."""
    hues = trace["marker"]["colors"]
    inside: dict[str, list[tuple[str, str, float, str]]] = {}  # by what holds them: id, label, value, colour
    for key, label, parent, value, hue in zip(trace["ids"], trace["labels"], trace["parents"], trace["values"], hues, strict=True):
        inside.setdefault(parent, []).append((key, _text(label), value, hue))
    parts = inside.get("", [])
    while len(parts) == 1 and parts[0][0] in inside:
        parts = inside[parts[0][0]]
    if not parts:
        return None
    parts = sorted(parts, key=lambda part: -part[2])
    factor = float(UNITS[unit][0])
    values = {at: value / factor for at, (_, _, value, _) in enumerate(parts)}
    return Native("bar", unit, [label for _, label, _, _ in parts], [Series(t("最上一层"), values, {at: hue for at, (*_, hue) in enumerate(parts)})])


def _steps(figure: dict[str, Any], unit: str) -> Native | None:
    """Steps from one sum to another as bars upon a bar that is not seen; None where they cross zero, which no spreadsheet can stack, and where
    the scale begins elsewhere: the sums are dots there, and as bars would look like what they are not."""
    steps: dict[float, tuple[str, float, float, str]] = {}  # by place: label, where it begins, its length, colour
    for trace in figure["data"]:
        if not trace.get("customdata"):
            continue
        for at, (x, y, said) in enumerate(zip(trace["x"], trace["y"], trace["customdata"], strict=True)):
            marker = trace["marker"]
            colour = marker["pattern"]["fgcolor"][at] if "pattern" in marker else marker["color"]
            steps[y] = _text(said[0]), trace["base"][at] if "base" in trace else 0.0, x, colour
    found = [steps[place] for place in sorted(steps)]
    if not found or any(base < 0 for _, base, *_ in found) or figure["layout"]["xaxis"]["range"][0] > 0:
        return None
    factor = float(UNITS[unit][0])
    return Native(
        "stacked", unit, [label for label, *_ in found],
        [
            Series(t("起点"), {at: base / factor for at, (_, base, *_) in enumerate(found)}, dict.fromkeys(range(len(found)), "")),
            Series(t("长短"), {at: size / factor for at, (*_, size, _) in enumerate(found)}, {at: one[-1] for at, one in enumerate(found)}),
        ],
    )  # fmt: skip


def _named(traces: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Traces that hold values, with their name in the legend: their own, or that of the sample before them."""
    name = ""
    for trace in traces:
        if "name" in trace:
            name = _text(trace["name"])
        if trace.get("customdata") and trace.get("hoverinfo") != "skip":
            yield name, trace


def _points(trace: dict[str, Any], *, horizontal: bool) -> Iterator[tuple[float, str, float, str]]:
    """Place of the category, its label, value and colour of each point that has a value."""
    colours = trace["marker"].get("pattern", {}).get("fgcolor", trace["marker"]["color"])  # a hatched bar is pale itself
    for number, (x, y, custom) in enumerate(zip(trace["x"], trace["y"], trace["customdata"], strict=True)):
        place, value = (y, x) if horizontal else (x, y)
        if value is not None:
            colour = colours if isinstance(colours, str) else colours[number]
            yield float(place), _text(custom[0]) if horizontal else str(x), float(value), str(colour)


def _text(words: object) -> str:
    return unescape(str(words).replace("<br>", " "))
