"""A selection of the store comes in; a Data Package goes out, whole or not at all: every table as CSV and Parquet, with what it means.

Rows go from DuckDB to the files without passing through Python, one table at a time: memory is bounded, however large the store. The
same store and selection give the same bytes: nothing in a package tells when or where it was made.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

import queries
from budget import catalog, csvtext, store
from budget.catalog import Table
from budget.model import BadInput
from budget.package import descriptor, provenance, readme
from budget.package.parts import Build, File, Part, Scope
from queries import Statement

FILTERS = ("regions", "departments", "years", "disclosures")
MEMORY = 512  # megabytes for DuckDB; a large table goes through them, it is never held
_LICENCE = store.PACKAGE.parent / "LICENSE"
_CHUNK = 1 << 20
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the time of every file in a ZIP, which cannot be without one


def chosen(regions: Sequence[str], departments: Sequence[str], years: Sequence[int], disclosures: Sequence[str]) -> dict[str, list[object]]:
    """A selection as one types it, regions and departments by code or by name. Raises BadInput for what the store has not."""
    with store.open_store() as db:
        known = _rows(db, queries.package.known)
        held = {str(row["disclosure_id"]) for row in _rows(db, queries.package.chosen, **{name: [] for name in FILTERS})} if disclosures else set()
    found: dict[str, list[object]] = {name: [] for name in FILTERS}
    for filter_, asked, code, name in (
        ("regions", regions, "region_code", "region_name"), ("departments", departments, "department_id", "department_name"),
    ):  # fmt: skip
        for one in asked:
            codes = dict.fromkeys(row[code] for row in known if one in (row[code], row[name]))
            if not codes:
                raise BadInput(f"{one}: the store has no disclosure of this {filter_[:-1]}; python -m budget list shows those it has.")
            found[filter_] += [code for code in codes if code not in found[filter_]]
    for year in years:
        if not any(year in row["years"] for row in known):  # type: ignore[operator]
            raise BadInput(f"{year}: the store has no disclosure of this year; python -m budget list shows those it has.")
    for one in disclosures:
        if one not in held:
            raise BadInput(f"{one}: the store has no such disclosure; python -m budget list shows those it has.")
    return {**found, "years": list(dict.fromkeys(years)), "disclosures": list(dict.fromkeys(disclosures))}


def write(target: Path, chosen: Mapping[str, Sequence[object]], tell: Callable[[str], None]) -> Scope:
    """Write the package of a selection (an empty list: all) into a new folder, or into a ZIP where the name ends so.

    tell: is given a line after each table. Raises BadInput where nothing is chosen, or where the target cannot be written; then
    whatever was there before is untouched.
    """
    whole = not any(chosen.get(name) for name in FILTERS)
    zipped = target.suffix.lower() == ".zip"
    if zipped and target.is_dir():
        raise BadInput(f"{target}: is a folder; name a file with -o.")
    if not zipped and target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BadInput(f"{target}: is already there; name a new folder with -o, or a file that ends in .zip.")
    home = store.store_dir()
    with store.open_store() as db:  # builds it where there is none
        ((file,),) = db.execute(queries.catalog.file.sql).fetchall()
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".packing-", dir=target.absolute().parent) as beside:
            made = Path(beside) / "package"
            made.mkdir()
            config: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": f"{MEMORY}MB", "temp_directory": f"{beside}/spilled", "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                # Several would write row groups as they come: other bytes each time. Nor may a join turn round and lose the order of rows.
                "threads": 1,
            }  # fmt: skip
            with duckdb.connect(file, read_only=True, config=config) as db:
                db.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
                scope = _scope(db, chosen, whole, home)
                if zipped:
                    with zipfile.ZipFile(made / "package.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                        _fill(db, scope, _Zip(made, archive), tell)
                    (made / "package.zip").replace(target)
                else:
                    _fill(db, scope, _Folder(made), tell)
                    if target.exists():
                        target.rmdir()
                    made.replace(target)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error).split("\n", 1)[0]
        raise BadInput(f"{target}: cannot be written ({told}), nothing was changed; make room or choose another place.") from error
    return scope


def tables(db: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables that a package can hold. Views say nothing that these do not."""
    return [table for table in catalog.tables(_rows(db, queries.catalog.columns)).values() if not table.is_view]


@dataclass
class _Folder:
    """Files of the package that stay where they are written; their checksums are kept."""

    home: Path
    files: list[File] = field(default_factory=list)

    def add(self, name: str) -> File:
        """Take in a file that stands at its place below home."""
        path = self.home / name
        with path.open("rb") as content:
            file = File(name, path.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest())
        self.files.append(file)
        return file

    def path(self, name: str) -> Path:
        """The place of a file that is to be written."""
        (self.home / name).parent.mkdir(exist_ok=True)
        return self.home / name


@dataclass
class _Zip(_Folder):
    """Files of the package that go into an archive one after the other, so that only one takes up room beside it."""

    archive: zipfile.ZipFile = field(kw_only=True)

    def __init__(self, home: Path, archive: zipfile.ZipFile) -> None:
        super().__init__(home)
        self.archive = archive

    def add(self, name: str) -> File:
        """Take in a file, which is gone from the disk then."""
        file = super().add(name)
        info = zipfile.ZipInfo(name, _OLDEST)
        # Parquet is compressed already.
        info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
        info.file_size, info.external_attr = file.size, 0o644 << 16
        with (self.home / name).open("rb") as content, self.archive.open(info, "w") as packed:
            shutil.copyfileobj(content, packed, _CHUNK)
        (self.home / name).unlink()
        return file


def _scope(db: duckdb.DuckDBPyConnection, chosen: Mapping[str, Sequence[object]], whole: bool, home: Path) -> Scope:
    found = _rows(db, queries.package.chosen, **{name: list(chosen.get(name, [])) for name in FILTERS})
    if not whole and not found:
        raise BadInput("No disclosure is in this selection; python -m budget list shows those there are.")
    build = _rows(db, queries.provenance.build)[0]
    schema = db.execute("select schema_sha256 from build").fetchall()[0][0]
    inside = [row for row in found if row["is_chosen"]]
    return Scope(
        build=Build(str(build["build_id"]), str(schema), None if build["sample"] is None else str(build["sample"])),
        chosen={name: list(chosen.get(name, [])) for name in FILTERS if chosen.get(name)},
        # The whole store needs no list.
        disclosures=[] if whole else [str(row["disclosure_id"]) for row in inside],
        beside=[str(row["disclosure_id"]) for row in found if not row["is_chosen"]],
        counted=len(inside), departments=len({row["department_id"] for row in inside}), regions=len({row["region_code"] for row in inside}),
        years=sorted({int(str(row["fiscal_year"])) for row in inside}),
        licensed=build["sample"] is not None or store.is_bundled(home),
    )  # fmt: skip


def _fill(db: duckdb.DuckDBPyConnection, scope: Scope, out: _Folder, tell: Callable[[str], None]) -> None:
    known = tables(db)
    for number, table in enumerate(known, 1):
        part = _part(db, scope, table, out)
        if part is None:
            scope.left_out.append(table)
            tell(f"[{number}/{len(known)}] {table.name}: left out, sums up more than the selection")
            continue
        scope.parts.append(part)
        tell(f"[{number}/{len(known)}] {table.name}: {part.rows:,} rows, CSV {part.csv.size:,} bytes, Parquet {part.parquet.size:,} bytes")
    with out.path("provenance.json").open("w", encoding="utf-8", newline="\n") as file:
        given: dict[str, object] = {"disclosures": scope.disclosures + scope.beside}
        provenance.write(file, scope, lambda statement: _stream(db, statement, **given))
    scope.others.append(out.add("provenance.json"))
    if scope.licensed:
        shutil.copyfile(_LICENCE, out.path("LICENSE"))
        scope.others.append(out.add("LICENSE"))
    for name, text in readme.texts(scope).items():
        out.path(name).write_text(text, encoding="utf-8", newline="\n")
        scope.others.append(out.add(name))
    out.path("datapackage.json").write_text(descriptor.text(scope), encoding="utf-8", newline="\n")
    out.add("datapackage.json")
    lines = [f"{file.sha256}  {file.name}\n" for file in sorted(out.files, key=lambda file: file.name)]
    out.path("SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
    out.add("SHA256SUMS")


def _part(db: duckdb.DuckDBPyConnection, scope: Scope, table: Table, out: _Folder) -> Part | None:
    sql = catalog.packed(table, scope.whole)
    if sql is None:
        return None
    written: list[int] = []
    files: list[File] = []
    # What is made up must not get among what was published: the files say it by their name.
    name = f"synthetic-{table.name}" if scope.build.sample is not None else table.name
    for form, selected, options in (
        ("csv", f"select {', '.join(map(_for_spreadsheets, table.columns))} from ({sql})", "format csv, header true"),
        ("parquet", f"select {', '.join(map(_flat, table.columns))} from ({sql})", "format parquet, compression zstd"),
    ):
        path = out.path(f"{form}/{name}.{form}")
        given = {"disclosures": scope.disclosures, "beside": scope.beside}
        given = {name: value for name, value in given.items() if f"${name}" in selected}
        ((rows,),) = db.execute(f"copy ({selected}) to '{str(path).replace(chr(39), chr(39) * 2)}' ({options})", given).fetchall()
        written.append(int(rows))
        files.append(out.add(f"{form}/{name}.{form}"))
    assert written[0] == written[1], f"{table.name}: {written[0]} rows of CSV, {written[1]} of Parquet"
    return Part(table, written[0], files[0], files[1])


def _flat(column: catalog.Column) -> str:
    """A column as it stands in Parquet: lists as JSON, which every program reads."""
    name = '"' + column.name.replace('"', '""') + '"'
    return f"to_json({name})::varchar as {name}" if column.type.endswith("[]") else name


def _for_spreadsheets(column: catalog.Column) -> str:
    """A column as it stands in CSV: nor is there a text that a spreadsheet would run as a formula (as csvtext.harmless has it)."""
    if column.type != "VARCHAR":
        return _flat(column)
    name = '"' + column.name.replace('"', '""') + '"'
    runs = f"regexp_matches({name}, {catalog.literal(csvtext.FORMULA)}) and not regexp_full_match({name}, {catalog.literal(csvtext.PLAIN_NUMBER)})"
    return f"if({runs}, '''' || {name}, {name}) as {name}"


def _rows(db: duckdb.DuckDBPyConnection, statement: Statement, **given: object) -> list[dict[str, object]]:
    return list(_stream(db, statement, **given))


def _stream(db: duckdb.DuckDBPyConnection, statement: Statement, **given: object) -> Iterator[dict[str, object]]:
    found = db.execute(statement.sql, {name: given[name] for name in statement.parameters})
    while rows := found.fetchmany(10_000):
        for row in rows:
            yield dict(zip(statement.columns, row, strict=True))
