"""Fixtures out: stores that the whole run shares, a made-up county with its own reference tables, made-up documents, the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from budget import sample, store
from tests.made_up import ROOT, SAMPLE

# Streamlit looks through all that is installed for components whenever an AppTest is made: four fifths of the time of a page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


# Stores ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for the whole run, whichever of its processes comes first, and changed by none."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(home: Path, make: Callable[[Path], object]) -> Path:
    """The folder that `make` makes, when it is there: the process that comes first makes it, others wait."""
    lock, beside = home.with_suffix(".lock"), home.with_suffix(".new")
    while not home.is_dir():
        try:
            lock.mkdir()
        except FileExistsError:
            time.sleep(0.1)
            continue
        try:
            if not home.is_dir():
                make(beside)
                beside.rename(home)
        finally:
            lock.rmdir()
    return home


@pytest.fixture(scope="session")
def bundled(shared: Path) -> Path:
    """The store of the bundled data. Whoever writes to a store, if only a review, takes a copy."""
    return once(shared / "bundled", lambda home: store.open_store(home).close())


@pytest.fixture(scope="session")
def province(shared: Path) -> Path:
    """A store of two counties that do not exist, six departments each, over three years, with an error or a gap in every document."""
    return once(shared / "province", lambda home: sample.generate(home, sample.Size(2, 6, (2022, 2024), 4, 1)))


@pytest.fixture(scope="module")
def stored(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What pages, and whoever asks for the store, open in the tests of a file: a copy of the bundled store."""
    home = shutil.copytree(bundled, tmp_path_factory.mktemp("stored") / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(home))
        yield home


# Documents and commands -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows 云岭县, which does not exist, and the bundled code lists; it holds no disclosure."""
    data = tmp_path_factory.mktemp("county")
    shutil.copytree(store.BUNDLED_DATA / "reference", data / "reference")
    shutil.copy(ROOT / "tests" / "reference" / "regions.csv", data / "reference")
    return data


@pytest.fixture
def data(county: Path, tmp_path: Path) -> Path:
    """A fresh copy of the county's data folder."""
    return Path(shutil.copytree(county, tmp_path / "data"))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The made-up budget of 云岭县水务局 for 2023, as a file."""
    path = tmp_path / "sample.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


Run = Callable[..., "subprocess.CompletedProcess[str]"]


def command(home: Path, *words: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run `python -m budget` with these words and the store of that folder; returns the finished process."""
    environment = {**os.environ, "MINGZHANG_STORE": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    asked = [sys.executable, "-m", "budget", *map(str, words)]
    settings = {"capture_output": True, "encoding": "utf-8", "cwd": ROOT, "env": environment, "timeout": 120}
    return subprocess.run(asked, check=False, **{**settings, **options})  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("list")` runs `python -m budget list` with a store of its own under tmp_path; returns the finished process."""
    return partial(command, tmp_path / "store")


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store folder of the test's own, for what runs in this process."""
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path / "store"))
    yield tmp_path / "store"
