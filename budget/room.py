"""A store's file and, on stdin, one statement typed by a reader come in; its rows, or what is wrong with it, go out as JSON.

Run by `console` as a process of its own that answers one statement and ends: what a statement does to its process it does to
nobody else. Nothing is imported but the standard library and DuckDB. The walls, each of which holds without the others:

- The statement must read as one SELECT, and so must all within it. Its type says nothing: WITH a AS (COPY …) SELECT is a SELECT.
- The settings refuse files, extensions and settings. They let the store's own file be written to, read-only or not.
- The process may open no further file, write none, and use so much memory and time (not on Windows, which has no such limits).
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb

GRACE = 0.5  # seconds after which the timer interrupts what the limit of DuckDB has not
ADDRESSES = 6  # times the memory of DuckDB: what its allocator, the threads and Python's rows take up beside it
_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
# Functions in FROM that read nothing but their arguments and the catalogue; any other name is refused.
_FROM = {
    "range", "generate_series", "unnest", "json_each", "json_tree", "duckdb_tables", "duckdb_views", "duckdb_columns", "duckdb_functions",
    "duckdb_types",
}  # fmt: skip
# What tells of the machine, or runs a text as SQL that no one has looked at.
_NEVER = {"getenv", "current_setting", "write_log", "query", "query_table", "json_execute_serialized_sql", "set_config"}
_KINDS = {
    "Parser": "syntax", "Syntax": "syntax", "Catalog": "unknown", "Binder": "unbound", "Permission": "refused", "Conversion": "value",
    "Out of Range": "value", "Invalid Input": "value", "Out of Memory": "memory", "INTERRUPT": "time", "Interrupt": "time",
}  # fmt: skip
_WRAPPED = re.compile(r"(?:[A-Z][\w ]* Error: )?(\{.*\})", re.DOTALL)
_TAIL = re.compile(r"(\s|;|--[^\n]*$|/\*.*?\*/)*\Z", re.DOTALL | re.MULTILINE)


class RefusedError(Exception):
    """A statement that does more than read the store, with the word that gives it away."""


def main(file: str, seconds: str, rows: str, size: str, memory: str) -> None:
    """Answer the statement on stdin, within so many seconds, rows, bytes of result and megabytes."""
    statement = sys.stdin.buffer.read().decode("utf-8")
    answer: dict[str, Any]
    try:
        connection = _open(file, float(seconds), int(memory))
        _close_doors(float(seconds), int(memory))
        _look_over(connection, statement)
        answer = _run(connection, statement, float(seconds), int(rows), int(size))
    except RefusedError as error:
        answer = {"error": "refused", "message": str(error)}
    except duckdb.Error as error:
        answer = _fault(error)
    except (MemoryError, RecursionError) as error:
        answer = {"error": "memory", "message": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    os._exit(0)  # whatever still runs in other threads


def _open(file: str, seconds: float, memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        file, read_only=True,
        config={
            "enable_external_access": False, "autoinstall_known_extensions": False, "autoload_known_extensions": False,
            "allow_community_extensions": False, "allow_persistent_secrets": False, "python_enable_replacements": False,
            "temp_directory": "", "memory_limit": f"{memory}MB", "threads": 2, "max_execution_time": round(seconds * 1000),
            "errors_as_json": True, "lock_configuration": True,
        },
    )  # fmt: skip
    # Whatever Python imports to hand over values is imported now: no file can be opened later.
    connection.execute(
        "select 1.5, date '2020-01-31', time '1:00', timestamp '2020-01-31', interval 1 day, uuid(), 'a'::blob, [1], {'a': 1}, map {1: 2}"
    ).fetchall()
    return connection


def _close_doors(seconds: float, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    os.nice(5)  # pages come first
    cpu = round(2 * seconds) + 5
    for limit, most in (
        (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, ADDRESSES * memory * 1024**2), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 0),
    ):  # fmt: skip
        resource.setrlimit(limit, (most, most))


def _look_over(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Raises RefusedError for anything but one SELECT that reads tables of the store, and duckdb.Error where it cannot be read."""
    found = connection.extract_statements(statement)
    if len(found) != 1:
        raise RefusedError("" if not found else ";")
    row = connection.execute("select json_serialize_sql($statement::varchar)", {"statement": statement}).fetchone()
    told = json.loads(row[0]) if row else {}
    if told.get("error") or len(told["statements"]) != 1:
        raise RefusedError(found[0].type.name)
    for part in _parts(told):
        kind, name = str(part.get("type")), str(part.get("function_name", "")).lower()
        if (kind.endswith("_NODE") and kind not in _NODES) or "info_type" in part:
            raise RefusedError(kind.removesuffix("_QUERY_NODE").removesuffix("_NODE"))
        if name in _NEVER:
            raise RefusedError(name)
        if kind == "TABLE_FUNCTION" and str(part["function"].get("function_name", "")).lower() not in _FROM:
            raise RefusedError(str(part["function"].get("function_name")))
        table = str(part.get("table_name", "")).strip('"').lower()
        if table.startswith(("duckdb_", "pragma_", "pg_")) and table not in _FROM:
            raise RefusedError(table)


def _parts(tree: object) -> Iterator[dict[str, Any]]:
    left = [tree]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left.extend(part.values())
        elif isinstance(part, list):
            left.extend(part)


def _run(connection: duckdb.DuckDBPyConnection, statement: str, seconds: float, most: int, size: int) -> dict[str, Any]:
    timer = threading.Timer(seconds + GRACE, connection.interrupt)
    timer.daemon = True
    timer.start()
    began = time.monotonic()
    try:
        rows, columns, cut = _fetch(connection, statement, most, size)
    except duckdb.InvalidInputException as error:
        if "pytz" not in str(error):
            raise
        # Moments with a time zone come as Python's only with a package that is not here: as text, like everything then.
        rows, columns, cut = _fetch(connection, f"select columns(*)::varchar from ({_TAIL.sub('', statement)}\n)", most, size)
    finally:
        timer.cancel()
    return {"columns": columns, "rows": rows, "cut": cut, "seconds": time.monotonic() - began}


def _fetch(
    connection: duckdb.DuckDBPyConnection, statement: str, most: int, size: int
) -> tuple[list[list[Any]], list[tuple[str, str]], str]:
    connection.execute(statement)
    columns = [(str(column[0]), str(column[1])) for column in connection.description or []]
    rows: list[list[Any]] = []
    used = 0
    while batch := connection.fetchmany(200):
        for row in batch:
            plain = [_plain(value) for value in row]
            used += sum(len(value.encode("utf-8", "replace")) if isinstance(value, str) else 8 for value in plain)
            if len(rows) == most or used > size:
                return rows, columns, "rows" if len(rows) == most else "size"
            rows.append(plain)
    return rows, columns, ""


def _plain(value: object) -> object:
    """None, true and false as they are; all else as text that says it exactly."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return repr(value) if isinstance(value, float) else str(value)


def _fault(error: duckdb.Error) -> dict[str, Any]:
    told: dict[str, Any] = {"exception_message": str(error)}
    while wrapped := _WRAPPED.fullmatch(str(told["exception_message"])):  # DuckDB says it as JSON, and that in JSON again
        try:
            told |= json.loads(wrapped[1])
        except ValueError:
            break
    message, position = str(told["exception_message"]), told.get("position")
    found = _KINDS.get(str(told.get("exception_type")), "other")
    if found == "refused" or "read-only mode" in message or "has been locked" in message or "disabled by configuration" in message:
        return {"error": "refused", "message": message}
    return {"error": found, "message": message, "position": None if position is None else int(position)}


if __name__ == "__main__":
    main(*sys.argv[1:])
