"""Findings, the tables they rest on and their reviews come in; escaped HTML in the look of a ledger goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budget import paper
from budget.paper import fill, known
from budget.reviews import Review
from budget.words import said, t, term

Address = Callable[..., str]
SEVERITIES = ("error", "warning", "notice", "info")
_TONES = {"error": "error", "warning": "doubt"}  # red is kept for errors, amber for doubts


@dataclass(frozen=True, slots=True)
class Count:
    """One cell of a matrix: what stands in it, its class (a severity, 'passed', 'not_applicable'), words for it, and a link."""

    text: str
    kind: str
    words: str
    address: str | None = None


def tone(severity: str) -> str:
    """The colour of a severity: 'error', 'doubt' or none."""
    return _TONES.get(severity, "")


def listing(rows: Sequence[Mapping[str, Any]], *, lang: str, address: Address, kept: Mapping[str, str], each: int = 0) -> str:
    """Findings as a list, each a link: severity, message, where, and what reviewers say of it.

    rows: those of queries.findings.page or worst, with the columns of `ui_findings.reviewed`. kept: parameters that the
    links keep. each: after so many of one check and severity the others are counted, with a link to them.
    """
    items = ""
    for row in rows:
        items += _listed(row, lang, address("findings", finding=row["finding_id"], **kept))
        if row.get("nth") == each < row.get("of_kind", 0):
            items += _others(row, lang, address, kept)
    return f'<ol class="mz-findings">{items}</ol>'


def _others(row: Mapping[str, Any], lang: str, address: Address, kept: Mapping[str, str]) -> str:
    target = address("findings", **{**kept, "severity": row["severity"], "check": row["check_id"], "page": ""})
    words = t("另有 {n} 项同类：{title} →", n=row["of_kind"] - row["nth"], title=row[f"title_{lang}"])
    return fill('<li class="{severity} others"><a href="{to}">{words}</a></li>', severity=row["severity"], to=target, words=words)


def _listed(row: Mapping[str, Any], lang: str, target: str) -> str:
    where = [f"{paper.who(row['region_name'], row['department_name'])} {row['fiscal_year']}", row[f"title_{lang}"]]
    if known(row["line_start"]):
        where.append(t("第 {lines} 行", lines=row["line_start"], n=1))
    if row.get("alike", 1) > 1:
        where.append(t("同类 {n} 项", n=row["alike"]))
    return (
        fill(
            '<li class="{severity}"><a href="{target}"><b>{word}</b> {message}</a><p><span>{where}</span>',
            severity=row["severity"], target=target, word=term(row["severity"], "severity"), message=row[f"message_{lang}"],
            where=" · ".join(where),
        )
        + _state(row) + "</p></li>"
    )  # fmt: skip


def _state(row: Mapping[str, Any]) -> str:
    if not known(row["review_status"]):
        return fill('<span class="state">{words}</span>', words=term("open", "review_status"))
    said = f"{term(row['review_status'], 'review_status')} · {row['reviewer']}"
    state = fill('<span class="state {status}">{said}</span>', status=row["review_status"], said=said)
    return state + (fill('<span class="state changed">{words}</span>', words=t("变更后未复核")) if row["changed"] else "")


def opening(row: Mapping[str, Any], message: str, address: Address) -> str:
    """What is wrong with a finding, in large print, with its severity, where it stands, and what reviewers say of it."""
    return (
        fill(
            '<div class="mz-opening {severity}"><p class="message"><b>{word}</b> {message}</p>'
            '<p class="where"><a href="{target}">{who} {year}</a> · {about}</p><p class="where">',
            severity=row["severity"], word=term(row["severity"], "severity"), message=message,
            target=address(disclosure=row["disclosure_id"]), who=paper.who(row["region_name"], row["department_name"]),
            year=row["fiscal_year"],
            # a form of self-evaluation and the checks of them have one name
            about=" · ".join(dict.fromkeys((term(row["kind"], "kind"), term(row["family"], "family"), row["subject"]))),
        )
        + _state(row) + "</p></div>"
    )  # fmt: skip


def sums(row: Mapping[str, Any], unit: str) -> str:
    """What the document says, what it would have to say, and the difference, as an auditor writes them, with the arithmetic."""
    difference = row["difference_yuan"]
    told = [("stated", term("stated", "role"), said(row["stated"])), ("expected", t("应为"), said(row["expected"]))]
    if known(difference):
        label = t("{label}（{unit}）", label=t("差额"), unit=paper.unit_name(unit))
        told.append((f"difference {tone(row['severity'])}", label, paper.money(Decimal(str(difference)), unit)))
    lines = "".join(
        fill('<div class="{kind}"><dt>{label}</dt><dd>{value}</dd></div>', kind=kind, label=label, value=value)
        for kind, label, value in told
        if known(value) and value != ""
    )
    made = ""
    if known(row["arithmetic"]):
        made = fill('<p class="mz-arithmetic"><span>{label}</span> {sum}</p>', label=t("算式"), sum=row["arithmetic"])
    return f'<dl class="mz-sums">{lines}</dl>{made}' if lines or made else ""


def quotes(cells: Sequence[Mapping[str, Any]], address: Address) -> str:
    """Figures in running text, as quoted, each with its line and a link to its place."""
    return "".join(
        fill(
            '<blockquote class="mz-quote {role}"><p>', role=cell["role"],
        ) + paper.quote(cell["raw_text"]) + fill(
            '</p><footer>{part} · <a href="{target}">{line}</a></footer></blockquote>',
            part=term(cell["role"], "role"),
            target=address(disclosure=cell["disclosure_id"], cell=cell["cell_id"]),
            line=t("正文第 {lines} 行", lines=paper.span(cell["line_start"], cell["line_end"]), n=1 + (cell["line_start"] != cell["line_end"])),
        )
        for cell in cells
    )  # fmt: skip


def exhibit(title: str, remark: str, inner: str) -> str:
    """A piece of evidence (HTML made here) under its title."""
    return fill('<h3 class="mz-exhibit">{title} <small>{remark}</small></h3>', title=title, remark=remark) + inner


def source(lines: Mapping[int, str], marked: Set[int]) -> str:
    """Lines of a document with their numbers; those marked set off."""
    rows = "".join(
        fill(
            '<tr class="{hit}"><th scope="row">{number}</th><td>',
            hit="hit" if number in marked else "", number=number,
        ) + paper.quote(text) + "</td></tr>"
        for number, text in lines.items()
    )  # fmt: skip
    return f'<div class="mz-scroll" tabindex="0"><table class="mz-source"><tbody>{rows}</tbody></table></div>'


def matrix(rows: Sequence[tuple[str, str, Sequence[Count]]], heads: Sequence[tuple[str, str]], corner: str) -> str:
    """Counts by two things: each row has a name and the address it leads to, as has each head."""
    named = [(fill('<a href="{to}">', to=to) + paper.quote(name) + "</a>", counts) for name, to, counts in rows]
    tops = [fill('<a href="{to}">{head}</a>', to=to, head=head) if to else fill("{head}", head=head) for head, to in heads]
    return _matrix(named, tops, corner, "upright" if len(heads) > 8 else "")


def verdicts(rows: Sequence[tuple[str, Mapping[str, str], Sequence[Count]]], heads: Sequence[tuple[str, str]], corner: str) -> str:
    """The verdicts of checks: each row has a check's title, which opens to say what it compares, and a cell per head."""
    named = [(_explained(title, told), counts) for title, told, counts in rows]
    return _matrix(named, [fill('<a href="{to}">{head}</a>', to=to, head=head) for head, to in heads], corner, "wide")


def _explained(title: str, told: Mapping[str, str]) -> str:
    lines = "".join(fill("<p><span>{label}</span> {text}</p>", label=label, text=text) for label, text in told.items())
    return fill("<details><summary>{title}</summary>", title=title) + f"{lines}</details>"


def _matrix(rows: Sequence[tuple[str, Sequence[Count]]], heads: Sequence[str], corner: str, look: str) -> str:
    top = "".join(f'<th scope="col"><span>{head}</span></th>' for head in heads)
    body = "".join(f'<tr><th scope="row">{name}</th>{"".join(map(_count, counts))}</tr>' for name, counts in rows)
    first = fill("<th>{corner}</th>", corner=corner)
    box = fill('<div class="mz-scroll" tabindex="0" role="group" aria-label="{label}">', label=t("表"))
    return f'{box}<table class="mz-matrix {look}"><thead><tr>{first}{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _count(count: Count) -> str:
    inner = fill('<span aria-hidden="true">{text}</span><span class="sr">{words}</span>', text=count.text, words=count.words)
    if count.address:
        inner = fill('<a href="{to}">', to=count.address) + inner + "</a>"
    return fill('<td class="{kind}" title="{words}">', kind=count.kind, words=count.words) + inner + "</td>"


def key(kinds: Sequence[tuple[str, str, str]]) -> str:
    """What the signs of a matrix mean: (class, sign, words)."""
    items = "".join(
        fill('<li><i class="{kind}">{sign}</i>{words}</li>', kind=kind, sign=sign, words=words) for kind, sign, words in kinds
    )
    return f'<ul class="mz-key mz-signs">{items}</ul>'


def history(reviews: Sequence[Review], fingerprint: str | None) -> str:
    """The reviews of a finding, the newest first; those of other facts than today's say so."""
    items = "".join(
        fill(
            '<li class="{status}"><b>{word}</b> <span>{who} · {when}{earlier}</span><p>{note}</p></li>',
            status=one.status, word=term(one.status, "review_status"), who=one.reviewer, when=one.when,
            earlier=f" · {t('当时的事实与现在不同')}" if fingerprint and one.fingerprint != fingerprint else "", note=one.note,
        )
        for one in reviews
    )  # fmt: skip
    return f'<ol class="mz-history">{items}</ol>'
