"""Rows of queries.findings come in; what they say, in the language of the session, goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budget import words
from budget.paper import known, records, who
from budget.ui import Row, Rows
from budget.words import t, term


def said(row: Row | Mapping[str, Any], name: str) -> str:
    """A text that a check has in both languages (title, message, method), in that of the session."""
    return str(row[column(name)])


def column(name: str) -> str:
    """The column that holds such a text in the session's language."""
    return f"{name}_{words.language()}"


def told(check: Row) -> dict[str, str]:
    """What a check compares and the rule it rests on (a row of queries.findings.checks, or of details), under their names."""
    rule = str(check["rule_title" if words.language() == "zh" else "rule_title_en"])
    clause = check.get("clause")
    return {t("核查方法"): said(check, "method"), t("依据"): f"{rule} {clause}" if known(clause) else rule}


def names(rows: Rows) -> dict[str, str]:
    """Disclosures by what they are called: department and year, and the kind of the document where the department has another of that year."""
    return {
        str(row["disclosure_id"]): f"{who(row['region_name'], row['department_name'])} {row['fiscal_year']}"
        + (f" {term(str(row['kind']), 'kind')}" if known(row["kind"]) else "")
        for row in records(rows)
    }
