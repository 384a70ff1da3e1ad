"""A package comes in; the texts that explain it to a stranger go out, one in each language (words/package.*.md with places to fill)."""

from __future__ import annotations

import re

from budget import words
from budget.catalog import Table
from budget.package import descriptor
from budget.package.parts import Scope
from budget.words import t

_TEXTS = {"README.md": "en", "README.zh-CN.md": "zh"}


def texts(scope: Scope) -> dict[str, str]:
    """The READMEs by the names of their files."""
    made = {}
    for name, lang in _TEXTS.items():
        template = (words.FOLDER / f"package.{lang}.md").read_text(encoding="utf-8")
        with words.speaking(lang):
            made[name] = _kept(template, scope).format(**_values(scope))
    return made


def _kept(template: str, scope: Scope) -> str:
    """The template with the parts that hold of this package: what stands between <!-- word --> and <!-- /word -->."""
    holds = {
        "synthetic": scope.build.sample is not None, "licensed": scope.licensed, "unlicensed": not scope.licensed, "part": not scope.whole,
        "beside": bool(scope.beside), "left": bool(scope.left_out),
    }  # fmt: skip

    def kept(found: re.Match[str]) -> str:
        return found[2] if holds[found[1]] else ""

    return re.sub(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->\n", kept, template, flags=re.DOTALL)


def _values(scope: Scope) -> dict[str, object]:
    named = {"regions": t("地区"), "departments": t("部门"), "years": t("年度"), "disclosures": t("披露")}
    return {
        "title": descriptor.title(scope), "description": descriptor.description(scope), "build": scope.build.build_id,
        "sample": scope.build.sample, "beside": ", ".join(f"`{one}`" for one in scope.beside),
        "selection": t("；").join(f"{named[kind]} {', '.join(map(str, values))}" for kind, values in scope.chosen.items()),
        "left_out": ", ".join(f"`{table.name}`" for table in scope.left_out), "mark": "synthetic-" if scope.build.sample is not None else "",
        "tables": _tables(scope),
        "columns": "\n".join(_columns(part.table) for part in scope.parts),
    }  # fmt: skip


def _tables(scope: Scope) -> str:
    heads = [t("表"), t("名称"), t("数据行"), "CSV", "Parquet", t("一行是什么")]
    lines = [f"| {' | '.join(heads)} |", "|---|---|--:|--:|--:|---|"]
    for part in scope.parts:
        grain = part.table.brief
        lines.append(f"| `{part.table.name}` | {part.table.words} | {part.rows:,} | {size(part.csv.size)} | {size(part.parquet.size)} | {grain} |")
    return "\n".join(lines)


def _columns(table: Table) -> str:
    told = []
    for column in table.columns:
        more = "; ".join(filter(None, (column.unit, column.meaning)))
        told.append(f"- `{column.name}` {column.label if column.label != column.name else ''}".rstrip() + (f" ({more})" if more else ""))
    return f"### {table.name}\n\n" + "\n".join(told) + "\n"


def size(number: int) -> str:
    """So many bytes, as one says it."""
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" or number >= 10 else f"{number:.1f} {unit}"
        number = number / 1000  # type: ignore[assignment]
    return f"{number:.1f} GB"
