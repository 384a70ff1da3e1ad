"""Fixtures out: one Chromium and one server for all browser tests, and for each a clean page, and another reader to send links to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import screen, server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests fail and say what to install: a skipped screen would look like a good one."""
    try:
        with screen.chromium_running() as chromium:
            yield chromium
    except LookupError as lacking:
        pytest.fail(str(lacking), pytrace=False)


@pytest.fixture(scope="session")
def address(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the bundled data."""
    with server.serving(Path(shutil.copytree(bundled, tmp_path_factory.mktemp("served") / "store"))) as url:
        yield url


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Iterator[BrowserContext]:
    with screen.reader(browser, address) as context:
        yield context


@pytest.fixture(scope="session")
def stranger(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Another reader, who knows nothing of the first."""
    with screen.reader(browser, address) as context:
        yield context


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A window of a reader who has never been here; it fails the test if a script of ours fails."""
    window = reader.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    yield window
    screen.forget(reader)
    assert not faults


@pytest.fixture
def anew(stranger: BrowserContext) -> Iterator[Callable[[str], Page]]:
    """`anew(address)` opens it as another reader does, who has never been here."""

    def opened(address: str) -> Page:
        screen.forget(stranger)
        window = stranger.new_page()
        screen.show(window, address)
        return window

    yield opened
    screen.forget(stranger)
