"""Printed figures come in; PNG, SVG and PDF go out, drawn by a Chromium that is started once and kept for all of them.

Only the command line needs it: on the pages the reader's own browser draws. Kaleido is brought by requirements-export.txt.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import plotly

from budget.export import picture
from budget.model import BadInput

FORMS = ("png", "svg", "pdf")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
_PATIENCE = 60  # seconds for a page to be printed
_HEAD = 33  # bytes of a PNG before which nothing may stand: its signature and its size
Draw = Callable[[dict[str, Any], str], bytes]


@contextmanager
def renderer() -> Iterator[Draw]:
    """A function that draws a figure of `picture.printed` as one of FORMS. Raises BadInput where nothing can draw."""
    try:
        import kaleido
    except ImportError:
        raise BadInput(
            "PNG, SVG and PDF are drawn by kaleido, which is not installed: python -m pip install -r requirements-export.txt;"
            " html, xlsx, csv and zip go without, and the pages draw in the reader's own browser."
        ) from None
    browser = os.environ.get("MINGZHANG_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise BadInput(
            "PNG, SVG and PDF are drawn by a Chromium or Chrome, and none was found: install one (Debian: apt-get install chromium"
            " fonts-noto-cjk) or set MINGZHANG_CHROMIUM to its path; html, xlsx, csv and zip go without."
        )
    # Nothing comes from the network: Plotly is the one installed here, and formulas are not set by MathJax.
    kaleido.start_sync_server(n=1, path=browser, plotlyjs=_PLOTLY, mathjax=False, silence_warnings=True)
    try:

        def draw(figure: dict[str, Any], form: str) -> bytes:
            layout, kind = figure["layout"], "png" if form == "png" else "svg"
            size = {"format": kind, "width": layout["width"], "height": layout["height"], "scale": picture.SCALE if form == "png" else 1}
            content: bytes = kaleido.calc_fig_sync({"data": figure["data"], "layout": layout}, opts=size)
            if form == "png":
                return _dense(content)
            return _sized(content) if form == "svg" else _printed(_sized(content), picture.high(layout["height"]), browser)

        yield draw
    finally:
        kaleido.stop_sync_server(silence_warnings=True)


def _dense(png: bytes) -> bytes:
    """How many dots there are to the metre, written into a PNG: programs then place it 16 cm wide."""
    (across,) = struct.unpack(">I", png[16:20])
    to_the_metre = int(across * 100 / picture.WIDTH_CM + 0.5)
    chunk = b"pHYs" + struct.pack(">IIB", to_the_metre, to_the_metre, 1)
    return png[:_HEAD] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[_HEAD:]


def _sized(svg: bytes) -> bytes:
    """As wide as on paper; and the forms of the signs are those of China wherever a font has several."""
    text = svg.decode("utf-8")
    found = re.match(r'<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"', text)
    if found is None:
        return svg
    high = picture.high(float(found[3]))
    return f'<svg{found[1]} xml:lang="zh-CN" width="{picture.WIDTH_CM}cm" height="{high:.3f}cm"{text[found.end() :]}'.encode()


def _printed(svg: bytes, high: float, browser: str) -> bytes:
    """A PDF as the pages print it. Kaleido's own shows the drawing as an image: some of its letters and digits could not be copied."""
    with tempfile.TemporaryDirectory() as home:
        page, target = Path(home, "page.html"), Path(home, "page.pdf")
        page.write_text(picture.page(svg.decode("utf-8"), high), encoding="utf-8")
        # A profile of its own: or a browser that is open already would be asked to do it.
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home}/profile", "--no-pdf-header-footer"]
        try:
            told = subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], capture_output=True, timeout=_PATIENCE, check=False).stderr
        except subprocess.TimeoutExpired:
            told = f"no answer within {_PATIENCE} seconds".encode()
        if not target.exists():
            reason = told.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
            raise BadInput(f"{browser}: did not print the PDF ({reason}); png, svg, html, xlsx and csv go without.")
        return target.read_bytes()
