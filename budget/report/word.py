"""A report and the pictures of its figures come in; a document for Word and WPS (DOCX) goes out: numbered, with contents, sources and links.

Contents and numbers are fields that show what is true already: nothing has to be updated when the file is opened. Text from documents and
readers is text: it becomes neither a field nor a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from budget import office
from budget.export import Exhibit, picture
from budget.export.exhibit import LISTED, one_line
from budget.office import clean, write
from budget.paper import Listing, Told
from budget.report import wording
from budget.report.content import Paper, Part
from budget.words import language, t

_MARGIN = 2.5  # cm
_HIGHEST = 18.5  # cm of a picture: its takeaway, its caption and its note stand on the same page
_DOUBT = RGBColor(0x96, 0x59, 0x0A)
_TEXT, _HEAD = office.HAN, office.HAN_HEAD
_STYLES = {"Normal": (10.5, _TEXT), "Body Text": (10.5, _TEXT), "Title": (20.0, _HEAD), "Heading 1": (15.0, _HEAD), "Caption": (10.0, _HEAD)}
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # pt of a table
_POWERS = (0.5, 0.75, 1.0)  # of the length of a text that its column grows with: tried in turn
_SMALL = 7.0  # letters smaller than that are for tables that do not fit otherwise
_CM = 2.54 / 72  # of a point
_SLACK = 1.04  # faces differ in width
_LEADING = 1.4  # from line to line
_PAD, _CLOSE, _MANY = 0.3, 0.2, 9  # cm left free in a cell, both sides together; that of a table with so many columns
_UNBROKEN = 12.0  # letters (Chinese) of a word that a column makes room for; a longer one is broken
_NARROW = 4.0  # the least, of Chinese that can be broken anywhere
_BREAKS = re.compile("[\\s\u2e80-\U0010ffff]+")  # where a line may end: at spaces, and among Chinese
_WHOLE = 12  # rows of a table that stays on one page
_LONG = 500  # letters of a cell from which its row may be broken: it may not fit on a page


def docx(report: Paper, pictures: Mapping[str, bytes], told: Callable[[int], None] = lambda done: None) -> bytes:
    """The document, A4 upright. pictures: PNG of `picture.bare` by the item_id of the figure; one that lacks is said. told: called with the
    number of items written, after each."""
    document = _empty(report)
    for line in wording.marks(report):
        _say(document, line, "Note Line").runs[0].font.color.rgb = _DOUBT
    _say(document, one_line(report.title), "Title")
    _say(document, wording.colophon(report), "Note Line").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in wording.paragraphs(report.lead):
        _say(document, line, "Body Text")
    _contents(document, wording.contents(report))
    for number, part in enumerate(report.parts):
        if part.exhibit:
            _shown(document, part, part.exhibit, pictures.get(part.item.item_id, b""))
        elif part.item.address:
            _say(document, wording.lack(part), "Note Line")
        elif wording.heading(part):
            _heading(document, wording.heading(part), f"_part{number}")
        for line in wording.paragraphs(part.item.comment):  # below a heading it leads to what follows
            _say(document, line, "Body Text").paragraph_format.keep_with_next = bool(wording.heading(part)) or None
        told(number + 1)
    if report.documents:
        _heading(document, t("资料来源"), "_sources")
        for number, text in wording.sources(report):
            office.bookmark(_say(document, f"[{number}] {text}", "Numbered Note"), f"_source{number}")
    if ways := wording.ways(report):
        _heading(document, t("如何复现"), "_ways")
        _say(document, wording.reproducing(report), "Body Text")
        for label, place, link in ways:
            entry = document.add_paragraph(style="Numbered Note")
            write(entry, f"{label}{wording.GAP}").bold = True
            write(entry, link)
            office.bookmark(entry, place)
    return office.saved(document)


# The document --------------------------------------------------------------------------------------------------------


def _empty(report: Paper) -> DocumentObject:
    document = office.page(_MARGIN, _STYLES)
    document.core_properties.title = one_line(report.title)[:250]
    styles = document.styles
    for name in ("Note Line", "Numbered Note", "Figure", "Takeaway", "Table Text", "toc 1", "toc 2"):
        new = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
        new.base_style = styles["Body Text" if name == "Takeaway" else "Normal"]
    for name, before, after, line in (
        ("Normal", 0, 0, 1.3), ("Body Text", 0, 6, 1.5), ("Title", 0, 8, 1.25), ("Heading 1", 20, 8, 1.3), ("Caption", 4, 4, 1.3),
        ("Note Line", 0, 14, 1.25), ("Numbered Note", 0, 4, 1.25), ("Figure", 4, 2, 1.0), ("Takeaway", 10, 6, 1.5), ("Table Text", 1.5, 1.5, 1.1),
        ("toc 1", 6, 2, 1.3), ("toc 2", 0, 2, 1.3),
    ):  # fmt: skip
        shape = styles[name].paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    for name in ("Note Line", "Numbered Note"):
        styles[name].font.size = Pt(8.5)
    styles["Note Line"].font.color.rgb = office.MUTED
    for name in ("Figure", "Heading 1", "Takeaway", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    for name in ("Title", "Figure"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, inward, hanging in (("Numbered Note", 0.8, 0.8), ("toc 2", 1.9, 1.4)):
        styles[name].paragraph_format.left_indent = Cm(inward)
        styles[name].paragraph_format.first_line_indent = Cm(-hanging)
    styles["toc 1"].font.bold = styles["Caption"].font.bold = False
    styles["Heading 1"].font.bold = styles["Title"].font.bold = True
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    # Contents find captions by their level: the name of their style is another one in a Chinese Word.
    styles["Caption"].element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    if language() == "zh":  # two characters, as Chinese paragraphs open
        styles["Body Text"].element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
        styles["Body Text"].paragraph_format.first_line_indent = Pt(21)
    section = document.sections[0]
    for name in ("Header", "Footer"):
        styles[name].font.size, styles[name].font.color.rgb = Pt(8.5), office.MUTED
    section.header_distance = section.footer_distance = Cm(1.2)
    office.page_number(section.footer.paragraphs[0], wording.builds(report))
    for said in wording.marks(report):
        write(section.header.paragraphs[0], said).font.color.rgb = _DOUBT
    return document


def _say(document: DocumentObject, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    write(paragraph, text)
    return paragraph


def _heading(document: DocumentObject, text: str, place: str) -> None:
    office.bookmark(_say(document, text, "Heading 1"), place)


def _contents(document: DocumentObject, entries: Sequence[wording.Entry]) -> None:
    """The contents as they are, without numbers of pages: only Word knows these, and shows them as soon as it is asked to."""
    if not entries:
        return
    head = _say(document, t("目录"), "Caption")  # no line of the contents itself
    head.paragraph_format.space_before = Pt(14)
    head._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'))
    for number, entry in enumerate(entries):
        line = document.add_paragraph(style=f"toc {entry.level}")
        if number == 0:
            office.start(line, 'TOC \\o "1-2" \\h \\z \\u')
        office.link(line, entry.anchor, entry.text)
    office.end(line)


# Items ---------------------------------------------------------------------------------------------------------------


def _shown(document: DocumentObject, part: Part, exhibit: Exhibit, png: bytes) -> None:
    if exhibit.takeaway:
        _say(document, one_line(exhibit.takeaway), "Takeaway")
    if part.figure_no:
        size = picture.size(png)
        if size:
            _picture(document, png, size, f"{part.caption}{t('。')}{one_line(exhibit.takeaway)}")
        else:
            _say(document, wording.no_picture(exhibit), "Note Line").paragraph_format.keep_with_next = True
            if exhibit.columns and not part.table_no:
                _table(document, exhibit)
        _caption(document, t("图"), part.figure_no, part.caption, f"_figure{part.figure_no}")
    if part.table_no:
        if part.figure_no:
            _note(document, part, exhibit)
        _caption(document, t("表"), part.table_no, part.caption, f"_table{part.table_no}")
        _table(document, exhibit)
    if not (part.table_no and part.figure_no):
        _note(document, part, exhibit)


def _picture(document: DocumentObject, png: bytes, size: tuple[int, int], alt: str) -> None:
    across = min(picture.WIDTH_CM, _HIGHEST * size[0] / size[1])
    run = document.add_paragraph(style="Figure").add_run()
    drawn = run.add_picture(io.BytesIO(png), width=Cm(across))
    drawn._inline.docPr.set("descr", clean(alt)[:2000])
    for side in ("distT", "distB", "distL", "distR"):  # else some programs keep a distance that moves it over the edge
        drawn._inline.set(side, "0")


def _caption(document: DocumentObject, kind: str, number: int, text: str, place: str) -> Paragraph:
    line = document.add_paragraph(style="Caption")
    write(line, f"{kind} ")
    office.field(line, f"SEQ {kind} \\* ARABIC", str(number))
    write(line, f"{wording.GAP}{text}")
    office.bookmark(line, place)
    return line


def _note(document: DocumentObject, part: Part, exhibit: Exhibit) -> None:
    line = document.add_paragraph(style="Note Line")
    write(line, t("。").join(wording.notes(exhibit)) + t("。"))
    if part.sources:
        write(line, t("来源："))
        for first, last in wording.runs(part.sources):
            _raised(office.link(line, f"_source{first}", f"[{first}]"))
            if last > first:
                _raised(write(line, "–"))
                _raised(office.link(line, f"_source{last}", f"[{last}]"))
        write(line, t("。"))
    else:
        write(line, t("来源：{sources}", sources=exhibit.sources()) + t("。"))
    write(line, t("数据版本 {build}", build=exhibit.build_id) + t("。"))
    if exhibit.link:
        office.link(line, wording.way(part), t("复现的办法见文末")).font.underline = True


def _raised(run: Run) -> None:
    run.font.superscript, run.font.size = True, Pt(10.5)  # raised letters are set at little more than half their size


# Tables --------------------------------------------------------------------------------------------------------------


def _table(document: DocumentObject, exhibit: Exhibit) -> None:
    rows, told = wording.listing(exhibit, LISTED)
    after = _say(document, "".join(told), "Note Line")
    after.paragraph_format.space_before, after.paragraph_format.space_after = Pt(3), Pt(6)
    if not told:  # it only keeps the table from what follows
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(4), Pt(3)
    if rows.heads:
        after._p.addprevious(parse_xml(_as_xml(rows)))


def _as_xml(rows: Listing) -> str:
    """Three lines as in a printed report: above, below the heads, below. As text, for a table of Word grows by the square of its cells."""
    pad = _CLOSE if len(rows.heads) >= _MANY else _PAD
    size, widths = _fit(rows, pad)
    twips = [round(one / _CM * 20) for one in widths]
    rules = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="{office.INK}"/>' for side in ("top", "bottom"))
    sides = "".join(f'<w:{side} w:w="{round(pad / 2 / _CM * 20)}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in twips)
    last = len(rows.rows) - 1
    whole = last < _WHOLE
    body = "".join(_row(row, rows.right, twips, size, keep=at < last and (whole or at in (0, last - 1))) for at, row in enumerate(rows.rows))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>{rules}'
        f'<w:insideH w:val="single" w:sz="2" w:space="0" w:color="D9D9D9"/></w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{_row([Told(head) for head in rows.heads], rows.right, twips, size, keep=True, head=True)}{body}</w:tbl>"
    )


def _row(cells: Sequence[Told], right: Sequence[bool], twips: Sequence[int], size: float, *, keep: bool, head: bool = False) -> str:
    """keep: on the page of the row below."""
    whole = "<w:cantSplit/>" * (head or max(len(cell.words) for cell in cells) < _LONG) + "<w:tblHeader/>" * head
    rule = f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{office.INK}"/></w:tcBorders>' * head
    bottom = '<w:vAlign w:val="bottom"/>' * head
    line = f'<w:spacing w:line="{round(size * _LEADING * 20)}" w:lineRule="exact"/>'  # faces differ in height, and numbers stand beside words
    kept, side = "<w:keepNext/>" * keep, '<w:jc w:val="right"/>'
    hint = '<w:rFonts w:hint="eastAsia"/>' * (language() == "zh")
    text = ""
    for cell, number, across in zip(cells, right, twips, strict=True):
        tone = office.MUTED if cell.gap else _DOUBT if cell.derived else None
        look = hint + "<w:b/>" * head + "<w:i/>" * cell.derived + f'<w:color w:val="{tone}"/>' * (tone is not None)
        text += (
            f'<w:tc><w:tcPr><w:tcW w:w="{across}" w:type="dxa"/>{rule}{bottom}</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>'
            f"{kept}{line}{side * number}</w:pPr>"
            f'<w:r><w:rPr>{look}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(clean(cell.words))}</w:t></w:r></w:p></w:tc>'
        )
    return f"<w:tr><w:trPr>{whole}</w:trPr>{text}</w:tr>"


def _fit(rows: Listing, pad: float) -> tuple[float, list[float]]:
    """Letters in pt and widths in cm that take the fewest lines for their size; no number and no short word is broken."""
    columns = [[head, *(row[at].words for row in rows.rows)] for at, head in enumerate(rows.heads)]
    ems = [[_ems(head, bold=True), *map(_ems, texts)] for head, *texts in columns]
    least = [min(_unbroken(texts), max(one)) for texts, one in zip(columns, ems, strict=True)]
    found: list[tuple[float, float, list[float]]] = []
    for size in _SIZES:
        if found and size < _SMALL:
            break
        for power in _POWERS:
            widths = _widths([one * size * _CM + pad for one in least], [max(one) * size * _CM + pad for one in ems], power)
            room = [(one - pad) / size / _CM for one in widths]
            lines = sum(max(-(-one // wide) for one, wide in zip(row, room, strict=True)) for row in zip(*ems, strict=True)) if widths else 0
            found += [(lines / size, size, widths)] * bool(widths)
    if not found:
        return _SIZES[-1], [one * picture.WIDTH_CM / sum(least) for one in least]
    _, size, widths = min(found, key=lambda one: one[0])
    return size, widths


def _widths(least: Sequence[float], full: Sequence[float], power: float) -> list[float]:
    """Widths of columns that need so much at least and would fill so much; none where there is no room. power: how fast a column grows
    with its text until it holds it whole."""
    room = float(picture.WIDTH_CM)
    if sum(least) > room:
        return []
    low, high = 0.0, room
    for _ in range(40):
        level = (low + high) / 2
        widths = [min(two, max(one, level * two**power)) for one, two in zip(least, full, strict=True)]
        low, high = (level, high) if sum(widths) < room else (low, level)
    return [one * room / sum(widths) for one in widths]


def _unbroken(texts: Sequence[str]) -> float:
    """What a column must have: its numbers and words whole, as far as they are not very long, and a few characters of Chinese."""
    words = max(_ems(word, bold=True) for text in texts for word in _BREAKS.split(text))
    return max(min(words, _UNBROKEN), min(_NARROW, max(map(_ems, texts))))


def _ems(text: str, *, bold: bool = False) -> float:
    """Width of a text in the letters of a table, the Chinese ones of which are 1."""
    return _SLACK * sum(1.0 if ord(letter) > 0x2E80 else (0.72 if letter.isupper() else 0.5) * (1.08 if bold else 1.0) for letter in text)
