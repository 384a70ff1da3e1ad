"""What is no usable document: one sentence naming file and remedy, exit status 2, data and store as they were."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from budget import store
from budget.normalize import normalize
from budget.readers import read
from tests.made_up import ROOT, SAMPLE, tree

NOVEL = "\n\n".join(
    f"第{number}回\n\n　　那天夜里下了第{number}场雨，老周把船系在柳树上，上岸去找酒喝，说起2023年县里的预算，花了{number}万元。"
    for number in range(1, 400)
)
OTHER = SAMPLE.replace("水务局", "民政局")


def text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8")


def content(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data)


def huge(path: Path) -> None:
    """200 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.truncate(200_000_000)


def huge_text(path: Path) -> None:
    """200 MB of a real text, for a size that no look at the first bytes gives away."""
    with path.open("wb") as file:
        piece = SAMPLE.encode() * 200
        while file.tell() < 200_000_000:
            file.write(piece)


def up_to(words: str, more: int = 0) -> str:
    return SAMPLE[: SAMPLE.index(words) + more]


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty file": (text(""), "empty"),
    "nothing but blank lines": (text("\n \n\t\n"), "empty"),
    "a binary file": (content(bytes(range(256)) * 500), "not plain text"),
    "a picture": (content(b"\x89PNG\r\n\x1a\n" + os.urandom(5000)), "not plain text|neither UTF-8"),
    "a novel": (text(NOVEL), "no budget disclosure"),
    "a document cut off in its last sentence": (text(up_to("完成日常工作", 6)), "cut off"),
    "a document cut off in a figure": (text(up_to("10.50万元，主要", 3)), "cut off"),
    "a document cut off between two sections": (text(up_to("四、财政拨款")), "cut off"),
    "a document cut off in a table": (text(up_to("	15.50", -7)), "cut off"),
    "a document cut off in a character": (content(SAMPLE.encode()[:-3][:1000]), "cut off|UTF-8"),
    "two documents in one file": (text(SAMPLE + OTHER), "two documents"),
    "the same document twice in one file": (text(SAMPLE + SAMPLE), "two documents|twice"),
    "an unknown region": (text(SAMPLE.replace("云岭县", "云谷县")), "no known region .*云谷县"),
    "contradictory years": (text(SAMPLE.replace("2023年部门预算信息公开", "2023年部门预算信息公开\n预算年度：2021")), "2021.*2023"),
    "no year": (text(SAMPLE.replace("2023年", "今年").replace("2022年", "去年")), "add the title line"),
    "mixed encodings": (
        content(SAMPLE[:800].encode() + SAMPLE[800:].encode("gb18030")),
        "two encodings",
    ),
    "a line of 10 MB": (text(SAMPLE + "元" * 3_400_000 + "\n"), "line 7[0-9] has"),
    "a file of 200 MB": (huge, "200 MB"),
    "a text of 200 MB": (huge_text, "200 MB"),
    "a folder": (Path.mkdir, "folder"),
    "a missing file": (lambda path: None, "no such file"),
}


def refused(done: subprocess.CompletedProcess[str], name: str, wanted: str) -> None:
    """Exit status 2, nothing on stdout, one sentence on stderr with the file's name, what is wrong and what to do."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert re.fullmatch(r"[^\n]+\.\n", done.stderr), f"not one line: {done.stderr}"
    assert name in done.stderr
    assert re.search(wanted, done.stderr), done.stderr
    assert re.search(r"; [a-z][^;]*\.\n$", done.stderr), f"no remedy after the last semicolon: {done.stderr}"


@pytest.fixture(scope="session")
def filled(county, tmp_path_factory) -> Path:
    """A folder with `data`, the county with the sample ingested, and `store`, what was built from it."""
    home = tmp_path_factory.mktemp("filled")
    shutil.copytree(county, home / "data")
    document = home / "sample.txt"
    document.write_text(SAMPLE, encoding="utf-8")
    facts = normalize(read(document), home / "data" / "reference", store.BUNDLED_DATA / "layouts")
    store.write_facts(facts, home / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(home / "store"))
        store.build(home / "data")
    return home


@pytest.fixture
def kept(filled, data, tmp_path) -> Callable[[], dict[str, bytes]]:
    """Puts the sample into the test's data and store; the function takes a picture of both."""
    for folder in ("data", "store"):
        shutil.copytree(filled / folder, tmp_path / folder, dirs_exist_ok=True)
    return lambda: tree(data, tmp_path / "store")


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused(name, run, kept, data, tmp_path):
    make, wanted = FILES[name]
    path = tmp_path / "坏文件 1.txt"
    make(path)
    before = kept()
    refused(run("ingest", path, "--into", data), path.name, wanted)
    assert kept() == before


NOBODY = 65534


def as_nobody() -> None:
    """Run in the child before it starts: give up root, for whom there are no permissions to lack."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@pytest.fixture
def open_to_all(data):
    """Lets another user reach the test's folder and the project, wherever they lie."""
    changed = []
    for place in (data, ROOT, Path(sys.executable).resolve()):
        for folder in [place, *place.parents]:
            mode = folder.stat().st_mode
            if not mode & 0o001 and folder.stat().st_uid == os.geteuid():
                folder.chmod(mode | 0o011)
                changed.append((folder, mode))
    yield
    for folder, mode in changed:
        folder.chmod(mode)


def test_a_file_without_permission_is_refused(run, kept, data, document, open_to_all):
    before = kept()
    document.chmod(0)
    refused(run("ingest", document, "--into", data, preexec_fn=as_nobody), document.name, "may not be read")
    assert kept() == before


def test_a_folder_without_permission_is_refused(run, kept, data, document, open_to_all):
    document.write_text(OTHER, encoding="utf-8")
    document.chmod(0o644)
    before = kept()
    for folder in (data, data / "disclosures"):
        folder.chmod(0o555)
    refused(run("ingest", document, "--into", data, preexec_fn=as_nobody), "disclosures", "Permission denied")
    for folder in (data, data / "disclosures"):
        folder.chmod(0o755)
    assert kept() == before


def at_most(size: int) -> Callable[[], None]:
    """Run in the child before it starts: no file may grow beyond `size` bytes, as on a disk that fills up."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_the_data_as_they_were(run, kept, data, document):
    document.write_text(SAMPLE.replace("全县", "全县城乡"), encoding="utf-8")
    before = kept()
    for size in (0, 1000):
        refused(run("ingest", document, "--into", data, preexec_fn=at_most(size)), "disclosures", "File too large")
        assert kept() == before


def test_a_full_disk_leaves_the_store_as_it_was(run, kept, data, document, tmp_path):
    document.write_text(SAMPLE.replace("全县", "全县城乡"), encoding="utf-8")
    assert run("ingest", document, "--into", data).returncode == 0
    before = kept()
    for size in (0, 100_000, 500_000):
        refused(run("build", "--data", data, preexec_fn=at_most(size)), str(tmp_path / "store"), "cannot be written")
        assert kept() == before
    output = tmp_path / "out.duckdb"
    output.write_text("of another time")
    refused(run("build", "--data", data, "--output", output, preexec_fn=at_most(0)), output.name, "cannot be written")
    assert output.read_text() == "of another time"


def test_a_disk_that_is_really_full(run, kept, data, document, tmp_path):
    """The same on a small file system of its own, where this user may mount one (a container's root mostly may)."""
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here; the limit on the size of files stands in for it")
    try:
        (small / "fill").write_bytes(bytes(60_000))
        before = tree(small)
        document.write_text(SAMPLE.replace("云岭县", "正定县"), encoding="utf-8")
        refused(run("ingest", document, "--into", small / "data"), "disclosures", "No space left on device")
        refused(run("build", "--data", data, "--output", small / "out.duckdb"), "out.duckdb", "No space left on device")
        assert tree(small) == before
    finally:
        subprocess.run(["umount", small], check=True)


def test_data_that_are_not_there(run, tmp_path):
    refused(run("build", "--data", tmp_path / "nowhere"), "nowhere", "no such folder")
