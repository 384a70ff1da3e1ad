"""The overall goal and the sub-goals in (a title, then lines), sub-goals with the figures they name out."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal

from budget.layouts import Layouts, pattern
from budget.model import plain, squeeze
from budget.normalize.ledger import Ledger
from budget.normalize.values import DIGITS, fits

_TITLE = re.compile(r"^(?P<no>\d+)[、.．]\s*(?P<title>.+)|^[（(](?P<han>[一二三四五六七八九十]+)[）)](?P<han_title>.+)")
_HAN = "零一二三四五六七八九"
_DELIMITER = re.compile(r"[，,。；;：:、“”\"（）()]")


@dataclass(slots=True)
class _Goal:
    no: int
    kind: str
    title: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)


class GoalReader:
    """Reads the goals of one document into its ledger."""

    def __init__(self, ledger: Ledger, layouts: Layouts) -> None:
        words = layouts.values
        self._ledger = ledger
        self._before: dict[str, str] = words["bounds_before"]
        self._after: dict[str, str] = words["bounds_after"]
        by_length = {"key": len, "reverse": True}
        alternatives = {
            name: "|".join(re.escape(word) for word in sorted(values, **by_length))  # type: ignore[call-overload]
            for name, values in (("before", self._before), ("unit", words["units"]), ("after", self._after))
        }
        self._figure = re.compile(
            rf"(?P<before>{alternatives['before']})?\s*(?P<number>{DIGITS})\s*(?P<unit>{alternatives['unit']})"
            rf"\s*(?P<after>{alternatives['after']})?"
        )
        at_least = (re.escape(word) for word, operator in self._before.items() if operator in ("≥", "≤") and len(word) > 1)
        self._leading = re.compile("|".join(at_least))
        self._ignored = [pattern(entry["text"]) for entry in layouts.statement["ignored"]]
        self._open: _Goal | None = None
        self._carried: tuple[int, str] | None = None  # a clause that a page break cuts goes on in the next line
        self._pending: list[tuple[str, str | None, Decimal, str | None, str]] = []

    def line(self, kind: str, line: int, text: str) -> list[tuple[int, int]]:
        """Take one line of the overall goal or of the sub-goals; returns the spans of (plain) text that became figures."""
        title = _TITLE.match(text) if kind == "subgoal" or text[:1].isdigit() else None
        if title:
            self.close()
            self._carried = None
            self._open = _Goal(_number(title), kind, "", line)
            heading = title["title"] or title["han_title"]
            self._open.title = squeeze(re.split(r"[。.](?=.)", heading)[0]).rstrip("。")[:60]
            self._open.lines.append((line, heading))
        elif self._open is None:
            if kind == "subgoal":
                if self._found(plain(text)):
                    self._ledger.unread("line", line, text, "above_first_goal")
                return []
            self._open = _Goal(1, kind, "", line, [(line, text)])
        else:
            self._open.lines.append((line, text))
        return self._figures(line, text)

    def close(self) -> None:
        """Enter the goal collected so far, if there is one."""
        goal, self._open = self._open, None
        if goal is None:
            return
        heading = len(goal.lines) == 1 and len(goal.lines[0][1]) <= 60
        if goal.kind == "subgoal" and heading and not self._pending:
            self._ledger.unread("line", goal.line, f"{goal.no}、{goal.lines[0][1]}", "heading_only")
            return
        subgoal_id = f"g{goal.line}"
        digest = hashlib.sha256("".join(squeeze(text) for _, text in goal.lines).encode()).hexdigest()[:16]
        self._ledger.add(
            "subgoal", None, subgoal_id=subgoal_id, subgoal_no=goal.no, kind=goal.kind,
            title=goal.title or squeeze(goal.lines[0][1])[:30], text_hash=digest, line_start=goal.line, line_end=goal.lines[-1][0],
        )  # fmt: skip
        for label, operator, value, unit, cell_id in self._pending:
            fact = self._ledger.fact_id(cell_id, "f")
            self._ledger.add(
                "subgoal_figure", fact, {"value_number": [cell_id]}, subgoal_figure_id=fact, subgoal_id=subgoal_id, label=label,
                operator=operator, value_number=value, unit=unit, cell_id=cell_id,
            )  # fmt: skip
        self._pending.clear()

    def _found(self, text: str) -> list[re.Match[str]]:
        """The figures in a (plain) text, without dates and numbers of documents."""
        taken = [match.span() for ignored in self._ignored for match in ignored.finditer(text)]
        return [
            match
            for match in self._figure.finditer(text)
            if not any(low <= match.start("number") < high for low, high in taken)
            and not self._is_year(match)
            and fits(Decimal(match["number"].replace(",", "")), 24, 6)
        ]

    def _figures(self, line: int, text: str) -> list[tuple[int, int]]:
        text = plain(text)
        spans = []
        behind = 0
        for match in self._found(text):
            before = text[behind : match.start()]
            label = _DELIMITER.split(before)[-1].strip()
            lines = (line, line)
            if behind == 0 and self._carried is not None and not _DELIMITER.search(before):
                lines = (self._carried[0], line)
                label = self._carried[1] + label
            behind = match.end()
            operator = self._before.get(match["before"] or "") or self._after.get(match["after"] or "") or None
            cell_id = self._ledger.add_prose(lines, squeeze(label), f"{label}{match[0]}".strip())
            name = squeeze(label)
            if operator is None and (leading := self._leading.match(name)):  # 至少建设2个
                name, operator = name[leading.end() :], self._before[leading[0]]
            self._pending.append((name, operator, Decimal(match["number"].replace(",", "")), match["unit"], cell_id))
            spans.append(match.span("number"))
        rest = _DELIMITER.split(text)[-1].strip()
        self._carried = (line, rest) if rest and behind < len(text) else None
        return spans

    @staticmethod
    def _is_year(match: re.Match[str]) -> bool:
        """'21年统战工作要点' and '2021年' are dates, '使用期限1年' a length of time."""
        return match["unit"] == "年" and (len(match["number"]) > 1)


def _number(title: re.Match[str]) -> int:
    return int(title["no"]) if title["no"] else han_number(title["han"])


def han_number(han: str) -> int:
    """1 to 99 as written in Chinese: 十 is 10, 二十一 is 21."""
    if "十" not in han:
        return _HAN.index(han)
    tens, _, ones = han.partition("十")
    return (_HAN.index(tens) if tens else 1) * 10 + (_HAN.index(ones) if ones else 0)
