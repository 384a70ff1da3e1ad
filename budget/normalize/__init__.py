"""Document in, Facts out: walks the blocks in the order of print and hands each to the reader of its part."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from budget.layouts import MAX_PREAMBLE_ROWS, Layouts, load, pattern
from budget.model import BadInput, Cell, Document, Facts, Grid, Prose, Row, plain, squeeze
from budget.normalize.evaluations import FormReader, OpenForm
from budget.normalize.goals import GoalReader
from budget.normalize.identity import Identity, identify
from budget.normalize.ledger import Ledger, Said
from budget.normalize.mentions import MentionReader
from budget.normalize.statement import Paragraph, StatementReader
from budget.normalize.tables import OpenTable, TableReader, furniture_cells
from budget.normalize.targets import OpenProject, TargetReader

PARSED_BY = "mingzhang 0.1"
_LONGEST_TITLE = 40  # characters; a longer line is a sentence that only speaks of a table
_NEAR = 4  # lines at most between the label of a telephone number and the number
_NUMBERING = re.compile(
    r"^([一二三四五六七八九十]+、|\d+[、.．]|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+部分)"
)
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_FIGURE_ALONE = re.compile(r"\d[\d,]*\.\d+")
_SENTENCE_END = re.compile(r"[。；;！？!?.：:）)”\"…]$")
_CLOSING_SECTIONS = {"procurement", "assets", "glossary", "other"}


def normalize(document: Document, reference_dir: Path, layouts_dir: Path) -> Facts:
    """Read a document into facts. Raises BadInput when it is no disclosure, is cut off, or does not say whose it is."""
    layouts = load(layouts_dir)
    return _Walk(document, layouts, reference_dir).facts()


class _Walk:
    """One pass over the blocks of a document; holds what the lines so far have said (section, unit, title, date)."""

    def __init__(self, document: Document, layouts: Layouts, reference: Path) -> None:
        self.document = document
        self.layouts = layouts
        self.identity: Identity = identify(document, layouts, reference)
        self.ledger = Ledger()
        self.tables = TableReader(self.ledger, layouts, reference, self.identity.year)
        self.targets = TargetReader(self.ledger, layouts, document.source_name)
        self.forms = FormReader(self.ledger, layouts, document.source_name)
        self.statement = StatementReader(self.ledger, layouts, self.identity.year)
        self.goals = GoalReader(self.ledger, layouts)
        self.mentions = MentionReader(self.ledger, layouts)
        self._lines: dict[str, str] = layouts.document["lines"]
        self.section = ""
        self.mode = "narrative"  # how running text is read, as the last heading says
        self.unit: str | None = None
        self.unit_line = 0
        self.as_of: Said | None = None
        self.filling_unit: Said | None = None
        self.form_title = ""
        self.form: OpenForm | None = None
        self.asked: tuple[int, str] | None = None  # a label of personal data with nothing behind it in its line
        self.title: tuple[str, int] | None = None
        self.loose_figures = False  # figures alone on lines below a title: a table whose cells were not told apart
        self.table: OpenTable | None = None
        self.project: OpenProject | None = None
        self.held: Prose | None = None  # a line that may be the first half of a project's title
        self.paragraph = Paragraph()  # a statement that does not end with its line
        self.contents: list[tuple[str, int]] = []
        self.found: dict[str, int] = {}
        self.filled: dict[str, str] = {}
        self.heard: set[str] = set()

    def facts(self) -> Facts:
        self.mentions.title(self.identity.title_line, self.identity.title)
        for block in self.document.blocks:
            if isinstance(block, Prose):
                self._line(block)
            else:
                self._grid(block)
        self._release()
        self._close_parts(last=True)
        self._refuse_truncated()
        self.statement.derive()
        self.mentions.cells()
        self._sections()
        return self._pack()

    # Lines --------------------------------------------------------------------------------------------------------

    def _line(self, prose: Prose) -> None:
        text = squeeze(prose.text)
        self.mentions.line(prose.line, text, self.section)
        if self.held is not None:
            held, self.held = self.held, None
            title = pattern(self.layouts.targets["title"])
            joined = squeeze(held.text) + text
            if title.fullmatch(joined) and not title.fullmatch(text):
                self._open_project((held.line, prose.line), joined)
                return
            self._prose_line(held, squeeze(held.text))
        if self._furniture(text, prose.line) or self._heading(text, prose.line) or self._table_title(text, prose.line):
            return
        if self.mode in ("targets", "narrative") and pattern(self.layouts.targets["title"]).fullmatch(text):
            self._open_project((prose.line, prose.line), text)
        elif self.mode == "targets" and re.match(r"\d+[、.]", text):
            self.held = prose
        else:
            self._prose_line(prose, text)

    def _release(self) -> None:
        if self.held is not None:
            held, self.held = self.held, None
            self._prose_line(held, squeeze(held.text))

    def _furniture(self, text: str, line: int) -> bool:
        """Lines that say of whom, when and in which unit, and lines that must not be kept."""
        for name in (
            "person",
            "rule",
            "annex",
            "title",
            "unit_code",
            "prepared_by",
            "year",
            "money_unit",
            "as_of",
            "filling_unit",
            "note",
        ):
            match = pattern(self._lines[name]).fullmatch(text)
            if match is None:
                continue
            self.mentions.furniture(name, match, line, self.section)
            if name == "person":
                self._persons((line, line), text)
            elif name == "money_unit":
                self.unit, self.unit_line = match["unit"], line
                if self.project is not None:
                    self.project.unit = self.unit
            elif name == "as_of":
                day = datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
                self.as_of = Said(day, text, line)
            elif name == "filling_unit":
                self.filling_unit = Said(match["unit"], text, line)
            elif name == "note":
                if self.table is not None:
                    self.table.notes.append(text)
                else:
                    self._account(line, text, [])
            return True
        return False

    def _heading(self, text: str, line: int) -> bool:
        bare = _NUMBERING.sub("", text).rstrip(":：")
        for heading in self.layouts.document["heading"]:
            if pattern(heading["text"]).fullmatch(bare):
                if heading["section"] == "contents" and self.section not in ("", "contents"):
                    continue
                self._close_parts()
                self.section, self.mode = heading["section"], heading["prose"]
                if self.section != "contents":
                    self.found.setdefault(self.section, line)
                    self.heard.add(bare)
                self.title = None
                # The heading of the units' table is its title too.
                if self.layouts.table_for(bare):
                    self.title = (bare, line)
                return True
        return False

    def _table_title(self, text: str, line: int) -> bool:
        if len(text) > _LONGEST_TITLE or "。" in text:
            return False
        if any(pattern(form["title"]).search(text) for form in self.layouts.forms):
            self.form_title = text
            return True
        if self.layouts.table_for(text) is None:
            return False
        self._close_parts()
        if self.section == "contents":
            self.section, self.mode = "tables", "narrative"
        self.heard.add(text)
        self.title = (text, line)
        return True

    def _prose_line(self, prose: Prose, text: str) -> None:
        """A line of running text, read as its section says."""
        if re.search(r"[^\W\d_]", text):  # a page number may stand between two parts of a table, words may not
            self._close_table()
        nothing = bool(pattern(self._lines["nothing"]).fullmatch(text))
        self.loose_figures |= self.title is not None and bool(_FIGURE_ALONE.fullmatch(text))
        if self.section and not (nothing and self.section in self.filled):
            self.filled[self.section] = "empty_with_note" if nothing else "present"
        if self.mode == "statement":
            self.paragraph.add(prose.line, prose.text)
            if _SENTENCE_END.search(prose.text):
                self._end_paragraph()
            return
        spans: list[tuple[int, int]] = []
        if self.mode in ("subgoals", "overall_goal") and not nothing:
            spans = self.goals.line("subgoal" if self.mode == "subgoals" else "overall", prose.line, prose.text)
        self._account(prose.line, prose.text, spans)

    def _end_paragraph(self) -> None:
        paragraph, self.paragraph = self.paragraph, Paragraph()
        if not paragraph.text:
            return
        spans = self.statement.read(self.section, paragraph)
        if self.section == "three_public_text":
            self.mentions.reasons(paragraph)
        bounds = [offset for offset, _ in paragraph.starts[1:]] + [len(paragraph.text)]
        for (start, line), end in zip(paragraph.starts, bounds, strict=True):
            self._account(line, paragraph.text[start:end], [(low - start, high - start) for low, high in spans])

    def _account(self, line: int, text: str, spans: list[tuple[int, int]]) -> None:
        """List every number of a line that did not become a fact, with what it is instead."""
        text = plain(text)
        reasons: dict[str, list[str]] = {}
        known = [
            (match.span(), entry["reason"])
            for entry in self.layouts.statement["ignored"]
            for match in pattern(entry["text"]).finditer(text)
        ]
        # A sum may be printed without its 元 (共计安排77.93万，): it is money all the same.
        sums = [match.span() for match in re.finditer(r"\d[\d,.]*\s*(?:[亿万]?元|[亿万](?=[，,。；;）)]|$))", text)]
        for match in _NUMERAL.finditer(text):
            if any(start <= match.start() < end for start, end in spans):
                continue
            reason = next((reason for (start, end), reason in known if start <= match.start() < end), None)
            if reason is None and any(start <= match.start() < end for start, end in sums):
                reason = "unknown_label"
            reasons.setdefault(reason or "running_number", []).append(match[0])
        for reason, numbers in reasons.items():
            self.ledger.unread("figure", line, "、".join(numbers), reason)

    # Tables, projects, forms --------------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> None:
        self._release()
        self.mentions.table_follows()
        form = self.forms.layout_for(grid, self.form_title)
        known = form or (self.form.layout if self.form else {})
        if "person" not in known:  # a form that asks for persons knows where it does
            grid = self._without_persons(grid)
        if not grid.rows:
            return
        if self.section:
            self.filled[self.section] = "present"
        if self.section == "contents" and self.title is None:
            self._contents(grid)
        elif form:
            self.found.setdefault("evaluation_forms", grid.line)
            self.filled["evaluation_forms"] = "present"
            self._close_form()
            self.form = OpenForm(form, self.form_title, self.unit, self.filling_unit, Grid(list(grid.rows)))
            self.unit = None
            self._close_form(only_whole=True)
        elif self.form is not None:
            self.form.grid.rows += grid.rows
            self._close_form(only_whole=True)
        elif self.project is not None:
            self.project.grids.append(grid)
        else:
            self._table_part(grid)

    def _without_persons(self, grid: Grid) -> Grid:
        """The grid without the rows that begin by saying who filled it in: neither name nor number may be kept.

        In a dump of one cell a line such a row may have run together with the one above it.
        """
        rows = []
        for row in grid.rows:
            texts = row.texts()
            filled = [index for index, text in enumerate(texts) if text]
            at = next((i for i in (filled if row.loose else filled[:1]) if self._names_person(row.cells[i])), None)
            if at is None:
                rows.append(row)
                continue
            if any(index < at for index in filled):
                rows.append(Row(row.cells[:at], row.loose))
            self._persons((row.cells[at].line_start, row.cells[-1].line_end), ":".join(texts[at:]))
        return Grid(rows)

    def _names_person(self, cell: Cell) -> bool:
        """A blank may set the name off from its label, or stand inside the label."""
        person = pattern(self._lines["person_row"])
        return bool(person.match(squeeze(cell.text)) or person.match(plain(cell.text).strip()))

    def _persons(self, lines: tuple[int, int], text: str) -> None:
        """Enter the labels of a line that have the name or telephone number of a person behind them."""
        labels = list(pattern(self._lines["person_label"]).finditer(text))
        for label, behind in zip(labels, [*(later.start() for later in labels[1:]), len(text)], strict=False):
            given = bool(text[label.end() : behind].strip(":"))
            self.asked = None if given else (lines[0], label[0])
            if given:
                self.ledger.person(lines, label[0])
        if not labels:  # a telephone number alone, perhaps below its label
            near = self.asked and lines[0] - self.asked[0] <= _NEAR
            line, word = self.asked if self.asked and near else (lines[0], "")
            self.ledger.person((line, lines[1]), word)
            self.asked = None

    def _contents(self, grid: Grid) -> None:
        table = self.ledger.open_table("contents", "目录", None, grid.line)
        for row in grid.rows:
            texts = row.texts()
            listed = len(texts) == 2 and texts[1].isdigit()
            self.ledger.add_row(table, row, "structure" if listed else "unread")
            if listed:
                self.contents.append((_NUMBERING.sub("", texts[0]), row.line))
        self.ledger.close_table(table, "read")

    def _table_part(self, grid: Grid) -> None:
        only_furniture = all(furniture_cells(row) for row in grid.rows) and len(grid.rows) <= MAX_PREAMBLE_ROWS
        for row in grid.rows[:MAX_PREAMBLE_ROWS]:
            for cell in furniture_cells(row):
                text = squeeze(cell.text)
                if not text or self._furniture(text, cell.line_start):
                    continue
                if self.title is None and self.layouts.table_for(text):
                    self.title = (text, cell.line_start)
                else:
                    only_furniture = False
        if only_furniture:  # unit and date printed apart from the table they belong to
            return
        if self.title is not None:
            title, line = self.title
            self.title = None
            layout = self.layouts.table_for(title)
            assert layout is not None
            self._close_table()
            self.table = OpenTable(layout, title, line, self.unit, self.as_of)
        if self.table is None:
            table = self.ledger.open_table("unknown", "", None, grid.line)
            for row in grid.rows:
                self.ledger.add_row(table, row, "unread")
            self.ledger.close_table(table, "refused", "unknown_table")
            first = " ".join(cell.text for cell in grid.rows[0].cells).strip()
            self.ledger.unread("table", grid.line, first, "unknown_table", f"t{table.no}r1c1")
            return
        if self.table.unit is None:
            self.table.unit = self.unit
        elif self.unit != self.table.unit:
            self.table.otherwise = (str(self.unit), self.unit_line)
        if self.table.as_of is None:
            self.table.as_of = self.as_of
        elif self.as_of is not None and self.as_of.value != self.table.as_of.value:
            self.table.otherwise = (self.as_of.text, self.as_of.line)
        self.table.parts.append(grid)

    def _close_table(self) -> None:
        table, self.table = self.table, None
        if table is not None:
            # A unit holds for one table and must be printed again for the next.
            if table.parts and self.unit_line <= table.parts[-1].line_end:
                self.unit = None
            status = self.tables.read(table)
            section = f"table_{table.layout.code}"
            self.found.setdefault(section, table.line)
            self.filled[section] = {"read": "present", "refused": "present"}.get(status, status)

    def _close_form(self, only_whole: bool = False) -> None:
        """Read the form being collected; a page break may leave its total to the next grid."""
        if self.form is not None and (self.form.is_whole() or not only_whole):
            form, self.form = self.form, None
            self.forms.read(form)

    def _refuse_loose_figures(self) -> None:
        """A table of which only single lines are left has no rows to read, which must not go unseen."""
        if self.title is not None and self.loose_figures:
            title, line = self.title
            layout = self.layouts.table_for(title)
            assert layout is not None
            self._close_table()
            self.title, self.table = None, OpenTable(layout, title, line, self.unit, self.as_of)
        self.loose_figures = False

    def _open_project(self, lines: tuple[int, int], text: str) -> None:
        match = pattern(self.layouts.targets["title"]).fullmatch(text)
        if match is None:
            self._account(lines[0], text, [])
            return
        self._close_parts()
        self.section, self.mode = "project_targets", "targets"
        self.found.setdefault(self.section, lines[0])
        self.project = OpenProject(int(match["no"]), match["name"], text, lines, None)

    def _close_parts(self, last: bool = False) -> None:
        """A new part begins, or the document ends: read what was being collected."""
        self._end_paragraph()
        self._refuse_loose_figures()
        self._close_table()
        self._close_form()
        project, self.project = self.project, None
        if project is not None:
            self.targets.read(project, last)
        self.goals.close()

    # The whole ----------------------------------------------------------------------------------------------------

    def _refuse_truncated(self) -> None:
        """A document that breaks off would be read with too few facts and no sign of it."""
        name, count = self.document.source_name, self.document.line_count
        for entry, line in self.contents:
            if not any(entry in heard or heard in entry for heard in self.heard):
                raise BadInput(
                    f"{name}: is cut off: its contents (line {line}) list {entry}, but it ends in line {count} without it; fetch it again."
                )
        last = self.document.blocks[-1]
        if isinstance(last, Prose) and len(last.text) >= 20 and not _SENTENCE_END.search(last.text):
            raise BadInput(f"{name}: is cut off: line {last.line} ends in the middle of a sentence; fetch it again.")
        if (
            isinstance(last, Grid)
            and last.rows[-1].loose
            and len(last.rows) > 1
            and len(last.rows[-1].cells) < len(last.rows[-2].cells)
        ):
            raise BadInput(
                f"{name}: is cut off: the last row of its last table (line {last.rows[-1].line}) is not complete; fetch it again."
            )
        if "operating" in self.found and not _CLOSING_SECTIONS & self.found.keys():
            raise BadInput(
                f"{name}: is cut off: it ends in line {count}, before its sections on procurement and assets; fetch it again."
            )

    def _sections(self) -> None:
        """One row per section that a document of this kind is expected to have."""
        stated = {
            str(row["side"])
            for row in self.ledger.rows.get("amount", [])
            if row["table_code"] == "statement" and row["measure"] != "change"
        }
        for code in self.identity.sections:
            line: int | None = self.found.get(code)
            status = self.filled.get(code, "empty") if line is not None else "absent"
            if code in ("income", "expenditure") and line is None and code in stated:
                status, line = "present", self.found.get("overall")
            self.ledger.add("section", None, section_code=code, status=status, line_start=line)

    def _pack(self) -> Facts:
        identity, document = self.identity, self.document
        tables = self.ledger.finish()
        tables["department"] = [
            {
                "department_id": identity.department_id, "region_code": identity.region.code, "department_name": identity.department_name,
                "department_type": identity.department_type,
            }
        ]  # fmt: skip
        tables["disclosure"] = [
            {
                "department_id": identity.department_id, "fiscal_year": identity.year, "year_basis": identity.year_basis,
                "kind": identity.kind, "title": identity.title, "unit_code": identity.unit_code, "source_name": document.source_name,
                "source_sha256": document.sha256, "source_format": document.source_format, "source_lines": document.line_count,
                "parsed_by": PARSED_BY,
            }
        ]  # fmt: skip
        disclosure_id = f"{identity.region.code}-{identity.year}-{document.sha256[:8]}"
        return Facts(disclosure_id, document.source_name, tables)
