"""A form, a table and settings come in; the figure drawn for them before goes out when all are the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd
import plotly.graph_objects as go

from budget.kept import Kept
from budget.words import language

_KEPT = 256  # figures; a page has at most eight
_STAMP = 22  # px of the margin that words over a figure stand in
_P = ParamSpec("_P")


class Figure(go.Figure):  # type: ignore[misc]  # Plotly publishes no types
    """A figure that is not changed any more: what is sent to the browser is worked out once. Pickled as what it was drawn from."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _drawn, (*self._recipe, getattr(self, "_stamped", ""))

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain data; not to be changed by the caller."""
        if getattr(self, "_plain", None) is None:
            self._plain = super().to_dict()
        plain: dict[str, Any] = self._plain
        return plain


def stamp(figure: go.Figure, words: str) -> None:
    """Write words over a figure, in a margin of their own above its heads and its legend; once, however often it is shown."""
    if getattr(figure, "_stamped", ""):
        return
    top = figure.layout.margin.t or 0
    figure.layout.margin.t, figure.layout.height = top + _STAMP, figure.layout.height + _STAMP
    figure.add_annotation(
        text=words, xref="paper", yref="paper", x=0, y=1, xanchor="left", yanchor="bottom", yshift=top, showarrow=False
    )
    figure._plain, figure._stamped = None, words


def again(figure: go.Figure, **changed: object) -> go.Figure:
    """The same figure with other settings: another look, say."""
    form, data, settings = figure._recipe
    return _drawn(form, data, settings | changed)


def form_of(figure: go.Figure) -> tuple[str, dict[str, Any]]:
    """The name of the form that a figure was drawn with, and its settings."""
    form, _, settings = figure._recipe
    return form, settings


def rows_of(figure: go.Figure) -> pd.DataFrame:
    """The table that a figure was drawn from."""
    rows: pd.DataFrame = figure._recipe[1][0]
    return rows


def _drawn(form: str, data: tuple[Any, ...], settings: dict[str, Any], stamped: str = "") -> go.Figure:
    from budget import charts

    figure = getattr(charts, form)(*data, **settings)
    if stamped:
        stamp(figure, stamped)
    return figure


def once(form: Callable[_P, go.Figure]) -> Callable[_P, go.Figure]:
    """Keep the figures of a form by the content of what it is called with and the language of the session."""
    figures: Kept[go.Figure] = Kept(_KEPT)

    @wraps(form)
    def draw(*data: _P.args, **settings: _P.kwargs) -> go.Figure:
        def drawn() -> go.Figure:
            figure = form(*data, **settings)
            figure._recipe = form.__name__, data, settings
            return figure

        return figures.get((language(), data, settings), drawn)

    return draw
