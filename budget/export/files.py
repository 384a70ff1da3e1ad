"""An exhibit and the ending of a file come in; the content of that file goes out."""

from __future__ import annotations

from collections.abc import Callable

from budget.export import bundle, html, picture, render, table, workbook
from budget.export.exhibit import Exhibit

FORMS = (*(f".{form}" for form in render.FORMS), ".html", ".xlsx", ".csv", ".zip")


def write(exhibit: Exhibit, form: str, draw: render.Draw | None, lines: Callable[[], list[str]]) -> bytes:
    """The exhibit as one of FORMS (without the dot). draw: see `render`, needed for pictures; lines: see `bundle`, asked for only there."""
    if form in render.FORMS:
        assert draw is not None  # whoever asks for a picture has something that draws
        return draw(picture.printed(exhibit), form)
    if form == "zip":
        pictures = {kind: draw(picture.printed(exhibit), kind) for kind in render.FORMS} if draw else {}
        return bundle.bundle(exhibit, lines(), pictures)
    if form == "csv":
        return table.csv(*table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic))
    return {"html": html.html, "xlsx": workbook.xlsx}[form](exhibit)
