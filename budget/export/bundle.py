"""An exhibit comes in; a ZIP with everything that belongs to it goes out. A ZIP comes back, and whether its data are still the same goes out.

The rows of the SQL are kept as DuckDB writes them, text by text: running the same SQL again must give the same lines, in whatever order.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budget import csvtext, room
from budget.export import picture, table, workbook
from budget.export.exhibit import Exhibit
from budget.model import BadInput
from budget.words import t

FORMAT = "mingzhang-figure/1"
_MANIFEST = "manifest.json"
_MOST, _LARGEST = 64, 256_000_000  # files in a bundle that is read, and bytes of all of them
_SECONDS, _ROWS, _SIZE, _MEMORY = 120, 2_000_000, 500_000_000, 2048  # what a statement of a bundle may take
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """Are the data still the same? The build that the bundle was made from and that of the store; lines that came and went."""

    same: bool
    build_then: str
    build_now: str
    rows: int
    gone: int
    new: int


def bundle(exhibit: Exhibit, lines: Sequence[str], pictures: Mapping[str, bytes]) -> bytes:
    """A ZIP: pictures (by their ending) where there are some, data, SQL and its lines (see `as_text`), citation, manifest with checksums."""
    heads, values = table.rows(exhibit.data, exhibit.columns, synthetic=exhibit.synthetic)
    files = {f"figure.{ending}": content for ending, content in pictures.items()}
    if exhibit.figure is not None:
        files["figure.json"] = picture.json(exhibit).encode("utf-8", "replace")
    files |= {
        "data.csv": table.csv(heads, values),
        "data.xlsx": workbook.xlsx(exhibit), "citation.txt": exhibit.citation().encode("utf-8", "replace"),
    }  # fmt: skip
    if exhibit.asked:
        files |= {"query.sql": f"{exhibit.asked.sql}\n".encode(), "query.csv": "".join(lines).encode("utf-8", "replace")}
    manifest = {
        "format": FORMAT, "title": exhibit.title, **{name: text for name, text in _plain(exhibit).items() if text},
        "statement": exhibit.asked.name if exhibit.asked else None,
        "parameters": dict(exhibit.asked.values) if exhibit.asked else None,
        "files": {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()},
        "verify": t("python -m budget verify 文件.zip：用库重跑 query.sql，与 query.csv 逐行比较"),
    }  # fmt: skip
    files[_MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8", "replace")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _plain(exhibit: Exhibit) -> dict[str, str]:
    return {
        "note": exhibit.note, "takeaway": exhibit.takeaway, "scope": exhibit.scope, "sources": exhibit.sources(), "build": exhibit.build_id,
        "made": exhibit.made.isoformat(), "link": exhibit.link, "synthetic": "synthetic" if exhibit.synthetic else "",
    }  # fmt: skip


def as_text(sql: str) -> str:
    """A statement that gives the rows of another as DuckDB writes them."""
    return f"select columns(*)::varchar from (\n{sql}\n)"


def written(names: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows of `as_text` as lines of CSV, the head first."""
    return [csvtext.line(names), *map(csvtext.line, rows)]


def verify(content: bytes, store_file: Path, build_now: str) -> Verdict:
    """Run the SQL of a bundle on a store, behind the walls of `room`: nobody knows who wrote it. Raises BadInput for a bundle that is none."""
    files = _unpacked(content)
    manifest = _manifest(files)
    if "query.sql" not in files or "query.csv" not in files:
        raise BadInput("the bundle holds no SQL: its figure was put together from several statements, and cannot be verified.")
    then = files["query.csv"].decode("utf-8").splitlines(keepends=True)
    names, rows = _run(files["query.sql"].decode("utf-8").strip(), store_file)
    before, now = Counter(_joined(then)), Counter(_joined("".join(written(names, rows)).splitlines(keepends=True)))
    build = str(manifest.get("build", ""))
    return Verdict(before == now, build, build_now, len(rows), (before - now).total(), (now - before).total())


def _joined(lines: Sequence[str]) -> list[str]:
    """Rows of a CSV, those with a line break inside a text as one."""
    rows: list[str] = []
    open_ = False
    for line in lines:
        if open_:
            rows[-1] += line
        else:
            rows.append(line)
        open_ ^= line.count('"') % 2 == 1
    return rows


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            listed = packed.infolist()
            if len(listed) > _MOST or sum(one.file_size for one in listed) > _LARGEST:
                raise BadInput("the ZIP holds more than a figure bundle does.")
            return {one.filename: packed.read(one) for one in listed}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise BadInput(f"no ZIP that can be read: {error}.") from None


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[_MANIFEST])
        listed = {str(name): str(one["sha256"]) for name, one in manifest["files"].items()}
        format_ = manifest["format"]
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadInput("no figure bundle: it has no manifest that can be read.") from None
    if format_ != FORMAT:
        raise BadInput(f"a bundle of another format: {format_!r}.")
    if odd := sorted(set(files) - {_MANIFEST} ^ set(listed)):
        raise BadInput(f"the bundle is not whole: {odd[0]} is in the manifest or in the ZIP only.")
    if changed := [name for name, digest in listed.items() if hashlib.sha256(files[name]).hexdigest() != digest]:
        raise BadInput(f"the bundle was changed: {changed[0]} is not what its checksum says.")
    return dict(manifest)


def _run(sql: str, file: Path) -> tuple[list[str], list[list[object]]]:
    command = [sys.executable, "-I", str(Path(room.__file__)), str(file), str(_SECONDS), str(_ROWS), str(_SIZE), str(_MEMORY)]
    done = subprocess.run(command, input=as_text(sql).encode(), capture_output=True, check=False, cwd=file.parent)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise BadInput("the SQL of the bundle needs more memory or time than it is given here.") from None
    if "error" in told:
        raise BadInput(f"the SQL of the bundle does not run on this store: {' '.join(str(told['message']).split())[:300]}")
    if told["cut"]:
        raise BadInput("the SQL of the bundle gives more rows than can be compared.")
    return [str(name) for name, _ in told["columns"]], told["rows"]
