"""A report says the same in Word, in a browser and in a spreadsheet: numbers, order, sources; what lacks is said; no text harms any of them."""

from __future__ import annotations

import dataclasses
import io
import json
import pickle
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from docx import Document

from budget import paper as ledger
from budget import ui_export, words
from budget.export import Exhibit, bundle, files, html, native, picture, workbook
from budget.export.exhibit import LISTED
from budget.model import BadInput
from budget.report import book, content, web, word, wording
from budget.report.content import Item, Paper, Report
from tests import test_pages
from tests.test_exports import EVIL, cells, exhibit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def shown(stored: Path) -> dict[str, Exhibit]:
    """The figures of a page of the bundled data: one that a spreadsheet can draw, with gaps and derived sums, and one that it cannot."""
    with ui_export.collecting() as collected:
        test_pages.run("pages/funds/three_public.py")
    return {key: dataclasses.replace(make(), link=f"http://localhost/{key}", unit="万元") for key, (make, _) in collected.shown.items()}


def png(across: int = 60, high: int = 40) -> bytes:
    """A grey picture."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", across, high, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress((b"\0" + b"\x80" * across) * high)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)


def whole(shown: dict[str, Exhibit]) -> tuple[Paper, dict[str, bytes]]:
    """A report with all that a report can hold, and its pictures: that of the last figure is none."""
    made, other = shown["components"], shown["strip"]
    many = dataclasses.replace(made, figure=None, title="很多行", data=pd.concat([made.data] * 3, ignore_index=True), link="")
    parts = [
        (Item(caption="第一部分", comment="引言。"), ""), (Item("three-public", "components", comment="评注一。\n评注二。", form="both", item_id="a"), made),
        (Item("compare?year=2031", "standing", caption="没有的图"), "没有这一年的文件。"), (Item("x", "k", form="table", item_id="t"), many),
        (Item("three-public", "strip", caption="读者写的题目", item_id="b"), other), (Item("three-public", "source", item_id="c"), shown["source"]),
    ]  # fmt: skip
    report = Report("一份报告", "开头。\n第二段。", tuple(item for item, _ in parts))
    return content.paper(report, [one for _, one in parts], "报告"), {"a": png(), "b": png(), "c": b"\x89PNG no picture"}


def part(file: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return ElementTree.fromstring(packed.read(name))


def text(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def lines(element: ElementTree.Element, style: str) -> list[str]:
    """Paragraphs of a style."""
    return [text(one) for one in element.iter(f"{W}p") if (one.find(f"{W}pPr/{W}pStyle") is not None and one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style)]  # type: ignore[union-attr]


def sheets(file: bytes) -> list[str]:
    return [str(one.get("name")) for one in part(file, "xl/workbook.xml").iter() if one.tag.endswith("}sheet")]


# What it says ---------------------------------------------------------------------------------------------------------


def test_figures_and_tables_are_numbered_and_the_contents_lead_to_them(shown: dict[str, Exhibit]) -> None:
    paper, pictures = whole(shown)
    document = part(word.docx(paper, pictures))
    captions = [f"图 1\u2003{shown['components'].title}", f"表 1\u2003{shown['components'].title}", "表 2\u2003很多行", "图 2\u2003读者写的题目", f"图 3\u2003{shown['source'].title}"]
    assert lines(document, "Caption")[1:] == captions
    places = [one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")]
    assert len(set(places)) == len(places) == len({one.get(f"{W}id") for one in document.iter(f"{W}bookmarkStart")})
    links = [(one.get(f"{W}anchor"), text(one)) for one in document.iter(f"{W}hyperlink")]
    assert [told for _, told in links[:8]] == ["第一部分", *captions, "资料来源", "如何复现"]
    assert {anchor for anchor, _ in links} <= set(places)
    fields = [one.text for one in document.iter(f"{W}instrText")]
    assert fields == ['TOC \\o "1-2" \\h \\z \\u', *(f"SEQ {one[0]} \\* ARABIC" for one in captions)]
    kinds = [one.get(f"{W}fldCharType") for one in document.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"] * len(fields)
    assert "updateFields" not in zipfile.ZipFile(io.BytesIO(word.docx(paper, pictures))).read("word/settings.xml").decode()


def test_a_table_in_word_says_what_the_page_says(shown: dict[str, Exhibit]) -> None:
    paper, pictures = whole(shown)
    made = Document(io.BytesIO(word.docx(paper, pictures)))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    data = shown["components"].data
    assert rows[0] == ["地区", "部门", "年度", "项目", "金额（万元）", "状态", "依据"]  # and no identifiers of cells
    expected = [
        words.term(one.value_status) if one.amount_yuan is None or one.amount_yuan != one.amount_yuan
        else f"{one.amount_yuan / 10_000:,.2f}" + "*" * (one.basis == "derived")
        for one in data.itertuples()
    ]  # fmt: skip
    assert [row[4] for row in rows[1:]] == expected
    assert any(one.endswith("*") for one in expected) and "未收录该年预算" in expected
    assert "* 推算：" in "".join(line.text for line in made.paragraphs)
    assert len(made.tables[1].rows) == 1 + LISTED
    assert any(line.text.endswith(f"共 {len(data) * 3} 行，这里列出前 {LISTED} 行；全部各行见同一报告的 XLSX。") for line in made.paragraphs)
    for table in made.tables:
        assert sum(int(cell._tc.tcPr.tcW.w) for cell in table.rows[0].cells) == pytest.approx(16 / 2.54 * 1440, abs=20)
        assert "w:tblHeader" in table.rows[0]._tr.xml and "w:cantSplit" in table.rows[1]._tr.xml


def test_what_all_rows_share_is_said_once(shown: dict[str, Exhibit]) -> None:
    made = shown["components"]
    one = dataclasses.replace(made, data=made.data[made.data["department_name"] == made.data["department_name"].iloc[0]])
    rows, told = wording.listing(one, 400)
    assert rows.heads == ["年度", "项目", "金额（万元）", "状态", "依据"] and len(rows.rows) == len(one.data)
    assert told[0] == f"以上各行：地区 {one.data['region_name'].iloc[0]}；部门 {one.data['department_name'].iloc[0]}。"


def test_what_lacks_is_said(shown: dict[str, Exhibit]) -> None:
    paper, pictures = whole(shown)
    file = word.docx(paper, pictures)
    told = "\n".join(line.text for line in Document(io.BytesIO(file)).paragraphs)
    assert "没有的图：这里没有可以显示的内容。没有这一年的文件。" in told
    assert told.count("这里缺一张图") == 1
    assert len(Document(io.BytesIO(file)).tables) == 3  # the rows of the figure without a picture stand in its place
    assert "没有的图：这里没有可以显示的内容。没有这一年的文件。" in web.html(paper).decode()
    assert "没有的图：这里没有可以显示的内容。没有这一年的文件。" in [value for _, _, value in cells(book.xlsx(paper, pictures), 1)]
    empty = content.paper(Report(), [], "空报告")
    assert Document(io.BytesIO(word.docx(empty, {}))).paragraphs[0].text == "空报告"
    assert "<h1>空报告</h1>" in web.html(empty).decode() and sheets(book.xlsx(empty, {})) == ["目录"]


def test_a_picture_has_its_words_and_its_size(shown: dict[str, Exhibit]) -> None:
    paper, pictures = whole(shown)
    document = part(word.docx(paper, pictures | {"b": png(10, 100)}))
    drawn = [one for one in document.iter() if one.tag.endswith("}inline")]
    sizes = [(int(one[0].get("cx", "")) / 360_000, int(one[0].get("cy", "")) / 360_000) for one in drawn]
    assert sizes[0] == pytest.approx((16, 16 * 40 / 60), abs=0.01)
    assert sizes[1][1] == pytest.approx(18.5, abs=0.01)  # a tall one still fits on its page
    assert shown["components"].title in str(drawn[0][1].get("descr")) and shown["components"].takeaway in str(drawn[0][1].get("descr"))


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_all_forms_say_the_same_in_the_same_order(shown: dict[str, Exhibit], lang: str) -> None:
    paper, pictures = whole(shown)
    with words.speaking(lang):
        document, page, entries = part(word.docx(paper, pictures)), web.html(paper).decode(), wording.contents(paper)
        file = book.xlsx(paper, pictures)
        sources = [f"[{number}] {told}" for number, told in wording.sources(paper)]
    assert len(sources) == len({row["disclosure_id"] for one in paper.exhibits for row in one.disclosures}) > 2
    assert lines(document, "NumberedNote")[: len(sources)] == sources
    assert re.findall(r'<li id="_source\d+">(.*?)</li>', page) == sources
    assert [told for anchor, told in re.findall(r'<a href="#(_\w+)">(.*?)</a></li>', page)] == [one.text for one in entries]
    assert all(f'id="{one.anchor}"' in page for one in entries)
    drawn = json.loads(re.search(r'id="figures">(.*?)</script>', page)[1])  # type: ignore[index]
    assert list(drawn) == re.findall(r'class="figure" id="(.*?)"', page) == ["figure-1", "figure-2", "figure-3"]
    assert page.count(html.get_plotlyjs()) == 1
    assert sheets(file)[1:8] == {
        "zh": ["图 1", "表 1", "表 2", "图 2", "图 2 数据", "图 3", "图 3 数据"],
        "en": ["Figure 1", "Table 1", "Table 2", "Figure 2", "Figure 2 data", "Figure 3", "Figure 3 data"],
    }[lang]
    numbered = [value for column, kind, value in cells(file, len(sheets(file)) - 1) if column == "A" and kind == "n"]
    assert numbered == [str(number) for number in range(1, len(sources) + 1)]


def test_numbers_in_the_workbook_are_those_of_the_figure(shown: dict[str, Exhibit]) -> None:
    paper, pictures = whole(shown)
    file = book.xlsx(paper, pictures)
    stated = [value for value in shown["components"].data["amount_yuan"] if value == value and value is not None]
    for number, times in ((sheets(file).index("表 1") + 1, 1), (sheets(file).index("表 2") + 1, 3)):  # all rows, of the long one, too
        found = cells(file, number)
        column = next(at for at, _, value in found if value == "金额（元）")
        assert sum(Decimal(value) for at, kind, value in found if (at, kind) == (column, "n")) == sum(stated) * times
    drawn = native.native(shown["components"].figure)
    assert drawn is not None
    charted = sum(float(value) for _, kind, value in cells(file, sheets(file).index("图 1") + 1) if kind == "n")
    assert charted == pytest.approx(sum(value for one in drawn.series for value in one.values.values()))
    links = [one.get("location") for one in part(file, "xl/worksheets/sheet1.xml").iter() if one.tag.endswith("}hyperlink")]
    assert {str(one).split("!")[0].strip("'") for one in links} == set(sheets(file)[1:-2])
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert len([name for name in packed.namelist() if name.startswith("xl/media/")]) == 1
        assert len([name for name in packed.namelist() if name.startswith("xl/charts/chart")]) == 2


def test_a_sample_says_what_it_is(shown: dict[str, Exhibit]) -> None:
    paper = content.paper(Report("x", "", (Item("a", "k"),)), [dataclasses.replace(shown["components"], synthetic=True)], "")
    file = word.docx(paper, {})
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        headers = [packed.read(name).decode() for name in packed.namelist() if "header" in name]
    assert any("合成数据：" in one for one in headers) and lines(part(file), "NoteLine")[0].startswith("合成数据：")
    assert '<p class="mark">合成数据：' in web.html(paper).decode()
    assert any(value.startswith("合成数据：") for _, _, value in cells(book.xlsx(paper, {}), 1))


# What harms nobody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evil", [*EVIL, "\x00\x0b ]]> &amp; {x} %s \ud800"])
def test_no_text_becomes_more_than_text(evil: str) -> None:
    made = exhibit([evil.replace("\ud800", ""), *EVIL])  # which no document holds
    items = [
        Item(caption=evil, comment=evil), Item(evil or "x", evil, caption=evil, comment=evil, form="both", item_id="a"), Item(evil or "x", evil, item_id="b"),
        Item(evil or "x", caption=evil),
    ]  # fmt: skip
    paper = content.paper(Report(evil, evil, tuple(items)), [evil, made, dataclasses.replace(made, figure=None), evil], "")
    document, page, file = word.docx(paper, {"a": png()}), web.html(paper).decode(), book.xlsx(paper, {"a": png()})
    for packed in (zipfile.ZipFile(io.BytesIO(document)), zipfile.ZipFile(io.BytesIO(file))):
        for name in packed.namelist():
            assert re.fullmatch(r"[\w./\[\]-]+", name) and ".." not in name
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
                assert b'TargetMode="External"' not in packed.read(name)
    assert {one.text.split()[0] for one in part(document).iter(f"{W}instrText") if one.text} == {"TOC", "SEQ"}
    assert not _BIDI.search(text(part(document)))
    assert Document(io.BytesIO(document)).tables
    assert page.count("<script") == page.count("</script>") == 3 + html.get_plotlyjs().count("<script")
    shell = page.replace(html.get_plotlyjs(), "")
    assert "<img" not in shell and not _BIDI.search(re.sub(r"<script.*?</script>", "", shell, flags=re.DOTALL).split("</title>")[1])
    assert {kind for number in range(1, len(sheets(file)) + 1) for _, kind, _ in cells(file, number)} == {"s", "n"}
    links = [one for one in part(file, "xl/worksheets/sheet1.xml").iter() if one.tag.endswith("}hyperlink")]
    assert {one.get("location") for one in links} == {"'图 1'!A1", "'表 1'!A1", "'表 2'!A1"}
    assert all(len(name) <= 31 for name in sheets(file))


# What it is made of ---------------------------------------------------------------------------------------------------


def test_a_bare_picture_is_the_printed_one_without_its_words(shown: dict[str, Exhibit]) -> None:
    made = shown["components"]
    bare, printed = picture.bare(made), picture.printed(made)
    inner = [one["layout"]["height"] - one["layout"]["margin"]["t"] - one["layout"]["margin"]["b"] for one in (bare, printed)]
    assert inner[0] == pytest.approx(inner[1], abs=1)
    assert bare["data"] == printed["data"] and bare["layout"]["width"] == picture.WIDTH
    told = json.dumps(bare["layout"], default=str, ensure_ascii=False)
    assert made.title not in told and made.build_id not in told and "合成数据" not in told
    assert "合成数据" in json.dumps(picture.bare(dataclasses.replace(made, synthetic=True))["layout"], default=str, ensure_ascii=False)


def test_a_table_goes_out_without_a_figure(shown: dict[str, Exhibit]) -> None:
    made = dataclasses.replace(shown["components"], figure=None)
    assert sheets(workbook.xlsx(made)) == ["数据", "来源", "说明"]
    page = html.html(made).decode()
    assert 'class="figure"' not in page and "<script" not in page
    with zipfile.ZipFile(io.BytesIO(bundle.bundle(made, [], {}))) as packed:
        assert "data.csv" in packed.namelist() and "figure.json" not in packed.namelist()
    for form in ("png", "svg", "pdf"):
        with pytest.raises(BadInput, match="is a table: it has no picture"):
            files.write(made, form, lambda *_: b"", list)
    assert files.write(made, "zip", lambda *_: pytest.fail("a table was drawn"), list)


def test_an_exhibit_is_pickled_whole(shown: dict[str, Exhibit]) -> None:
    for made in shown.values():
        again = pickle.loads(pickle.dumps(made))
        if made.figure is not None:
            assert again.figure.to_dict() == made.figure.to_dict()
        assert again.asked is not None and made.asked is not None
        assert (again.asked.sql, again.about()) == (made.asked.sql, made.about())
        assert ledger.export(again.data, again.columns) == ledger.export(made.data, made.columns)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: not opened with it")
def test_libreoffice_shows_it_as_it_is(shown: dict[str, Exhibit], tmp_path: Path) -> None:
    paper, pictures = whole(shown)
    (tmp_path / "a.docx").write_bytes(word.docx(paper, pictures))
    (tmp_path / "b.xlsx").write_bytes(book.xlsx(paper, pictures))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    done = subprocess.run([*command, tmp_path / "a.docx", tmp_path / "b.xlsx"], capture_output=True, timeout=120, check=False)
    for name in ("a.pdf", "b.pdf"):
        assert (tmp_path / name).exists(), done.stderr
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed: the pages are not read")
    pages = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True, encoding="utf-8").stdout.split("\f")[:-1]
    assert 5 <= len(pages) <= 8
    squeezed = ["".join(page.split()) for page in pages]
    entries = ["".join(one.text.split()) for one in wording.contents(paper)]
    assert all(one in squeezed[0] for one in entries)  # the contents, before they are asked to be made anew
    at = [next(number for number, page in enumerate([squeezed[0].split(entries[-1], 1)[1], *squeezed[1:]]) if one in page) for one in entries]
    assert at == sorted(at)
    head = "地区部门年度项目金额（万元）"
    assert sum(page.startswith(head) for page in squeezed) >= 1  # heads stand on every page of a table
    fonts = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, check=True, encoding="utf-8").stdout.splitlines()[2:]
    assert any("CJK" in one or "Han" in one for one in fonts) and all(one.split()[-5] == "yes" for one in fonts)
