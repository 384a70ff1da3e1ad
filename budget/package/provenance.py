"""Documents, what was read from them and the build come in; where a package comes from goes out, as W3C PROV in JSON.

Documents are known by their SHA-256, as nobody keeps them all: who has one can tell whether it is the one. Cells are not named one by one:
`fact_cell` has every fact with the cells it was read from, `cell` has their places in the document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import queries
from budget.package.parts import Scope
from queries import Statement

Rows = Iterator[dict[str, object]]
_PREFIX = {"mz": "urn:mingzhang:", "sha256": "urn:sha256:"}


def write(file: IO[str], scope: Scope, ask: Callable[[Statement], Rows]) -> None:
    """Write PROV-JSON, section by section and row by row: of a whole province, too, only one row is held."""
    build, package = f"mz:build/{scope.build.build_id}", f"mz:package/{scope.name}"
    building, packing = f"mz:building/{scope.build.build_id}", f"mz:packing/{scope.name}"

    def entities() -> Iterator[tuple[str, object]]:
        for row in ask(queries.package.documents):
            yield f"sha256:{row['source_sha256']}", {
                "prov:type": "mz:document", "prov:label": row["source_name"], "mz:format": row["source_format"], "mz:lines": row["source_lines"],
            }  # fmt: skip
        for row in ask(queries.package.readings):
            kept = ("fiscal_year", "kind", "revision", "amounts", "projects", "indicators", "evaluations", "unread")
            yield f"mz:facts/{row['disclosure_id']}", {"prov:type": "mz:facts", **{f"mz:{name}": row[name] for name in kept}}
        about: dict[str, object] = {"prov:type": "mz:build", "mz:schema_sha256": scope.build.schema_sha256}
        if scope.build.sample is not None:
            about["mz:synthetic"] = scope.build.sample
        yield build, about
        yield package, {"prov:type": "mz:package", "mz:rows": scope.rows, **{f"mz:{name}": values for name, values in scope.chosen.items()}}

    def agents() -> Iterator[tuple[str, object]]:
        for row in ask(queries.package.publishers):
            yield f"mz:department/{row['department_id']}", {
                "prov:type": "prov:Organization", "prov:label": f"{row['region_name']} {row['department_name']}",
            }  # fmt: skip
        yield "mz:software", {"prov:type": "prov:SoftwareAgent", "prov:label": "明账 Mingzhang"}

    def activities() -> Iterator[tuple[str, object]]:
        for row in ask(queries.package.readings):
            yield f"mz:reading/{row['disclosure_id']}", {"prov:type": "mz:reading", "mz:parsed_by": row["parsed_by"]}
        yield building, {"prov:type": "mz:building", "prov:label": "facts put together, worked out further and audited"}
        yield packing, {"prov:type": "mz:packing"}

    def used() -> Iterator[dict[str, object]]:
        for row in ask(queries.package.readings):
            yield {"prov:activity": f"mz:reading/{row['disclosure_id']}", "prov:entity": f"sha256:{row['source_sha256']}"}
            yield {"prov:activity": building, "prov:entity": f"mz:facts/{row['disclosure_id']}"}
        yield {"prov:activity": packing, "prov:entity": build}

    def generated() -> Iterator[dict[str, object]]:
        for row in ask(queries.package.readings):
            yield {"prov:entity": f"mz:facts/{row['disclosure_id']}", "prov:activity": f"mz:reading/{row['disclosure_id']}"}
        yield {"prov:entity": build, "prov:activity": building}
        yield {"prov:entity": package, "prov:activity": packing}

    def derived() -> Iterator[dict[str, object]]:
        for row in ask(queries.package.readings):
            yield {"prov:generatedEntity": f"mz:facts/{row['disclosure_id']}", "prov:usedEntity": f"sha256:{row['source_sha256']}"}
            yield {"prov:generatedEntity": build, "prov:usedEntity": f"mz:facts/{row['disclosure_id']}"}
        yield {"prov:generatedEntity": package, "prov:usedEntity": build}

    def attributed() -> Iterator[dict[str, object]]:
        for row in ask(queries.package.documents):
            for department in row["department_ids"]:  # type: ignore[attr-defined]
                yield {"prov:entity": f"sha256:{row['source_sha256']}", "prov:agent": f"mz:department/{department}"}

    def associated() -> Iterator[dict[str, object]]:
        yield {"prov:activity": building, "prov:agent": "mz:software"}
        yield {"prov:activity": packing, "prov:agent": "mz:software"}

    file.write('{\n"prefix": ' + json.dumps(_PREFIX))
    _section(file, "entity", entities())
    _section(file, "agent", agents())
    _section(file, "activity", activities())
    relations = {
        "used": used, "wasGeneratedBy": generated, "wasDerivedFrom": derived, "wasAttributedTo": attributed, "wasAssociatedWith": associated,
    }  # fmt: skip
    for name, pairs in relations.items():
        _section(file, name, ((f"_:{name}{number}", pair) for number, pair in enumerate(pairs(), 1)))
    file.write("\n}\n")


def _section(file: IO[str], name: str, rows: Iterable[tuple[str, object]]) -> None:
    file.write(f',\n"{name}": {{')
    for number, (key, value) in enumerate(rows):
        file.write((",\n" if number else "\n") + f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}")
    file.write("\n}")
