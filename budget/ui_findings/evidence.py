"""One finding and its cells come in; what is wrong, by how much, and where it is printed goes out on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import queries
from budget import paper_findings, sources, ui
from budget.paper import known, printed, records
from budget.ui import Row, Rows
from budget.ui_findings.rows import said
from budget.words import t, term

_TABLES = 6  # tables shown beside one finding; more are counted
_QUOTES = 12  # figures in prose quoted beside one finding
_AROUND = 2  # rows of a printed table, and lines of a source, shown on both sides of what is marked
_PLACES = 6  # places of a source shown for one finding
# Marked cells come into view in their tables.
_SHOW_MARKS = """setTimeout(() => document.querySelectorAll('.mz-scroll').forEach(box => {
  const hit = box.querySelector('.mz-hit.stated') || box.querySelector('.mz-hit');
  if (!hit) return;
  const a = hit.getBoundingClientRect(), b = box.getBoundingClientRect();
  box.scrollTop += a.top - b.top - b.height / 2;
  box.scrollLeft += a.left - b.left - b.width / 2 + a.width / 2;
}), 300)"""
_KEYS = """(() => {
  if (document.body.dataset.keys) return;
  document.body.dataset.keys = 'yes';
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
    const to = {j: 'next', k: 'previous'}[event.key.toLowerCase()];
    if (to) document.querySelector('.mz-nav .' + to)?.click();
  });
})()"""


def neighbours(place: Row, **parameters: str) -> None:
    """Links to the findings before and after this one (a row of queries.findings.neighbours), and back to their list."""
    ways = [(t("← 回到清单"), ui.href("findings", **parameters), "back")]
    for name, label in (("previous", t("上一项（K）")), ("next", t("下一项（J）"))):
        if known(place[name]):
            ways.append((label, ui.href("findings", finding=place[name], **parameters), name))
    ui.run(_KEYS)
    ui.links(*ways, remark=t("第 {place} 项，共 {total} 项", place=place.place, total=place.total))


def opening(row: Row) -> None:
    """What is wrong, in a sentence, how bad it is, and where."""
    st.html(paper_findings.opening(dict(row), said(row, "message"), ui.href))


def sums(row: Row) -> None:
    """What is stated and what was expected, with the difference (see `paper_findings.sums`)."""
    if made := paper_findings.sums(dict(row), ui.chosen().unit):
        st.html(made)


def evidence(cells: Rows) -> None:
    """The cells a finding rests on, in their tables as printed: those that state left, those held against them right.

    cells: rows of queries.findings.cells.
    """
    tables: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
    for cell in records(cells):  # a table is shown once, whatever it has; quotes are parted by what they are
        part = "" if cell["table_no"] else cell["role"]
        tables.setdefault((cell["disclosure_id"], int(cell["table_no"]), part), []).append(cell)
    stated = [held for held in tables.values() if held[0]["role"] == "stated"][:_TABLES]
    against = [held for held in tables.values() if held[0]["role"] != "stated"][:_TABLES]
    several = cells["disclosure_id"].nunique() > 1
    for place, side in zip(st.columns(2, gap="medium") if against else [st.container()], (stated, against), strict=False):
        with place:
            st.html("".join(_exhibit(held, several) for held in side))
    if left := len(tables) - len(stated) - len(against):
        ui.note(t("另有 {n} 张表没有列出；全部格子见下载的 CSV。", n=left))
    ui.run(_SHOW_MARKS)


def _exhibit(held: Sequence[Mapping[str, Any]], several: bool) -> str:
    first = held[0]
    parts = list(dict.fromkeys(term(cell["role"], "role") for cell in held))
    title = str(first["table_title"]) if first["table_no"] else t("正文")
    remarks = [t("、").join(parts), *([str(first["source_name"])] if several else [])]
    if not first["table_no"]:
        more = t("共 {all} 处，这里列出前 {shown} 处。", all=len(held), shown=_QUOTES) if len(held) > _QUOTES else ""
        return paper_findings.exhibit(title, " · ".join([*remarks, more] if more else remarks), paper_findings.quotes(held[:_QUOTES], ui.href))
    rows = ui.fetch(queries.disclosures.cells, disclosure=first["disclosure_id"], table_no=int(first["table_no"]))
    marked = {cell["cell_id"]: cell["role"] for cell in held}
    return paper_findings.exhibit(title, " · ".join(remarks), printed(rows, marked, address=ui.href, around=_AROUND))


def source_lines(cells: Rows) -> None:
    """The lines of the source around each place, where the reader's machine has the documents; else how to name them."""
    opened = st.expander(t("原文件中的上下文"), key="source-lines", on_change="rerun")
    if not opened.open:
        return
    with opened:
        home = sources.folder()
        if home is None:
            ui.note(
                t("这里没有原文件：库里只存读出的格子。把原文件放进一个文件夹，用环境变量 MINGZHANG_SOURCES 写明它的路径，重新启动，就能看到上下文。")
            )
            return
        places = _passages(cells)
        for name, sha256, marked in places[:_PLACES]:
            lines = sources.lines(name, sha256, min(marked) - _AROUND, max(marked) + _AROUND)
            if lines is None:
                ui.note(
                    t(
                        "在 MINGZHANG_SOURCES 所指的文件夹里，没有找到与读取时内容相同的“{name}”（SHA-256 {sha}…）。", name=name,
                        sha=sha256[:16],
                    ), doubt=True,
                )  # fmt: skip
            else:
                st.html(paper_findings.exhibit(name, ui.at(min(marked), max(marked)), paper_findings.source(lines, marked)))
        if len(places) > _PLACES:
            ui.note(t("共 {all} 处，这里列出前 {shown} 处。", all=len(places), shown=_PLACES))


def _passages(cells: Rows) -> list[tuple[str, str, set[int]]]:
    """Where the cells stand in their documents: name, hash, lines; places that would overlap on the screen are one."""
    found: list[tuple[str, str, set[int]]] = []
    for cell in sorted(records(cells), key=lambda cell: (cell["source_sha256"], cell["line_start"])):
        lines = set(range(int(cell["line_start"]), int(cell["line_end"]) + 1))
        last = found[-1] if found else ("", "", {0})
        if last[1] == cell["source_sha256"] and min(lines) - max(last[2]) <= 2 * _AROUND + 1:
            last[2].update(lines)
        else:
            found.append((cell["source_name"], cell["source_sha256"], lines))
    return found
