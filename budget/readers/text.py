"""Plain text in (UTF-8 or GB18030), Document out: finds the tables that a Word dump or a PDF extraction left as tabs.

Three shapes are met. *Rows*: one printed row a line, cells parted by tabs. *Loose*: one cell a line, each with a tab
before it (and perhaps a bar behind it), rows parted by a blank line; a cell's text may go on in lines without a tab. *Barred* (web pages): one cell a
line, most with a bar behind it and a blank cell a bar alone, rows parted by a blank line.
"""

from __future__ import annotations

import hashlib
import re

from budget.model import BadInput, Cell, Document, Grid, Prose, Row

MAX_LINE = 200_000  # characters; the longest line met has 4 000
_MARKUP = re.compile(r"\[bookmark: [^\]]*\]|</?p>|\*\*")
_BULLET = re.compile(r"^- (?=\d)")
_BAR = re.compile(r"[|｜]\s*$")
_FIGURE = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
_SENTENCE_MARKS = ("。", "；", "：", ";", ":")
# A line that opens a new part of the document, and so cannot be the rest of the cell above it.
_OPENS_PART = re.compile(
    r"^\s*([一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分|[（(][一二三四五六七八九十]+[）)])|(表|情况)\s*$|^\s*注\s*[:：]"
)
# So does one that names a person: with or without a colon, and a blank may stand inside the label.
_NAMES_PERSON = re.compile(
    r"(填\s*[报表]|制\s*表)\s*人(?![员数次])"
    r"|((项目|单位|部门|财务)?负\s*责\s*人|联\s*系\s*人|经\s*办\s*人|((联\s*系|办\s*公)\s*)?电\s*话|联系方式)(及(联系)?(电话|方式))?(签字|签章|签名)?"
    r"(\s*[:：]|\s+[一-鿿·]{2,4}(\s|$|[\d(（])|\D{0,6}[\d-]{7})"
    r"|(联\s*系\s*人|(联\s*系|办\s*公)\s*电\s*话|联系方式)\s*$"
)


def read(data: bytes, name: str) -> Document:
    """Decode and split into grids and prose. Raises BadInput for what is empty, binary, mixed or damaged."""
    lines = lines_of(data, name)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise BadInput(
                f"{name}: line {number} has {len(line):,} characters, more than any printed line;"
                " save the document as text with line breaks."
            )
    if not any(line.strip() for line in lines):
        raise BadInput(f"{name}: the file is empty; give the text of a disclosure.")
    if lines[-1] == "":
        lines.pop()
    printed = [line for line in lines if line.strip()]
    half = len(printed) // 2
    if len(printed) > 20 and printed[:half] == printed[half:]:
        raise BadInput(f"{name}: holds the same document twice; keep one of them.")
    return Document(name, hashlib.sha256(data).hexdigest(), "text", len(lines), _blocks(lines))


def lines_of(data: bytes, name: str) -> list[str]:
    """The lines of the document, as cells number them from 1. Raises BadInput for what is no plain text."""
    return [line.rstrip("\r") for line in _decode(data, name).split("\n")]


def _decode(data: bytes, name: str) -> str:
    if b"\0" in data[:1_000_000] or data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput(f"{name}: is not plain text; save the document as text (UTF-8) first.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end >= len(data):
            raise BadInput(
                f"{name}: the file is cut off in the middle of its last character; fetch it again."
            ) from None
    good: list[int] = []
    bad: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        # A short run of GB18030 bytes can be valid UTF-8 by chance, a long one practically never.
        if sum(byte > 127 for byte in line) < 12:
            continue
        try:
            line.decode("utf-8")
            good.append(number)
        except UnicodeDecodeError:
            bad.append(number)
    if good and bad:
        raise BadInput(
            f"{name}: mixes two encodings (line {good[0]} is UTF-8, line {bad[0]} is not);"
            " save the whole document in UTF-8."
        )
    try:
        decoded = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 1:
            raise BadInput(
                f"{name}: the file is cut off in the middle of its last character; fetch it again."
            ) from None
        line_number = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"{name}: line {line_number} is neither UTF-8 nor GB18030; save the document in UTF-8."
        ) from None
    if sum(character < " " and character not in "\t\r\n\f" for character in decoded[:100_000]):
        raise BadInput(f"{name}: is not plain text; save the document as text (UTF-8) first.")
    return decoded


def clean(text: str) -> str:
    """The text as printed: without the dump's own marks (bookmarks, paragraph tags, bold stars)."""
    return _BULLET.sub("", _MARKUP.sub("", text).strip())


def _blocks(lines: list[str]) -> list[Grid | Prose]:
    blocks: list[Grid | Prose] = []
    number = 0
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        end = number
        while end < len(lines) and lines[end].strip():
            end += 1
        run = lines[number:end]
        if any("\t" in line.lstrip("\t") or line.startswith("\t\t") for line in run):
            blocks += _row_blocks(run, number + 1)
            number = end
        elif _is_barred(run):
            while not _BAR.search(lines[number]):
                _add_prose(blocks, lines[number], number + 1)
                number += 1
            grid, number = _barred_grid(lines, number)
            blocks.append(grid)
        elif any(line.startswith("\t") for line in run):
            while not lines[number].startswith("\t"):
                _add_prose(blocks, lines[number], number + 1)
                number += 1
            grid, number = _loose_grid(lines, number)
            blocks.append(grid)
        else:
            for offset, line in enumerate(run):
                _add_prose(blocks, line, number + offset + 1)
            number = end
    return blocks


def _add_prose(blocks: list[Grid | Prose], line: str, number: int) -> None:
    text = clean(line)
    if text:
        blocks.append(Prose(text, number))


def _row_blocks(run: list[str], first: int) -> list[Grid | Prose]:
    """A run of lines without a blank one, of which some hold tabs: prose, then rows up to the last tabbed line, then prose."""
    tabbed = [index for index, line in enumerate(run) if "\t" in line]
    blocks: list[Grid | Prose] = []
    rows: list[Row] = []
    for index, line in enumerate(run):
        number = first + index
        if tabbed[0] <= index <= tabbed[-1]:
            rows.append(Row([Cell(clean(text), number, number) for text in line.split("\t")]))
        else:
            if index > tabbed[-1] and rows:
                blocks.append(Grid(rows))
                rows = []
            _add_prose(blocks, line, number)
    if rows:
        blocks.append(Grid(rows))
    return blocks


def _loose_grid(lines: list[str], number: int) -> tuple[Grid, int]:
    """Read one-cell-a-line rows from lines[number] on; returns the grid and the index of the first line behind it."""
    rows: list[Row] = []
    blanks = 1
    while number < len(lines):
        line = lines[number]
        if not line.strip() and not line.startswith("\t"):
            blanks += 1
        elif line.startswith("\t"):
            if blanks or not rows:
                rows.append(Row([], loose=True))
            rows[-1].cells.append(Cell(clean(_BAR.sub("", line)), number + 1, number + 1))
            blanks = 0
        elif blanks <= 1 and "\t" not in line and not _opens_part(clean(line)):
            cell = rows[-1].cells[-1]
            cell.text = f"{cell.text}\n{clean(line)}".strip()
            cell.line_end = number + 1
            blanks = 0
        else:
            break
        number += 1
    return Grid(rows), number


def _opens_part(text: str) -> bool:
    return bool(_OPENS_PART.search(text) or _NAMES_PERSON.match(text))


def _is_barred(run: list[str], at_least: int = 2) -> bool:
    """Whether a run of lines is a row with one cell a line: several end with a bar, and none has a bar or tab elsewhere."""
    inside = any(re.search(r"[|｜\t]", _BAR.sub("", line)) for line in run)
    return not inside and sum(bool(_BAR.search(line)) for line in run) >= at_least


def _barred_grid(lines: list[str], number: int) -> tuple[Grid, int]:
    """Read barred rows from lines[number] on; returns the grid and the index of the first line behind it.

    They end at two blank lines, or at a run of lines that is no row.
    """
    rows: list[Row] = []
    while number < len(lines):
        end = number
        while end < len(lines) and lines[end].strip():
            end += 1
        run = lines[number:end]
        if rows and not _is_barred(run, 1) and not _is_row_without_bars(run):
            break
        cells = [Cell(clean(_BAR.sub("", line)), number + at, number + at) for at, line in enumerate(run, 1)]
        rows.append(Row(cells, loose=True))
        number = end
        if not (number + 1 < len(lines) and lines[number + 1].strip()):
            break
        number += 1
    return Grid(rows), number


def _is_row_without_bars(run: list[str]) -> bool:
    """Whether a run below a barred row is one too: cells only, a figure among them, and no sentence."""
    texts = [clean(line) for line in run]
    return (
        len(texts) > 2
        and any(map(_FIGURE.fullmatch, texts))
        and not any(text.endswith(_SENTENCE_MARKS) for text in texts)
    )
