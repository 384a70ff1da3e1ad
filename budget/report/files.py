"""A report with all that it shows comes in, and the ending of a file; the content of that file goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from budget.report import book, web, word
from budget.report.content import Paper

FORMS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".html": "text/html",
}  # fmt: skip
DRAWN = (".docx", ".xlsx")  # what holds pictures


def write(paper: Paper, form: str, pictures: Mapping[str, bytes], told: Callable[[int], None] = lambda done: None) -> bytes:
    """The report as one of FORMS. pictures: PNG by item; told: called with the number of items written, after each."""
    if form == ".docx":
        return word.docx(paper, pictures, told)
    return book.xlsx(paper, pictures) if form == ".xlsx" else web.html(paper)
