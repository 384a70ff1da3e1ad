"""What the parts of `make bench` share: one line for each figure beside its target, work in a process of its own."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"STREAMLIT_LOGGER_LEVEL": "error", "PYTHONWARNINGS": "ignore"}

failed: list[str] = []


def report(what: str, value: float, unit: str, target: float | None = None, least: bool = False) -> None:
    """One line: what, the figure, and whether it is within its target (the most it may be, or the least)."""
    verdict = ""
    if target is not None:
        held = value >= target if least else value <= target
        verdict = f"  target {'≥' if least else '≤'} {target:g} {unit}".rstrip() + ("" if held else "  MISSED")
        if not held:
            failed.append(what)
    print(f"{what:<66} {value:9.2f} {unit}{verdict}", flush=True)


def cpu_of_this_process() -> tuple[float, float]:
    """CPU seconds and peak memory in MB since the start of the process, imports included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss / (1024 * 1024 if platform.system() == "Darwin" else 1024)
    return used.ru_utime + used.ru_stime, peak


def in_a_process_of_its_own(script: str, part: str, *words: str) -> dict[str, Any]:
    """What the function `part` of a script prints as JSON; its first argument is a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **QUIET, "MINGZHANG_STORE": f"{home}/store", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, script, part, home, *words]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def timed(work: Callable[[], object], times: int) -> float:
    """Median of so many runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)
