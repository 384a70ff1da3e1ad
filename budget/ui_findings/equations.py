"""Equations 勾稽 of one disclosure come in; bundles of them between its tables, for a figure, go out."""

from __future__ import annotations

from typing import Any

from budget import ui
from budget.paper import known, money, records
from budget.paper_findings import SEVERITIES, tone
from budget.ui import Rows
from budget.words import t


def bundles(ties: Rows) -> tuple[Rows, list[tuple[str, str]]]:
    """Equations (rows of queries.findings.ties) by the two tables they join and the family of their checks, for
    charts.network: how many, how many broken and how badly; and the tables joined, in the document's order.
    """
    titles: dict[int, str] = {}
    held: dict[tuple[int, int, str], list[dict[str, Any]]] = {}
    for tie in records(ties):
        stated, against = int(tie["stated_table"]), [int(number) for number in tie["expected_tables"]]
        titles[stated] = tie["stated_title"]
        titles.update(zip(against, tie["expected_titles"], strict=False))
        for other in against or [stated]:
            first, second = sorted((stated, other))
            held.setdefault((first, second, tie["family"]), []).append(tie)
    titles[0] = t("正文")
    unit = ui.chosen().unit
    made = []
    for (first, second, family), several in held.items():
        broken = [tie for tie in several if not tie["holds"]]
        worst = min((SEVERITIES.index(tie["severity"]) for tie in broken if known(tie["severity"])), default=None)
        gaps = [money(abs(tie["difference_yuan"]), unit) for tie in broken if known(tie["difference_yuan"])]
        made.append({
            "first": str(first), "second": str(second), "first_title": titles[first], "second_title": titles[second], "family": family,
            "ties": len(several), "broken": len(broken), "tone": "" if worst is None else tone(SEVERITIES[worst]) or "doubt",
            "gap": t("差 {amount}", amount=gaps[0]) if len(gaps) == 1 else "",
        })  # fmt: skip
    joined = sorted({number for first, second, _ in held for number in (first, second)})
    rows = Rows(made)
    rows.attrs = ties.attrs  # the statement that they were counted from
    return rows, [(str(number), titles[number]) for number in joined]
