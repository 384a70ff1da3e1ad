"""The documents say what is there: commands, targets, files and pictures they name exist, and the other way round."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from queries import checks
from tests import auditing

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]
DOCUMENTS = [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    told = subprocess.run(
        [sys.executable, "-m", "budget", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"^    (\w+) +\S", told.split("COMMAND\n", 1)[1].split("\n\n")[0], re.MULTILINE))


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


@pytest.mark.parametrize("name", READMES)
def test_readme_names_every_command_and_no_other(name: str) -> None:
    named = set(re.findall(r"python -m budget (\w+)", text(name)))
    assert named == commands()


@pytest.mark.parametrize("name", READMES)
def test_readme_names_every_make_target_and_no_other(name: str) -> None:
    named = set(re.findall(r"`make (\w+)", text(name))) | set(re.findall(r"^make (\w+)", text(name), re.MULTILINE))
    assert named == targets()


@pytest.mark.parametrize("name", READMES)
def test_options_named_exist(name: str) -> None:
    for command, rest in re.findall(r"python -m budget (\w+)([^\n#]*)", text(name)):
        told = subprocess.run(
            [sys.executable, "-m", "budget", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for option in re.findall(r"--\w+", rest):
            assert option in told, f"{command} {option}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text(name)):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_named_exist(name: str) -> None:
    for path in re.findall(r"`((?:budget|data|tests|queries|pages)/[\w./-]*)`", text(name)):
        if "reception_over_half" in path:  # what a reader would add, see below
            continue
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_every_picture_is_shown() -> None:
    shown = {target for name in READMES for target in re.findall(r"\]\((docs/[^)]+)\)", text(name))}
    assert shown == {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").iterdir()}


def test_both_readmes_tell_the_same() -> None:
    english, chinese = (text(name) for name in READMES)
    blocks = [re.findall(r"^(python -m budget \S+.*?)\s*#", document, re.MULTILINE) for document in (english, chinese)]
    assert blocks[0] == blocks[1] and len(blocks[0]) >= 7
    assert [re.sub(r"\.png$", "", picture) for picture in re.findall(r"docs/([\w.]+)\)", english)] == [
        re.sub(r"\.zh\.png$", "", picture) for picture in re.findall(r"docs/([\w.]+)\)", chinese)
    ]


def test_contributing_names_the_forms_of_tables() -> None:
    from budget.normalize.tables import TableReader

    forms = {name.removeprefix("_read_") for name in vars(TableReader) if name.startswith("_read_")}
    named = re.search(r"The forms a table can have \((.+?)\)", text("CONTRIBUTING.md"))
    assert named and set(re.findall(r"`(\w+)`", named[1])) == forms


def test_changelog_has_an_unreleased_part() -> None:
    assert "## Unreleased" in text("CHANGELOG.md")


def test_a_check_is_added_as_contributing_says(tmp_path: Path) -> None:
    part = text("CONTRIBUTING.md").split("## Add a check")[1].split("\n## ")[0]
    sql, cases = (re.search(rf"^```{kind}\n(.*?)^```$", part, re.MULTILINE | re.DOTALL) for kind in ("sql", "toml"))
    assert sql and cases
    named = re.search(r"^-- check: (\w+)$", sql[1], re.MULTILINE)
    assert named and f"queries/checks/{named[1]}.sql" in part and f"tests/checks/{named[1]}.toml" in part
    path = tmp_path / f"{named[1]}.sql"
    path.write_text(sql[1], encoding="utf-8")
    check, told = checks.load(path), tomllib.loads(cases[1])
    for case in told["passing"]:
        assert auditing.said(check, case).verdict == "passed"
    for case in told["failing"]:
        found = auditing.said(check, case).findings
        assert [{name: one[name] for name in want} for one, want in zip(found, case["finds"], strict=True)] == case["finds"]


def test_every_check_of_the_catalogue_rests_on_a_rule_and_explains_itself() -> None:
    rules = (ROOT / "data" / "audit" / "rules.csv").read_text(encoding="utf-8")
    for check in checks.load_all():
        assert re.search(rf"^{check.rule_id},", rules, re.MULTILINE), check.check_id
