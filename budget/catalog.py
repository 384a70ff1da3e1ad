"""What the catalogue of the store says comes in; its tables with the words for them, and statements that read them, go out.

A table's name cannot travel to SQL as a parameter: statements over any table are put together here, from names that the catalogue
gave and from nothing a reader has typed. Values still travel as parameters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from budget.words import language, t
from queries import Statement

GROUPS = ("mart", "fact", "document", "audit", "reference", "other")
_WORDS = Path(__file__).parent / "words" / "columns.toml"
_CHOSEN = "select disclosure_id from named_disclosure where {conditions}"
# By which of its columns a table's rows belong to a disclosure: the first that it has.
_BELONGS = {
    "disclosure_id": "disclosure_id in ({chosen})",
    "project_id": "project_id in (select project_id from project where disclosure_id in ({chosen}))",
    "evaluation_id": "evaluation_id in (select evaluation_id from evaluation join project using (project_id)"
    " where disclosure_id in ({chosen}))",
    "subgoal_id": "subgoal_id in (select subgoal_id from subgoal where disclosure_id in ({chosen}))",
    "finding_id": "finding_id in (select finding_id from finding where disclosure_id in ({chosen}))",
    # Identifiers of cells open with their disclosure's.
    "cell_id": "split_part(cell_id, '.', 1) in ({chosen})",
}
_CLAUSE = re.compile(r"(?:\([^)]*\)|（[^）]*）|[^;；])*")
_OF = {
    "disclosure_id": "select disclosure_id from {table}",
    "project_id": "select disclosure_id from project where project_id in (select project_id from {table})",
    "evaluation_id": "select disclosure_id from project join evaluation using (project_id)"
    " where evaluation_id in (select evaluation_id from {table})",
    "subgoal_id": "select disclosure_id from subgoal where subgoal_id in (select subgoal_id from {table})",
    "finding_id": "select disclosure_id from finding where finding_id in (select finding_id from {table})",
    "cell_id": "select split_part(cell_id, '.', 1) from {table}",
}
_IN_PACKAGE = "select unnest($disclosures::varchar[])"
# Tables of a package that need more than what belongs to its disclosures: a finding may rest on cells of others, which then must be
# there with their disclosure ($beside), whose department must be there, too.
_BESIDE = {
    "cell": "{belongs} or cell_id in (select x.cell_id from finding as f join finding_cell as x using (finding_id)"
    " where f.disclosure_id in ({chosen}))",
    "disclosure": "{belongs} or disclosure_id in (select unnest($beside::varchar[]))",
    "department": "department_id in (select department_id from disclosure where disclosure_id in ({chosen}) or disclosure_id in"
    " (select unnest($beside::varchar[])))",
}
_FILTERS = {"regions": "region_code", "departments": "department_id", "years": "fiscal_year"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and DuckDB's type of it; `label`, `meaning` and `unit` are in the session's language."""

    name: str
    type: str

    @property
    def label(self) -> str:
        """Its heading; its own name where it has no words."""
        words = _columns().get(self.name)
        return words[language() == "en"] if words else self.name

    @property
    def meaning(self) -> str:
        """What its heading does not say, if anything."""
        words = _columns().get(self.name, [])
        return words[2 + (language() == "en")] if len(words) == 4 else ""

    @property
    def unit(self) -> str:
        """What its numbers count, by its name; '' where they count nothing, or what they count is said beside them."""
        if self.name.endswith("_yuan"):
            return t("元")
        if self.name == "share" or re.search(r"_rate(_stated)?$|_share$", self.name):
            return t("1 的小数")
        return t("分") if self.name.endswith("weight") or self.name in ("score", "score_stated", "execution_score", "weight_stated") else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the store: its columns in order, and DuckDB's comment, which says what one row is."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    is_view: bool = False

    @property
    def group(self) -> str:
        """One of GROUPS."""
        return str(_tables()[self.name][0]) if self.name in _tables() else "other"

    @property
    def words(self) -> str:
        """Its name in words; nothing where it has none."""
        words = _tables().get(self.name)
        return str(words[1 + (language() == "en")]) if words else ""

    @property
    def title(self) -> str:
        """Its name in words, and then as SQL knows it."""
        return f"{self.words} · {self.name}" if self.words else self.name

    @property
    def grain(self) -> str:
        """What one row is."""
        words = _tables().get(self.name)
        return words[3] if words and language() == "zh" else self.comment

    @property
    def brief(self) -> str:
        """The same in one clause, for lists: a semicolon within parentheses ends none."""
        clause = _CLAUSE.match(self.grain)
        return clause[0].strip() if clause else ""

    @property
    def filtered_by(self) -> tuple[str, ...]:
        """Which of the reader's filters its rows can be told apart by: regions, departments, years."""
        names = {column.name for column in self.columns}
        return tuple(name for name, column in _FILTERS.items() if column in names or _BELONGS.keys() & names)

    def labels(self) -> dict[str, str]:
        """Headings of its columns."""
        return {column.name: column.label for column in self.columns}


def tables(columns: Iterable[Mapping[str, Any]]) -> dict[str, Table]:
    """The rows of queries.catalog.columns as tables by name, in the order of their groups and of columns.toml."""
    found: dict[str, tuple[str, list[Column]]] = {}
    views: set[str] = set()
    for row in columns:
        comment = row["comment"] if isinstance(row["comment"], str) else ""
        found.setdefault(str(row["table_name"]), (comment, []))[1].append(Column(str(row["column_name"]), str(row["data_type"])))
        if row["is_view"]:
            views.add(str(row["table_name"]))
    made = [Table(name, comment, tuple(columns), name in views) for name, (comment, columns) in found.items()]
    place = {name: number for number, name in enumerate(_tables())}
    made.sort(key=lambda table: (GROUPS.index(table.group), place.get(table.name, len(place)), table.name))
    return {table.name: table for table in made}


def label(column: str) -> str:
    """The heading of a column of this name, in the session's language."""
    return Column(column, "").label


def rows(table: Table, filters: Mapping[str, Sequence[object]], sort: str, descending: bool) -> Statement:
    """The rows of a table in a selection, from $start (counted from 0), at most $most.

    sort: a column, what has no value last; '' for the order in which they are stored. Rows alike are told apart by all the other columns: a
    page never shows what another has shown.
    """
    names = [column.name for column in table.columns]
    by = ""
    if sort in names:
        others = [column.name for column in table.columns if column.name != sort and not column.type.endswith("[]")]
        by = f" order by {_quoted(sort)} {'desc' if descending else 'asc'} nulls last, {', '.join(map(_quoted, others))}"
    columns, source, page = ", ".join(map(_quoted, names)), f"from {_quoted(table.name)}", "limit $most offset $start"
    chosen = _where(table, filters)
    sql = f"select {columns} {source}{chosen}{by} {page}"
    if not table.is_view and ((chosen and not by) or (by and any(column.type.endswith("[]") for column in table.columns))):
        # Texts and lists are long to read: rows are found without them, by where they lie at last, and read for the page alone.
        by = f"{by}, held" if by else " order by held"
        found = f"select rowid as held {source}{chosen}{by} {page}"
        sql = f"select {columns} {source} join ({found}) as page on page.held = {_quoted(table.name)}.rowid{by}"
    return _statement("rows", sql, tuple(names))


def size(table: Table, filters: Mapping[str, Sequence[object]]) -> Statement:
    """How many rows of a table are in a selection: one row, with number."""
    return _statement("size", f"select count(*) as number from {_quoted(table.name)}{_where(table, filters)}", ("number",))


def packed(table: Table, everything: bool) -> str | None:
    """The SELECT of the rows of a table that a data package holds: all of them, or those that belong to $disclosures (with what findings
    of theirs rest on, $beside). None where a table sums up more than a selection: its numbers would not be those of the selection.
    """
    sql = f"select {', '.join(_quoted(column.name) for column in table.columns)} from {_quoted(table.name)}"
    if everything:
        return sql
    names = {column.name for column in table.columns}
    belongs = next((condition for column, condition in _BELONGS.items() if column in names), "")
    condition = _BESIDE.get(table.name, belongs).format(belongs=belongs.format(chosen=_IN_PACKAGE), chosen=_IN_PACKAGE)
    if condition:
        return f"{sql} where {condition}"
    return None if table.group == "mart" else sql


def packed_sizes(tables: Sequence[Table], everything: bool) -> Statement:
    """How many rows of each table a data package holds (see `packed`): one row per table, with name and number, in this order."""
    counts = [
        f"select {place} as place, {literal(table.name)} as name, count(*) as number from ({sql})"
        for place, table in enumerate(tables) if (sql := packed(table, everything)) is not None
    ]  # fmt: skip
    return _statement("packed_sizes", f"select name, number from ({' union all '.join(counts)}) order by place", ("name", "number"))


def fiscal_type(table: str, column: str) -> str:
    """What the Fiscal Data Package calls a column; '' where its taxonomy has no name for it, or where it means now this, now that."""
    types = _fiscal()
    return types.get(f"{table}.{column}", types.get(column, ""))


def having(table: Table) -> Statement:
    """The first `most` of the `total` disclosures that have rows in a table; none where its rows belong to no disclosure."""
    names = {column.name for column in table.columns}
    of = next((way for column, way in _OF.items() if column in names), "select null as disclosure_id where false").format(table=_quoted(table.name))
    rows = f"select disclosure_id, count(*) over ()::integer as total from disclosure where disclosure_id in ({of})"
    return _statement("having", f"{rows} order by disclosure_id limit $most::integer", ("disclosure_id", "total"))


def filled(statement: Statement, parameters: Mapping[str, object]) -> str:
    """The SQL of a statement with its values written into it: to be read, and to be run elsewhere."""
    # Texts and remarks may hold a dollar sign of their own.
    parts = re.split(r"('(?:[^']|'')*'|--[^\n]*)", statement.sql)
    for number in range(0, len(parts), 2):
        parts[number] = re.sub(r"\$([a-z_][a-z0-9_]*)", lambda found: literal(parameters[found[1]]), parts[number])
    return "".join(parts)


def literal(value: object) -> str:
    """A value as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        # An empty list has no type of its own.
        return f"[{', '.join(map(literal, value))}]" if value else "[]"
    if isinstance(value, bool):
        return str(value).lower()
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _where(table: Table, filters: Mapping[str, Sequence[object]]) -> str:
    names = {column.name for column in table.columns}
    direct: list[str] = []
    through: list[str] = []
    for name, column in _FILTERS.items():
        if filters.get(name):
            (direct if column in names else through).append(f"list_contains(${name}, {column})")
    link = next((condition for column, condition in _BELONGS.items() if column in names), None)
    if through and link:
        direct.append(link.format(chosen=_CHOSEN.format(conditions=" and ".join(through))))
    return f" where {' and '.join(direct)}" if direct else ""


def _statement(name: str, sql: str, columns: tuple[str, ...]) -> Statement:
    parameters = tuple(dict.fromkeys(re.findall(r"\$([a-z]+)", sql)))
    # Results are kept by the name of their statement: another statement has another name.
    return Statement("catalog", f"{name} {sql}", sql, parameters, name, columns, "")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@cache
def _tables() -> dict[str, list[str]]:
    words: dict[str, list[str]] = _read()["table"]
    return words


@cache
def _columns() -> dict[str, list[str]]:
    words: dict[str, list[str]] = _read()["column"]
    return words


@cache
def _fiscal() -> dict[str, str]:
    return {column: kind for kind, columns in _read()["fiscal"].items() for column in columns}


def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
