"""An exhibit comes in; the offer to take it along in many forms stands under its figure.

Files are made when they are asked for. Pictures are drawn by the reader's own browser (ui_export.js) with the Plotly that this server has:
neither a network nor a browser on the server is needed.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import plotly
import streamlit as st
from streamlit.components.v1 import declare_component

from budget import words
from budget.export import Exhibit, bundle, html, picture, table, workbook
from budget.words import t

_MIMES = {"csv": "text/csv", "html": "text/html", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_LARGEST = 40_000_000  # bytes of a picture that a browser sends
_Maker = Callable[[], Exhibit]
_Lines = Callable[[Exhibit], list[str]]  # what the SQL behind it gives, see `bundle.written`
_READABLE = re.compile(r"(?:%[89A-F][0-9A-F])+")  # letters of an address that are not ASCII
_collected: Collected | None = None
# Never mounted: it is how Streamlit serves a folder of files. Plotly's own page has it, but keeps it to itself.
_PLOTLY = declare_component("plotly", path=Path(plotly.__file__).parent / "package_data")
_pictures = st.components.v2.component(
    "pictures", html='<ul class="mz-pictures"></ul><p class="mz-said" role="status"></p>',
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Collected:
    """What a page shows, by key: how to make its exhibit, and the lines of its SQL; why it does not show the rest; and what it was asked for
    that the store has not, so that what it shows is of another selection."""

    shown: dict[str, tuple[_Maker, _Lines]] = field(default_factory=dict)
    lacks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def offer(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    """One button that opens the forms to choose from. name: of the files; key: unique on the page."""
    if _collected is not None:
        return collect(make, lines, key)
    _forms(make, lines, name, key)
    return None


def collect(make: _Maker, lines: _Lines, key: str) -> None:
    """A table, which a page offers as CSV in its own way, is there for a program that runs the page."""
    if _collected is not None:
        _collected.shown[key] = make, lines


def lacks(reason: str) -> None:
    """The page shows less than it could, for this reason."""
    if _collected is not None:
        _collected.lacks.append(reason)


def collected() -> bool:
    """Is the page run by a program that collects what it shows?"""
    return _collected is not None


def unknown(told: str) -> None:
    """The link asked for something that is not there."""
    if _collected is not None:
        _collected.unknown.append(told)


def _forms(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    opened = st.popover(t("导出"), key=f"export-{key}", type="tertiary", icon=":material/download:", on_change="rerun")
    if not opened.open:
        return
    lang = words.language()  # the files are made in another context, which speaks Chinese
    made: dict[str, tuple[str, Callable[[Exhibit], bytes]]] = {
        "xlsx": (t("Excel：数据，和可以改的图"), workbook.xlsx),
        "csv": (t("CSV：图后的数据"), lambda exhibit: table.csv(*table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic))),
        "html": (t("HTML：可以交互的图，断网也能看"), html.html),
    }  # fmt: skip
    with opened:
        _picture(make, lines, name, key)
        for form, (label, write) in made.items():

            def file(write: Callable[[Exhibit], bytes] = write) -> bytes:
                with words.speaking(lang):
                    return write(make())

            st.download_button(
                label, file, file_name=f"{name}.{form}", mime=_MIMES[form], on_click="ignore", key=f"{form}-{key}", type="tertiary",
            )  # fmt: skip


@contextmanager
def collecting() -> Iterator[Collected]:
    """Within it figures are not offered but put into this collection: for a program that runs a page, and serves none."""
    global _collected
    _collected = Collected()
    try:
        yield _collected
    finally:
        _collected = None


def readable(query: str) -> str:
    """The query of an address to be read: Chinese stays Chinese, what would break the address does not."""
    return _READABLE.sub(lambda found: unquote(found[0]), query)


def _picture(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    """What the browser draws of a figure, and the bundle, which is made here as soon as the browser has sent its pictures."""
    exhibit = make()
    labels = {
        "png": t("PNG：插进报告，300 dpi，16 厘米宽"), "svg": t("SVG：放大不糊，可以再改"), "pdf": t("PDF：在打印窗口里选“另存为 PDF”"),
        "zip": t("数据包 ZIP：图、数据、查询、引用和校验"),
    }  # fmt: skip

    def packed(_: str, pictures: Mapping[str, bytes]) -> tuple[bytes, str, str]:
        return bundle.bundle(exhibit, lines(exhibit), pictures), "application/zip", "zip"

    drawn({"": picture.json(exhibit)}, labels, name, key, packed)


def drawn(
    figures: Mapping[str, str], labels: Mapping[str, str], name: str, key: str, file: Callable[[str, Mapping[str, bytes]], tuple[bytes, str, str]]
) -> None:
    """Forms by their labels. The browser draws the figures (JSON by name) that they need; `file` makes what the server has to make of them.

    file: called with the form and the pictures by name (for a bundle: by their ending); returns content, type and ending.
    """
    data: dict[str, Any] = {
        "figures": dict(figures), "name": name, "labels": dict(labels), "drawing": t("正在画图…"), "making": t("正在编写文件…"),
        "failed": t("浏览器没有画成图；数据照样可以导出。"), "page": picture.PAGE,
    }  # fmt: skip
    kept = f"drawn-{key}"
    sent = st.session_state.pop(kept, None)
    if isinstance(sent, dict) and sent.get("form") in labels:
        content, mime, ending = file(sent["form"], _checked(sent.get("pictures")))
        number = st.session_state.setdefault("files made", 0)
        st.session_state["files made"] += 1
        data["made"] = {
            "content": base64.b64encode(content).decode(), "type": mime, "ending": ending, "token": f"{zlib.crc32(content):08x}-{number}",
        }  # fmt: skip
    _pictures(key=f"pictures-{key}", data=data, on_pictures_change=partial(_keep, f"pictures-{key}", kept))


def _keep(component: str, kept: str) -> None:
    st.session_state[kept] = st.session_state[component]["pictures"]


def _checked(sent: object) -> dict[str, bytes]:
    """Pictures as a browser has sent them, by their names; what is none is left out: anything can be sent."""
    found = {}
    for name, text in (sent if isinstance(sent, dict) else {}).items():
        content = str(text).encode("utf-8", "replace")
        if name != "svg":
            try:
                content = base64.b64decode(str(text), validate=True)
            except binascii.Error:
                continue
        if content.startswith(b"<svg" if name == "svg" else b"\x89PNG\r\n") and len(content) <= _LARGEST:
            found[str(name)] = content
    return found
