"""An exhibit and the ending of a file come in; the content of that file goes out."""

from __future__ import annotations

from collections.abc import Callable

from budget.export import bundle, html, picture, render, table, workbook
from budget.export.exhibit import Exhibit, one_line
from budget.model import BadInput

FORMS = (*(f".{form}" for form in render.FORMS), ".html", ".xlsx", ".csv", ".zip")


def write(exhibit: Exhibit, form: str, draw: render.Draw | None, lines: Callable[[], list[str]]) -> bytes:
    """The exhibit as one of FORMS (without the dot). draw: see `render`, needed for pictures; lines: see `bundle`, asked for only there.
    Raises BadInput for the picture of a table."""
    if form in render.FORMS:
        if exhibit.figure is None:
            raise BadInput(f"{one_line(exhibit.title)} is a table: it has no picture, and goes out as html, xlsx, csv or zip.")
        assert draw is not None  # whoever asks for a picture has something that draws
        return draw(picture.printed(exhibit), form)
    if form == "zip":
        pictures = {kind: draw(picture.printed(exhibit), kind) for kind in render.FORMS} if draw and exhibit.figure is not None else {}
        return bundle.bundle(exhibit, lines(), pictures)
    if form == "csv":
        return table.csv(*table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic))
    return {"html": html.html, "xlsx": workbook.xlsx}[form](exhibit)
