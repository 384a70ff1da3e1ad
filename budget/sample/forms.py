"""A kind of department in (a row of data/sample/department_types.csv); out goes a form: what the reader makes of its documents.

The documents of one kind differ in names, years and figures only. So one of them is written with marks for its figures
(`{basic+project}`: sums of the values in values.sql), read as any document, and its rows are filled in for every department
and year by fill.py. Sheets and rows are therefore always such as the reader leaves them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

from budget.model import FactRow, Facts
from budget.normalize import normalize
from budget.readers import text

DATA = Path(__file__).resolve().parent.parent.parent / "data"
REGION, YEAR, BEFORE = "合成县", "2099", "2098"  # what stands in a form for the names and years of a document
CODE = "99999999"  # how project codes begin there: with the region and the year
# Figures are written as numbers that nothing else in a form can be; two decimals for money, none for counts.
FIRST_MARK = 810_000
MONEY, COUNT = "\ue000", "\ue001"  # a text's mark, once its number is known
_MARK = re.compile(r"(?<!\d)(81\d{4})(\.00)?(?!\d)")
_HASHES = ("text_hash", "source_sha256")  # texts in which a mark or a year would be chance
_SCALES = (Decimal(10_000), Decimal(1), Decimal("0.01"))  # 万元 → yuan, a plain number, per cent → fraction

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """One way in which a document differs from a clean one: an error, or a gap that is none of the reader's business."""

    name: str
    document: str  # budget or evaluation
    check: str  # the check that must find it; empty where nothing is wrong
    also: tuple[str, ...]  # checks that may find it as well
    needs: tuple[str, ...]  # what a department must have: rich, fund, vehicles
    replace: tuple[tuple[str, str], ...]
    title: str


@dataclass(frozen=True, slots=True)
class Form:
    """Rows per table as a reader leaves them. A value that is a figure has the number of its term beside it.

    marked: (table, row, column) → number of the term and its scale. terms: the sums, each a list of places in the list of
    values, counted from 1; negative where the value is taken away.
    """

    tables: Mapping[str, Sequence[FactRow]]
    marked: Mapping[tuple[str, int, str], tuple[int, Decimal]]
    terms: Sequence[Sequence[int]]

    def printed(self) -> dict[str, object]:
        """What each cell says, by its identifier: its text and the sum that its figure is."""
        found: dict[str, object] = {}
        for number, row in enumerate(self.tables["cell"]):
            term = self.marked.get(("cell", number, "raw_text"))
            found[str(row["cell_id"])] = (row["raw_text"], sorted(self.terms[term[0] - 1]) if term else None)
        return found


def varies(column: str, text: object) -> bool:
    """Is a text of a form another one in each document?"""
    return isinstance(text, str) and column not in _HASHES and any(mark in text for mark in (MONEY, COUNT, REGION, CODE, YEAR, BEFORE))


@cache
def rows(name: str) -> tuple[Row, ...]:
    """A list of data/sample."""
    with (DATA / "sample" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def edits() -> tuple[Edit, ...]:
    """The planted errors and gaps, in the order of data/sample/errors.toml."""
    given = tomllib.loads((DATA / "sample" / "errors.toml").read_text(encoding="utf-8"))
    return tuple(
        Edit(
            one["name"], one.get("document", "budget"), one.get("check", ""), tuple(one.get("also", [])), tuple(one.get("needs", [])),
            tuple((old.replace("⇥", "\t"), new.replace("⇥", "\t")) for old, new in one["replace"]), one["title"],
        )
        for one in given["edit"]
    )  # fmt: skip


def has(kind: Row, rich: bool) -> set[str]:
    """What a department of that kind has that another may lack."""
    found = {name for name in ("fund", "vehicles", "overseas") if kind[name] != "0"}
    return found | {"rich"} if rich else found


def read(kind: Row, document: str, rich: bool, edit: Edit | None, leaves: Sequence[str], reference: Path) -> Form:
    """The form of a document ('budget' or 'evaluation'). leaves: the names of the values, in their order; reference: a
    folder that knows the region 合成县. Raises ValueError where the lists of data/sample do not fit together."""
    sums = _Sums(kind, rich, leaves)
    written = _expand(kind, document, rich, sums)
    if edit is not None:
        for old, new in edit.replace:
            if old not in written:
                raise ValueError(f"data/sample/errors.toml: {edit.name}: {old!r} is not in the document of {kind['department_type']}")
            if old.count("\n") != new.count("\n"):
                raise ValueError(f"data/sample/errors.toml: {edit.name} adds or loses lines: what is printed below them would have other names")
            written = written.replace(old, new, 1)
    marks = _Marks(sums)
    document_text = re.sub(r"\{([^}]+)\}", lambda found: marks.number(found[1]), written)
    facts = normalize(text.read(document_text.encode(), f"synthetic-{document}.txt"), reference, DATA / "layouts")
    return _marked(facts, marks)


# What figures are made of ---------------------------------------------------------------------------------------------


@dataclass
class _Sums:
    """Sums by name, each a map from a value's name (with ' for the year before) to how often it counts."""

    kind: Row
    rich: bool
    leaves: Sequence[str]
    economic: list[Row] = field(default_factory=list)
    functions: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        having = has(self.kind, self.rich) | {"all"}
        self.economic = [row for row in rows("economic_items") if row["used"] in having]
        part = {name: [f"e{row['code']}" for row in self.economic if row["part"] == name] for name in ("personnel", "public")}
        charged = {row["charged_to"]: f"e{row['code']}" for row in self.economic if row["charged_to"]}
        fund, second = ("fund" in having), self.rich
        self.named = {
            "personnel": "+".join(part["personnel"]), "public": "+".join(part["public"]), "basic": "personnel+public",
            "general_project": "first+second" if second else "first", "project": "general_project+fund" if fund else "general_project",
            "general": "basic+general_project", "total": "basic+project",
            "carry_general": "first_carry", "carry_fund": "fund_carry" if fund else "", "carry": "first_carry+fund_carry" if fund else "first_carry",
            "current": "total-carry", "overseas": "e30212", "driven": "e30231", "reception": "e30217",
            "vehicles": "bought+driven", "three": "overseas+vehicles+reception",
            "assets": "buildings+car_value+machine_value+other_value", "asset_count": "floor+cars+machines+others",
        }  # fmt: skip
        if not fund:
            self.named["fund"] = ""
        own = "basic" + "".join(f"-{name}" for name in charged.values())
        code = self.kind["function"]
        # What each function item holds, in the words of the tables' columns.
        self.functions = [
            (f"{code}01", {"all": own, "basic": own, "current": own, "general": own}),
            (f"{code}02", {"all": "first", "project": "first", "current": "first-first_carry", "carry": "first_carry", "general": "first",
                "general_project": "first"}),
        ]  # fmt: skip
        if second:
            self.functions.append((f"{code}99", {**dict.fromkeys(("all", "project", "current", "general", "general_project"), "second")}))
        if fund:
            self.functions.append(
                ("2120899", {"all": "fund", "project": "fund", "current": "fund-fund_carry", "carry": "fund_carry", "fund": "fund"})
            )
        self.functions += [
            (target, dict.fromkeys(("all", "basic", "current", "general"), name)) for target, name in charged.items()
        ]
        self.functions.sort(key=lambda one: one[0])

    def of(self, expression: str) -> dict[str, int]:
        """The values that a sum is made of: 'total-total'' → what has changed."""
        found: dict[str, int] = {}
        for sign, name, before in re.findall(r"([+-]?)([a-z_0-9]+)('?)", expression):
            inner = {name: 1} if name in self.leaves and name not in self.named else self.of(self.named[name])
            for leaf, times in inner.items():
                leaf += before
                found[leaf] = found.get(leaf, 0) + (-times if sign == "-" else times)
        return {leaf: times for leaf, times in found.items() if times}

    def below(self, code: str, column: str) -> str:
        """The sum of a column over the function items below a code (all of them for '')."""
        return "+".join(parts[column] for item, parts in self.functions if item.startswith(code) and parts.get(column))


class _Marks:
    """Numbers for sums: each sum has one, wherever it is printed."""

    def __init__(self, sums: _Sums) -> None:
        self._sums = sums
        self._found: dict[tuple[tuple[str, int], ...], int] = {}

    def number(self, expression: str) -> str:
        expression, _, places = expression.partition(":")
        return f"{FIRST_MARK + self._of(self._sums.of(expression))}{'' if places else '.00'}"

    def _of(self, parts: Mapping[str, int]) -> int:
        return self._found.setdefault(tuple(sorted(parts.items())), len(self._found) + 1)

    def minus(self, whole: int, part: int) -> int:
        """The number of the sum that is left when one is taken from another."""
        known = list(self._found)
        parts = dict(known[whole - 1])
        for leaf, times in known[part - 1]:
            parts[leaf] = parts.get(leaf, 0) - times
        return self._of({leaf: times for leaf, times in parts.items() if times})

    def term(self, value: Decimal) -> tuple[int, Decimal] | None:
        """The term and the scale of a number that a reader has made of a mark."""
        for scale in _SCALES:
            plain = value / scale
            if plain == plain.to_integral_value() and 0 < plain - FIRST_MARK <= len(self._found):
                return int(plain) - FIRST_MARK, scale
        return None

    def terms(self) -> list[list[int]]:
        leaves = self._sums.leaves
        place = {name: number for number, name in enumerate([*leaves, *(f"{name}'" for name in leaves)], 1)}
        return [
            [place[leaf] if times > 0 else -place[leaf] for leaf, times in parts for _ in range(abs(times))] for parts in self._found
        ]


# The document ---------------------------------------------------------------------------------------------------------


def _expand(kind: Row, document: str, rich: bool, sums: _Sums) -> str:
    """The document as text: parts that it has not are left out, rows of codes, classes and projects are written out."""
    having = has(kind, rich)
    projects = [row for row in rows("projects") if row["theme"] == kind["theme"] and (rich or row["place"] == "first")]
    classes = _classes(sums)
    out: list[str] = []
    shown = True
    for line in (DATA / "sample" / f"{document}.txt").read_text(encoding="utf-8").split("\n"):
        word, *given = line.split(" ")
        if word == "@if":
            shown = (given[-1] in having) != (given[0] == "not")
        elif word == "@end":
            shown = True
        elif not shown:
            continue
        elif word == "@functions":
            out += _function_rows(sums, kind, given)
        elif word == "@economics":
            out += _economic_rows(sums)
        elif word == "@classes":
            out += _class_rows(classes[int(given[0]) - 1 :], given[1], sums)
        elif word == "@subgoals":
            out += [f"{number}、{one['project_name']}\n绩效目标：{_first_goal(one['goal'])}\n" for number, one in enumerate(projects, 1)]
        elif word == "@projects":
            for number, one in enumerate(projects, 1):
                out += _project_table(number, one)
        elif word == "@forms":
            for number, one in enumerate(projects, 1):
                out += _project_form(number, one)
        elif word == "@scored":
            out += _scored_rows(kind)
        else:
            out.append(line)
    # The two income rows of a two-sided table stand beside the first two classes, of which there may be one only.
    names = dict(zip(("@class1", "@class2"), [*classes, ("none", "")], strict=False))
    written = "\n".join(out)
    for mark, (code, name) in names.items():
        written = written.replace(mark, name)
        bare = mark[1:]
        for column, sum_ in (("", "all"), ("_general", "general"), ("_fund", "fund")):
            below = sums.below(code, sum_)
            written = written.replace(f"{{{bare}{column}}}", f"{{{below}}}" if below else "")
    operating = "、".join(f"{row['name']} {{e{row['code']}}} 万元" for row in sums.economic if row["part"] == "public")
    number = 301 + [row["department_type"] for row in rows("department_types")].index(kind["department_type"])
    for mark, value in {
        "@operating": operating, "@project1": projects[0]["project_name"], "@bought": projects[0]["purchase"],
        "@code": str(number), "@name": kind["name"], "{}": "0.00",
    }.items():  # fmt: skip
        written = written.replace(mark, value)
    for name, sum_ in sums.named.items():  # a sum of nothing is printed as nothing
        if not sum_:
            written = written.replace(f"\t{{{name}}}", "\t").replace(f"{{{name}}}", "0.00")
    if "fund" not in having:
        written = written.replace("\t{fund-carry_fund}", "\t").replace("{fund-carry_fund}", "0.00")
    return written


def _classes(sums: _Sums) -> list[tuple[str, str]]:
    """The function classes that the department's items lie in, with the names that they have in two-sided tables."""
    with (DATA / "reference" / "function_classes.csv").open(encoding="utf-8", newline="") as file:
        named = {row["code"]: f"{row['summary_row']}、{row['name']}" for row in csv.DictReader(file)}
    return [(code, named[code]) for code in sorted({item[:3] for item, _ in sums.functions})]


def _class_rows(classes: Sequence[tuple[str, str]], table: str, sums: _Sums) -> list[str]:
    columns = ("all",) if table == "summary" else ("all", "general", "fund", "-")
    return ["\t".join(["", "", name, *(_figure(sums.below(code, column)) for column in columns)]) for code, name in classes]


def _figure(expression: str) -> str:
    return f"{{{expression}}}" if expression else ""


_ITEM_NAMES = {
    "20805": "行政事业单位养老支出", "2080501": "行政单位离退休", "2080505": "机关事业单位基本养老保险缴费支出",
    "21011": "行政事业单位医疗", "2101101": "行政单位医疗", "22102": "住房改革支出", "2210201": "住房公积金",
    "21208": "国有土地使用权出让收入安排的支出", "2120899": "其他国有土地使用权出让收入安排的支出",
}  # fmt: skip


def _function_rows(sums: _Sums, kind: Row, columns: Sequence[str]) -> list[str]:
    own = kind["function"]
    names = {own: kind["function_name"], f"{own}01": "行政运行", f"{own}02": "一般行政管理事务", **_ITEM_NAMES}
    names[f"{own}99"] = f"其他{kind['function_name'].removeprefix('其他').removesuffix('支出')}支出"
    names |= {code: name.split("、", 1)[1] for code, name in _classes(sums)}
    codes = sorted({item[:length] for item, parts in sums.functions for length in (3, 5, 7) if parts.get(columns[0])})
    return ["\t".join([code, names[code], *(_figure(sums.below(code, column)) for column in columns)]) for code in codes]


def _economic_rows(sums: _Sums) -> list[str]:
    with (DATA / "reference" / "economic_classes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    found = []
    for code in sorted({row["code"][:3] for row in sums.economic}):
        of = [row for row in sums.economic if row["code"].startswith(code)]
        for row in ({"code": code, "name": names[code], "part": of[0]["part"]}, *of):
            sum_ = "+".join(f"e{one['code']}" for one in of if one["code"].startswith(row["code"]))
            personnel, public = (_figure(sum_ if row["part"] == part else "") for part in ("personnel", "public"))
            found.append(f"{row['code']}\t{row['name']}\t{{{sum_}}}\t{personnel}\t{public}")
    return found


def _indicators(theme: str, place: str) -> Iterable[Row]:
    return (row for row in rows("indicators") if (row["theme"], row["place"]) == (theme, place))


def _first_goal(goal: str) -> str:
    return goal.split(" ")[0].partition(".")[2]


def _project_table(number: int, project: Row) -> list[str]:
    found = [f"{number}、{project['project_name']}绩效目标表", "", f"绩效目标\t{project['goal']}\t\t\t\t"]
    found.append("一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据")
    found += [
        "\t".join((row["level1"], row["level2"], row["level3"], row["description"], row["value"], row["basis"]))
        for row in _indicators(project["theme"], project["place"])
    ]
    return [*found, ""]


def _project_form(number: int, project: Row) -> list[str]:
    """A project as forms of the newer kind print it, one cell a line: code, money, plan by months, goal, indicators."""
    indicators = [
        f"\t{cell}"
        for row in _indicators(project["theme"], project["place"])
        for cell in (row["level1"], row["level2"], row["level3"], row["description"], row["value"], f"{row['basis']}\n")
    ]
    written = (DATA / "sample" / "project_form.txt").read_text(encoding="utf-8")
    for mark, value in {
        "@number": str(number), "@project": project["project_name"], "@sum": f"{{{project['place']}}}",
        "@purpose": _first_goal(project["goal"]), "@goal": project["goal"], "@indicators": "\n".join(indicators),
    }.items():  # fmt: skip
        written = written.replace(mark, value)
    return written.split("\n")


# Full points of the indicators of a form, in their order: output 50 in all, benefit 30, satisfaction 10.
_POINTS = (15, 15, 10, 10, 8, 10, 6, 6, 10)


def _scored_rows(kind: Row) -> list[str]:
    found = []
    shown = ""
    groups = {"产出指标": "产出指标(50)", "效益指标": "效益指标(30)", "满意度指标": "满意度指标(10分)"}
    for row, points in zip(_indicators(kind["theme"], "first"), _POINTS, strict=True):
        if row["level1"] == "效益指标" and shown == "产出指标":
            found.append("\t预算执行率指标(10分)\t预算执行率\t全年执行金额占预算金额百分比\t≥90%\t{spent_rate}%\t{spent_score}")
        level1 = groups[row["level1"]] if row["level1"] != shown else ""
        shown = row["level1"]
        level2 = "满意度指标" if level1 == "满意度指标(10分)" else row["level2"]
        found.append("\t".join(("", level1, level2, row["level3"], row["value"].replace(" ", ""), _reached(row["value"]), str(points))))
    return found


def _reached(value: str) -> str:
    """What a form says was reached: as much as was promised; what was spent; a day before the deadline."""
    if deadline := re.fullmatch(r"(\d+) 月(?: (\d+) 日|底)前", value):
        return f"{deadline[1]}月5日"
    if deadline := re.fullmatch(r"每月 (\d+) 日前", value):
        return f"每月{int(deadline[1]) - 2}日"
    return value.replace(" ", "").lstrip("≥≤").replace("{first}", "{spent}")


# The form -------------------------------------------------------------------------------------------------------------


def _lean(tables: Mapping[str, Sequence[FactRow]]) -> dict[str, list[FactRow]]:
    """The rows without those of columns that stand empty in a whole table: the law prints them, and nothing is in them."""
    filled = {(row["table_no"], row["column_no"]) for row in tables["cell"] if row["column_header"] and row["reading"] == "fact"}
    empty = {
        row["cell_id"]
        for row in tables["cell"]
        if row["table_no"] and row["column_header"] and row["reading"] == "blank" and (row["table_no"], row["column_no"]) not in filled
    }
    without = {row["amount_id"] for row in tables.get("amount", []) if row["cell_id"] in empty}
    # Of what a sum of money was read from, the figure itself is kept.
    money = {row["amount_id"] for row in tables.get("amount", [])}
    return {
        table: [
            row for row in given
            if row.get("cell_id") not in empty and row.get("fact_id") not in without and not (row.get("field") == "item" and row["fact_id"] in money)
        ]
        for table, given in tables.items()
    }


def _marked(facts: Facts, marks: _Marks) -> Form:
    tables: dict[str, list[FactRow]] = {}
    marked: dict[tuple[str, int, str], tuple[int, Decimal]] = {}
    changes = {
        str(row["amount_id"])[:-1]: found[0]
        for row in facts.tables.get("amount", []) if row["measure"] == "change" and isinstance(row["amount_yuan"], Decimal)
        for found in [marks.term(row["amount_yuan"])] if found
    }  # fmt: skip
    for table, given in _lean(facts.tables).items():
        kept = tables.setdefault(table, [])
        for number, row in enumerate(given):
            new = dict(row)
            for column, value in row.items():
                if isinstance(value, str) and column not in _HASHES:
                    found = list(_MARK.finditer(value))
                    if found and len({one[0] for one in found}) == 1:
                        new[column] = _MARK.sub(MONEY if found[0][2] else COUNT, value)
                        marked[table, number, column] = int(found[0][1]) - FIRST_MARK, Decimal(1)
                    elif found:
                        raise ValueError(f"a form names two figures in one {table}.{column}: {value!r}")
                elif isinstance(value, Decimal):
                    if row.get("basis") == "derived":
                        # last year's figure = this year's, printed as a mark, less the change
                        change = changes[str(row["amount_id"])[:-1]]
                        whole = marks.term(value + Decimal(FIRST_MARK + change) * 10_000)
                        assert whole is not None, (table, row)
                        marked[table, number, column] = marks.minus(whole[0], change), whole[1]
                    elif term := marks.term(value):
                        marked[table, number, column] = term
            kept.append(new)
    return Form(tables, marked, marks.terms())
