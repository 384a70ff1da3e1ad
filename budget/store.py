"""Facts in, folders of CSV out (`write_facts`); folders in, a checked DuckDB file out (`build`, `open_store`)."""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from budget import audit, csvtext, planning
from budget.model import BadInput, FactRow, Facts

PACKAGE = Path(__file__).parent
BUNDLED_DATA = PACKAGE.parent / "data"
DEFAULT_STORE = PACKAGE.parent / ".store"
KEPT_BUILDS = 2  # the one in use and the one before it, which a running server may still have open

# Tables that a build makes itself; all others of schema.sql come from the folders of the disclosures.
_MADE_BY_BUILD = (
    "build", "region", "rule", "function_code", "economic_code", "audit_check", "verdict", "finding", "finding_cell", "tie",
)  # fmt: skip
# Identifiers that stand in the CSV without their leading "<disclosure_id>.".
_SHORTENED = (
    "cell_id",
    "amount_id",
    "project_id",
    "indicator_id",
    "evaluation_id",
    "evaluation_item_id",
    "procurement_item_id",
    "asset_id",
    "organisation_unit_id",
    "subgoal_id",
    "subgoal_figure_id",
    "mention_id",
    "fact_id",
)
# A column of this name, in whatever table, names a row of that table.
_REFERENCES = {
    "region_code": "region",
    "department_id": "department",
    "disclosure_id": "disclosure",
    "cell_id": "cell",
    "project_id": "project",
    "evaluation_id": "evaluation",
    "subgoal_id": "subgoal",
}
_REFERENCE_FILES = {
    "region": ("regions.csv", "region_code, region_name, level, parent_code"),
    "reference_function_class": ("function_classes.csv", "code, name, summary_row"),
    "reference_economic_class": ("economic_classes.csv", "code, name"),
}

# Words are those of the language, not of a county: every data folder is read with the same.
_CHANGE_REASONS = BUNDLED_DATA / "reference" / "change_reasons.csv"


def reference_dir(data_dir: Path) -> Path:
    """The reference tables that go with a data folder: its own, or the bundled ones where it has none."""
    own = data_dir / "reference"
    return own if own.is_dir() else BUNDLED_DATA / "reference"


# Writing ------------------------------------------------------------------------------------------------------------


def write_facts(facts: Facts, data_dir: Path) -> Path:
    """Write one disclosure's folder; see `write_all`."""
    return write_all([facts], data_dir)[0]


def write_all(many: Sequence[Facts], data_dir: Path) -> list[Path]:
    """Write data_dir/disclosures/<id>/<table>.csv for each of the facts, all of them or none; returns the folders.

    The same facts give the same bytes, and a folder that would not change is not touched. Raises BadInput when the
    facts contradict what data_dir holds, or when they cannot be written (a full disk, no permission).
    """
    home = data_dir / "disclosures"
    held = {folder.name: _head(folder) for folder in _folders(data_dir)}
    rows_of: dict[str, dict[str, list[FactRow]]] = {}
    for facts in many:
        tables = dict(facts.tables)
        disclosure = dict(tables["disclosure"][0])
        source = str(disclosure["source_sha256"])
        other = held.get(facts.disclosure_id)
        if facts.disclosure_id in rows_of or (other and other.source_sha256 != source):
            raise BadInput(
                f"{facts.source_name}: {facts.disclosure_id} is already there, read from another file;"
                " give each document once."
            )
        disclosure["revision"] = _revision(disclosure, held.values())
        tables["disclosure"] = [disclosure]
        held[facts.disclosure_id] = _Head.of(facts.disclosure_id, disclosure, tables["department"][0])
        rows_of[facts.disclosure_id] = tables
    _departments(held.values())
    texts = {
        disclosure_id: {
            f"{table}.csv": _csv(disclosure_id, table, rows) for table, rows in tables.items() if rows
        }
        for disclosure_id, tables in rows_of.items()
    }
    try:
        home.mkdir(parents=True, exist_ok=True)
        _swap_in(texts, home)
    except OSError as error:
        raise BadInput(
            f"{home}: cannot be written ({_first_line(error)}), nothing was changed;"
            " make room or choose another folder with --into."
        ) from error
    return [home / disclosure_id for disclosure_id in texts]


def _swap_in(texts: dict[str, dict[str, str]], home: Path) -> None:
    """Write new folders beside the old ones, exchange them at the end; after any interruption all is as it was."""
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=home))
    exchanged: list[tuple[Path, Path]] = []
    try:
        changed = []
        for disclosure_id, files in texts.items():
            if _bytes(home / disclosure_id) == {name: text.encode() for name, text in files.items()}:
                continue
            changed.append(disclosure_id)
            (beside / disclosure_id).mkdir()
            for name, text in files.items():
                (beside / disclosure_id / name).write_bytes(text.encode())
        (beside / "old").mkdir()
        for disclosure_id in changed:
            final, old = home / disclosure_id, beside / "old" / disclosure_id
            exchanged.append((final, old))
            if final.exists():
                final.rename(old)
            (beside / disclosure_id).rename(final)
    except BaseException:  # Ctrl-C too
        for final, old in exchanged:
            # What this run put there has left its place beside; what was there before may not have moved yet.
            if not (beside / final.name).exists():
                shutil.rmtree(final, ignore_errors=True)
            if old.exists():
                old.rename(final)
        shutil.rmtree(beside, ignore_errors=True)
        raise
    shutil.rmtree(beside, ignore_errors=True)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def _csv(disclosure_id: str, table: str, rows: Iterable[FactRow]) -> str:
    """The rows as CSV with the columns of schema.sql. Raises ValueError for a table or column that it does not have."""
    columns = _csv_columns().get(table)
    if columns is None:
        raise ValueError(f"{disclosure_id}: schema.sql has no table {table}")
    rows = list(rows)
    if unknown := set[str]().union(*rows) - columns.keys():
        raise ValueError(f"{disclosure_id}: {table} has no column {', '.join(sorted(unknown))}")
    written = []
    for name, column in columns.items():
        values = [row.get(name) for row in rows]
        if column.type not in ("VARCHAR", "BOOLEAN", "DATE"):
            _refuse_rounding(disclosure_id, table, name, column.scale, values)
        written.append(csvtext.fields(values))
    return "".join([csvtext.line(columns), *(",".join(row) + "\n" for row in zip(*written, strict=True))])


def _refuse_rounding(disclosure_id: str, table: str, name: str, scale: int, values: Iterable[object]) -> None:
    """DuckDB would round what does not fit, and a rounded sum of money is a wrong one."""
    for number, value in enumerate(values, 1):
        if isinstance(value, Decimal) and round(value, scale) != value:
            raise BadInput(
                f"{disclosure_id}: {table} row {number} has {name} {value}, more than {scale} decimals; correct the figure or its unit."
            )


# What a data folder holds -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """What identifies a disclosure's folder: read from its disclosure.csv and department.csv."""

    disclosure_id: str
    department: tuple[str, ...]  # department_id, region_code, department_name, department_type
    fiscal_year: int
    kind: str
    source_sha256: str
    revision: int

    @classmethod
    def of(cls, disclosure_id: str, disclosure: FactRow, department: FactRow) -> _Head:
        names = ("department_id", "region_code", "department_name", "department_type")
        return cls(
            disclosure_id,
            tuple(str(department[name]) for name in names),
            int(str(disclosure["fiscal_year"])),
            str(disclosure["kind"]),
            str(disclosure["source_sha256"]),
            int(str(disclosure["revision"])),
        )

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Region, department, year: facts stored in this order are found fast (one department lies in one place)."""
        return self.department[1], self.department[0], self.fiscal_year, self.disclosure_id


def _folders(data_dir: Path) -> list[Path]:
    home = data_dir / "disclosures"
    return sorted(path for path in home.glob("*") if path.is_dir() and not path.name.startswith("."))


def _head(folder: Path) -> _Head:
    found: dict[str, FactRow] = {}
    for table in ("disclosure", "department"):
        try:
            with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                (found[table],) = csv.DictReader(file)
        except (OSError, ValueError):
            raise BadInput(
                f"{folder / table}.csv: is missing or has not exactly one row; ingest the document again."
            ) from None
    try:
        return _Head.of(folder.name, found["disclosure"], found["department"])
    except (KeyError, ValueError):
        raise BadInput(f"{folder}: disclosure.csv or department.csv is damaged; ingest the document again.") from None


def _revision(disclosure: FactRow, held: Iterable[_Head]) -> int:
    """1, or one more than the other sources of the same department, year and kind; a source keeps its number."""
    same = [
        head
        for head in held
        if (head.department[0], head.fiscal_year, head.kind)
        == (disclosure["department_id"], disclosure["fiscal_year"], disclosure["kind"])
    ]
    for head in same:
        if head.source_sha256 == disclosure["source_sha256"]:
            return head.revision
    return max((head.revision for head in same), default=0) + 1


def _departments(heads: Iterable[_Head]) -> list[tuple[str, ...]]:
    """One row per department. Its documents may spell its name differently over the years: the newest spelling counts.

    Raises BadInput where two of them put it in different regions or give it different types.
    """
    newest: dict[str, _Head] = {}
    for head in sorted(heads, key=lambda head: (head.fiscal_year, head.disclosure_id)):
        department_id, region, _, type_ = head.department
        other = newest.get(department_id, head)
        if (region, type_) != (other.department[1], other.department[3]):
            raise BadInput(
                f"{head.disclosure_id} and {other.disclosure_id} give the department {department_id} another region or"
                " type; correct department.csv in one of them."
            )
        newest[department_id] = head
    return [newest[department_id].department for department_id in sorted(newest)]


@dataclass(frozen=True, slots=True)
class _Column:
    type: str
    scale: int


@cache
def _schema() -> dict[str, dict[str, _Column]]:
    """Tables and columns of schema.sql, asked of DuckDB itself."""
    with duckdb.connect() as db:
        db.execute(_sql("schema"))
        found: dict[str, dict[str, _Column]] = {}
        for table, column, type_, scale in db.execute(
            "select table_name, column_name, data_type, coalesce(numeric_scale, 0) from duckdb_columns()"
            " where not internal order by table_oid, column_index"
        ).fetchall():
            found.setdefault(table, {})[column] = _Column(type_, scale)
    return found


@dataclass(frozen=True, slots=True)
class Rules:
    """What schema.sql demands of one table: its key, the columns that name a row of another table (and whose key they hold), the
    columns that are never empty, and the values a column may have."""

    key: tuple[str, ...]
    names: dict[str, str]
    required: frozenset[str]
    among: dict[str, tuple[str, ...]]


@cache
def rules() -> dict[str, Rules]:
    """Rules of every table of schema.sql; tables that a build makes besides (marts.sql) name rows by the same columns (`naming`)."""
    of: dict[tuple[str, str], list[tuple[list[str], str]]] = {}
    for table, kind, columns, text in _constraints():
        of.setdefault((table, kind), []).append((columns, text))
    checks = {
        (table, told[1]): tuple(re.findall("'([^']*)'", told[2]))
        for table in _schema() for _, text in of.get((table, "CHECK"), []) if (told := re.fullmatch(r'CHECK\(\("?(\w+)"? IN \((.*)\)\)\)', text))
    }  # fmt: skip
    keys = {table: tuple(of[table, "PRIMARY KEY"][0][0]) if (table, "PRIMARY KEY") in of else () for table in _schema()}
    return {
        table: Rules(
            keys[table], naming(table, columns), frozenset({*keys[table], *(one for names, _ in of.get((table, "NOT NULL"), []) for one in names)}),
            {column: among for (home, column), among in checks.items() if home == table},
        )
        for table, columns in _schema().items()
    }  # fmt: skip


def naming(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Columns of a table that name a row of another, and that table: a column that is called like the key of a table holds it."""
    named = _named()
    return {column: named[column] for column in columns if column in named and named[column] != table}


@cache
def _constraints() -> list[tuple[str, str, list[str], str]]:
    """Constraints of schema.sql, asked of DuckDB itself: table, kind, columns and text of each."""
    with duckdb.connect() as db:
        db.execute(_sql("schema"))
        return db.execute("select table_name, constraint_type, constraint_column_names, constraint_text from duckdb_constraints()").fetchall()


@cache
def _named() -> dict[str, str]:
    found = [(columns[0], table) for table, kind, columns, _ in _constraints() if kind == "PRIMARY KEY" and len(columns) == 1]
    # A code says by itself of nothing what it is a code of; findings have no key that would have to be kept while they are found.
    return {column: table for column, table in found if column != "code"} | {"finding_id": "finding"}


def _csv_columns() -> dict[str, dict[str, _Column]]:
    """Per table that the folders hold: its columns, less disclosure_id, which is the folder's name."""
    return {
        table: {name: column for name, column in columns.items() if name != "disclosure_id"}
        for table, columns in _schema().items()
        if table not in _MADE_BY_BUILD
    }


def _sql(name: str) -> str:
    return (PACKAGE / f"{name}.sql").read_text(encoding="utf-8")


# Building -----------------------------------------------------------------------------------------------------------


def build_id(data_dir: Path) -> str:
    """Twelve hexadecimal digits made from all that a build is made of: the package's SQL and every CSV by its name."""
    parts = [(f"sql/{path.name}", path) for path in (*PACKAGE.glob("*.sql"), *audit.sources())]
    parts += [(f"reference/{name}", reference_dir(data_dir) / name) for name, _ in _REFERENCE_FILES.values()]
    parts.append((f"reference/{_CHANGE_REASONS.name}", _CHANGE_REASONS))
    parts += [(f"{folder.name}/{path.name}", path) for folder in _folders(data_dir) for path in folder.glob("*.csv")]
    digest = hashlib.sha256()
    for name, path in sorted(parts):
        content = _read(path)
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def build(data_dir: Path, output: Path | None = None) -> Path:
    """Build a DuckDB file from a data folder, check it, then switch to it; returns its path.

    With `output` the file takes that place. Without, it goes into the store folder, the pointer `current` is set to it
    and builds that are no longer needed are removed. Raises BadInput when the data contradict each other or cannot be
    written; whatever was in use before then stays in use.
    """
    if output is None:
        return _switch(store_dir(), data_dir)
    if output.is_dir():
        raise BadInput(f"{output}: is a folder; name a file with --output.")
    return _make(output, data_dir, build_id(data_dir))


def _make(target: Path, data_dir: Path, this: str) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A file that is served is never written to: the new one is filled beside it and takes its name at the end.
        with tempfile.TemporaryDirectory(prefix=".building-", dir=target.parent) as beside:
            new = Path(beside) / "new.duckdb"
            _fill(new, data_dir, this)
            new.replace(target)
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        raise BadInput(
            f"{target}: cannot be written ({_first_line(error).rsplit(': ', 1)[-1]}), the store is as before;"
            " make room or choose another place."
        ) from error
    return target


def _fill(file: Path, data_dir: Path, this: str) -> None:
    disclosures = len(_folders(data_dir))
    with duckdb.connect() as db:
        # Nobody opens the file before it is whole, and what is not whole is made again: a log to mend it by is not worth its time.
        db.execute("attach $file as store (recovery_mode no_wal_writes)", {"file": str(file)})
        db.execute("use store")
        with planning.planned_for(db, disclosures) as threads:
            expected = fill(db, data_dir)
            audit.run(db, threads=threads)
            _sign(db, this, expected["disclosure"], None)
            for fault in _faults(db, expected):
                raise BadInput(f"{data_dir}: {fault}; ingest the document again.")
            db.execute("checkpoint")


def _sign(db: duckdb.DuckDBPyConnection, this: str, disclosures: int, sample: str | None) -> None:
    schema_sha256 = hashlib.sha256(_sql("schema").encode()).hexdigest()
    db.execute("insert into build values (?, ?, ?, ?)", [this, schema_sha256, disclosures, sample])


def fill(db: duckdb.DuckDBPyConnection, data_dir: Path) -> dict[str, int]:
    """Make all tables in an empty database and load a data folder into them; returns the rows each must have.

    What is worked out from facts (marts.sql) is there too; findings are not (see `audit.run`). Raises BadInput.
    """
    heads = sorted((_head(folder) for folder in _folders(data_dir)), key=lambda head: head.order)
    departments = _departments(heads)
    for path in (path for head in heads for path in (data_dir / "disclosures" / head.disclosure_id).glob("*.csv")):
        if path.stem not in _csv_columns():
            raise BadInput(f"{path}: schema.sql has no table of this name; remove the file.")
    # Files are read in the order given and rows keep it: facts lie by region, department and year without a sort.
    empty(db)
    _load_reference(db, "region", reference_dir(data_dir) / _REFERENCE_FILES["region"][0], _REFERENCE_FILES["region"][1])
    expected = dict.fromkeys(_csv_columns(), 0)
    for table, columns_of in _csv_columns().items():
        files = [_checked(data_dir / "disclosures" / head.disclosure_id, table, columns_of) for head in heads]
        present = [path for path, _ in files if path is not None]
        expected[table] = sum(rows for _, rows in files)
        if table == "department":
            expected[table] = len(departments)
            if departments:
                db.executemany("insert into department values (?, ?, ?, ?)", departments)
        elif present:
            _load(db, table, present, columns_of)
    work_out(db, data_dir)
    return expected


def work_out(db: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
    """What follows from the facts of a filled database: the lists of codes (codes.sql) and the tables of marts.sql and funds.sql."""
    for table, (name, columns) in _REFERENCE_FILES.items():
        if table != "region":
            _load_reference(db, table, reference_dir(data_dir) / name, columns)
    db.execute(_sql("codes"))
    for table in _REFERENCE_FILES:
        if table != "region":
            db.execute(f"drop table {table}")
    db.execute(_sql("marts"))
    _load_reference(db, "reference_change_reason", _CHANGE_REASONS, "category, word, sentence, source")
    db.execute(_sql("funds"))
    db.execute("drop table reference_change_reason")


# Samples (budget/sample) --------------------------------------------------------------------------------------------

_SAMPLE = "synthetic"  # the pointer's second line in a store that holds a sample


def empty(db: duckdb.DuckDBPyConnection, keys: bool = True) -> None:
    """Make all tables of schema.sql. Without keys where the identifiers of facts cannot but be different: an index of tens
    of millions of them would not fit into memory."""
    schema = _sql("schema")
    db.execute(schema if keys else re.sub(r"(?<=varchar) primary key|,\s*primary key \([^)]*\)| references \w+", "", schema))


def finish(db: duckdb.DuckDBPyConnection, this: str, disclosures: int, sample: str) -> None:
    """Sign a sample and check it like any build. Raises ValueError where it does not hold: then it was made wrongly."""
    _sign(db, this, disclosures, sample)
    for fault in _faults(db, {"disclosure": disclosures}):
        raise ValueError(fault)
    db.execute("checkpoint")


def adopt_sample(store: Path, file: Path, this: str) -> Path:
    """Move a sample's file into its store, point `current` at it, and remove the builds before it; returns its path."""
    target = store / _name(this)
    file.replace(target)
    _point(store, f"{target.name}\n{_SAMPLE}\n")
    _remove_old(store, target, kept=1)  # gigabytes each, and made again at will
    return target


def is_sample(store: Path) -> bool:
    """Does a store hold a sample? Such a store is never rebuilt from data."""
    try:
        return names_sample((store / "current").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def names_sample(pointer: str) -> bool:
    """Does a pointer (see `pointed`) name a sample?"""
    return pointer.splitlines()[1:] == [_SAMPLE]


def is_bundled(store: Path) -> bool:
    """Does a store hold the data that come with the project, and no others?"""
    return not is_sample(store) and _pointed_at(store)[1] == BUNDLED_DATA


def _load_reference(db: duckdb.DuckDBPyConnection, table: str, path: Path, columns: str) -> None:
    if _read(path).decode("utf-8-sig").split("\n", 1)[0].strip() != columns.replace(" ", ""):
        raise BadInput(f"{path}: its first line is not {columns.replace(' ', '')}; restore the reference table.")
    source = f"from read_csv($file, header=true, all_varchar=true, {_CSV_FORMAT})"
    statement = f"insert into {table} {source}" if table == "region" else f"create table {table} as {source}"
    try:
        db.execute(statement, {"file": glob.escape(path.as_posix())})
    except (duckdb.DataError, duckdb.IntegrityError, duckdb.ProgrammingError) as error:
        raise BadInput(f"{path}: {_first_line(error)}; restore the reference table.") from error


# Nothing is sniffed: a text of digits stays text, "" stays an empty text and only nothing at all is NULL.
_CSV_FORMAT = "delim=',', quote='\"', escape='\"', allow_quoted_nulls=false, strict_mode=true, max_line_size=20000000"


def _load(db: duckdb.DuckDBPyConnection, table: str, files: list[Path], columns: dict[str, _Column]) -> None:
    """Read one table of all folders in one go, putting the disclosure_id back in front of the identifiers."""
    values = ", ".join(
        "folder" if name == "disclosure_id" else f"folder || '.' || {name}" if name in _SHORTENED else name
        for name in _schema()[table]
    )
    types = ", ".join(f"'{name}': '{column.type}'" for name, column in columns.items())
    try:
        db.execute(
            f"insert into {table} select {values} from (select *, split_part(filename, '/', -2) as folder from"
            f" read_csv($files, auto_detect=false, header=true, filename=true, columns={{{types}}}, {_CSV_FORMAT}))",
            {"files": [glob.escape(path.as_posix()) for path in files]},
        )
    except (duckdb.DataError, duckdb.IntegrityError, duckdb.ProgrammingError) as error:
        found = re.search(r"^\s*file\s*=\s*(.+)$", str(error), re.MULTILINE)
        where = found[1] if found else f"{table}.csv"
        raise BadInput(f"{where}: cannot be loaded ({_first_line(error)}); ingest the document again.") from error


def _checked(folder: Path, table: str, columns: dict[str, _Column]) -> tuple[Path | None, int]:
    """The folder's file of that table, or None, and its number of rows. Raises BadInput when its header is another."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return None, 0
    try:
        reader = csv.reader(io.StringIO(_read(path).decode("utf-8"), newline=""))
        header = next(reader, [])
        if header != list(columns):
            raise BadInput(f"{path}: its header is not that of {table} in schema.sql; ingest the document again.")
        return path, sum(1 for _ in reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: is damaged ({error}); ingest the document again.") from error


def _faults(db: duckdb.DuckDBPyConnection, expected: dict[str, int]) -> Iterator[str]:
    """Sentences about what is wrong: rows lost, identifiers that lead nowhere, and what integrity.sql finds."""
    counts = " union all ".join(f"select '{table}', count(*) from {table}" for table in expected)
    for table, loaded in db.execute(counts).fetchall():
        if loaded != expected[table]:
            yield f"{table} has {loaded} rows in the store and {expected[table]} in the files"
    # What marts.sql works out names what the facts name.
    for table, column in ((table, column) for table, columns in _schema().items() for column in columns if column in _REFERENCES):
        if table == _REFERENCES[column]:
            continue
        # One after the other: side by side their keys would not fit into the memory that a sample is made with.
        lost = db.execute(
            f"select min({column}) from {table} anti join {_REFERENCES[column]} using ({column})"
            f" where {column} is not null"
        ).fetchone()
        if lost and lost[0] is not None:
            yield f"{table} names the {column} {lost[0]}, which does not exist"
    for (sentence,) in db.execute(_sql("integrity")).fetchall():
        yield sentence


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({_first_line(error)}); restore the file.") from error


def _first_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).strip().split("\n", 1)[0].rstrip(".")


# Serving ------------------------------------------------------------------------------------------------------------


def store_dir() -> Path:
    """The folder of the builds: MINGZHANG_STORE, or .store beside app.py."""
    return Path(os.environ.get("MINGZHANG_STORE") or DEFAULT_STORE)


def reviews_file() -> Path:
    """Where reviews of findings are kept: beside the builds, which come and go."""
    return store_dir() / "reviews.sqlite"


def baskets_file() -> Path:
    """Where reports are kept that readers put together: beside the builds, too."""
    return store_dir() / "baskets.sqlite"


def pointed() -> str:
    """The pointer that names the build in use: when it changes, a new build has been switched to. Nothing where there is none yet."""
    pointer = store_dir() / "current"
    return pointer.read_text(encoding="utf-8") if pointer.is_file() else ""


def stamp() -> str:
    """What pages show changes when this does: the build in use, and what reviewers have decided."""
    told = [pointed()]
    for file in (reviews_file(), reviews_file().with_name(f"{reviews_file().name}-wal")):
        with suppress(OSError):
            found = file.stat()
            told.append(f"{found.st_mtime_ns} {found.st_size}")
    return "|".join(told)


def open_store(store: Path | None = None) -> duckdb.DuckDBPyConnection:
    """The current build, read-only; take a `.cursor()` for each query, as one connection cannot be shared by threads.

    Built first when there is none, or when the data it was built from are no longer the same. Raises BadInput when
    there is nothing to serve; data that cannot be built leave the previous build in use, with a word on stderr.
    """
    store = store or store_dir()
    file, data_dir = _pointed_at(store)
    if is_sample(store):
        if file is None:
            raise BadInput(f"{store}: its sample is gone; make it again with generate.")
    elif data_dir.is_dir() and (file is None or file.name != _name(build_id(data_dir))):
        try:
            file = _switch(store, data_dir)
        except BadInput as error:
            if file is None:
                raise
            print(f"The store stays as it was: {error}", file=sys.stderr)
    if file is None:
        raise BadInput(f"{data_dir}: there is no such folder; name one with build --data.")
    return duckdb.connect(file.resolve(), read_only=True, config=_LOCKED)


# Nothing that a statement says may reach beyond the file.
_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def _switch(store: Path, data_dir: Path) -> Path:
    """Build into the store folder, point `current` at the result, remove old builds."""
    if is_sample(store):
        raise BadInput(f"{store}: holds a synthetic sample; published documents are kept apart, set MINGZHANG_STORE to another folder.")
    this = build_id(data_dir)
    target = _make(store / _name(this), data_dir, this)
    # The second line remembers whose data these are; the bundled data move with the project and are not named.
    home = "" if data_dir.resolve() == BUNDLED_DATA else f"{data_dir.resolve()}\n"
    try:
        _point(store, f"{target.name}\n{home}")
    except OSError as error:
        raise BadInput(f"{store}: cannot be written ({_first_line(error)}); set MINGZHANG_STORE.") from error
    _remove_old(store, target)
    return target


def _point(store: Path, text: str) -> None:
    pointer = store / f".current-{os.getpid()}"
    pointer.write_text(text, encoding="utf-8")
    pointer.replace(store / "current")


def _remove_old(store: Path, target: Path, kept: int = KEPT_BUILDS) -> None:
    old = sorted(store.glob(_name("*")), key=lambda path: (path != target, -path.stat().st_mtime))
    for path in old[kept:]:
        with suppress(OSError):  # Windows does not let go of a file that a server still has open
            path.unlink()


def _pointed_at(store: Path) -> tuple[Path | None, Path]:
    """The build in use, None when there is none, and the data folder it was built from."""
    try:
        name, *home = (store / "current").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None, BUNDLED_DATA
    file = store / name
    return file if file.is_file() else None, Path(home[0]) if home else BUNDLED_DATA


def _name(this: str) -> str:
    return f"mingzhang-{this}.duckdb"
