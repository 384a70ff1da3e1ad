"""A report comes in; what every form of it says around its figures goes out: numbers, contents, notes, sources, how to find it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from budget import paper
from budget.export import Exhibit
from budget.export.exhibit import mark, one_line, reference
from budget.report.content import Paper, Part
from budget.words import t

GAP = "\u2003"  # between the number of a figure and its words
DERIVED = "*"  # behind a number that was worked out
_SHARED = 3  # rows that say the same, from which it is said once


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; level: 1 for a heading, 2 for a figure or a table. anchor: the name of the place that it leads to."""

    level: int
    text: str
    anchor: str


def figure_label(number: int) -> str:
    """'图 1'."""
    return t("图 {n}", n=number)


def table_label(number: int) -> str:
    """'表 1'."""
    return t("表 {n}", n=number)


def captioned(label: str, part: Part) -> str:
    """The whole caption: '图 1', and the words."""
    return f"{label}{GAP}{part.caption}"


def labels(part: Part) -> list[str]:
    """What the figure and the table of one item are called."""
    return [figure_label(part.figure_no)] * bool(part.figure_no) + [table_label(part.table_no)] * bool(part.table_no)


def heading(part: Part) -> str:
    """The words of an item that is a heading; '' for any other."""
    return "" if part.item.address or part.exhibit else one_line(part.item.caption)


def contents(report: Paper) -> list[Entry]:
    """All headings, figures and tables in their order."""
    found = []
    for number, part in enumerate(report.parts):
        if heading(part):
            found.append(Entry(1, heading(part), f"_part{number}"))
        if part.figure_no:
            found.append(Entry(2, captioned(figure_label(part.figure_no), part), f"_figure{part.figure_no}"))
        if part.table_no:
            found.append(Entry(2, captioned(table_label(part.table_no), part), f"_table{part.table_no}"))
    if report.documents:
        found.append(Entry(1, t("资料来源"), "_sources"))
    if ways(report):
        found.append(Entry(1, t("如何复现"), "_ways"))
    return found


def colophon(report: Paper) -> str:
    """When it was made, and of which data."""
    made = max((one.made for one in report.exhibits), default=datetime.now(UTC).date())
    return f"{made.isoformat()} · " + t("明账，数据版本 {builds}", builds=builds(report))


def builds(report: Paper) -> str:
    """The builds that its figures are of."""
    return t("、").join(dict.fromkeys(one.build_id for one in report.exhibits))


def marks(report: Paper) -> list[str]:
    """What must be said before anything else."""
    return [mark()] if report.synthetic else []


def paragraphs(text: str) -> list[str]:
    """What a reader has written, line by line."""
    return [line for line in map(one_line, text.splitlines()) if line]


def notes(exhibit: Exhibit) -> list[str]:
    """Unit and scope, as they stand below a figure; after them come the sources."""
    return [one_line(text) for text in (exhibit.note, t("范围：{scope}", scope=exhibit.scope)) if text]


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers of sources, those that follow each other as first and last."""
    order = sorted(set(numbers))
    start = 0
    for place, number in enumerate(order):
        if place + 1 == len(order) or order[place + 1] != number + 1:
            yield order[start], number
            start = place + 1


def lack(part: Part) -> str:
    """Why an item that leads somewhere shows nothing."""
    what = t("{role}：", role=one_line(part.item.caption)) if part.item.caption else ""
    return what + t("这里没有可以显示的内容。{why}", why=one_line(part.lack))


def no_picture(exhibit: Exhibit) -> str:
    """What stands in the place of a picture that is not there."""
    if exhibit.columns:
        return t("这里缺一张图：制作时没有浏览器可以画它。图中的数据列在下面。")
    return t("这里缺一张图：制作时没有浏览器可以画它。图可以从文末“如何复现”所指的地方得到。")


def listing(exhibit: Exhibit, most: int) -> tuple[paper.Listing, list[str]]:
    """The first rows of the table of an exhibit, those worked out with a sign, and what must be said below: words that all rows share and
    no column is spent on, what the sign means, that there are more rows."""
    found = paper.listing(exhibit.data.head(most), exhibit.listed, unit=exhibit.unit)
    cells = [[replace(cell, words=one_line(cell.words) + DERIVED * cell.derived) for cell in row] for row in found.rows]
    heads = [one_line(head) for head in found.heads]
    shared = [at for at in range(len(heads)) if len(cells) >= _SHARED and not found.right[at] and len({row[at] for row in cells}) == 1]
    kept = [at for at in range(len(heads)) if at not in shared] or list(range(len(heads)))
    rows = paper.Listing([heads[at] for at in kept], [found.right[at] for at in kept], [[row[at] for at in kept] for row in cells])
    told = []
    if len(kept) < len(heads):
        told.append(t("以上各行：{told}。", told=t("；").join(f"{heads[at]} {cells[0][at].words}" for at in shared)))
    if any(cell.derived for row in cells for cell in row):
        told.append(t("{sign} 推算：文件没有直接写出，由写明的增减额算得。", sign=DERIVED))
    if len(exhibit.data) > most:
        told.append(t("共 {n} 行，这里列出前 {most} 行；全部各行见同一报告的 XLSX。", n=len(exhibit.data), most=most))
    if not len(exhibit.data):
        told.append(t("没有一行。"))
    return rows, told


def sources(report: Paper) -> list[tuple[int, str]]:
    """The documents of the report with their numbers."""
    return [(number, reference(row)) for number, row in enumerate(report.documents, 1)]


def ways(report: Paper) -> list[tuple[str, str, str]]:
    """For each item what its figure and table are called, the place it is told at, and the link or the command that gives it again."""
    found = [part for part in report.parts if part.exhibit and part.exhibit.link]
    return [(t("、").join(labels(part)), way(part), one_line(part.exhibit.link)) for part in found if part.exhibit]


def way(part: Part) -> str:
    """The name of the place where it is told how to find an item again."""
    return f"_way{part.figure_no or f't{part.table_no}'}"


def reproducing(report: Paper) -> str:
    """What stands before the links."""
    return t(
        "本报告的数字都取自明账的数据库，数据版本 {builds}。在同一版本的数据上，下面的链接或命令得到同样的图和表；版本不同，数字可能已经更新。",
        builds=builds(report),
    )
