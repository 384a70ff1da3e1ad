"""Whose document it is, of which year and kind: prose and unit lines in, one disclosure and one department out."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from budget.layouts import Layouts, pattern
from budget.model import BadInput, Document, Grid, Prose, squeeze

_PARTY = re.compile(r"^(中国共产党|中共)")
_OWN_LEVEL = re.compile(r"\((本级|汇总)\)$|本级$")


@dataclass(frozen=True, slots=True)
class Region:
    """One row of regions.csv."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself."""

    kind: str
    sections: tuple[str, ...]
    title: str
    title_line: int
    region: Region
    department_id: str
    department_name: str
    department_type: str
    unit_code: str | None
    year: int
    year_basis: str


@cache
def regions(folder: Path) -> tuple[Region, ...]:
    """The regions of a reference folder. Raises BadInput when the list is missing."""
    path = folder / "regions.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(
                Region(row["region_code"], row["region_name"], row["level"], row["parent_code"])
                for row in csv.DictReader(file)
            )
    except (OSError, KeyError):
        raise BadInput(f"{path}: the list of regions is missing or has other columns; restore it.") from None


def identify(document: Document, layouts: Layouts, reference: Path) -> Identity:
    """Kind, region, department and year as the document states them.

    Raises BadInput for what is no disclosure, for more than one document in a file, for an unknown region, and where
    two years are stated or none can be known.
    """
    lines = layouts.document["lines"]
    prose = [(block.line, squeeze(block.text)) for block in document.blocks if isinstance(block, Prose)]
    heads = prose + _short_rows(document)
    kind, sections, kind_title = _kind(document.source_name, prose, layouts)
    years = _years(document, heads, lines)
    names = _names(document, prose, heads, lines, layouts)
    if not names:
        raise BadInput(
            f"{document.source_name}: names no department in its title or above its tables; add the title line."
        )
    region, name = _region(document.source_name, names, regions(reference))
    stated = sorted({year for year, _ in years})
    if len(stated) > 1:
        where = "; ".join(f"{year} in line {next(line for other, line in years if other == year)}" for year in stated)
        raise BadInput(
            f"{document.source_name}: states more than one fiscal year ({where}); give one document with one year."
        )
    basis = "stated"
    if not stated:
        stated, basis = _years_of_project_codes(document, region), "project_code"
    if len(stated) != 1:
        raise BadInput(
            f"{document.source_name}: states no fiscal year, and its project codes name none; add the title line with the year."
        )
    name = _OWN_LEVEL.sub("", name)
    canonical = _canonical(name, region)
    title_line, title = _own_title(prose, lines) or kind_title
    return Identity(
        kind, sections, title, title_line, region, f"{region.code}-{hashlib.sha256(canonical.encode()).hexdigest()[:6]}",
        name, _department_type(name, canonical, layouts), _unit_code(heads, lines), stated[0], basis,
    )  # fmt: skip


def _short_rows(document: Document) -> list[tuple[int, str]]:
    """Unit, date and title rows that a dump put inside its tables."""
    return [
        (cell.line_start, squeeze(cell.text))
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows[:3]
        if len(row.cells) <= 2
        for cell in row.cells
    ]


def _kind(source: str, prose: list[tuple[int, str]], layouts: Layouts) -> tuple[str, tuple[str, ...], tuple[int, str]]:
    """The kind with its sections, and the line and text that told it."""
    for kind in layouts.document["kind"]:
        title = pattern(kind["title"])
        for line, text in prose:
            if len(text) <= 60 and title.search(text):
                return kind["code"], tuple(kind["sections"]), (line, text)
    raise BadInput(
        f"{source}: is no budget disclosure (no title such as 部门预算信息公开 or 绩效自评表 was found); give a published budget."
    )


def _years(document: Document, heads: list[tuple[int, str]], lines: dict[str, str]) -> list[tuple[int, int]]:
    found = []
    for line, text in heads:
        match = pattern(lines["title"]).fullmatch(text) or pattern(lines["year"]).fullmatch(text)
        if match:
            groups = match.groupdict()
            found.append((int(groups.get("year") or groups.get("year_form") or 0), line))
    return found


def _names(
    document: Document,
    prose: list[tuple[int, str]],
    heads: list[tuple[int, str]],
    lines: dict[str, str],
    layouts: Layouts,
) -> list[tuple[str, int]]:
    """Departments named in titles, then those above tables, then the responsible units of forms, most frequent first."""
    titles = [
        (match["department"], line)
        for line, text in prose
        if (match := pattern(lines["title"]).fullmatch(text)) and match["department"]
    ]
    distinct = {name for name, _ in titles}
    if len(distinct) > 1:
        where = "; ".join(f"{name} in line {line}" for name, line in dict(titles).items())
        raise BadInput(f"{document.source_name}: holds two documents ({where}); split it and give them one by one.")
    repeated = Counter(
        text for _, text in prose if (match := pattern(lines["title"]).fullmatch(text)) and match["department"]
    )
    if repeated and repeated.most_common(1)[0][1] > 1:
        raise BadInput(
            f"{document.source_name}: holds the same document twice (title {repeated.most_common(1)[0][0]!r}); keep one of them."
        )
    units = [
        (match["department"], line)
        for line, text in heads
        if len(text) <= 50 and (match := pattern(lines["unit_code"]).fullmatch(text))
    ]
    responsible = [
        pattern(label) for form in layouts.forms for label, name in form["beside"].items() if name == "responsible_unit"
    ]
    named = [
        (squeeze(row.cells[index + 1].text), row.line)
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for index, cell in enumerate(row.cells[:-1])
        if any(label.fullmatch(squeeze(cell.text)) for label in responsible) and squeeze(row.cells[index + 1].text)
    ]
    order = Counter(name for name, _ in named)
    return titles + units + sorted(named, key=lambda pair: -order[pair[0]])


def _region(source: str, names: list[tuple[str, int]], known: tuple[Region, ...]) -> tuple[Region, str]:
    """The smallest region named in the department's name; a name shared by several needs its prefecture beside it."""
    by_code = {region.code: region for region in known}
    found: dict[str, tuple[Region, str, int]] = {}
    for name, line in names:
        matches = [region for region in known if region.name in name]
        parents = {region.parent for region in matches}
        matches = [region for region in matches if region.code not in parents]
        if len({region.name for region in matches}) == 1 and len(matches) > 1:
            within = [region for region in matches if by_code[region.parent].name in name]
            if len(within) != 1:
                raise BadInput(
                    f"{source}: line {line}: region {matches[0].name} exists {len(matches)} times;"
                    " name its prefecture in the title (as in 石家庄市新华区)."
                )
            matches = within
        if matches:
            region = max(matches, key=lambda region: len(region.name))
            found.setdefault(region.code, (region, name, line))
    if len(found) > 1:
        where = "; ".join(f"{region.name} in line {line}" for region, _, line in found.values())
        raise BadInput(
            f"{source}: holds documents of more than one region ({where}); split it and give them one by one."
        )
    for region, name, _ in found.values():
        return region, name
    raise BadInput(
        f"{source}: line {names[0][1]}: no known region in the department's name {names[0][0]!r};"
        " add the region to reference/regions.csv or correct the title."
    )


def _canonical(name: str, region: Region) -> str:
    """The department's name without party, region and level: the same for every year and spelling."""
    bare = _OWN_LEVEL.sub("", _PARTY.sub("", name))
    bare = re.sub(rf"^.*{re.escape(region.name)}", "", bare)
    return re.sub(r"^(委员会|委)(?!部门)(?=.)", "", bare)


def _own_title(prose: list[tuple[int, str]], lines: dict[str, str]) -> tuple[int, str] | None:
    """The title that names the department, where there is one (a table of contents often stands before it), with its line."""
    return next(
        ((line, text) for line, text in prose if (match := pattern(lines["title"]).fullmatch(text)) and match["department"]), None
    )


def _department_type(name: str, canonical: str, layouts: Layouts) -> str:
    for words in layouts.document["words"]["department_types"]:
        if pattern(words).search(name):
            return str(words.split("|")[0])
    return canonical


def _unit_code(heads: list[tuple[int, str]], lines: dict[str, str]) -> str | None:
    codes = Counter(
        match["code"]
        for _, text in heads
        for name in ("unit_code", "prepared_by")
        if (match := pattern(lines[name]).fullmatch(text)) and match["code"]
    )
    return codes.most_common(1)[0][0] if codes else None


def _years_of_project_codes(document: Document, region: Region) -> list[int]:
    """Project codes begin with the region and two digits of the year: 130304 21 …"""
    code = re.compile(rf"{region.code}(\d{{2}})[0-9A-Z]{{10,}}")
    years = {
        2000 + int(match[1])
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row.cells
        if (match := code.fullmatch(squeeze(cell.text)))
    }
    return sorted(years)
