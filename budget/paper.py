"""Rows and words come in; escaped HTML in the look of a ledger, or rows for a CSV, go out.

No text from a document passes unescaped into HTML.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html import escape
from typing import Any

import pandas as pd

from budget.words import counted, language, said, t, term

UNITS = {"元": (Decimal(1), 2), "万元": (Decimal(10_000), 2), "亿元": (Decimal(100_000_000), 4)}
ROWS = 400  # rows of one table on the screen; a reader who wants more wants the CSV
WIDE = {24: "long", 8: "mid"}  # texts above so many full-width characters get a wider column: a narrow one would make a tall row
TALL = 25  # rows from which a table scrolls inside itself, so that what follows stays in reach
STATUSES = ("present", "empty_with_note", "empty", "absent", "not_expected")
READINGS = ("fact", "blank", "structure", "unread")
_HELD = ("stated", "expected")  # our words among the texts of documents
_CODED = {
    "measure", "component", "kind", "status", "section_code", "basis", "value_status", "year_basis", "table_code",
    "row_role", "row_status", "budget_status", "classification", "item_code", "side", "reading", "reason", "level1", "level2",
    "severity", "family", "verdict", "review_status", "region_level", "strictness", "own_rule", "level", "role", "origin",
    *_HELD,
}  # fmt: skip
_HAN = re.compile("[\u3400-\u9fff]")
_LONG = 8  # characters of a printed cell that is given room, so that a narrow screen does not stand it on end
_SHARES = ("share", "_rate", "_stated")
_LINKS = ("cell_id", "disclosure_id", "finding_id")  # columns whose values lead somewhere, and say nothing
_NO_SHARES = ("weight_stated", "score_stated")  # points, not parts of 1


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of a matrix of marks: one of STATUSES, or 'part' with a number in it; words for it; the address it leads to."""

    kind: str
    words: str
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A cell in words. gap: the row has no value, and the words say why; derived: it was worked out, no document states it."""

    words: str
    gap: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows in words under their heads; `right` says which columns are numbers."""

    heads: list[str]
    right: list[bool]
    rows: list[list[Told]]


def known(value: object) -> bool:
    """False for what a row does not have (None, NaN)."""
    return value is not None and value is not pd.NaT and value == value


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as mappings by the names of their columns. pandas has such a thing, which takes five times as long."""
    names = list(map(str, data.columns))
    return [dict(zip(names, row, strict=True)) for row in zip(*(data[name].tolist() for name in data.columns), strict=True)]


def tuples(data: pd.DataFrame) -> Iterator[Any]:
    """Rows as tuples with the names of their columns, as quickly."""
    return map(_tuple(*data.columns), zip(*(data[name].tolist() for name in data.columns), strict=True))


@lru_cache
def _tuple(*names: str) -> Callable[[Iterable[Any]], Any]:
    row: Any = namedtuple("Row", names)  # type: ignore[misc]  # names that only a statement knows
    make: Callable[[Iterable[Any]], Any] = row._make
    return make


def span(start: object, end: object) -> str:
    """'7' or '7–9'."""
    return str(start) if start == end else f"{start}–{end}"


def who(region: str, department: str) -> str:
    """A department by its name, with its region where the name does not say it."""
    return department if region in department else f"{region} {department}"


def money(value: Decimal | None, unit: str) -> str:
    """Yuan as text in 元, 万元 or 亿元, thousands parted by commas; '—' for none."""
    if value is None or not known(value):
        return "—"
    factor, places = UNITS[unit]
    shown = Decimal(str(value)) / factor
    # A sum too small for the usual places keeps its first two digits, so that it never looks like zero.
    if shown and abs(shown) < Decimal(1).scaleb(-places):
        places = -shown.adjusted() + 1
    return f"{shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"


def percent(share: Decimal | float) -> str:
    """A share of 1 in percent, one decimal, halves rounded up (四舍五入); a share too small for that is not shown as nothing."""
    exact = Decimal(str(share))
    rounded = exact.quantize(Decimal("0.001"), ROUND_HALF_UP)
    return "<0.1%" if not rounded and exact > 0 else f"{rounded:,.1%}"


def unit_name(unit: str, n: object = None) -> str:
    """The name of a unit of money, or of the code of another unit (points, say), of which there are n, in the session's language."""
    return {"元": t("元"), "万元": t("万元"), "亿元": t("亿元")}.get(unit) or counted(term(unit, "unit"), n)


def fill(template: str, **values: object) -> str:
    """The template with every value escaped."""
    return template.format(**{name: escape(str(value)) for name, value in values.items()})


def quoted(text: str) -> str:
    """The attribute of an element that holds text of a document: what reads an English page aloud goes by it."""
    return ' lang="zh"' if language() == "en" and _HAN.search(text) else ""


def quote(text: str) -> str:
    """Text of a document, escaped, and marked as Chinese on an English page."""
    marked, inner = quoted(text), fill("{text}", text=text)
    return f"<span{marked}>{inner}</span>" if marked else inner


def ledger(
    data: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    unit: str,
    address: Callable[..., str],
    marked: str | None = None,
    leads: Mapping[str, str] | None = None,
) -> str:
    """Rows as a table; columns gives the names to show, in order, with their headings.

    Columns named …_yuan are shown in `unit`, codes as words, cell_id, disclosure_id and finding_id as links made by `address`.
    A missing amount_yuan shows its value_status when the rows have one, any other value its own (x_yuan its x_status).
    marked: the cell_id of the row to set off. leads: columns whose value is a link, each with the column that holds its address.
    """
    right = {name: _numeric(data, name) for name in columns}
    heads = "".join(
        fill('<th class="{side}">{head}</th>', side="n" if right[name] else "", head=_head(name, label, unit))
        for name, label in columns.items()
    )
    rows = []
    for row in records(data.head(ROWS)):
        cells = "".join(_cell(row, name, unit, right[name], address, row.get((leads or {}).get(name, ""))) for name in columns)
        hit = marked is not None and row.get("cell_id") == marked
        rows.append(f'<tr class="{"mz-hit" if hit else ""}">{cells}</tr>')
    more = "tall" if len(rows) > TALL else ""
    return _table("mz-ledger", f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>", more)


def listing(data: pd.DataFrame, columns: Mapping[str, str], *, unit: str) -> Listing:
    """Rows as `ledger` shows them, for paper: without the columns that are nothing but links."""
    shown = {name: label for name, label in columns.items() if not name.endswith(_LINKS)}
    right = {name: _numeric(data, name) for name in shown}
    rows = [[_told(row, name, unit, right[name]) for name in shown] for row in records(data)]
    return Listing([_head(name, label, unit) for name, label in shown.items()], list(right.values()), rows)


def export(data: pd.DataFrame, columns: Mapping[str, str]) -> tuple[list[str], list[list[object]]]:
    """Rows for a CSV: heads and values. First the columns named, with their headings, as a reader knows them: money in
    yuan and exact, codes as words, shares as plain numbers. Then, under their own names, the codes behind the words and
    all other columns, so that nothing is lost.
    """
    heads = [_head(name, label, "元") for name, label in columns.items()]
    values = [[_plain(name, value) for value in data[name].tolist()] for name in columns]
    for name in map(str, data.columns):
        raw = [value if known(value) else "" for value in data[name].tolist()]
        if name not in columns or (name in _CODED and raw != values[list(columns).index(name)]):
            heads.append(name)
            values.append(raw)
    return heads, [list(row) for row in zip(*values, strict=True)]


def _plain(name: str, value: object) -> object:
    if not known(value):
        return ""
    if _is_share(name):
        return round(Decimal(str(value)), 6)
    return _term(name, value) if name in _CODED else value


def _term(name: str, value: object) -> str:
    return str(said(value)) if name in _HELD else term(str(value), name)


def facts(
    pairs: Mapping[str, object], *, large: bool = False, tones: Mapping[str, str] | None = None, leads: Mapping[str, str] | None = None
) -> str:
    """Labels with their values, side by side; `large` for headline figures, the first of which is the largest.

    tones: labels whose value is set in the colour of a doubt or an error. leads: where the value of a label leads to.
    """
    rows = "".join(
        fill('<div class="{tone}"><dt>{label}</dt><dd>', tone=(tones or {}).get(label, ""), label=label)
        + (fill('<a href="{to}">{value}</a>', to=leads[label], value=value) if leads and label in leads else fill("{value}", value=value))
        + "</dd></div>"
        for label, value in pairs.items()
    )
    return f'<dl class="mz-facts {"large" if large else ""}">{rows}</dl>'


def grid(
    rows: Sequence[tuple[str, str, str, Sequence[Mark]]], heads: Sequence[tuple[str, str]], groups: Mapping[str, int], corner: str
) -> str:
    """A matrix of marks: each row has a name, the address it leads to, a remark, and one mark per head; heads lead somewhere, too.

    groups: names over runs of columns, with their widths.
    """
    top = "".join(
        fill('<th colspan="{width}" class="g">{name}</th>', width=width, name=name) for name, width in groups.items()
    )
    names = "".join(fill('<th class="v"><a href="{to}"><span>{head}</span></a></th>', to=to, head=head) for head, to in heads)
    body = ""
    for name, address, remark, marks in rows:
        cells = "".join(map(_mark, marks))
        first = fill('<th scope="row"><a href="{address}">', address=address) + quote(name) + fill("</a> <small>{remark}</small></th>", remark=remark)
        body += f"<tr>{first}{cells}</tr>"
    head = fill('<thead><tr><th rowspan="2">{corner}</th>', corner=corner) + f"{top}</tr><tr>{names}</tr></thead>"
    found = {mark.kind for *_, marks in rows for mark in marks}
    return _table("mz-grid", f"{head}<tbody>{body}</tbody>") + _key("m {code}", (*STATUSES, "part"), found)


def _mark(mark: Mark) -> str:
    inner = fill('<i>{text}</i><span class="sr">{words}</span>', text=mark.text, words=mark.words)
    if mark.address:
        inner = fill('<a href="{to}">', to=mark.address) + inner + "</a>"
    return fill('<td class="m {kind}" title="{words}">', kind=mark.kind, words=mark.words) + inner + "</td>"


def marks(rows: Sequence[tuple[str, str, str]]) -> str:
    """A list of sections with their marks: name, one of STATUSES, a remark."""
    items = "".join(
        fill(
            '<li class="m {mark}" title="{words}"><i></i>{name}<span class="sr">{words}</span><small>{remark}</small></li>',
            mark=mark, name=name, words=term(mark), remark=remark,
        )
        for name, mark, remark in rows
    )  # fmt: skip
    return f'<ul class="mz-marks">{items}</ul>' + _key("m {code}", STATUSES, {mark for _, mark, _ in rows})


def printed(
    cells: pd.DataFrame,
    marked: Mapping[str, str] | None = None,
    *,
    address: Callable[..., str] | None = None,
    around: int | None = None,
) -> str:
    """A table as printed: each cell where it stood, coloured by what became of it (`reading`), lines in the margin.

    cells: cell_id, row_no, column_no, raw_text, line_start, line_end, reading. marked: the cells to set off, each with
    its part ('stated', 'expected' or ''); address makes links of them. around: how many rows are kept on both sides of
    those, beside their headings (column_header is needed then); the rest is counted, and what was read is not coloured.
    """
    rows: dict[int, dict[int, Mapping[str, Any]]] = {}
    for cell in records(cells):
        rows.setdefault(int(cell["row_no"]), {})[int(cell["column_no"])] = cell
    width = max(max(row) for row in rows.values())
    marked = marked or {}
    kept = set(rows) if around is None else _near(rows, set(marked), around)
    body, left_out = "", 0
    for number, row in sorted(rows.items()):
        if number not in kept:
            left_out += 1
            continue
        body += _left_out(left_out, width)
        left_out = 0
        lines = span(min(cell["line_start"] for cell in row.values()), max(cell["line_end"] for cell in row.values()))
        across = "".join(_printed_cell(row.get(column), marked, address) for column in range(1, width + 1))
        body += f'<tr><th class="l">{lines}</th>{across}</tr>'
    body += _left_out(left_out, width)
    key = _key("r-{code}", READINGS, set(cells["reading"])) if around is None else ""
    return key + _table("mz-printed", f"<tbody>{body}</tbody>", "tall")


def _near(rows: Mapping[int, Mapping[int, Mapping[str, Any]]], marked: Set[str], around: int) -> set[int]:
    """Numbers of the rows near a marked cell, and of those above that print the heading of its column (once each)."""
    order = sorted(rows)
    hits = [cell for row in rows.values() for cell in row.values() if cell["cell_id"] in marked]
    heads = {_squeezed(part) for cell in hits if known(cell["column_header"]) for part in cell["column_header"].split("/")}
    above = min((int(cell["row_no"]) for cell in hits), default=0)
    near: dict[int, tuple[str, ...]] = {}
    for number in order:
        printed = [_squeezed(cell["raw_text"]) for cell in rows[number].values() if cell["reading"] == "structure"]
        if number < above and heads & set(printed) and tuple(printed) not in near.values():
            near[number] = tuple(printed)
    places = [order.index(int(cell["row_no"])) for cell in hits]
    return set(near) | {number for place in places for number in order[max(0, place - around) : place + around + 1]}


def _squeezed(text: str) -> str:
    return "".join(text.split())  # a heading may be broken over lines


def _left_out(rows: int, width: int) -> str:
    words = t("⋯ 另有 {n} 行", n=rows)
    return fill('<tr class="gap"><th class="l"></th><td colspan="{width}">{words}</td></tr>', width=width, words=words) if rows else ""


def _printed_cell(
    cell: Mapping[str, Any] | None, marked: Mapping[str, str], address: Callable[..., str] | None
) -> str:
    if cell is None:
        return "<td></td>"
    part = marked.get(cell["cell_id"])
    text = quote(cell["raw_text"])
    if part and address:
        target = address(disclosure=cell["cell_id"].split(".", 1)[0], cell=cell["cell_id"])
        inner = text or fill("{blank}", blank=t("空白格"))
        text = fill('<span class="sr">{part}</span><a href="{target}">', part=term(part, "role"), target=target) + f"{inner}</a>"
    return (
        fill(
            '<td class="{look}" title="{words}">', look=_look(cell, part, address is None),
            words=term(part or cell["reading"], "role"),
        )
        + f"{text}</td>"
    )  # fmt: skip


def _look(cell: Mapping[str, Any], part: str | None, coloured: bool) -> str:
    shown = [f"r-{cell['reading']}"] if coloured or cell["reading"] == "structure" else []  # else only the marks stand out
    if len(cell["raw_text"]) > _LONG:
        shown.append("long")
    return " ".join(shown if part is None else [*shown, "mz-hit", *part.split()])


def _key(classes: str, codes: Sequence[str], found: Set[str]) -> str:
    """What the signs mean: of `codes`, in their order, those that are found above or below it."""
    return (
        '<ul class="mz-key">'
        + "".join(
            fill('<li class="{classes}"><i></i>{words}</li>', classes=classes.format(code=code), words=term(code))
            for code in codes
            if code in found
        )
        + "</ul>"
    )


def _table(name: str, inner: str, more: str = "") -> str:
    # Focusable, so that a table wider than the screen can be moved by keyboard.
    box = fill('<div class="mz-scroll {more}" tabindex="0" role="group" aria-label="{label}">', more=more, label=t("表"))
    return f'{box}<table class="{name}">{inner}</table></div>'


def _width(text: str) -> float:
    """About as wide as so many Chinese characters: of those UTF-8 takes three bytes. Of Latin letters it takes one; they are half as wide,
    and leave a part of their lines empty, which break between words.
    """
    return 0.65 * len(text) + 0.175 * (len(text.encode("utf-8", "replace")) - len(text))


def _is_share(name: str) -> bool:
    return name.endswith(_SHARES) and name not in _NO_SHARES


def _numeric(data: pd.DataFrame, name: str) -> bool:
    if name.endswith("_yuan") or _is_share(name):
        return True
    first = next((value for value in data[name].tolist() if known(value)), None)
    return isinstance(first, (int, float, Decimal)) and not isinstance(first, bool)


def _head(name: str, label: str, unit: str) -> str:
    return t("{label}（{unit}）", label=label, unit=unit_name(unit)) if name.endswith("_yuan") else label


def _cell(
    row: Mapping[str, Any], name: str, unit: str, right: bool, address: Callable[..., str], to: object = None
) -> str:
    value, told = row[name], _told(row, name, unit, right)
    if told.gap:
        return fill('<td class="gap {side}">{words}</td>', side="n" if right else "", words=told.words)
    if name.endswith("cell_id"):
        # Identifiers of cells open with their disclosure's; that of another column may be of another document.
        own = row.get("disclosure_id") if name == "cell_id" else None
        target = address(disclosure=own or value.split(".", 1)[0], cell=value)
        return fill('<td><a href="{target}">{words}</a></td>', target=target, words=t("查看"))
    if name == "finding_id":
        return fill('<td><a href="{target}">{words}</a></td>', target=address("findings", finding=value), words=t("打开"))
    if name == "disclosure_id":
        return fill('<td><a href="{target}">{words}</a></td>', target=address(disclosure=value), words=t("打开"))
    words = told.words
    look = "n" if right else next((look for least, look in WIDE.items() if _width(words) > least), "")
    inner = fill('<a href="{to}">{words}</a>', to=to, words=words) if to and known(to) else fill("{words}", words=words)
    return f"<td{quoted(words)}" + fill(' class="{look} {more}">', look=look, more="derived" if told.derived else "") + f"{inner}</td>"


def _told(row: Mapping[str, Any], name: str, unit: str, right: bool) -> Told:
    value = row[name]
    if known(value):
        return Told(_words(name, value, unit, right), derived=name.endswith("_yuan") and row.get("basis") == "derived")
    status = row.get("value_status" if name == "amount_yuan" else re.sub("_(yuan|stated|raw)$", "", name) + "_status")
    return Told(term(str(status)) if known(status) else "—", gap=True)


def _words(name: str, value: object, unit: str, right: bool) -> str:
    if name.endswith("_yuan"):
        return money(Decimal(str(value)), unit)
    if _is_share(name):
        return percent(Decimal(str(value)))
    if name in _CODED:
        return _term(name, value)
    if isinstance(value, bool):
        return t("是") if value else t("否")
    if right and not name.endswith(("year", "_no", "line_start", "line_end")):
        return f"{Decimal(str(value)).normalize():,f}"
    return str(value)
