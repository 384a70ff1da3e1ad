"""Named SQL statements come in from queries/*.sql; `queries.<file>.<statement>` goes out, with its header's promises.

A file opens with comment lines: the question it answers, the views it reads, the unit. Each statement opens with

    -- name: by_year
    -- what it answers, in words (any number of lines)
    -- parameters: departments, years
    -- grain: one row per department and year (department_id, fiscal_year)
    -- columns: department_id, fiscal_year, amount_yuan

The column names in brackets after the grain are its key. Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
_HEADER = re.compile(r"^-- (name|parameters|grain|columns):[ \t]*(.*)$")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_KEY = re.compile(r"\(([a-z0-9_, ]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One named statement: its SQL with `$name` parameters, and what its header promises (see above)."""

    module: str
    name: str
    sql: str
    parameters: tuple[str, ...]
    grain: str
    columns: tuple[str, ...]
    text: str

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that are unique together, as given in brackets after the grain; empty when the grain gives none."""
        found = _KEY.search(self.grain)
        return _names(found.group(1)) if found else ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The statements of one .sql file, by name (`subject.by_function`), in the file's order when iterated."""

    name: str
    text: str
    statements: dict[str, Statement]

    def __getattr__(self, name: str) -> Statement:
        try:
            return self.statements[name]
        except KeyError:
            raise AttributeError(f"queries/{self.name}.sql has no statement named {name}") from None

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.statements.values())


def load(path: Path) -> Subject:
    """Read one .sql file. Raises ValueError where a header lacks a line, contradicts its SQL, or comes twice."""
    preface: list[str] = []
    blocks: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-- name:"):
            blocks.append([])
        (blocks[-1] if blocks else preface).append(line)
    statements: dict[str, Statement] = {}
    for block in blocks:
        statement = _statement(path, block)
        if statement.name in statements:
            raise ValueError(f"{path.name}: statement {statement.name} comes twice")
        statements[statement.name] = statement
    return Subject(path.stem, _comment(preface), statements)


def subjects() -> list[str]:
    """Names of the .sql files, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.sql"))


def __getattr__(name: str) -> Subject:
    # Streamlit and pytest probe modules for names of their own: only a file that exists is a subject.
    if name.startswith("_") or not (_FOLDER / f"{name}.sql").is_file():
        raise AttributeError(f"there is no queries/{name}.sql")
    # Read once: pages ask for it with every statement.
    found = globals()[name] = load(_FOLDER / f"{name}.sql")
    return found


def _statement(path: Path, lines: list[str]) -> Statement:
    head: dict[str, str] = {}
    words: list[str] = []
    body_from = len(lines)
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            body_from = number
            break
        found = _HEADER.match(line)
        if found:
            head[found.group(1)] = found.group(2).strip()
        else:
            words.append(line)
    name = head.get("name", "")
    sql = "\n".join(lines[body_from:]).strip().removesuffix(";")
    for part in ("parameters", "grain", "columns"):
        if part not in head:
            raise ValueError(f"{path.name}: statement {name} has no '-- {part}:' line")
    parameters = _names(head["parameters"])
    used = set(_PARAMETER.findall(re.sub(r"--.*", "", sql)))
    if used != set(parameters):
        raise ValueError(f"{path.name}: statement {name} names {sorted(parameters)} and uses {sorted(used)}")
    if not name.isidentifier() or not sql:
        raise ValueError(f"{path.name}: statement '{name}' needs a name that is an identifier, and SQL")
    return Statement(path.stem, name, sql, parameters, head["grain"], _names(head["columns"]), _comment(words))


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip() not in ("", "none"))


def _comment(lines: list[str]) -> str:
    return " ".join(line.removeprefix("--").strip() for line in lines if line.startswith("--")).strip()
