"""The working paper: what is in it, in which language, and that no text of a document becomes more than text."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document

from budget import words, workpaper
from budget.reviews import Review

NASTY = "=HYPERLINK(\"http://x\",\"y\") <script>alert(1)</script> \x00\x0b ../../x 😀 \u202e right"


def finding(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "finding_id": f"999901-2023-abc.row_adds_up.{number}", "severity": "error", "family": "arithmetic", "check_id": "row_adds_up",
        "title_zh": "行内不等", "title_en": "A row does not add up", "method_zh": "合计 = 各部分之和", "method_en": "total = parts",
        "rule_title": "同一份文件", "rule_title_en": "One document", "clause": None, "disclosure_id": "999901-2023-abc", "label": "云岭县 林业局 2023",
        "region_name": "云岭县", "department_name": "云岭县林业局", "fiscal_year": 2023, "kind": "budget", "source_name": "a.txt",
        "source_sha256": "0", "subject": "支出总表 合计", "stated": "545 万元", "expected": "544 万元", "difference_yuan": Decimal("10000.00"),
        "arithmetic": "90.5 + 453.5 = 544", "message_zh": "合计多 1 万元。", "message_en": "The total is 10,000 yuan too high.", "fingerprint": "f1",
        **changes,
    }  # fmt: skip


def cell(**changes: Any) -> dict[str, Any]:
    return {
        "finding_id": "x", "role": "stated", "place": 1, "cell_id": "999901-2023-abc.t6r4c3", "disclosure_id": "999901-2023-abc",
        "source_name": "a.txt", "table_no": 6, "table_title": "支出总表", "row_no": 4, "column_no": 3, "column_header": "合计",
        "raw_text": "545.00", "line_start": 92, "line_end": 92, **changes,
    }  # fmt: skip


REVIEW = Review(1, "x", "f1", "confirmed", "已核对。", "甲", "2026-11-21T10:00:00Z")


def text_of(paper: bytes) -> str:
    document = Document(io.BytesIO(paper))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts)


def cells_of(book: bytes) -> str:
    """All text of a workbook's parts, and the parts themselves well-formed."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
    for text in texts.values():
        ElementTree.fromstring(text)
    assert not any("<f>" in text for text in texts.values()), "a formula"
    return texts["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", ["合计多 1 万元。", "90.5 + 453.5 = 544", "a.txt 第 92 行，《支出总表》第 4 行第 3 列", "属实", "甲", "被审计单位意见", "同一份文件"]),
        ("en", ["10,000 yuan too high", "90.5 + 453.5 = 544", 'a.txt, line 92, table "支出总表", row 4, column 3', "Confirmed", "Answer of the department"]),
    ],
)  # fmt: skip
def test_both_say_the_fact_its_arithmetic_place_rule_and_conclusion(lang: str, told: list[str]) -> None:
    entries = [workpaper.Entry(finding(), [cell()], REVIEW)]
    with words.speaking(lang):
        paper, book = workpaper.docx(entries, "b1"), workpaper.xlsx(entries, "b1")
    for text in (text_of(paper), cells_of(book).replace("&quot;", '"')):
        assert [one for one in told if one not in text] == []


def test_a_review_of_earlier_facts_is_told() -> None:
    entries = [workpaper.Entry(finding(fingerprint="f2"), [cell()], REVIEW), workpaper.Entry(finding(2), [cell()], None)]
    text = text_of(workpaper.docx(entries, "b1"))
    assert text.count("复核之后事实已有变化") == 1 and text.count("尚未复核") == 1


def test_text_of_a_document_stays_text() -> None:
    entries = [workpaper.Entry(finding(subject=NASTY, message_zh=NASTY, stated=NASTY), [cell(raw_text=NASTY, table_title=NASTY)], None)]
    told = text_of(workpaper.docx(entries, "b1"))
    assert '=HYPERLINK("http://x","y") <script>alert(1)</script>' in told and "😀" in told and "\x00" not in told
    assert "=HYPERLINK(" in cells_of(workpaper.xlsx(entries, "b1"))


def test_money_is_a_number_in_the_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(workpaper.xlsx([workpaper.Entry(finding(), [cell()], None)], "b1"))) as parts:
        assert "<v>10000</v>" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_chinese_has_a_chinese_face() -> None:
    styles = Document(io.BytesIO(workpaper.docx([workpaper.Entry(finding(), [cell()], None)], "b1"))).styles
    assert 'w:eastAsia="宋体"' in styles["Normal"].element.xml and 'w:eastAsia="黑体"' in styles["Heading 1"].element.xml


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: not opened with it")
def test_libreoffice_opens_both(tmp_path: Path) -> None:
    entries = [workpaper.Entry(finding(number), [cell()], REVIEW) for number in range(1, 4)]
    for name, content in (("a.docx", workpaper.docx(entries, "b1")), ("b.xlsx", workpaper.xlsx(entries, "b1"))):
        (tmp_path / name).write_bytes(content)
        home = f"-env:UserInstallation=file://{tmp_path}/home"
        done = subprocess.run(
            ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / name], capture_output=True, timeout=120, check=False
        )
        assert (tmp_path / name).with_suffix(".pdf").stat().st_size > 5_000, done.stderr
