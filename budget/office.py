"""What files for Word and for spreadsheets share: text that XML can hold, settings that keep it text, faces, page, fields, bookmarks.

Text from documents is written as text: never as a formula, a field or markup.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from budget.words import language, t

LONGEST = 32_000  # characters that a cell of a spreadsheet may hold, with room to spare
BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
INK, MUTED = RGBColor(0x22, 0x26, 0x2A), RGBColor(0x6B, 0x67, 0x5E)
HAN, HAN_HEAD = "宋体", "黑体"  # on every Chinese Windows; elsewhere a like face stands in
_LATIN = "Times New Roman"
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold


def clean(text: object) -> str:
    """The text without the signs that XML cannot hold."""
    return _ILLEGAL.sub("", str(text))


def page(margin: float, styles: Mapping[str, tuple[float, str]]) -> DocumentObject:
    """An empty document, A4 upright, with so many cm left free at its sides. styles: letters of some in pt, and their Chinese face."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(margin)
    section.top_margin = section.bottom_margin = Cm(2.4)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")  # the forms of the signs, and where a line may break
    for name, (size, face) in styles.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = _LATIN, Pt(size), False
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win over the named one
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), face)
    document.core_properties.author = ""
    document.core_properties.language = "zh-CN" if language() == "zh" else "en-US"
    return document


def saved(document: DocumentObject) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page_number(paragraph: Paragraph, build_id: str) -> None:
    """The build and the number of the page, in the middle of a foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(f"{t('明账 {build}', build=build_id)} · ")
    field(paragraph, "PAGE")


def write(paragraph: Paragraph, text: object) -> Run:
    """Add text to a paragraph, whatever is in it; returns its run."""
    run = paragraph.add_run(clean(text))
    if language() == "zh":  # quotation marks and dots are Chinese ones
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    return run


def field(paragraph: Paragraph, code: str, shown: str = "") -> Run:
    """A field of Word, and what it shows until Word works it out again; returns the run that it ends with. The code is never a reader's."""
    start(paragraph, code)
    if shown:
        paragraph.add_run(shown)
    return end(paragraph)


def start(paragraph: Paragraph, code: str) -> None:
    """Open a field: what is written next is what it shows, up to `end`, be it paragraphs later."""
    run = paragraph.add_run()
    run._r.append(_element("w:fldChar", fldCharType="begin"))
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = code
    run._r.append(told)
    run._r.append(_element("w:fldChar", fldCharType="separate"))


def end(paragraph: Paragraph) -> Run:
    """Close the field that is open."""
    run = paragraph.add_run()
    run._r.append(_element("w:fldChar", fldCharType="end"))
    return run


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Name the paragraph as it stands, so that a link leads to it."""
    number = str(zlib.crc32(name.encode()) >> 1)  # bookmarks need numbers that differ within a file
    first = _element("w:bookmarkStart", id=number, name=name)
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, first)
    paragraph._p.append(_element("w:bookmarkEnd", id=number))


def link(paragraph: Paragraph, name: str, text: str) -> Run:
    """Words that lead to a bookmark of the same file; returns their run."""
    run = write(paragraph, text)
    wrapped = _element("w:hyperlink", anchor=name, history="1")
    paragraph._p.append(wrapped)
    wrapped.append(run._r)
    return run


def _element(tag: str, **values: str) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
