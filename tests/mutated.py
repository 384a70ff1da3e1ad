"""Documents and changes of them (tests/mutations.py) in; what the checks newly say of each changed copy out.

Each copy is read anew. Many copies are audited in one go: the facts of the documents are multiplied in the store
(tests/many.py), and only what differs is put in anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import duckdb

from budget import audit
from budget.model import BadInput, FactRow, Facts
from queries import checks
from tests import many
from tests.mutations import Base, Mutation, facts_of, reference_of

AT_ONCE = 400_000  # cells of the copies that are audited together: what fits into little memory
# What is missing has no cell: these findings name the title of the document or of the form.
_OF_WHAT_IS_MISSING = {"sections_missing", "dimension_missing", "level2_missing"}
_RATES = {"execution_rate", "execution_rate_vs_indicator"}


Key = tuple[str, str, str, str]  # check, subject, place, fingerprint


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: what it is known by, how bad, its sentence, its cells."""

    key: Key
    severity: str
    message: str
    cells: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tie:
    """One equation that was tested."""

    check: str
    holds: bool
    arithmetic: str
    cells: frozenset[str]


@dataclass(slots=True)
class Outcome:
    """What the checks newly say of a changed document."""

    document: str
    mutation: Mutation
    refused: str = ""  # why it is not read at all
    misplaced: tuple[str, ...] = ()  # cells that changed though they should not
    new: list[Found] = field(default_factory=list)
    caught: bool = False
    elsewhere: list[Found] = field(default_factory=list)  # new findings that have nothing to do with the change
    excused: str = ""  # why no reader of the changed document could see it


@dataclass(slots=True)
class _Changed:
    """Rows of a changed document that differ: table → position → row; with None as position, all rows of the table."""

    base: str  # the disclosure that was changed
    mutation: Mutation
    disclosure_id: str = ""
    rows: dict[str, dict[int | None, list[FactRow]]] = field(default_factory=dict)
    refused: str = ""
    misplaced: tuple[str, ...] = ()


# Reading ----------------------------------------------------------------------------------------------------------------

_bases: dict[str, Base] = {}  # in a process that reads: the documents that it reads changed copies of


def _reads(bases: dict[str, Base]) -> None:
    _bases.update(bases)


def _changed(what: tuple[str, Mutation]) -> _Changed:
    """Read the changed document; where another cell than the one meant has changed, try the other places."""
    name, mutation = what
    base = _bases[name]
    best: _Changed | None = None
    for edits in (mutation.lines, *mutation.others):
        lines = base.text.split("\n")
        for number, line in edits.items():
            lines[number - 1] = line
        found = _Changed(name, mutation)
        try:
            facts = facts_of("\n".join(lines), base.path)
        except BadInput as error:
            found.refused = str(error)
            return found
        found.disclosure_id = facts.disclosure_id
        found.misplaced = _misplaced(base, facts, mutation)
        if best is None or len(found.misplaced) < len(best.misplaced):
            found.rows = _differing(base.facts, facts)
            best = found
        if not found.misplaced:
            break
    assert best is not None
    return best


def _misplaced(base: Base, facts: Facts, mutation: Mutation) -> tuple[str, ...]:
    """Cells other than the one meant whose text has changed. A figure struck out of a sentence takes its cell along."""
    if not mutation.cell:
        return ()
    now = {str(row["cell_id"]): row["raw_text"] for row in facts.tables["cell"]}
    was = {name: cell["raw_text"] for name, cell in base.cells.items()}
    differing = {name for name in now.keys() | was.keys() if now.get(name) != was.get(name)} - {mutation.cell}
    if mutation.cell.startswith("p") and not mutation.now:
        stem = mutation.cell.partition(".")[0] + "."
        differing = {name for name in differing if not name.startswith(stem)}
    elif now.get(mutation.cell) == was[mutation.cell]:
        differing.add(mutation.cell)
    return tuple(sorted(name for name in differing if not name.startswith("m")))


def _differing(was: Facts, now: Facts) -> dict[str, dict[int | None, list[FactRow]]]:
    found: dict[str, dict[int | None, list[FactRow]]] = {}
    for table in was.tables.keys() | now.tables.keys():
        old, new = was.tables.get(table, []), now.tables.get(table, [])
        if len(old) != len(new):
            found[table] = {None: new}
        elif old != new:
            found[table] = {at: [row] for at, (row, before) in enumerate(zip(new, old, strict=True)) if row != before}
    return found


# Auditing ---------------------------------------------------------------------------------------------------------------


class Auditor:
    """A store with the facts of documents, in which changed copies of them are audited, many at a time."""

    def __init__(self, paths: Sequence[Path]) -> None:
        # Nothing is said across copies: they are the same disclosures over and over.
        self._checks = [check for check in checks.load_all() if not check.across_store]
        texts = {path: path.read_text(encoding="utf-8") for path in paths}
        facts = {path: facts_of(text, path) for path, text in texts.items()}
        self._open = ExitStack()
        self._db = self._open.enter_context(duckdb.connect())
        many.fill(self._db, facts.values(), reference_of(paths[0]))
        audit.run(self._db, self._checks)
        self._found, self._ties = self._findings(), self._equations()
        self.bases = {
            of.disclosure_id: Base(
                path, texts[path], of, {str(row["cell_id"]): row for row in of.tables["cell"]},
                [(tie.check, tie.cells) for tie in self._ties[of.disclosure_id]],
            )
            for path, of in facts.items()
        }  # fmt: skip
        self._db.execute("delete from rule")  # a workspace brings them along
        self._work = self._open.enter_context(audit.workspace(self._db))

    def __enter__(self) -> Auditor:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def outcomes(self, todo: Iterable[tuple[str, Mutation]], processes: int = 1) -> Iterator[Outcome]:
        """What the checks newly say of each changed copy (of that disclosure), in no particular order."""
        with ExitStack() as stack:
            if processes > 1:
                # Processes of their own, not forks: this one has threads of DuckDB's.
                pool = ProcessPoolExecutor(processes, get_context("spawn"), _reads, (self.bases,))
                read = stack.enter_context(pool).map(_changed, todo, chunksize=10)
            else:
                _reads(self.bases)
                read = map(_changed, todo)
            batch, cells = [], 0
            for one in read:
                batch.append(one)
                cells += len(self.bases[one.base].cells)
                if cells >= AT_ONCE:
                    yield from self._heard(batch)
                    batch, cells = [], 0
            if batch:
                yield from self._heard(batch)

    def _heard(self, changed: list[_Changed]) -> Iterator[Outcome]:
        # A document that contradicts itself so that it is not read at all is caught before any check.
        for one in changed:
            if one.refused:
                yield Outcome(self.bases[one.base].path.stem, one.mutation, refused=one.refused, caught=True)
        copies = {one.disclosure_id: (one.base, one.rows) for one in changed if not one.refused}
        for table in ("verdict", "finding", "finding_cell", "tie"):
            self._db.execute(f"delete from {table}")
        many.copies(self._work, copies)
        self._work.test(self._checks)
        findings, ties = self._findings(), self._equations()
        for one in changed:
            if not one.refused:
                yield self._judged(one, findings[one.disclosure_id], ties[one.disclosure_id])

    def _findings(self) -> dict[str, list[Found]]:
        """The findings of each disclosure, their cells without its identifier."""
        found: dict[str, list[Found]] = defaultdict(list)
        for disclosure_id, check, subject, severity, fingerprint, message, cells in self._db.execute(
            "select f.disclosure_id, check_id, subject, severity, fingerprint, message_zh, list(cell_id order by role desc, place)"
            " from finding as f join finding_cell using (finding_id)"
            " group by finding_id, f.disclosure_id, check_id, subject, severity, fingerprint, message_zh"
        ).fetchall():
            names = [_local(cell) for cell in cells]
            found[disclosure_id].append(Found((check, subject, names[0], fingerprint), severity, message, frozenset(names)))
        return found

    def _equations(self) -> dict[str, list[Tie]]:
        ties: dict[str, list[Tie]] = defaultdict(list)
        for disclosure_id, check, holds, arithmetic, stated, expected in self._db.execute(
            "select disclosure_id, check_id, holds, arithmetic, stated_cells, expected_cells from tie"
        ).fetchall():
            cells = frozenset(_local(cell) for cell in [*stated, *(expected or [])])
            ties[disclosure_id].append(Tie(check, holds, arithmetic, cells))
        return ties

    # Judging ------------------------------------------------------------------------------------------------------------

    def _judged(self, one: _Changed, findings: list[Found], ties: list[Tie]) -> Outcome:
        base, mutation = self.bases[one.base], one.mutation
        outcome = Outcome(base.path.stem, mutation, misplaced=one.misplaced)
        now = _cells_now(base, one)
        touched = _touched(base, mutation, now)
        near = touched | _near(base, mutation, now, [*self._ties[one.base], *ties])
        before = {found.key for found in self._found[one.base]}
        for found in findings:
            if found.key in before:
                continue
            outcome.new.append(found)
            if found.cells & touched:
                outcome.caught = True
            elif not found.cells & near and found.key[0] not in _OF_WHAT_IS_MISSING:
                outcome.elsewhere.append(found)
        if mutation.cell and not outcome.caught:
            outcome.excused = self._excuse(one.base, mutation.cell, findings, ties)
        return outcome

    def _excuse(self, base: str, cell: str, findings: list[Found], ties: list[Tie]) -> str:
        """Why nobody could see the change: it is smaller than the rounding of a rate, or by chance it puts right what was
        wrong. Nothing is excused as long as an equation with the figure does not hold."""
        before = [tie for tie in self._ties[base] if cell in tie.cells]
        after = [tie for tie in ties if cell in tie.cells]
        if not after or not all(tie.holds for tie in after):
            return ""
        rates = {tie.arithmetic.rpartition("= ")[2] for tie in before}
        if {tie.check for tie in after} <= _RATES and {tie.arithmetic.rpartition("= ")[2] for tie in after} == rates:
            return "within the rounding of the rate"
        was_found = {found.key[:2] for found in self._found[base] if cell in found.cells}
        if not all(tie.holds for tie in before) and not was_found & {found.key[:2] for found in findings}:
            return "puts right what was wrong"
        return ""


def _cells_now(base: Base, one: _Changed) -> dict[str, FactRow]:
    rows = one.rows.get("cell", {})
    if None in rows:
        return {str(row["cell_id"]): row for row in rows[None]}
    return {**base.cells, **{str(row["cell_id"]): row for (row,) in rows.values()}}


def _touched(base: Base, mutation: Mutation, now: dict[str, FactRow]) -> set[str]:
    """The cells that a finding has to name one of."""
    on_line = {name for name, cell in now.items() if _line(cell) in mutation.lines}
    if not mutation.cell:
        return on_line
    if mutation.cell.startswith("p") and not mutation.now:
        # The figure's cell is gone, and those behind it have moved up: what is left is a cell that was not there, of the
        # words around the gap.
        before = {cell["raw_text"] for cell in base.cells.values() if _line(cell) in mutation.lines}
        return {name for name in on_line if now[name]["raw_text"] not in before}
    return {mutation.cell}


def _near(base: Base, mutation: Mutation, now: dict[str, FactRow], ties: list[Tie]) -> set[str]:
    """The cells that the change has to do with: those of its line and its row, of the equations it takes part in, and of
    its form or project where tables stand for these; all of them where the year of the whole document was changed."""
    if mutation.kind == "year of a head":
        return set(now)
    places = [cell for name, cell in now.items() if name == mutation.cell or (not mutation.cell and _line(cell) in mutation.lines)]
    whole = not mutation.cell or base.facts.tables["disclosure"][0]["kind"] == "self_evaluation"
    tables = {cell["table_no"] for cell in places if cell["table_no"] and whole}
    rows = {(cell["table_no"], cell["row_no"]) for cell in places if cell["table_no"]}
    near = {
        name for name, cell in now.items()
        if _line(cell) in mutation.lines or cell["table_no"] in tables or (cell["table_no"], cell["row_no"]) in rows
    }  # fmt: skip
    # What adds up to a figure adds up to another in turn: two steps lead from an item over its subtotal to the total.
    reached = {mutation.cell}
    for _ in range(2):
        reached |= {cell for tie in ties if tie.cells & reached for cell in tie.cells}
    return near | reached


def _line(cell: FactRow) -> int:
    return int(str(cell["line_start"]))


def _local(cell_id: str) -> str:
    return cell_id.partition(".")[2]


# Counting ---------------------------------------------------------------------------------------------------------------


def counted(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], Counter[str]]:
    """Document and kind of change → how many were tried, caught, and gave rise to a finding elsewhere."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        of = found[one.document, one.mutation.kind]
        of["excused" if one.excused else "tried"] += 1
        of["caught"] += one.caught
        of["elsewhere"] += bool(one.elsewhere)
    return found


def share(outcomes: Iterable[Outcome]) -> float:
    """The part of the changes that were caught."""
    tried = [one for one in outcomes if not one.excused]
    return sum(one.caught for one in tried) / len(tried)
