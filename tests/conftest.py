"""Fixtures out: a made-up county with its own reference tables, made-up documents in real layouts, and the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from budget import store
from tests.made_up import ROOT, SAMPLE


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


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("list")` runs `python -m budget list` with a store of its own under tmp_path; returns the finished process."""

    def run(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "MINGZHANG_STORE": str(tmp_path / "store"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "budget", *map(str, words)]
        settings = {"capture_output": True, "encoding": "utf-8", "cwd": ROOT, "env": environment, "timeout": 120}
        return subprocess.run(command, check=False, **{**settings, **options})  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store folder of the test's own, for what runs in this process."""
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path / "store"))
    yield tmp_path / "store"
