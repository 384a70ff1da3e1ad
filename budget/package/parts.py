"""What a package is made of: a scope, the tables with their files. Plain data, filled while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from budget.catalog import Table


@dataclass(frozen=True, slots=True)
class File:
    """A file of the package, by its path in it."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the package: its rows stand in both files."""

    table: Table
    rows: int
    csv: File
    parquet: File


@dataclass(frozen=True, slots=True)
class Build:
    """The store that the package was made from; sample: what was asked for where everything in it is synthetic."""

    build_id: str
    schema_sha256: str
    sample: str | None


@dataclass(slots=True)
class Scope:
    """What is in the package.

    chosen: what the reader chose; disclosures: the identifiers that this came to, none where it is the whole store; beside: disclosures
    outside the selection, of which the package has the cells that findings in it rest on; licensed: are the data those of the project,
    under its licence?
    """

    build: Build
    chosen: dict[str, list[object]]
    disclosures: list[str]
    beside: list[str]
    counted: int
    departments: int
    regions: int
    years: list[int]
    licensed: bool
    parts: list[Part] = field(default_factory=list)
    left_out: list[Table] = field(default_factory=list)
    others: list[File] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Is it the whole store?"""
        return not self.chosen

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(part.rows for part in self.parts)

    @property
    def name(self) -> str:
        """The name of the package: of whose build, and which part of it."""
        # The build of a sample has the word in its own name.
        mark = "synthetic-" if self.build.sample is not None else ""
        name = f"{mark}mingzhang-{self.build.build_id.removeprefix('synthetic-')}"
        if self.whole:
            return name
        of = {"regions": "region", "departments": "department", "years": "year", "disclosures": "disclosure"}
        told = [f"{of[kind]}-{values[0] if len(values) == 1 else f'{len(values)}-of-them'}" for kind, values in self.chosen.items()]
        return "-".join([name, *map(str, told)]).lower()
