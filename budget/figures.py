"""The address of a page comes in; the figures that it shows go out as exhibits, without a server or a browser.

The page itself is run, as for a reader who opens that address: what the command line gives is what the screen shows.
"""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from budget import words
from budget.export import Exhibit, picture
from budget.export.render import Draw
from budget.model import BadInput
from budget.report.content import Item
from budget.words import t

APP = Path(__file__).resolve().parent.parent / "app.py"
_PATIENCE = 300  # seconds for a page of a very large store
_SHOWN = 16  # pages kept: a report may show several figures of each


class Shown:
    """The figures of one page by their keys, in the order of the page; an exhibit is made when it is asked for."""

    def __init__(self, address: str, chosen: Mapping[str, Sequence[str]], patience: int = _PATIENCE) -> None:
        """Run the page. address: a page by its name, or a whole link; chosen: parameters of links, beside those; patience: in seconds.

        Raises BadInput for a page or a choice that is not there, and for a page that fails or takes too long.
        """
        # They would warn that there is no browser, and that a choice of the link is not that which stands at first.
        for name in ("runtime.scriptrunner_utils.script_run_context", "elements.lib.policies"):
            logging.getLogger(f"streamlit.{name}").disabled = True
        from streamlit.testing.v1 import AppTest

        from budget import ui_export

        parts = urlsplit(address)
        self.page = parts.path.strip("/").rsplit("/", 1)[-1]
        parameters = {name: list(values) for name, values in (parse_qs(parts.query) | dict(chosen)).items() if values}
        pages = _pages()
        file = pages.get(self.page or next(iter(pages)))
        if file is None:
            raise BadInput(f"{self.page}: there is no such page; there are {', '.join(pages)}.")
        self.lang = (parameters.get("lang") or ["zh"])[0]
        self._query = urlencode(parameters, doseq=True)
        menu = _menu()
        with ui_export.collecting() as found:
            app = AppTest.from_file(str(APP), default_timeout=patience)
            app._registered_pages = menu
            app.switch_page(file)
            for name, values in parameters.items():
                app.query_params[name] = values
            try:
                app.run()
            except RuntimeError as error:  # it has run out of its time
                raise BadInput(t("这一页太大，{n} 秒没有画完；请缩小范围。", n=patience)) from error
        if app.exception:
            raise BadInput(t("这一页没有画成，原因见服务器的记录。"))
        if found.unknown:
            raise BadInput(" ".join(found.unknown))
        self._found = found.shown
        self.lacks = found.lacks

    @property
    def keys(self) -> list[str]:
        """Names of the figures, and of the tables that go into reports."""
        return list(self._found)

    def find(self, key: str) -> str | None:
        """The key of the figure that is asked for; 'treemap*' asks for the first that begins so. None where the page does not show it."""
        return next((one for one in self.keys if one == key or (key.endswith("*") and one.startswith(key[:-1]))), None)

    def exhibit(self, key: str) -> Exhibit:
        """The figure of that key, with the command that gives it again in the place of a link."""
        from budget import ui_export

        with words.speaking(self.lang):
            made = self._found[key][0]()
        link = ui_export.readable(self._query)
        return replace(made, link=f"python -m budget figure '{self.page}{'?' if link else ''}{link}' --key {key}")

    def lines(self, exhibit: Exhibit, key: str) -> list[str]:
        """What the SQL behind it gives, see `export.bundle`."""
        return self._found[key][1](exhibit)


@cache
def _menu() -> dict[str, Any]:
    """The pages of app.py, as Streamlit knows them. It learns them from a run of its first page: once is enough."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(APP), default_timeout=_PATIENCE).run()
    return dict(app._registered_pages)


def _pages() -> dict[str, str]:
    """Files of the pages by their names in the address, the first one first."""
    found = {}
    for node in ast.walk(ast.parse(APP.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page":
            named = {word.arg: word.value for word in node.keywords}
            found[str(ast.literal_eval(named["url_path"]))] = str(ast.literal_eval(node.args[0]))
    return found


@lru_cache(maxsize=_SHOWN)
def _page(address: str, lang: str, stamp: str, patience: int) -> Shown:
    return Shown(address, {"lang": [lang] if lang != "zh" else []}, patience)


def of_report(
    items: Sequence[Item], lang: str, draw: Draw | None, told: Callable[[int, Exhibit | str], None]
) -> tuple[list[Exhibit | str], dict[str, bytes]]:
    """What the items of a report show (see `content.paper`), and the pictures of those that are drawn, by item, where something can draw.

    While a picture is drawn the page of the next item is run. told: called with the number of each item and what it shows.
    """
    shown: list[Exhibit | str] = []
    drawing = {}
    with ThreadPoolExecutor(1) as artist:
        for number, item in enumerate(items, 1):
            try:
                found = exhibit(item.address, item.key, lang) if item.address else ""
            except BadInput as error:
                found = str(error)
            shown.append(found if isinstance(found, str) else found[1])
            told(number, shown[-1])
            if draw and not isinstance(found, str) and found[1].figure is not None and item.form != "table":
                with words.speaking(lang):
                    drawing[item.item_id] = artist.submit(draw, picture.bare(found[1]), "png")
        return shown, {name: one.result() for name, one in drawing.items()}


def exhibit(address: str, key: str, lang: str, patience: int = _PATIENCE) -> tuple[str, Exhibit] | str:
    """The key of a figure of a page (see `Shown.find`) with its exhibit, in a language; or why the page does not show it. Raises as `Shown`."""
    from budget import store

    with words.speaking(lang):
        shown = _page(address, lang, store.stamp(), patience)
        found = shown.find(key)
        if found:
            return found, shown.exhibit(found)
        return " ".join(shown.lacks) or t("这一页按现在的选择没有这张图或表。")
