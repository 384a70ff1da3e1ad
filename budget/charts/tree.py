"""A table of leaf items with their classes comes in; what a treemap or a sunburst draws goes out: nodes, sums, colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from budget.charts.scale import money, percent, records
from budget.charts.theme import Look


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in the order of the table, the whole first. ids are the codes joined by "/", so that a click names its code."""

    ids: list[str]
    labels: list[str]
    parents: list[str]
    values: list[float]
    texts: list[str]
    shades: list[str]

    @property
    def held(self) -> set[str]:
        """Ids of the nodes that hold others."""
        return set(self.parents)


def tree(data: pd.DataFrame, *, look: Look, unit: str, path: Sequence[tuple[str, str]], root: str, value: str) -> Tree:
    """Leaves under `path`: (code column, name column) from the outermost level inwards; `root` names the whole.

    Rows without a positive `value` (yuan) have no area and are left out. Colour is that of the outermost code.
    """
    sums = {"root": Decimal(0)}
    labels = {"root": root}
    parents = {"root": ""}
    shades = {"root": look.blank}
    for row in records(data):
        if row[value] is None or row[value] <= 0:
            continue
        parent, amount = "root", Decimal(str(row[value]))
        sums["root"] += amount
        for depth, (code, name) in enumerate(path):
            if parent.rsplit("/", 1)[-1] == str(row[code]):
                continue  # an item printed at 款 has no 项 of its own
            here = str(row[code]) if parent == "root" else f"{parent}/{row[code]}"
            sums[here] = sums.get(here, Decimal(0)) + amount
            labels[here], parents[here] = str(row[name]), parent
            shades[here] = look.mix(look.colour(str(row[path[0][0]])), 1.0 - 0.12 * depth)
            parent = here
    whole = sums["root"] or Decimal(1)
    texts = [f"{money(part, unit)}<br>{percent(part / whole)}" for part in sums.values()]
    return Tree(list(sums), list(labels.values()), list(parents.values()), [float(part) for part in sums.values()], texts, list(shades.values()))
