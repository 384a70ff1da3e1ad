"""A report comes in; one HTML file goes out that needs no network: the same words, numbers and order as in Word, with figures to be hovered over."""

from __future__ import annotations

from collections.abc import Iterator

from budget import office
from budget.export import Exhibit
from budget.export import html as export
from budget.export.exhibit import one_line
from budget.paper import ROWS, Told, fill
from budget.report import wording
from budget.report.content import Paper, Part
from budget.words import t

_STYLE = """
main{line-height:1.75}h1{text-align:center;font-size:1.9rem;margin:1rem 0 .6rem}h2{font-size:1.4rem;margin:3rem 0 .8rem}.made{text-align:center}
nav{border-block:1px solid #ddd;padding:.8rem 0;margin:1.5rem 0 2.5rem}nav ol{list-style:none;margin:0;padding:0}
nav li{padding-left:3.6rem;text-indent:-3.6rem}nav li.l1{padding-left:0;text-indent:0;font-weight:700;margin-top:.5rem}a{color:inherit}
nav a{text-decoration:none}nav a:hover,nav a:focus{text-decoration:underline}section{margin:2.2rem 0}figure{margin:0}
.caption{text-align:center;font-weight:700;font-size:.95rem;margin:.6rem 0}.note{font-size:.85rem}.lack{color:#5d646b}
sup a{text-decoration:none;color:#23527c}td.gap{color:#5d646b}td.derived{color:#96590a;font-style:italic}
.notes{list-style:none;padding:0;font-size:.85rem;overflow-wrap:anywhere}.notes li{margin:.3rem 0;padding-left:2.2rem;text-indent:-2.2rem}
:target{background:#fff4d6}.wide table{width:100%}thead th{white-space:normal}th{vertical-align:bottom}td{overflow-wrap:break-word}
td{min-width:4em}td.n{white-space:nowrap;min-width:0}td.n.gap{white-space:normal;min-width:4em}
@media(max-width:40rem){h1{font-size:1.4rem;text-align:left}.made{text-align:left}h2{font-size:1.2rem}
thead th{white-space:nowrap}td{min-width:6em}td.n{min-width:0}}
@page{size:A4;margin:2cm}
@media print{h2,.caption.above,.before{break-after:avoid}figure,.before,.note{break-inside:avoid}thead{display:table-header-group}
body{font-size:10.5pt}table{font-size:8pt}th,td{padding-right:.4rem}h2{margin-top:2rem}section{margin:1.4rem 0}:target{background:none}}
"""


def html(report: Paper) -> bytes:
    """The file, with Plotly inside once. Text of documents and readers stands in it escaped, or as JSON."""
    figures = {f"figure-{part.figure_no}": part.exhibit for part in report.parts if part.exhibit and part.figure_no}
    return export.whole(one_line(report.title), (office.clean(part) for part in _parts(report)), figures, _STYLE)


def _parts(report: Paper) -> Iterator[str]:
    for line in wording.marks(report):
        yield fill('<p class="mark">{line}</p>', line=line)
    yield fill('<h1>{title}</h1><p class="note made">{made}</p>', title=one_line(report.title), made=wording.colophon(report))
    yield from _paragraphs(report.lead)
    if entries := wording.contents(report):
        yield fill('<nav aria-label="{head}"><ol>', head=t("目录"))
        for entry in entries:
            yield fill('<li class="l{level}"><a href="#{anchor}">{text}</a></li>', level=entry.level, anchor=entry.anchor, text=entry.text)
        yield "</ol></nav>"
    for number, part in enumerate(report.parts):
        if part.exhibit:
            yield from _shown(part, part.exhibit)
        elif part.item.address:
            yield fill('<p class="lack">{why}</p>', why=wording.lack(part))
        elif wording.heading(part):
            yield fill('<h2 id="_part{number}">{text}</h2>', number=number, text=wording.heading(part))
        yield from _paragraphs(part.item.comment)
    if report.documents:
        yield fill('<h2 id="_sources">{head}</h2><ol class="notes">', head=t("资料来源"))
        for number, text in wording.sources(report):
            yield fill('<li id="_source{number}">[{number}] {text}</li>', number=number, text=text)
        yield "</ol>"
    if ways := wording.ways(report):
        yield fill('<h2 id="_ways">{head}</h2><p>{text}</p><ol class="notes">', head=t("如何复现"), text=wording.reproducing(report))
        for label, place, link in ways:
            yield fill('<li id="{place}"><b>{label}</b>{gap}{link}</li>', place=place, label=label, gap=wording.GAP, link=link)
        yield "</ol>"


def _paragraphs(text: str) -> Iterator[str]:
    return (fill("<p>{line}</p>", line=line) for line in wording.paragraphs(text))


def _shown(part: Part, exhibit: Exhibit) -> Iterator[str]:
    yield "<section>"
    if exhibit.takeaway:
        yield fill('<p class="before">{takeaway}</p>', takeaway=one_line(exhibit.takeaway))
    if part.figure_no:
        yield fill('<figure id="_figure{number}">', number=part.figure_no) + export.place(f"figure-{part.figure_no}", part.caption)
        yield fill('<figcaption class="caption">{text}</figcaption></figure>', text=wording.captioned(wording.figure_label(part.figure_no), part))
        yield _note(part, exhibit)
    if part.table_no:
        caption = wording.captioned(wording.table_label(part.table_no), part)
        yield fill('<p class="caption above" id="_table{number}">{text}</p>', number=part.table_no, text=caption)
        rows, told = wording.listing(exhibit, ROWS)
        yield export.table(rows.heads, rows.right, ([_cell(cell, right) for cell, right in zip(row, rows.right, strict=True)] for row in rows.rows))
        yield fill('<p class="note">{told}</p>', told="".join(told)) if told else ""
        if not part.figure_no:
            yield _note(part, exhibit)
    yield "</section>"


def _cell(cell: Told, right: bool) -> tuple[str, str]:
    look = ["n"] * right + ["gap"] * cell.gap + ["derived"] * cell.derived
    return cell.words, " ".join(look)


def _note(part: Part, exhibit: Exhibit) -> str:
    numbers = "–".join
    sources = "".join(
        "<sup>" + numbers(fill('<a href="#_source{one}">[{one}]</a>', one=one) for one in dict.fromkeys(run)) + "</sup>"
        for run in wording.runs(part.sources)
    )
    told = fill("{text}", text=t("。").join(wording.notes(exhibit)) + t("。"))
    told += fill("{label}", label=t("来源：")) + sources if sources else fill("{text}", text=t("来源：{sources}", sources=exhibit.sources()))
    told += fill("{end}{build}{end}", end=t("。"), build=t("数据版本 {build}", build=exhibit.build_id))
    if exhibit.link:
        told += fill('<a href="#{place}">{text}</a>', place=wording.way(part), text=t("复现的办法见文末"))
    return f'<p class="note">{told}</p>'
