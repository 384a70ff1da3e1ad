"""A store folder comes in; a freshly started `python -m budget serve` with its address goes out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for a server to come up on a slow machine


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of a server of its own; it has shown no page yet, which is when old page discovery would bite."""
    with started(store) as (address, _):
        yield address


@contextmanager
def started(store: Path) -> Iterator[tuple[str, int]]:
    """The same with the number of its process."""
    port = _free_port()
    log = store / "server.log"
    store.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "budget", "serve", "--port", str(port)],
            cwd=ROOT, env={**os.environ, "MINGZHANG_STORE": str(store)}, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            _wait(port, process, log)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE * 5):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.2)
    raise AssertionError(f"the server did not come up:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
