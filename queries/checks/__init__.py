"""Audit checks come in from queries/checks/*.sql; `load_all()` goes out, one `Check` per file. Nothing is run here.

A file opens with its header, then one SELECT:

    -- check: row_adds_up                                  the file's name
    -- title: 中文 | English                               what is wrong when it fails
    -- severity: error                                     the worst that it gives
    -- family: arithmetic                                  the part of the catalogue it belongs to
    -- rests on: budget_tables                             a rule_id of data/reference/rules.csv
    -- method: 中文 | English                              what is compared with what, for a reader; may go on in
    --     further lines indented like this one
    -- says: 中文 {1} | English {1}                         the message of a finding (budget/sentences.py); where there
    --     are several, the first of which no value is lacking
    -- store: yes                                          only where it compares disclosures with each other

The SELECT returns one row per thing *tested*, whether it holds or not (budget/audit_tested.sql says which columns): severity
is null where it holds. So a check says what it looked at, and a disclosure without a row was not applicable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SEVERITIES = ("error", "warning", "notice", "info")
FAMILIES = (
    "publication", "arithmetic", "three_public", "procurement_assets", "indicators", "self_evaluation", "across",
)  # fmt: skip
_HEADER = re.compile(r"^-- (check|title|severity|family|rests on|method|says|store):[ \t]*(.*)$")


@dataclass(frozen=True, slots=True)
class Check:
    """One audit check: what its header says, and its SELECT."""

    check_id: str
    title_zh: str
    title_en: str
    severity: str
    family: str
    rule_id: str
    method_zh: str
    method_en: str
    says: tuple[tuple[str, str], ...]  # (Chinese, English)
    across_store: bool
    sql: str


def load_all(folder: Path = FOLDER) -> list[Check]:
    """Every check of the folder, by family in the order of the catalogue, then by name."""
    checks = [load(path) for path in sorted(folder.glob("*.sql"))]
    return sorted(checks, key=lambda check: (FAMILIES.index(check.family), check.check_id))


def load(path: Path) -> Check:
    """Read one check. Raises ValueError where its header lacks a line or says what cannot be."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head: dict[str, str] = {}
    says: list[str] = []
    last = ""
    start = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    for line in lines[:start]:
        found = _HEADER.match(line)
        if found:
            last = found.group(1)
            if last == "says":
                says.append(found.group(2).strip())
            else:
                head[last] = found.group(2).strip()
        elif last == "says" and line.startswith("--     "):
            says[-1] += _joined(says[-1], line)
        elif last and line.startswith("--     "):
            head[last] += " " + line.removeprefix("--").strip()
        else:
            last = ""
    for part in ("check", "title", "severity", "family", "rests on", "method"):
        if not head.get(part):
            raise ValueError(f"{path.name}: has no '-- {part}:' line")
    if head["check"] != path.stem:
        raise ValueError(f"{path.name}: calls itself {head['check']}")
    for part, allowed in (("severity", SEVERITIES), ("family", FAMILIES)):
        if head[part] not in allowed:
            raise ValueError(f"{path.name}: {part} is one of {', '.join(allowed)}, not {head[part]}")
    sql = "\n".join(lines[start:]).strip().removesuffix(";")
    if not sql:
        raise ValueError(f"{path.name}: has no SELECT")
    return Check(
        head["check"], *_both(path, head["title"]), head["severity"], head["family"], head["rests on"],
        *_both(path, head["method"]), tuple(_both(path, one) for one in says), head.get("store") == "yes", sql,
    )  # fmt: skip


def _joined(before: str, line: str) -> str:
    """A further line of a sentence: Chinese goes on without a space."""
    more = line.removeprefix("--").strip()
    return more if before[-1:] > "\u2e80" and more[:1] > "\u2e80" else " " + more


def _both(path: Path, text: str) -> tuple[str, str]:
    chinese, bar, english = (part.strip() for part in text.partition(" | "))
    if not bar or not chinese or not english:
        raise ValueError(f"{path.name}: '{text}' is not in both languages, parted by ' | '")
    return chinese, english
