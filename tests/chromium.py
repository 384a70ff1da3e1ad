"""Nothing in; the path of a Chromium for the browser tests out, fetched when there is none (run as a program)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def find() -> str | None:
    """A Chromium that starts: MINGZHANG_CHROMIUM, one of the system, or the one Playwright keeps; None when there is none."""
    of_the_system = [os.environ.get("MINGZHANG_CHROMIUM"), *map(shutil.which, NAMES)]
    found = next((path for path in of_the_system if path and _starts(path)), None)
    return found or next(filter(_starts, _playwrights_own()), None)


def _starts(path: str) -> bool:
    # A name alone proves nothing: on Ubuntu, chromium-browser is a script that asks for snap.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> list[str]:
    # In a process of its own: Playwright can be asked only once at a time.
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False).stdout.splitlines()


def main() -> int:
    """Make sure there is one; 1 and a sentence saying what to install when there is none to be had."""
    if find():
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium found: installing it with apt-get.", file=sys.stderr)
        quiet = {"check": False, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk", "libatomic1"]
        subprocess.run(install, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet)
    if not find():
        print("No Chromium found: fetching the one that Playwright offers.", file=sys.stderr)
        needs = ["--with-deps"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        subprocess.run([sys.executable, "-m", "playwright", "install", *needs, "chromium"], check=False)
    if find():
        return 0
    print(
        "The browser tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk libatomic1; Ubuntu, macOS and"
        f" Windows: {Path(sys.executable)} -m playwright install --with-deps chromium), or set MINGZHANG_CHROMIUM.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
