"""A sample store in; how fast its data package is written, and in how much memory, out: a few counties, and several times as many."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benching import ROOT, report

SIZES = (2, 10)  # counties
REST = ("--departments", "12", "--years", "2023-2024")
MOST = 1000  # megabytes, however large the store: DuckDB's share (budget/package) and what Python and its libraries take


def package(given: Path | None) -> None:
    """The package of small sample stores, or of the one in the folder given, whole and streamed into a ZIP."""
    with tempfile.TemporaryDirectory() as home:
        if given:
            _written(given, Path(home))
            return
        peaks = []
        for counties in SIZES:
            folder = Path(home, f"of-{counties}")
            made = ["generate", "--regions", str(counties), *REST, "--into", str(folder)]
            subprocess.run([sys.executable, "-m", "budget", *made], check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            peaks.append(_written(folder, Path(home)))
        report(f"  peak memory for {SIZES[1] / SIZES[0]:.0f} × the rows", peaks[1] / peaks[0], "×", SIZES[1] / SIZES[0] / 2)


def _written(folder: Path, home: Path) -> float:
    """Write it in a process of its own; returns the peak of its memory in MB."""
    target = home / "package.zip"
    command = [sys.executable, "-m", "budget", "package", "-o", str(target)]
    with (home / "told").open("w+", encoding="utf-8") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "MINGZHANG_STORE": str(folder.absolute())}, stdout=subprocess.DEVNULL, stderr=told
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read()
    found = re.search(r"tables, ([\d,]+) rows of ([\d,]+) disclosures", said)
    if process.returncode or not found:
        raise SystemExit(f"{folder}: no package was written: {said[-500:]}")
    rows = int(found[1].replace(",", ""))
    seconds = used.ru_utime + used.ru_stime
    peak = used.ru_maxrss / (1024 * 1024 if platform.system() == "Darwin" else 1024)
    what = f"data package of {found[2]} disclosures, {found[1]} rows"
    report(f"{what}: CPU", seconds, "s")
    report("  rows a second, as CSV and as Parquet", rows / seconds / 1000, "thousand")
    report("  peak memory", peak, "MB", MOST)
    report("  size of the ZIP", target.stat().st_size / 1_000_000, "MB")
    return peak
