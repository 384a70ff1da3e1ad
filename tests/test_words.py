"""Every text of the screen has its English, no English is left over, and every code of the data has its names."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from budget import store, words

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "budget").rglob("*.py")]
# Columns whose values are codes: a reader must never meet one of them bare.
CODED = {
    "disclosure": ("kind", "year_basis"), "section": ("section_code", "status"), "document_table": ("status", "reason"),
    "cell": ("reading",), "unread": ("kind", "reason"), "amount": ("measure", "value_status", "basis", "row_role", "side"),
    "indicator": ("value_status", "row_status"), "three_public_funds": ("component",), "department_year": ("measure",),
    "expense_structure": ("measure", "classification"), "indicator_coverage": ("level2",),
    "audit_check": ("family", "severity"), "verdict": ("verdict",), "finding": ("severity",), "finding_cell": ("role",),
}  # fmt: skip


def spoken() -> Iterator[tuple[str, str]]:
    """Every literal given to t(), with its place; a text put together on the spot cannot be looked up, and fails."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                for literal in _literals(node.args[0], place):
                    yield literal, place


def _literals(node: ast.expr, place: str) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name) and node.id == "unit":
        return ["元", "万元", "亿元"]
    raise AssertionError(f"{place}: t() takes a literal, not {ast.unparse(node)}")


def test_every_text_has_its_english() -> None:
    missing = {text: place for text, place in spoken() if text not in words.english()}
    assert not missing, "\n".join(f'"{text}" = ""  # {place}' for text, place in missing.items())


def test_no_english_is_left_over() -> None:
    assert not set(words.english()) - {text for text, _ in spoken()}


def test_both_languages_fill_in_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert not {text: english for text, english in words.english().items() if places(text) != places(english)}


def test_english_is_english() -> None:
    # Words of the documents that the English explains stand beside it.
    allowed = re.compile("[万亿元类款项]")
    left = {english for english in words.english().values() if re.search("[\u4e00-\u9fff]", allowed.sub("", english))}
    assert not left


@pytest.mark.parametrize(("table", "columns"), CODED.items(), ids=CODED)
def test_every_code_of_the_data_has_its_names(table: str, columns: tuple[str, ...], stored: Path) -> None:
    cursor = store.open_store().cursor()
    for column in columns:
        codes = {str(code) for (code,) in cursor.execute(f"select distinct {column} from {table}").fetchall() if code}
        assert not codes - set(words.terms()), f"budget/words/terms.toml lacks these of {table}.{column}"


def _codes(entry: object) -> Iterator[str]:
    """Every measure and item of a layout file, however deep it stands."""
    if isinstance(entry, dict):
        yield from (str(entry[name]) for name in ("measure", "item") if isinstance(entry.get(name), str))
        entry = list(entry.values())
    if isinstance(entry, list):
        for part in entry:
            yield from _codes(part)


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "layouts").glob("*.toml")), ids=lambda path: path.stem)
def test_every_code_of_the_layouts_has_its_names(path: Path) -> None:
    codes = {code for code in _codes(tomllib.loads(path.read_text(encoding="utf-8"))) if code and not code.isdigit()}
    assert not codes - set(words.terms()), f"budget/words/terms.toml lacks these of {path.name}"


def test_every_code_the_schema_allows_has_its_names() -> None:
    schema = re.sub("--.*", "", (ROOT / "budget" / "schema.sql").read_text(encoding="utf-8"))
    lists = re.findall(r"check \(\w+ in \(([^)]*)\)\)", schema)
    codes = {code for found in lists for code in re.findall("'([^']+)'", found)} - {"≥", "≤", "=", ">", "<"}
    levels = {"province", "prefecture", "county", "overall", "subgoal"}  # not shown
    assert "unknown_table" in codes
    assert not codes - levels - set(words.terms())


def test_every_field_that_a_cell_is_read_into_has_its_names(stored: Path) -> None:
    # The evidence of a cell names the field of a project or a form.
    fields = store.open_store().cursor().execute(
        "select distinct column_name from duckdb_columns() where table_name in ('project', 'evaluation')"
        " and regexp_matches(column_name, '_yuan$|_rate_stated$|^score_stated$')"
    ).fetchall()  # fmt: skip
    assert len(fields) > 15
    assert not {field for (field,) in fields} - set(words.terms())


def test_a_code_of_two_groups_has_two_names() -> None:
    assert (words.term("budget"), words.term("budget", "kind"), words.term("budget", "measure")) == ("部门预算", "部门预算", "预算数")


def test_english_follows_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with words.speaking("en"):
        assert [words.t("份披露", n=n) for n in (0, 1, 2)] == ["disclosures", "disclosure", "disclosures"]
        assert words.t("第 {lines} 行", lines="7–9", n=2) == "lines 7–9"
    assert words.t("份披露", n=1) == "份披露"
    monkeypatch.setitem(words.english(), "另有 {n} 个。", " One more. | {n} more. ")
    with words.speaking("en"):  # clauses are put together: the space before the first form is that of the second, too
        assert [words.t("另有 {n} 个。", n=n) for n in (1, 2)] == [" One more. ", " 2 more. "]
    assert all(english.count(" | ") <= 1 for english in words.english().values())


def test_language_is_held_apart() -> None:
    words.speak("zh")
    with words.speaking("en"):
        assert words.t("概览") == "Overview"
        assert words.term("three_public") == "Three public funds"
    assert words.t("概览") == "概览"
    assert words.term("three_public") == "三公经费"
    with pytest.raises(ValueError, match="no words for language"):
        words.speak("fr")


def test_quotes_of_english_are_as_narrow_as_its_letters() -> None:
    # In fonts that have Chinese, curly ones are as wide as a Chinese character: "a project’ s name".
    assert [text for text in [*words.english().values(), *(names["en"] for names in words.terms().values())] if set("“”‘’") & set(text)] == []
