"""The tables of a package with their files come in; its descriptor, datapackage.json by version 2 of the standard, goes out.

What tables and columns are comes from budget/words/columns.toml and schema.sql, keys and rules from schema.sql: nothing is told here anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from budget import catalog, store, words
from budget.catalog import Column, Table
from budget.package.parts import File, Part, Scope
from budget.words import t, term

_STANDARD = "https://datapackage.org/profiles/2.0"
_TYPES = {"BOOLEAN": "boolean", "DATE": "date", "DOUBLE": "number", "VARCHAR": "string"}
# What numbers count (Column.unit, in Chinese), as other programs know it.
_UNITS = {"元": "CNY", "1 的小数": "1", "分": "points"}
_MEDIA = {"json": "application/json", "md": "text/markdown"}


def text(scope: Scope) -> str:
    """The descriptor as it stands in its file."""
    return json.dumps(made(scope), ensure_ascii=False, indent=2) + "\n"


def made(scope: Scope) -> dict[str, object]:
    """The descriptor."""
    synthetic = scope.build.sample is not None
    held = {part.table.name for part in scope.parts}
    about: dict[str, object] = {
        "$schema": f"{_STANDARD}/datapackage.json",
        "name": scope.name,
        "title": both(lambda: title(scope)),
        "description": both(lambda: description(scope)),
        "keywords": ["budget", "fiscal", "China", "预算", "部门预算", "三公经费"],
        "languages": ["zh"],
        "synthetic": synthetic,
        "build": {"id": scope.build.build_id, "schemaSha256": scope.build.schema_sha256, "sample": scope.build.sample},
        "selection": scope.chosen or None,
        "disclosures": scope.counted,
        "disclosuresBeside": scope.beside,
        "rows": scope.rows,
        "leftOut": [table.name for table in scope.left_out],
        "fiscalTaxonomy": "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json",
        "provenance": "provenance.json",
    }
    if scope.licensed:
        about["licenses"] = [{"name": "MIT", "path": "LICENSE", "title": "MIT License"}]
    about["sources"] = [{"title": both(lambda: t("公开的文件：名称与校验值见 disclosure 表")), "path": next(
        part.csv.name for part in scope.parts if part.table.name == "disclosure"
    )}]  # fmt: skip
    about["resources"] = [*(_table(part, held) for part in scope.parts), *(_other(file) for file in scope.others)]
    return about


def title(scope: Scope) -> str:
    """What it is, in a line."""
    told = t("明账：政府部门公开的预算数据") if scope.build.sample is None else t("明账：合成数据，没有任何单位公布过")
    return told if scope.whole else t("{title}（选取的一部分）", title=told)


def description(scope: Scope) -> str:
    """What is in it, in sentences."""
    years = f"{scope.years[0]}–{scope.years[-1]}" if len(scope.years) > 1 else "".join(map(str, scope.years))
    told = t(
        "{n} 份披露，{departments} 个部门，{regions} 个地区，{years} 年，共 {rows} 行。金额以元计，精确到分；没有数的原因写在 value_status 等栏里。",
        n=scope.counted, departments=scope.departments, regions=scope.regions, years=years, rows=f"{scope.rows:,}",
    )  # fmt: skip
    if scope.build.sample is None:
        return told
    return told + t("全部是编造的合成数据，不可当作公布的数据引用。")


def both(said: Callable[[], str]) -> str:
    """The same in both languages, for programs that show one text only."""
    told = []
    for lang in words.LANGUAGES:
        with words.speaking(lang):
            told.append(said())
    return told[0] if told[0] == told[1] else " · ".join(filter(None, told))


def _table(part: Part, held: set[str]) -> dict[str, object]:
    table = part.table
    return {
        "name": table.name, "type": "table", "path": part.csv.name,
        "title": both(lambda: table.words or table.name), "description": both(lambda: table.grain),
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", **_checked(part.csv), "rows": part.rows,
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n"},
        # No resource of its own: it would be the same table twice, and frictionless looks for the types of Parquet in its values.
        "parquet": {"path": part.parquet.name, "mediatype": "application/vnd.apache.parquet", **_checked(part.parquet)},
        "schema": _schema(table, held),
    }  # fmt: skip


def _schema(table: Table, held: set[str]) -> dict[str, object]:
    columns = [column.name for column in table.columns]
    rules = store.rules().get(table.name) or store.Rules((), store.naming(table.name, columns), frozenset(), {})
    schema: dict[str, object] = {
        "$schema": f"{_STANDARD}/tableschema.json",
        "fields": [_field(table, column, rules) for column in table.columns],
        "missingValues": [""],
    }
    if rules.key:
        schema["primaryKey"] = list(rules.key)
    names = {column: other for column, other in rules.names.items() if other in held and column in columns}
    if names:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [column]}} for column, other in names.items()
        ]
    return schema


def _field(table: Table, column: Column, rules: store.Rules) -> dict[str, object]:
    kind = "array" if column.type.endswith("[]") else _TYPES.get(column.type, "number" if column.type.startswith("DECIMAL") else "integer")
    field: dict[str, object] = {"name": column.name, "type": kind, "title": both(lambda: column.label)}
    if told := both(lambda: column.meaning):
        field["description"] = told
    with words.speaking("zh"):
        if column.unit:
            field["unit"] = _UNITS[column.unit]
    if fiscal := catalog.fiscal_type(table.name, column.name):
        field["columnType"] = fiscal
    constraints: dict[str, object] = {}
    if column.name in rules.required:
        constraints["required"] = True
        if kind == "string":
            field["missingValues"] = []  # an empty text is a text here: a blank cell, say
    if column.name in rules.among:
        codes = rules.among[column.name]
        constraints["enum"] = list(codes)
        field["categories"] = [{"value": code, "label": both(lambda code=code: term(code, column.name))} for code in codes]  # type: ignore[misc]
    if constraints:
        field["constraints"] = constraints
    return field


def _other(file: File) -> dict[str, object]:
    media = _MEDIA.get(file.name.rpartition(".")[2], "text/plain")
    return {"name": file.name.lower(), "path": file.name, "mediatype": media, "encoding": "utf-8", **_checked(file)}


def _checked(file: File) -> dict[str, object]:
    return {"bytes": file.size, "hash": f"sha256:{file.sha256}"}
