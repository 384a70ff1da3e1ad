"""An exhibit comes in; the offer to take it along in many forms stands under its figure.

Files are made when they are asked for. Pictures are drawn by the reader's own browser: the server needs none.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from budget import words
from budget.export import Exhibit, bundle, html, table, workbook
from budget.words import t

_MIMES = {
    "csv": "text/csv", "html": "text/html", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}  # fmt: skip
_Maker = Callable[[], Exhibit]
_Lines = Callable[[Exhibit], list[str]]  # what the SQL behind it gives, see `bundle.written`


def offer(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    """One button that opens the forms to choose from. name: of the files; key: unique on the page."""
    opened = st.popover(t("导出"), key=f"export-{key}", type="tertiary", icon=":material/download:", on_change="rerun")
    if not opened.open:
        return
    lang = words.language()  # the files are made in another context, which speaks Chinese
    made: dict[str, tuple[str, Callable[[Exhibit], bytes]]] = {
        "xlsx": (t("Excel：数据，和可以改的图"), workbook.xlsx),
        "csv": (t("CSV：图后的数据"), lambda exhibit: table.csv(*table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic))),
        "html": (t("HTML：可以交互的图，断网也能看"), html.html),
        "zip": (t("数据包：全部，连同查询、引用和校验"), lambda exhibit: bundle.bundle(exhibit, lines(exhibit), {})),
    }  # fmt: skip
    with opened:
        for form, (label, write) in made.items():

            def file(write: Callable[[Exhibit], bytes] = write) -> bytes:
                with words.speaking(lang):
                    return write(make())

            st.download_button(
                label, file, file_name=f"{name}.{form}", mime=_MIMES[form], on_click="ignore", key=f"{form}-{key}", type="tertiary",
            )  # fmt: skip
