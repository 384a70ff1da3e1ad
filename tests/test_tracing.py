"""Every document there is (the golden ones, and the real ones where they are): its facts are held against its own lines.

Nothing here asks the normaliser what it thinks of a line: lines, digits and sums are read again, the simple way.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
import reading

from budget.model import Facts, squeeze
from budget.normalize import normalize
from budget.readers import read

# Marks of the dump, no print.
MARKUP = re.compile(r"\[bookmark:[^\]]*\]|</?p>|\*\*|^- (?=\d)", re.MULTILINE)
YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}

GOLDEN = sorted((reading.TESTS / "layouts").glob("*/document.txt"))
DOCUMENTS = {path.parent.name: (path, reading.reference()) for path in GOLDEN} | {
    path.name[:3]: (path, reading.DATA / "reference") for path in reading.SEEDS
}


def printed(text: str) -> str:
    """Text as it stands on paper, without white space."""
    return squeeze(MARKUP.sub("", text))


@pytest.fixture(scope="module", params=DOCUMENTS.values(), ids=DOCUMENTS)
def document(request) -> tuple[list[str], Facts]:
    """(the document's own lines, its facts)."""
    path, reference = request.param
    return path.read_text(encoding="utf-8-sig").split("\n"), normalize(read(path), reference, reading.LAYOUTS)


def cells_of(facts: Facts) -> dict[str, dict]:
    return {cell["cell_id"]: cell for cell in facts.tables["cell"]}


# Every fact against the lines -----------------------------------------------------------------------------------------


def test_every_fact_names_cells_that_exist(document):
    _, facts = document
    cells = cells_of(facts)
    named = [(table, row) for table in (*reading.FACTS, "fact_cell") for row in facts.tables.get(table, [])]
    assert not [(table, row) for table, row in named if "cell_id" in row and row["cell_id"] not in cells]
    linked = {row["fact_id"] for row in facts.tables["fact_cell"]}
    for table in set(reading.FACTS) - {"subgoal", "project_plan"}:  # a sub-goal names lines, a share its project
        assert not [row for row in facts.tables.get(table, []) if row[f"{table}_id"] not in linked]


def test_text_of_every_cell_stands_in_its_own_lines(document):
    lines, facts = document
    wrong = []
    for cell in facts.tables["cell"]:
        source = printed("\n".join(lines[cell["line_start"] - 1 : cell["line_end"]]))
        if squeeze(cell["raw_text"]) not in source:
            wrong.append((cell["cell_id"], cell["line_start"], cell["raw_text"], source))
    assert not wrong


def test_every_value_stands_in_a_cell_of_its_fact(document):
    """Whatever text or number a fact states is printed in the cells that it names for that very field."""
    _, facts = document
    cells = cells_of(facts)
    texts: dict[tuple[str, str], str] = {}
    for link in facts.tables["fact_cell"]:
        key = (link["fact_id"], link["field"])
        texts[key] = texts.get(key, "") + squeeze(cells[link["cell_id"]]["raw_text"])
    fields = {
        "indicator": {"level3": "level3", "description": "description", "value_raw": "value", "value_text": "value", "basis_text": "basis"},
        "project": {name: name for name in ("project_name", "project_code", "purpose", "goal")},
        "evaluation": {
            name: name for name in ("goal", "completion", "problems", "filling_unit", "responsible_unit", "implementing_unit")
        },
        "evaluation_item": {"level3": "level3", "target_raw": "target", "actual_raw": "actual"},
        "procurement_item": {name: name for name in ("project_name", "item_name", "catalogue_code", "unit")},
        "organisation_unit": {name: name for name in ("unit_name", "nature", "rank", "funding")},
        "asset": {"item_name": "item"},
        "amount": {"amount_raw": "amount_yuan"},
    }
    wrong = []
    for table, columns in fields.items():
        for row in facts.tables.get(table, []):
            for column, field in columns.items():
                stated, source = row.get(column), texts.get((row[f"{table}_id"], field), "")
                if table == "project" and column == "project_name":
                    source += texts.get((row["project_id"], "project_no"), "")
                if stated and squeeze(str(stated)) not in source:
                    wrong.append((row[f"{table}_id"], column, stated, source))
    assert not wrong


def test_date_of_every_asset_is_what_its_cell_says(document):
    _, facts = document
    cells = cells_of(facts)
    dated = {row["fact_id"]: cells[row["cell_id"]] for row in facts.tables["fact_cell"] if row["field"] == "as_of"}
    for row in facts.tables.get("asset", []):
        printed_date = re.findall(r"\d+", squeeze(dated[row["asset_id"]]["raw_text"]))
        assert [int(number) for number in printed_date] == [row["as_of"].year, row["as_of"].month, row["as_of"].day]


def test_every_sum_is_what_is_printed(document):
    """Yuan are the printed digits times the printed unit; a derived sum is this year's less the stated change."""
    _, facts = document
    known = {(row["cell_id"], row["basis"], row["measure"]): row for row in facts.tables.get("amount", [])}
    links: dict[str, list[str]] = {}
    for link in facts.tables["fact_cell"]:
        if link["field"] == "amount_yuan":
            links.setdefault(link["fact_id"], []).append(link["cell_id"])
    for row in facts.tables.get("amount", []):
        digits = re.findall(r"\d[\d,]*(?:\.\d+)?", squeeze(row["amount_raw"]))
        if row["amount_yuan"] is None:
            assert not digits, row
        elif row["basis"] == "derived":
            change, base = (
                next(found for (cell, basis, _), found in known.items() if cell == cell_id and basis != "derived")
                for cell_id in links[row["amount_id"]]
            )
            assert row["amount_yuan"] == base["amount_yuan"] - change["amount_yuan"], row
            assert row["fiscal_year"] == change["fiscal_year"] - 1
        elif row["amount_yuan"]:
            falls = row["measure"] == "change" and re.search("减少|下降|降低|压减", row["amount_raw"])
            printed = Decimal(digits[-1].replace(",", "")) * YUAN[row["unit"]]
            assert row["amount_yuan"] == (-printed if falls else printed), row
        else:
            assert not digits or re.search("持平|无变化", row["amount_raw"]) or Decimal(digits[-1]) == 0, row


# Nothing is left out --------------------------------------------------------------------------------------------------

# Lines that are neither cells nor running text: whole lines, squeezed. What stands in them is in the table disclosure,
# in document_table, or names a person.
FURNITURE = re.compile(
    r"\d*年?部门(整体)?预算信息公开目录"  # the contents' own title
    r"|[^,。]*\d{4}年度?部门(预算|决算)(信息)?公开(情况说明)?"  # the document's title
    r"|公开\d{2}表"  # a table's number, above its title
    r"|\d{3,6}(?!年)[^\d,。]+"  # code and name of the unit, above each page
    r"|预算年度:\d{4}|\(\d{4}年度\)"
    r"|截止时间:\d{4}-\d{2}-\d{2}"
    r"|附件\d:?"
    r"|[123]、(收入说明|支出说明|比上年增减情况)"  # numbered headings
    r"|(.*联系电话:?)?\d{7,8}"  # telephone numbers must not be kept
)
# A cell that is part of the table's frame and holds digits.
FRAME = re.compile(
    r"\d{1,2}月底"  # months of the payment plan
    r"|\d{4}年预留中小微企业份额"  # a column header
    r"|\d{3,6}[^\d]+"  # code and name of the unit inside a table
    r"|(编制部门:)?\[\d+\].+|截止时间:\d{4}年\d{1,2}月\d{1,2}日"
)


def test_every_digit_of_every_line_is_accounted_for(document):
    lines, facts = document
    kept: dict[int, list[str]] = {}
    for cell in facts.tables["cell"]:
        for line in range(cell["line_start"], cell["line_end"] + 1):
            kept.setdefault(line, []).append(cell["raw_text"])
    for row in facts.tables["unread"]:
        kept.setdefault(row["line_start"], []).append(row["raw_text"])
    lost = []
    for number, line in enumerate(lines, 1):
        wanted = Counter(run for one in line.split("\t") for run in re.findall(r"\d+", printed(one)))
        found = Counter(run for one in kept.get(number, []) for run in re.findall(r"\d+", squeeze(one)))
        if wanted - found and not FURNITURE.fullmatch(printed(line)):
            lost.append((number, dict(wanted - found), line))
    assert not lost


def test_no_figure_hides_in_the_frame_of_a_table(document):
    """Cells that count as structure hold no digits, but for row numbers, column numbers and a few known headers."""
    _, facts = document
    codes = {table["table_no"]: table["table_code"] for table in facts.tables["document_table"]}
    rows: dict[tuple[int, int], list[str]] = {}
    for cell in facts.tables["cell"]:
        rows.setdefault((cell["table_no"], cell["row_no"]), []).append(squeeze(cell["raw_text"]))
    counting = {address for address, row in rows.items() if row == [str(number + 1) for number in range(len(row))]}
    numbered = counting | {address for address, row in rows.items() if row[0] in ("栏次", "档次")}
    wrong = []
    for cell in facts.tables["cell"]:
        text = squeeze(cell["raw_text"])
        if cell["reading"] != "structure" or not re.search(r"\d", text) or codes[cell["table_no"]] == "contents":
            continue
        in_number_column = re.search("(^|/)(序号|行次)$", squeeze(cell["column_header"] or ""))
        is_number = text.isdigit() and ((cell["table_no"], cell["row_no"]) in numbered or in_number_column)
        if not is_number and not FRAME.fullmatch(text):
            wrong.append((cell["cell_id"], cell["line_start"], text))
    assert not wrong


def test_every_cell_that_counts_as_read_belongs_to_a_fact(document):
    _, facts = document
    named = {row["cell_id"] for row in facts.tables["fact_cell"]}
    named |= {row["cell_id"] for table in reading.FACTS for row in facts.tables.get(table, []) if "cell_id" in row}
    texts = {(cell["table_no"], cell["row_no"], cell["column_no"]): cell["raw_text"] for cell in facts.tables["cell"]}
    idle = []
    for cell in facts.tables["cell"]:
        # A merged cell is printed once for each column that it spans; the first of them is the one that is named.
        before = texts.get((cell["table_no"], cell["row_no"], cell["column_no"] - 1))
        if cell["reading"] == "fact" and cell["cell_id"] not in named and cell["raw_text"] != before:
            idle.append((cell["cell_id"], cell["line_start"], cell["raw_text"]))
    assert not idle


def test_no_person_is_kept(document):
    lines, facts = document
    secrets = set()
    for line in map(printed, lines):
        if match := re.fullmatch(r"填报人:(.+)|(?:联系电话:)?(\d{7,})", line):
            secrets.add(match[1] or match[2])
    rows = [str(value) for rows in facts.tables.values() for row in rows for value in row.values()]
    assert not [(secret, value) for secret in secrets for value in rows if secret in value]
