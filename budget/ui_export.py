"""An exhibit comes in; the offer to take it along in many forms stands under its figure.

Files are made when they are asked for. Pictures are drawn by the reader's own browser (ui_export.js) with the Plotly that this server has:
neither a network nor a browser on the server is needed.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
_collected: dict[str, tuple[_Maker, _Lines]] | None = None
# Never mounted: it is how Streamlit serves a folder of files. Plotly's own page has it, but keeps it to itself.
_PLOTLY = declare_component("plotly", path=Path(plotly.__file__).parent / "package_data")
_pictures = st.components.v2.component(
    "pictures", html='<ul class="mz-pictures"></ul><p class="mz-said" role="status"></p>',
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False,
)  # fmt: skip


def offer(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    """One button that opens the forms to choose from. name: of the files; key: unique on the page."""
    if _collected is not None:
        _collected[key] = make, lines
        return
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
        _drawn(make, lines, name, key)
        for form, (label, write) in made.items():

            def file(write: Callable[[Exhibit], bytes] = write) -> bytes:
                with words.speaking(lang):
                    return write(make())

            st.download_button(
                label, file, file_name=f"{name}.{form}", mime=_MIMES[form], on_click="ignore", key=f"{form}-{key}", type="tertiary",
            )  # fmt: skip


@contextmanager
def collecting() -> Iterator[dict[str, tuple[_Maker, _Lines]]]:
    """Within it figures are not offered but put into this dictionary, by their keys: for a program that runs a page, and serves none."""
    global _collected
    _collected = {}
    try:
        yield _collected
    finally:
        _collected = None


def readable(query: str) -> str:
    """The query of an address to be read: Chinese stays Chinese, what would break the address does not."""
    return _READABLE.sub(lambda found: unquote(found[0]), query)


def _drawn(make: _Maker, lines: _Lines, name: str, key: str) -> None:
    """What the browser draws, and the bundle, which is made here as soon as the browser has sent its pictures."""
    exhibit = make()
    data: dict[str, Any] = {
        "figure": picture.json(exhibit), "name": name, "drawing": t("正在画图…"), "failed": t("浏览器没有画成图；数据照样可以导出。"),
        "labels": {
            "png": t("PNG：插进报告，300 dpi，16 厘米宽"), "svg": t("SVG：放大不糊，可以再改"), "pdf": t("PDF：在打印窗口里选“另存为 PDF”"),
            "zip": t("数据包 ZIP：图、数据、查询、引用和校验"),
        },
    }  # fmt: skip
    kept = f"drawn-{key}"
    drawn = st.session_state.pop(kept, None)
    if drawn is not None:
        packed = bundle.bundle(exhibit, lines(exhibit), _checked(drawn))
        data |= {"bundle": base64.b64encode(packed).decode(), "token": f"{zlib.crc32(packed):08x}-{st.session_state.setdefault('bundles', 0)}"}
        st.session_state["bundles"] += 1
    _pictures(key=f"pictures-{key}", data=data, on_pictures_change=partial(_keep, f"pictures-{key}", kept))


def _keep(component: str, kept: str) -> None:
    st.session_state[kept] = st.session_state[component]["pictures"]


def _checked(drawn: object) -> dict[str, bytes]:
    """Pictures as a browser has sent them, by their ending; what is none is left out: anything can be sent."""
    sent = drawn if isinstance(drawn, dict) else {}
    try:
        png = base64.b64decode(str(sent.get("png", "")), validate=True)
    except binascii.Error:
        png = b""
    svg = str(sent.get("svg", "")).encode("utf-8", "replace")
    found = {"png": png if png.startswith(b"\x89PNG\r\n") else b"", "svg": svg if svg.startswith(b"<svg") else b""}
    return {ending: content for ending, content in found.items() if 0 < len(content) <= _LARGEST}
