"""A made-up document in a real layout, and a way to compare folders, for the tests."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# 云岭县 and its 水务局 do not exist, so that a made-up figure is never taken for a published one.
SAMPLE = (ROOT / "tests" / "sample.txt").read_text(encoding="utf-8")


def tree(*folders: Path) -> dict[str, bytes]:
    """Every file below the folders with its bytes: to be compared before and after."""
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
