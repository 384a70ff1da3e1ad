"""The locked room: hostile statements are refused or stopped within their limits, and leave the store, the disk and the next reader alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from budget import console, room
from budget.console import Answer, Fault, Running

# What no one may do, with the word that gives it away. STORE is the path of the store itself: that file the settings of DuckDB let
# through, read-only or not, as it is open already.
REFUSED = {
    "with a as (copy (select 1) to '/tmp/mingzhang-out.csv') select 1": "COPY",
    "with a as (copy (select 1) to 'STORE' (use_tmp_file false)) select 1": "COPY",
    "with a as (copy (select 1) to 'STORE.wal' (use_tmp_file false)) select * from a": "COPY",
    "select (with a as (copy (select 1) to 'STORE.wal' (use_tmp_file false)) select 1)": "COPY",
    "select * from (with a as (copy (select 1) to 'STORE' (use_tmp_file false)) select 1)": "COPY",
    "with recursive a as (select 1 union all (with b as (copy (select 1) to 'STORE.wal') select 1)) select * from a": "COPY",
    "select list_transform([1], lambda x: (with a as (copy (select 1) to 'STORE.wal') select 1))": "COPY",
    "copy (select 1) to 'STORE' (use_tmp_file false)": "COPY",
    "copy region to '/tmp/mingzhang-out.csv'": "COPY",
    "copy region from '/etc/passwd'": "COPY",
    "explain analyze copy (select 1) to 'STORE' (use_tmp_file false)": "EXPLAIN",
    "with a as (insert into region values ('1', '2', 'county', null) returning *) select * from a": "INSERT",
    "with a as (delete from region) select 1": "DELETE",
    "with a as (update region set level = 'county') select 1": "UPDATE",
    "attach '/tmp/other.duckdb' as other": "ATTACH",
    "attach ':memory:' as other": "ATTACH",
    "detach other": "DETACH",
    "select * from read_csv('/etc/passwd')": "read_csv",
    "select * from read_text('/etc/passwd')": "read_text",
    "select * from read_blob('STORE')": "read_blob",
    "select 1 where exists (from read_text('/etc/passwd'))": "read_text",
    "select * from glob('/etc/*')": "glob",
    "select * from region, lateral (select * from glob(region_name))": "glob",
    "select * from read_parquet('http://127.0.0.1:1/x.parquet')": "read_parquet",
    "select * from read_json('s3://somewhere/x')": "read_json",
    "select * from parquet_metadata('/etc/passwd')": "parquet_metadata",
    "select * from sniff_csv('/etc/passwd')": "sniff_csv",
    "select * from sqlite_scan('/x.db', 't')": "sqlite_scan",
    "select * from read_duckdb('STORE', table_name = 'region')": "read_duckdb",
    "pragma database_list": "PRAGMA",
    "pragma memory_limit = '100GB'": "SET",
    "set memory_limit = '100GB'": "SET",
    "set lock_configuration = false": "SET",
    "reset memory_limit": "SET",
    "set variable x = 1": "SET",
    "use memory": "SET",
    "install httpfs": "LOAD",
    "load httpfs": "LOAD",
    "export database '/tmp/mingzhang-out'": "EXPORT",
    "import database '/tmp/mingzhang-out'": "PRAGMA",
    "create table x (i int)": "CREATE",
    "create temp table x (i int)": "CREATE",
    "create macro x() as 1": "CREATE",
    "create secret x (type s3)": "CREATE",
    "drop table region": "DROP",
    "alter table region add column x int": "ALTER",
    "checkpoint": "CALL",
    "vacuum": "VACUUM",
    "call enable_logging()": "CALL",
    "select * from enable_logging(storage = 'file', storage_path = '/tmp/mingzhang-out')": "enable_logging",
    "select * from enable_profiling(save_location = '/tmp/mingzhang-out')": "enable_profiling",
    "begin transaction": "TRANSACTION",
    "prepare x as select 1": "PREPARE",
    "select getenv('HOME')": "getenv",
    "select \"getenv\"('HOME')": "getenv",
    "select main.getenv('HOME')": "getenv",
    "select system.main.current_setting('temp_directory')": "current_setting",
    "select write_log('x')": "write_log",
    "select * from query('select 42')": "query",
    "select * from query('with a as (co' || 'py (select 1) to ''STORE.wal'') select 1')": "query",
    "select * from system.main.query('select 1')": "query",
    "select * from query_table('region')": "query_table",
    "from query_table(['region', 'department'])": "query_table",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))": "json_execute_serialized_sql",
    "pragma json_execute_serialized_sql('{}')": "PRAGMA",
    "select * from duckdb_secrets()": "duckdb_secrets",
    "select * from duckdb_settings()": "duckdb_settings",
    "select * from \"duckdb_databases\"": "duckdb_databases",
    "select * from duckdb_logs": "duckdb_logs",
    "select * from duckdb_extensions()": "duckdb_extensions",
    "select * from pragma_database_list": "pragma_database_list",
    "select * from pg_catalog.pg_settings": "pg_settings",
    "select 1; select 2": ";",
    "select 1; drop table region": ";",
    "": "",
    "-- nothing but a remark": "",
}  # fmt: skip
# What asks for too much: stopped, and by which limit it may be; on a busy machine time is always up first.
TOO_MUCH = {
    "with recursive a(i) as (select 1 union all select i + 1 from a) select max(i) from a": {"time"},
    "select count(*) from cell a, cell b, cell c where a.raw_text < b.raw_text": {"time"},
    "select * from cell a, cell b, cell c order by a.raw_text || b.raw_text desc": {"memory", "time"},
    "select list(a.raw_text || b.raw_text || c.raw_text) from cell a, cell b, cell c": {"memory", "time"},
    "select repeat('x', 4000000000)": {"memory", "time", "value"},
    "select repeat(repeat('x', 1000000), 1000) from range(100)": {"memory", "time"},
    "with recursive t as (select 1 as i, 'x' as s union all select i + 1, s || s from t where i < 100) select max(length(s)) from t": {"memory", "time"},
    "select string_agg(repeat('x', 1000), '') from range(10000000)": {"memory", "time"},
    "select sum(range) from range(1000000000000000000)": {"time"},
    "select list_sum(range(4000000000))": {"memory", "time"},
    "select array_agg(range) from range(10000000000)": {"memory", "time"},
    "select generate_series(1, 1000000000000000000)": {"value"},
    "select sleep_ms(100000)": {"time"},
    "select * from (select 1) a " + " ".join(f"cross join (select {n}) b{n}" for n in range(500)): {"time", "memory"},
    f"select {'(' * 3000}1{')' * 3000}": {"syntax", "memory"},
    f"select {'[' * 900}1{']' * 900}": {"syntax", "memory"},
    "select * from (" * 500 + "select 1" + ")" * 500: {"syntax", "memory"},
}  # fmt: skip


@pytest.fixture(scope="module")
def file(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store in a folder of its own; after all that was tried, it is as it was, and alone there."""
    path = Path(shutil.copy(next(bundled.glob("*.duckdb")), tmp_path_factory.mktemp("room")))
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    yield path
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert not list(Path("/tmp").glob("mingzhang-out*"))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements may run for a second only: a test need not wait. Other readers' turns are waited for."""
    monkeypatch.setattr(console, "SECONDS", 1)
    monkeypatch.setattr(console, "PATIENCE", 60)
    monkeypatch.setattr(console, "LENGTH", 50_000)
    monkeypatch.setattr(console, "_LATE", 1)


def ask(file: Path, statement: str) -> Answer | Fault:
    running = Running(file, statement)
    assert running.wait(console.PATIENCE + console.SECONDS + 10)
    assert running.outcome is not None
    return running.outcome


def told(file: Path, statement: str) -> Answer:
    outcome = ask(file, statement)
    assert isinstance(outcome, Answer), outcome
    return outcome


def looked_over(connection: duckdb.DuckDBPyConnection, statement: str) -> str | None:
    try:
        room._look_over(connection, statement)
    except room.RefusedError as error:
        return str(error)
    return None


def test_nothing_but_reading_the_store(file: Path) -> None:
    """Each hostile statement is refused before it runs, for the right reason; a few of them through the whole room."""
    connection = duckdb.connect()
    for statement, word in REFUSED.items():
        assert looked_over(connection, statement.replace("STORE", str(file))) == word, statement
    for statement in list(REFUSED)[:3]:
        assert ask(file, statement.replace("STORE", str(file))) == Fault("refused", "COPY")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits of a process")
@pytest.mark.parametrize(
    "statement",
    [
        "with a as (copy (select 1) to 'STORE' (use_tmp_file false)) select 1", "copy (select 1) to 'STORE.wal' (use_tmp_file false)",
        "select * from query('with a as (copy (select 1) to ''STORE'' (use_tmp_file false)) select 1')", "select * from read_blob('STORE')",
        "copy (select 1) to '/tmp/mingzhang-out.csv'", "select * from read_text('/etc/hostname')", "attach '/tmp/mingzhang-out.duckdb' as x",
        "select * from glob('/*')",
    ],
)  # fmt: skip
def test_the_other_walls_hold_without_the_first(file: Path, statement: str) -> None:
    """Were a hostile statement not seen through, it could still open no file: the store it would overwrite is as it was."""
    blind = (
        "import sys; sys.path.insert(0, sys.argv[1]); from budget import room; room._look_over = lambda *_: None; room.main(*sys.argv[2:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", blind, str(Path(room.__file__).parents[1]), str(file), "5", "100", "100000", "512"],
        input=statement.replace("STORE", str(file)).encode(), capture_output=True, timeout=30, env={},
    )  # fmt: skip
    assert b'"error"' in done.stdout and b'"rows"' not in done.stdout, (done.stdout, done.stderr)


def test_the_settings_alone_would_not_do(tmp_path: Path, file: Path) -> None:
    """Why there are other walls: read-only and without access to files, DuckDB overwrites the very file it has open.

    When this fails, DuckDB has mended it; the walls may stay.
    """
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(file.read_bytes())
    with duckdb.connect(str(copy), read_only=True, config={"enable_external_access": False, "lock_configuration": True}) as connection:
        connection.execute(f"with a as (copy (select 1) to '{copy}' (use_tmp_file false)) select 1")
    assert copy.stat().st_size < 1000


def test_what_asks_for_too_much_is_stopped(file: Path, soon: None) -> None:
    """All of them at once, as readers would: each is stopped by one of its limits, and its room is free again."""
    asked = {statement: Running(file, statement) for statement in TOO_MUCH}
    for statement, running in asked.items():
        assert running.wait(60), statement
        outcome = running.outcome
        assert isinstance(outcome, Fault) and outcome.kind in TOO_MUCH[statement] | {"time"}, (statement[:80], outcome)
    assert [console._FREE.acquire(blocking=False) for _ in range(console.ROOMS + 1)] == [True] * console.ROOMS + [False]
    for _ in range(console.ROOMS):
        console._FREE.release()


def test_endless_results_are_cut_and_say_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for statement in ("select * from generate_series(1, 1000000000000000000)", "with recursive a(i) as (select 1 union all select i + 1 from a) from a"):
        answer = told(file, statement)
        assert (len(answer.rows), answer.cut) == (console.ROWS, "rows")
        assert answer.rows[-1] == (console.ROWS,)
    wide = told(file, "select repeat('金', 100000) from range(1000)")
    assert wide.cut == "size" and 0 < len(wide.rows) < 100
    whole = told(file, f"select * from range({console.ROWS})")
    assert (len(whole.rows), whole.cut) == (console.ROWS, "")


def test_answers_are_exact(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as connection:
        expected = connection.execute("select item_name, amount_yuan from amount where amount_yuan is not null order by amount_id").fetchall()
    answer = told(file, "select item_name, amount_yuan from amount where amount_yuan is not null order by amount_id")
    assert answer.rows == expected and answer.types == ("VARCHAR", "DECIMAL(18,2)")
    (row,) = told(file, "select 0.1 + 0.2, 170141183460469231731687303715884105727, null, true, date '2023-01-31', [1, 2], 'x'::blob, now() > '2020-01-01'").rows
    assert row == (Decimal("0.3"), 170141183460469231731687303715884105727, None, True, "2023-01-31", "[1, 2]", "78", True)
    assert told(file, "select now() as here, 1.50::decimal(9, 2) as sum; -- the end\n").rows[0][1] == "1.50"
    assert told(file, "select 1 as x, 2 as x").rows == [(1, 2)]
    assert told(file, "describe region").names[0] == "column_name"
    assert told(file, "select chosen([], 'x') and chosen(['x'], 'x')").rows == [(True,)]


@pytest.mark.parametrize(
    ("statement", "kind", "line", "column"),
    [
        ("select '金额',\n  '金额', nothing\nfrom region", "unbound", 2, 9), ("select '金额' from region where", "syntax", 1, 25),
        ("select *\nfrom nowhere", "unknown", 2, 6), ("select '金' || foo(1)", "unknown", 1, 15), ("select 'x'::int", "value", 1, 11),
        ("select $years", "value", None, None), ("select * from '/etc/passwd'", "unknown", 1, 15),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(file: Path, statement: str, kind: str, line: int | None, column: int | None) -> None:
    outcome = ask(file, statement)
    assert isinstance(outcome, Fault)
    assert (outcome.kind, outcome.line, outcome.column) == (kind, line, column), outcome
    assert outcome.text and "{" not in outcome.text


def test_a_statement_can_be_cancelled(file: Path) -> None:
    running = Running(file, "select sum(range) from range(1000000000000000000)")
    assert not running.wait(0.7)
    running.cancel()
    assert running.wait(2) and running.outcome == Fault("cancelled")
    at_once = Running(file, "select 1")
    at_once.cancel()
    assert at_once.wait(5) and at_once.outcome == Fault("cancelled")


def test_few_run_at_once_and_the_others_wait_their_turn(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "PATIENCE", 1.0)
    endless = [Running(file, "select sum(range) from range(1000000000000000000)") for _ in range(console.ROOMS)]
    time.sleep(0.3)
    late = Running(file, "select 1")
    assert late.waiting and not any(running.waiting for running in endless)
    assert late.wait(3) and late.outcome == Fault("busy")
    for running in endless:
        running.cancel()
    assert all(running.wait(3) for running in endless)
    monkeypatch.setattr(console, "PATIENCE", 30.0)
    many = [Running(file, f"select {n}") for n in range(8)]
    assert [running.wait(20) and running.outcome.rows for running in many] == [[(n,)] for n in range(8)]  # type: ignore[union-attr]


def test_a_statement_too_long_is_not_run(file: Path) -> None:
    assert ask(file, f"select '{'x' * console.LENGTH}'") == Fault("long")


def test_the_room_sees_nothing_of_the_server(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is left behind, and what the server knows in its environment the room does not."""
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("MINGZHANG_SECRET", "x")
    running = Running(file, "select 1")
    assert running.wait(10) and isinstance(running.outcome, Answer)
    assert running._process is not None and running._process.returncode == 0
    if sys.platform == "linux":
        sleeping = Running(file, "select sleep_ms(5000)")
        sleeping.wait(0.6)
        assert sleeping._process is not None
        assert b"MINGZHANG" not in Path(f"/proc/{sleeping._process.pid}/environ").read_bytes()
        sleeping.cancel()
        assert sleeping.wait(3)
        with pytest.raises(ProcessLookupError):
            os.kill(sleeping._process.pid, 0)
