"""Every page speaks one language: what is Chinese in English words comes from the documents, what is Latin in Chinese words is a name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from google.protobuf.message import Message

from budget import store, words
from tests.test_pages import PAGES, first, run
from tests.test_queries import STATEMENTS

pytestmark = pytest.mark.usefixtures("stored")
VIEWS = [*PAGES, "one disclosure", "one finding"]

HAN = re.compile("[\u3400-\u9fff]+")
# Names of things that are the same in both languages; what follows a dot or stands beside a digit or _ is a file, a code or a key.
NAMES = {"Ctrl", "Enter", "SELECT", "DECIMAL", "INTEGER", "BIGINT", "VARCHAR", "BOOLEAN", "DOUBLE", "DATE", "UBIGINT", "UINTEGER", "CSV", "DOCX", "XLSX", "PNG", "SVG", "HTML", "SQL", "SHA", "English", "Language", "Word", "Excel", "DuckDB", "Parquet", "ZIP", "pandas", "frictionless"}
_SHOWN = ("label", "options", "placeholder", "help", "content", "body", "alt", "caption")  # fields of an element that are read by people
_VOID = {"br", "img", "hr", "input", "wbr"}


class Read(HTMLParser):
    """What a reader meets in HTML, tips and words for the ear included, each with whether it is marked as Chinese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked: list[bool] = [False]
        self.found: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        marked = self.marked[-1] or given.get("lang") == "zh"
        self.found += [(given[name] or "", marked) for name in ("title", "aria-label", "alt", "placeholder") if name in given]
        if tag not in _VOID:
            self.marked.append(marked)

    def handle_endtag(self, tag: str) -> None:
        self.marked.pop()

    def handle_data(self, data: str) -> None:
        self.found.append((data, self.marked[-1]))


def unfolded(page: str, **parameters: str) -> Any:
    """The page with all that is folded away opened."""
    if page == "one disclosure":
        page, parameters["disclosure"] = "pages/disclosures/catalogue.py", first("select disclosure_id from document_table order by all limit 1")
    if page == "one finding":
        page, parameters["finding"] = "pages/findings/findings.py", first("select finding_id from finding order by finding_id limit 1")
    app = run(page, **parameters)
    folds = [node.proto.id.split("-", 2)[2] for node in nodes(app._tree) if node.type == "expander" and node.proto.id]
    for fold in folds:
        app.session_state[fold] = True
    with words.speaking(app.session_state["language"]):  # which makes the labels of choices, here in the test
        return app.run() if folds else app


def nodes(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "children", {}).values():
        yield from nodes(child)


def seen(app: Any) -> Iterator[tuple[str, bool]]:
    """Every text of the page, with whether it is marked as Chinese: HTML, widgets, and what is written in figures."""
    for node in nodes(app._tree):
        proto = getattr(node, "proto", None)
        if node.type == "html":
            if not proto.body.startswith(("<style", "<script")):
                yield from Read(proto.body).found
        elif isinstance(proto, Message):
            yield from ((text, False) for text in fields(proto))
            if node.type == "plotly_chart":
                yield from drawn(json.loads(proto.spec))


def fields(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        if field.type == field.TYPE_STRING and field.name in _SHOWN:
            yield from [value] if isinstance(value, str) else value
        elif field.type == field.TYPE_MESSAGE:
            for part in [value] if isinstance(value, Message) else value:
                if isinstance(part, Message):
                    yield from fields(part)


def drawn(spec: Any) -> Iterator[tuple[str, bool]]:
    """Texts of a figure. Labels of points are names out of documents, and cannot be marked in a picture: they count as marked."""
    if isinstance(spec, dict):
        template = " ".join(texts(spec.get("hovertemplate")))
        for place, told in enumerate(zip(*(row for row in spec.get("customdata", []) if isinstance(row, list)), strict=False)):
            if f"customdata[{place}]" in template:  # the others are keys
                yield from ((plain(text), True) for text in texts(list(told)))
        for name, value in spec.items():
            if name in ("text", "ticktext", "labels", "hovertext", "hovertemplate", "name"):
                yield from ((plain(text), name != "name") for text in texts(value))
            elif name != "customdata":
                yield from drawn(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from drawn(value)


def plain(markup: str) -> str:
    return re.sub(r"%\{[^}]*\}|<[^>]*>", "", markup)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.fixture(scope="module")
def printed() -> str:
    """All that the documents and the reference tables say, without white space."""
    cursor = store.open_store().cursor()
    columns = cursor.execute(
        "select table_name, column_name, data_type from duckdb_columns() where data_type in ('VARCHAR', 'VARCHAR[]') and not internal"
        " and table_name not in (select view_name from duckdb_views()) and not regexp_matches(column_name, '_zh$|^message_en$')"
    ).fetchall()
    said: set[str] = set()
    for table, column, kind in columns:
        source = f"select unnest({column}) as it from {table}" if kind.endswith("]") else f"select {column} as it from {table}"
        said |= {text for (text,) in cursor.execute(f"select distinct it from ({source}) where regexp_matches(it, '\\p{{Han}}')").fetchall()}
    said |= {text for (text,) in cursor.execute("select comment from duckdb_tables() where comment is not null").fetchall()}
    said |= {text for (text,) in cursor.execute("select label from named_disclosure union all select label from named_department").fetchall()}
    return "\n".join("".join(text.split()) for text in said)


# The name of the program, the switch of the language, and a unit that no document has, explained beside the choice of units.
OURS = {"明账", "中文", "语言", "亿元"}
LATIN = re.compile("[A-Za-z]{2,}")


@pytest.mark.parametrize("page", VIEWS)
def test_what_is_chinese_in_english_comes_from_the_documents(page: str, printed: str) -> None:
    # A word of the screen that stands alone is no quotation, even where a document has the same word.
    ours = {text for text, english in words.english().items() if text != english}
    ours |= {names["zh"] for names in words.terms().values() if names["zh"] != names["en"]}
    foreign = set()
    for text, marked in seen(unfolded(page, lang="en")):
        for part in set(HAN.findall(text)) - OURS:
            if part not in printed or (part in ours and not marked and len(LATIN.findall(text)) < 2):
                foreign.add((part, text[:80]))
    assert not foreign, "\n".join(map(str, sorted(foreign)))


@pytest.mark.parametrize("page", VIEWS)
def test_nothing_is_english_in_chinese(page: str) -> None:
    # Tables, columns and statements are called by their names in both languages.
    called = {name for row in store.open_store().cursor().execute("select table_name, column_name from duckdb_columns()").fetchall() for name in row}
    called |= {part for statement in STATEMENTS for part in (statement.module, statement.name)}
    foreign = set()
    for text, _ in seen(unfolded(page, lang="zh")):
        if re.match("(select|with) ", text):
            continue
        for word in re.findall(r"(?<![\w./\\-])[A-Za-z]{3,}(?![\w./-]*\w)", text):
            if word not in NAMES | called:
                foreign.add((word, text[:80]))
    assert not foreign, "\n".join(map(str, sorted(foreign)))


@pytest.mark.parametrize(("lang", "amount", "units"), [("zh", "8,815.77 万元", ["元", "万元", "亿元"]), ("en", "8,815.77 ×10⁴ yuan", ["yuan", "×10⁴ yuan", "×10⁸ yuan"])])
def test_numbers_and_units_follow_the_language(lang: str, amount: str, units: list[str]) -> None:
    app = run("pages/overview/overview.py", lang=lang)
    said = [text for text, _ in seen(app)]
    assert any(amount in text for text in said)
    assert [option.content for option in app.button_group(key="unit").proto.options] == units
