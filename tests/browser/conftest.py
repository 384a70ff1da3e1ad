"""Fixtures out: one Chromium and one server for all browser tests, and a clean page for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

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
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the bundled data."""
    with server.serving(tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser window, as wide as a desk's, in light colours; it fails the test if a script of ours fails."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    yield window
    context.close()
    assert not faults
