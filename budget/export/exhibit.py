"""What a page knows of one figure comes in; what every file made of it says beside it (scope, sources, how to find it again) goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from budget import catalog, paper
from budget.words import t
from queries import Statement

ASKED = "asked"  # the name under which a table carries the statement that its rows come from
_OWN = ("disclosure_id", "cell_id", "finding_id")
LISTED = 60  # rows of a table that are set in a report, and whose documents are named; all rows have the names of their own
_NAMED = 3  # documents named in one line; of more their number is said
# Marks that turn the direction of what follows, or show nothing: in one line with our own words they would garble these.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The statement that rows come from, with its values: a table carries it along, whatever a page does to its rows."""

    statement: Statement
    values: Mapping[str, object]

    @property
    def name(self) -> str:
        """Where the statement stands: module.name."""
        return f"{self.statement.module}.{self.statement.name.split(' ')[0]}"

    @property
    def sql(self) -> str:
        """The SQL with its values written into it: it runs on the store as it stands."""
        return catalog.filled(self.statement, self.values)

    def __deepcopy__(self, memo: object) -> Asked:
        return self  # pandas copies what a table carries at every step


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One figure as a page shows it, or a table, which has none. Everything is in the language of the session; money in `data` is in yuan.

    unit: that in which a table shows money. note: unit, and what is drawn. columns: see `paper.export`. disclosures: rows of
    queries.disclosures.named; cells: rows of queries.provenance.cells. link: the address that shows it again. name: of files, without
    ending. synthetic: nothing of it was published.
    """

    figure: go.Figure | None
    data: pd.DataFrame
    columns: Mapping[str, str]
    title: str
    note: str
    takeaway: str
    scope: str
    disclosures: Sequence[Mapping[str, Any]]
    cells: Sequence[Mapping[str, Any]]
    build_id: str
    link: str
    name: str
    synthetic: bool
    made: date
    unit: str = "元"

    @property
    def asked(self) -> Asked | None:
        """Where the rows come from; None where a page has put them together from several statements."""
        found = self.data.attrs.get(ASKED)
        return found if isinstance(found, Asked) else None

    @property
    def listed(self) -> Mapping[str, str]:
        """Columns that a table of it shows to be read, with their headings."""
        return self.columns or {str(name): str(name) for name in self.data.columns}

    def about(self) -> dict[str, str]:
        """What stands beside the figure in every file, by its label: unit, scope, sources, how to find it again."""
        told = {
            t("口径与单位"): self.note, t("范围"): self.scope, t("来源"): self.sources(), t("数据版本"): f"明账 {self.build_id}",
            t("导出日期"): self.made.isoformat(), t("复现"): self.link,
        }  # fmt: skip
        return ({t("注意"): mark()} if self.synthetic else {}) | {label: one_line(text) for label, text in told.items() if text}

    def sources(self) -> str:
        """The documents behind the figure in one line: the first few by name, and how many there are; of a long table, those of its first rows."""
        if self.figure is None and len(self.data) > LISTED:
            return t("前 {n} 行来自 {sources}", n=LISTED, sources=self._documents())
        return self._documents()

    def _documents(self) -> str:
        if not self.disclosures:
            return t("库中各部门公开的文件")
        named = t("；").join(document(row) for row in self.disclosures[:_NAMED])
        count = t("{n} 份披露", n=len(self.disclosures)) + (t("的 {n} 个单元格", n=len(self.cells)) if self.cells else "")
        if len(self.disclosures) > _NAMED:
            return t("{named} 等，共 {count}", named=named, count=count)
        return t("{named}（{count}）", named=named, count=count)

    def citation(self) -> str:
        """How to cite it: after GB/T 7714-2015, in plain words, and the documents behind it."""
        made = self.made.isoformat()
        gb = f"明账. {self.title}[DS/OL]. {t('数据版本')} {self.build_id}[{made}]. {self.link}".removesuffix(". ") + "."
        plain = t("{title}。明账编，数据版本 {build}，{made}。{link}", title=self.title, build=self.build_id, made=made, link=self.link)
        lines = [f"GB/T 7714-2015: {one_line(gb)}", f"{t('普通写法')}: {one_line(plain)}"]
        if self.synthetic:
            lines.insert(0, mark())
        if self.disclosures:
            lines += ["", t("依据的文件：")]
        for number, row in enumerate(self.disclosures, 1):
            lines.append(f"[{number}] {reference(row)}")
        return "\n".join(lines) + "\n"


def mark() -> str:
    """The words that every file made of a sample bears."""
    return t("合成数据：地区、部门和数字都是生成的，没有一份文件真正公开过。")


def document(row: Mapping[str, Any]) -> str:
    """One disclosure by its department, year and title."""
    return t("{who} {year}《{title}》", who=paper.who(row["region_name"], row["department_name"]), year=row["fiscal_year"], title=row["title"])


def reference(row: Mapping[str, Any]) -> str:
    """One disclosure as GB/T 7714-2015 cites a report, with the file that was read and its checksum."""
    file = f"{row['source_name']} (SHA-256 {row['source_sha256']})"
    return one_line(f"{row['department_name']}. {row['title']}[R]. {row['fiscal_year']}. {file}.")


def one_line(text: object) -> str:
    """The text in one line, without marks that are not seen or turn the direction of what follows."""
    return " ".join(_UNSEEN.sub(" ", str(text)).split())


def of_cells(cells: Iterable[str], data: pd.DataFrame) -> list[str]:
    """Identifiers of the disclosures that cells and rows belong to, each once: those of their cells and findings begin with them."""
    own = [str(one) for name in _OWN if name in data for one in data[name].dropna()]
    return list(dict.fromkeys(one.split(".", 1)[0] for one in (*cells, *own)))
