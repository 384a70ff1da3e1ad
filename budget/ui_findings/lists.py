"""Findings, and counts of them, come in; lists and matrices that lead to them go out on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from budget import paper_findings, ui, words
from budget.paper import records
from budget.paper_findings import SEVERITIES, Count
from budget.ui import Rows
from budget.ui_findings.reviewing import reviewed
from budget.words import t, term


def tabs(here: str) -> None:
    """Links to the three views of what the checks say; `here` is the one that is shown."""
    ui.tabs(here, {"findings": t("核查"), "ties": t("勾稽关系"), "verdicts": t("逐项结论")})


def listing(rows: Rows, *, each: int = 0, **parameters: str) -> None:
    """Findings as a list of links, which keep these parameters (see `paper_findings.listing`)."""
    shown = records(reviewed(rows))
    st.html(paper_findings.listing(shown, lang=words.language(), address=ui.href, kept=parameters, each=each))


def paged(total: int, size: int, draw: Callable[[int], None], key: str = "page") -> None:
    """A list in pages of `size`: `draw` draws that which the reader wants, counted from 0, above the choice of another.

    key: under which the page stands in the URL, where there are several lists.
    """
    place, several = st.container(), -(-total // size)
    wanted = min(st.pagination(several, key=key, bind="query-params"), several) if several > 1 else 1
    with place:
        draw(wanted - 1)


def count(tested: int, findings: int, worst: object, address: str) -> Count:
    """One cell of a matrix, from how much was tested and what came of it; findings lead to their list at `address`."""
    if findings:
        said = t("{n} 项，最重的是{worst}", n=findings, worst=term(str(worst), "severity").lower())
        return Count(f"{findings:,}", str(worst), said, address)
    if tested:
        return Count("✓", "passed", t("通过：查了 {n} 处", n=tested))
    return Count("–", "not_applicable", term("not_applicable", "verdict"))


def found(findings: int, worst: object, address: str) -> Count:
    """One cell of a matrix of what was found alone: nothing there says neither that it was tested nor that it holds."""
    return count(1, findings, worst, address) if findings else Count("·", "passed", t("没有查出"))


def verdict(verdict: str, tested: int, findings: int, worst: object, address: str) -> Count:
    """What one check says of one disclosure; findings lead to their list at `address`."""
    words = term(verdict, "verdict")
    if verdict == "not_applicable":
        return Count("–", "not_applicable", words)
    told = t("{verdict}：查了 {n} 处", verdict=words, n=tested)
    if not findings:
        return Count(f"✓ {tested:,}", "passed", told)
    found = t("{n} 项，最重的是{worst}", n=findings, worst=term(str(worst), "severity").lower())
    return Count(f"{findings:,} / {tested:,}", str(worst), t("{one}；{other}", one=told, other=found), address)


def matrix(rows: Sequence[tuple[str, str, Sequence[Count]]], heads: Sequence[tuple[str, str]], corner: str) -> None:
    """Counts of findings by two things (see `paper_findings.matrix`)."""
    st.html(paper_findings.matrix(rows, heads, corner))


def verdicts(rows: Sequence[tuple[str, Mapping[str, str], Sequence[Count]]], heads: Sequence[tuple[str, str]], corner: str) -> None:
    """Verdicts of checks by disclosure (see `paper_findings.verdicts`)."""
    st.html(paper_findings.verdicts(rows, heads, corner))


def key(*, verdicts: bool = True) -> None:
    """What the signs of these matrices mean; verdicts: whether they tell what passed from what was not tested."""
    signs = [(severity, "3", term(severity, "severity")) for severity in SEVERITIES]
    if verdicts:
        signs += [("passed", "✓", t("查过，没有发现")), ("not_applicable", "–", t("不适用：没有可查的内容"))]
    else:
        signs += [("passed", "·", t("没有查出"))]
    st.html(paper_findings.key(signs))
