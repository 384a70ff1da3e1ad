"""A synthetic province in; how fast its pages are out: alone, eight readers at once, in Chromium, and beside other engines.

Readers are told from what goes over the wire (tests/visitor.py): every choice is a new one, so that statements really run, and is then
asked for once more. CPU is that of the server alone, whatever else the machine does. Answers of the other engines are held to be equal
to ours before anything is timed.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import visitor  # noqa: E402
from tests.benching import QUIET, report, timed  # noqa: E402

FOLDER = ROOT / ".province"
REGIONS, DEPARTMENTS, YEARS = 167, 60, "2019-2026"
CHOICES, ROUNDS, SESSIONS = 24, 12, 8  # new choices on each page; rounds of all sessions at once
FRAME = ("region", "tier", "office", "department", "year", "unit", "language")
WORDS = ("经费", "教育", "水利", "维修", "满意", "信息")


def province(given: Path | None) -> None:
    """All of it; the folder of a province that is there, or else .province, made when it is missing."""
    folder = given or FOLDER
    if not (folder / "current").is_file():
        if given:
            raise SystemExit(f"{given}: there is no sample store; make one with python -m budget generate --into {given}.")
        print(f"Making the province in {folder}: about 45 minutes.", flush=True)
        size = ["--regions", str(REGIONS), "--departments", str(DEPARTMENTS), "--years", YEARS, "--into", str(folder)]
        subprocess.run([sys.executable, "-m", "budget", "generate", *size], check=True, cwd=ROOT)
    from budget import store
    from tests.browser import server

    with store.open_store(folder) as db:
        ((counties, departments, years, disclosures),) = db.execute(
            "select count(distinct region_code), count(distinct department_id), count(distinct fiscal_year), count(*) from named_disclosure"
        ).fetchall()
    print(f"{folder}: {counties} counties, {departments} departments, {years} years, {disclosures} disclosures", flush=True)
    with server.started(folder) as (address, pid):
        pages(address, pid)
        together(address, pid)
        clicks(address)
    peers(folder)


def cpu(pid: int) -> float:
    """CPU of another process so far, in milliseconds; its clock has a number made from the process's own (Linux)."""
    return time.clock_gettime(~pid << 3 | 2) * 1000


def memory(pid: int) -> float:
    """What a process holds in memory, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


# Reruns ---------------------------------------------------------------------------------------------------------------


def next_choice(reader: visitor.Visitor, luck: random.Random) -> dict[str, Sequence[str]]:
    """What a reader may choose next: as often a filter of the frame as a choice of the page."""
    own = [key for key, found in reader.choices.items() if key not in FRAME and len(found.options) > 1]
    kind = luck.choice(["region", "region", "department", "office", "year", *["own"] * 4 * bool(own)])
    if kind == "own":
        key = luck.choice(own)
        return {key: [luck.choice(reader.choices[key].options)]}
    if kind == "department" and not reader.choices[kind].options:  # offered once a region or a type is chosen
        kind = "region"
    options = reader.choices[kind].options
    picked = luck.choice([[], [luck.choice(options)], [luck.choice(options)], luck.sample(options, min(3, len(options)))])
    # A department of another county than the one chosen, or of another type, would leave nothing to show.
    return {kind: picked} | ({"department": []} if kind in ("region", "office") else {})


def addresses() -> list[str]:
    from tests.browser import screen

    return ["" if path == "/" else name for name, path in screen.addresses().items()]


def pages(address: str, pid: int) -> None:
    """Each page with new choices, and with each of them once more."""
    found: dict[str, list[list[float]]] = {}
    for page in addresses():
        luck = random.Random(page)
        with visitor.visiting(address) as reader:
            reader.open(page)
            times: list[list[float]] = []
            for turn in range(CHOICES):
                line: list[float] = []
                for run in (lambda: _choose(reader, luck, page, turn), reader.again):  # noqa: B023
                    start = cpu(pid)
                    line += [run(), cpu(pid) - start]
                    assert not reader.failed, f"{page}: {reader.failed}"
                times.append(line)
        found[page] = times
        cold, cold_cpu, again, again_cpu = zip(*times, strict=True)
        name = page or "overview"
        report(f"{name}: new choices, p50", statistics.median(cold), "ms")
        report(f"{name}: new choices, p95", p95(cold), "ms", 80)
        report("  of it the server's CPU, p50", statistics.median(cold_cpu), "ms")
        report("  of it the server's CPU, p95", p95(cold_cpu), "ms")
        report(f"{name}: the same once more, p95", p95(again), "ms", 80)
        report("  of it the server's CPU, p95", p95(again_cpu), "ms")
    report("server's memory after one reader of all pages", memory(pid), "MB")


def _choose(reader: visitor.Visitor, luck: random.Random, page: str, turn: int) -> float:
    if page == "names" and turn % 2 == 0:  # what is sought stands in the link
        return reader.open(page, word=luck.choice(WORDS))
    return reader.choose(**next_choice(reader, luck))


def together(address: str, pid: int) -> None:
    """Eight readers of different pages who all choose at the same moment, round after round."""
    names = addresses()
    times: dict[str, list[float]] = {}
    failed: list[str] = []
    meet = threading.Barrier(SESSIONS)

    def read(number: int) -> None:
        luck = random.Random(number)
        with visitor.visiting(address) as reader, suppress(threading.BrokenBarrierError):
            try:
                for turn in range(ROUNDS):
                    page = names[(number * 3 + turn // 4 * 5) % len(names)]
                    if turn % 4 == 0:
                        reader.open(page)
                    meet.wait(visitor.PATIENCE)
                    took = reader.choose(**next_choice(reader, luck))
                    times.setdefault(page, []).append(took)
                    if reader.failed:
                        failed.append(f"{page}: {reader.failed}")
            except Exception as error:
                failed.append(repr(error))
                meet.abort()

    start, start_cpu = time.perf_counter(), cpu(pid)
    readers = [threading.Thread(target=read, args=(number,)) for number in range(SESSIONS)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    assert not failed, failed
    whole = [took for of_page in times.values() for took in of_page]
    report(f"{SESSIONS} readers at once, new choices: p50", statistics.median(whole), "ms")
    report(f"{SESSIONS} readers at once, new choices: p95", p95(whole), "ms", 500)
    for page, took in times.items():
        report(f"  {page or 'overview'}: p95 of {len(took)}", p95(took), "ms")
    report("  server's CPU for each run, opening pages included", (cpu(pid) - start_cpu) / (len(whole) * 1.25), "ms")
    report("  time for all of it", time.perf_counter() - start, "s")
    report("  server's memory", memory(pid), "MB", 2048)


# Click to chart -------------------------------------------------------------------------------------------------------

# Pages with a figure, a choice on them by its key, and its labels in turn.
CLICKED = {"three-public": ("show", ("占比", "金额")), "compare": ("view", ("点", "条形")), "indicators": ("share", ("名义覆盖", "有效覆盖"))}
# Presses a button and waits for a frame in which some figure of the page is another than before.
CLICK = """label => new Promise((done, fail) => {
    const said = () => [...document.querySelectorAll('.js-plotly-plot')].map(e => e.textContent + e.innerHTML.length).join('|');
    const before = said(), start = performance.now();
    const look = () => {
        const now = performance.now() - start;
        if (said() !== before) done(now);
        else if (now > 20000) fail(`no other chart for ${label} after 20 s`);
        else requestAnimationFrame(look);
    };
    [...document.querySelectorAll('button')].find(b => b.textContent.trim() === label).click();
    look();
})"""


def clicks(address: str, times: int = 12) -> None:
    from tests.browser import screen

    with screen.chromium_running() as browser:
        for path, (_, labels) in CLICKED.items():
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            screen.show(page, f"{address}/{path}")
            found = []
            for turn in range(times):
                page.wait_for_timeout(700)
                found.append(page.evaluate(CLICK, labels[turn % 2]))
            page.close()
            report(f"click to chart on {path}: median of {times}", statistics.median(found), "ms", 300)


# Beside other engines -------------------------------------------------------------------------------------------------


def peers(folder: Path) -> None:
    """The same questions to the same rows: ours as the pages ask it, the others with the base rows in their own memory or file."""
    environment = {**os.environ, **QUIET, "MINGZHANG_STORE": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, "part_peers"], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    for question, figures in json.loads(done.stdout).items():
        report(f"{question}: ours", figures["ours"], "ms")
        for engine in ("pandas", "Polars", "SQLite"):
            report(f"  against {engine}", figures["ours"] / figures[engine], "×")


def part_peers() -> None:
    """Each question is answered by all four alike before it is timed."""
    import sqlite3

    import pandas as pd
    import polars as pl

    from budget import store

    found: dict[str, dict[str, float]] = {}
    lite = sqlite3.connect(":memory:")
    with store.open_store() as db:
        arrow = {name: db.sql(f"select {columns} from {name}").to_arrow_table() for name, columns in TABLES.items()}
        for name, table in arrow.items():
            lite.execute(f"create table {name} ({', '.join(table.column_names)})")
            for part in table.to_batches(50_000):
                lite.executemany(
                    f"insert into {name} values ({', '.join('?' * table.num_columns)})", zip(*(one.to_pylist() for one in part.columns), strict=True)
                )
        for name, column in (("expense_structure", "region_code, fiscal_year"), ("three_public_known", "department_id"), ("department_year", "region_code")):
            lite.execute(f"create index {name}_key on {name} ({column})")
        of = dict(zip(("region", "department"), db.execute("select max(region_code), max(department_id) from department_year").fetchone() or (), strict=True))
        asked = of | {"year": 2024, "word": "维修"}
        frames, polars = {name: table.to_pandas() for name, table in arrow.items()}, {name: pl.DataFrame(table) for name, table in arrow.items()}
        for question, (sql, pandas_way, polars_way) in questions(pd, pl).items():
            used = {name: value for name, value in asked.items() if f"${name}" in sql}
            ways: dict[str, Callable[[], Any]] = {
                "ours": lambda: db.cursor().execute(sql, used).fetchall(),  # noqa: B023
                "pandas": lambda: pandas_way(frames, asked).itertuples(index=False, name=None),  # noqa: B023
                "Polars": lambda: polars_way(polars, asked).rows(),  # noqa: B023
                # SQLite has no exact decimals: like the others it counts 分.
                "SQLite": lambda: lite.execute(sql.replace("$", ":").replace("(amount_yuan * 100)::bigint", "fen"), used).fetchall(),  # noqa: B023
            }
            answers = {engine: sorted(tuple(map(_plain, row)) for row in ask()) for engine, ask in ways.items()}
            for engine, answer in answers.items():
                assert answer and answer == answers["ours"], f"{question}: {engine} gives another answer"
            found[question] = {engine: timed(lambda: list(ask()), 9) for engine, ask in ways.items()}  # noqa: B023
    print(json.dumps(found, ensure_ascii=False))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else int(value)


# What the others hold in memory, sorted as the store is; money in 分.
TABLES = {
    "expense_structure": "region_code, fiscal_year, table_code, measure, class_code, (amount_yuan * 100)::bigint as fen",
    "three_public_known": "department_id, fiscal_year, component, (amount_yuan * 100)::bigint as fen",
    "department_year": "region_code, department_id, fiscal_year, measure, (amount_yuan * 100)::bigint as fen",
    "indicator_summary": "region_code, fiscal_year, level2, projects, nominal, effective",
    "known_name": "kind, name, times",
}


def questions(pd: Any, pl: Any) -> dict[str, tuple[str, Callable[..., Any], Callable[..., Any]]]:
    """Question → the SQL of ours and of SQLite, the same with pandas and with Polars."""
    fen = "(amount_yuan * 100)::bigint"

    def by_class(f: Any, a: Any) -> Any:
        e = f["expense_structure"]
        e = e[(e.region_code == a["region"]) & (e.fiscal_year == a["year"]) & (e.table_code == "expenditure") & (e.measure == "total")]
        return e.groupby("class_code", as_index=False).fen.sum()

    def trend(f: Any, a: Any) -> Any:
        k = f["three_public_known"]
        return k[(k.department_id == a["department"]) & k.fen.notna()][["component", "fiscal_year", "fen"]]

    def ranking(f: Any, a: Any) -> Any:
        y = f["department_year"]
        y = y[(y.region_code == a["region"]) & (y.fiscal_year == a["year"]) & (y.measure == "total") & y.fen.notna()]
        return y.assign(place=y.fen.rank(method="min", ascending=False))[["department_id", "fen", "place"]]

    def matrix(f: Any, a: Any) -> Any:
        return f["indicator_summary"].groupby(["region_code", "fiscal_year", "level2"], as_index=False)[["projects", "nominal", "effective"]].sum()

    def search(f: Any, a: Any) -> Any:
        n = f["known_name"]
        return n[n.name.str.contains(a["word"], regex=False)][["kind", "name", "times"]]

    def whole(f: Any, a: Any) -> Any:
        y = f["department_year"]
        y = y[y.fen.notna()]
        return y.groupby(["measure", "fiscal_year"], as_index=False).agg(n=("fen", "size"), fen=("fen", "sum"))

    c = pl.col
    return {
        "expense structure of a county and year by class": (
            f"select class_code, sum({fen}) from expense_structure where region_code = $region and fiscal_year = $year"
            " and table_code = 'expenditure' and measure = 'total' group by class_code",
            by_class,
            lambda f, a: f["expense_structure"].filter(
                c.region_code == a["region"], c.fiscal_year == a["year"], c.table_code == "expenditure", c.measure == "total"
            ).group_by("class_code").agg(c.fen.sum()),
        ),
        "three public funds of a department over the years": (
            f"select component, fiscal_year, {fen} from three_public_known where department_id = $department and {fen} is not null",
            trend,
            lambda f, a: f["three_public_known"].filter(c.department_id == a["department"], c.fen.is_not_null()).select("component", "fiscal_year", "fen"),
        ),
        "ranking of a county's departments": (
            f"select department_id, {fen}, rank() over (order by {fen} desc) from department_year"
            f" where region_code = $region and fiscal_year = $year and measure = 'total' and {fen} is not null",
            ranking,
            lambda f, a: f["department_year"].filter(
                c.region_code == a["region"], c.fiscal_year == a["year"], c.measure == "total", c.fen.is_not_null()
            ).select("department_id", "fen", place=c.fen.rank("min", descending=True)),
        ),
        "coverage of indicators by county, year and type": (
            "select region_code, fiscal_year, level2, sum(projects), sum(nominal), sum(effective) from indicator_summary group by 1, 2, 3",
            matrix,
            lambda f, a: f["indicator_summary"].group_by("region_code", "fiscal_year", "level2").agg(c.projects.sum(), c.nominal.sum(), c.effective.sum()),
        ),
        "a word among all names": (
            "select kind, name, times from known_name where name like '%' || $word || '%'",
            search,
            lambda f, a: f["known_name"].filter(c.name.str.contains(a["word"], literal=True)).select("kind", "name", "times"),
        ),
        "every headline figure of the province over the years": (
            f"select measure, fiscal_year, count({fen}), sum({fen}) from department_year where {fen} is not null group by 1, 2",
            whole,
            lambda f, a: f["department_year"].filter(c.fen.is_not_null()).group_by("measure", "fiscal_year").agg(n=pl.len(), fen=c.fen.sum()),
        ),
    }  # fmt: skip


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
