"""A kind of report and a selection come in; a report with its items goes out, to be made as it is or changed by its reader.

A kind is a file in data/reports/: its title and what it is about, in both languages, and its items in their order, each a heading or a figure
of a page by its key ('treemap*' is the first that begins so), with choices of that page by their codes. A new kind is a new file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from budget.report.content import Item, Report
from budget.words import LANGUAGES, language

_FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "reports"


@dataclass(frozen=True, slots=True)
class Kind:
    """One ready-made report. title, about: by language; title with {who} (a department) or {scope}. one: is it about one department?"""

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    one: bool
    items: Sequence[Mapping[str, Any]]

    def report(self, chosen: Mapping[str, Sequence[str]], scope: str) -> Report:
        """Its report for a selection: parameters of links (region, department, year, unit). scope: the selection in words."""
        title = self.title[language()].format(who=scope, scope=scope)
        return Report(title[:1].upper() + title[1:], "", tuple(_item(one, chosen) for one in self.items))


def _item(plain: Mapping[str, Any], chosen: Mapping[str, Sequence[str]]) -> Item:
    if "heading" in plain:
        return Item(caption=_both(plain["heading"])[language()])
    choices = urlencode({**{name: list(values) for name, values in chosen.items() if values}, **plain.get("choices", {})}, doseq=True)
    return Item(plain["page"] + (f"?{choices}" if choices else ""), plain["key"], form=plain.get("form", "figure"))


def _both(words: Sequence[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, words, strict=True))


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order of their files."""
    found = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(_FOLDER.glob("*.toml"))]
    return {
        one["name"]: Kind(one["name"], _both(one["title"]), _both(one["about"]), bool(one.get("one")), tuple(one["items"])) for one in found
    }
