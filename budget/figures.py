"""The address of a page comes in; the figures that it shows go out as exhibits, without a server or a browser.

The page itself is run, as for a reader who opens that address: what the command line gives is what the screen shows.
"""

from __future__ import annotations

import ast
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from budget.export import Exhibit
from budget.model import BadInput

APP = Path(__file__).resolve().parent.parent / "app.py"
_PATIENCE = 300  # seconds for a page of a very large store


class Shown:
    """The figures of one page by their keys, in the order of the page; an exhibit is made when it is asked for."""

    def __init__(self, address: str, chosen: Mapping[str, Sequence[str]]) -> None:
        """Run the page. address: a page by its name, or a whole link; chosen: parameters of links, beside those. Raises BadInput."""
        # It would warn that there is no browser.
        logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
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
        with ui_export.collecting() as found:
            app = AppTest.from_file(str(APP), default_timeout=_PATIENCE)
            for turn in range(1 if file == next(iter(pages.values())) else 2):
                if turn:
                    app.switch_page(file)
                found.clear()
                for name, values in parameters.items():
                    app.query_params[name] = values
                app.run()
        if app.exception:
            raise BadInput(f"{address}: {app.exception[0].message}")
        self._found = dict(found)

    @property
    def keys(self) -> list[str]:
        """Names of the figures."""
        return list(self._found)

    def exhibit(self, key: str) -> Exhibit:
        """The figure of that key, with the command that gives it again in the place of a link."""
        from budget import ui_export, words

        with words.speaking(self.lang):
            made = self._found[key][0]()
        link = ui_export.readable(self._query)
        return replace(made, link=f"python -m budget figure '{self.page}{'?' if link else ''}{link}' --key {key}")

    def lines(self, exhibit: Exhibit, key: str) -> list[str]:
        """What the SQL behind it gives, see `export.bundle`."""
        return self._found[key][1](exhibit)


def _pages() -> dict[str, str]:
    """Files of the pages by their names in the address, the first one first."""
    found = {}
    for node in ast.walk(ast.parse(APP.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page":
            named = {word.arg: word.value for word in node.keywords}
            found[str(ast.literal_eval(named["url_path"]))] = str(ast.literal_eval(node.args[0]))
    return found
