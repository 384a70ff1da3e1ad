"""Nothing in; how fast and how small the project is out, each figure beside its target or beside a peer measured in the same run.

Run with `make bench`. Parts: documents and build in a process of their own (CPU time and peak memory), server-side
reruns of every page, click to chart in Chromium, figures drawn for paper, a report of twenty of them, the audit (tests/bench_audit.py: how many changed figures
it finds, how long it takes for few and for many disclosures), the data package (tests/bench_package.py), and the
pages on a synthetic province (tests/bench_province.py). Exit status 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEEDS = Path(os.environ.get("MINGZHANG_SEEDS") or ROOT.parent / "shared" / "seeds")
sys.path.insert(0, str(ROOT))

from tests import bench_audit, bench_package, benching, chromium  # noqa: E402
from tests.benching import QUIET, cpu_of_this_process, report, timed  # noqa: E402


def in_a_process_of_its_own(part: str, *words: str) -> dict[str, Any]:
    return benching.in_a_process_of_its_own(__file__, part, *words)


# Documents and build --------------------------------------------------------------------------------------------------


def watched_audit() -> Callable[[], float]:
    """What the checks take of a build's CPU from now on, in seconds."""
    from budget import audit

    run, took = audit.run, [0.0]

    def watched(*given: Any, **named: Any) -> None:
        start = time.process_time()
        run(*given, **named)
        took[0] += time.process_time() - start

    audit.run = watched
    return lambda: took[0]


def part_documents(home: str, *files: str) -> None:
    """Read, normalise, write, build, switch and open, all in this process. What this script itself has imported by now is not counted."""
    before, _ = cpu_of_this_process()
    from budget import normalize, readers, store

    audit = watched_audit()
    data = Path(home) / "data"
    layouts, reference = store.BUNDLED_DATA / "layouts", store.reference_dir(data)
    store.write_all([normalize.normalize(readers.read(Path(file)), reference, layouts) for file in files], data)
    store.build(data)
    store.open_store().close()
    cpu, peak = cpu_of_this_process()
    print(json.dumps({"cpu": cpu - before, "audit": audit(), "peak": peak}))


def part_build(home: str) -> None:
    """Build the bundled data and open the result, as the first start does."""
    from budget import store

    audit, start = watched_audit(), time.perf_counter()
    store.build(store.BUNDLED_DATA)
    store.open_store().close()
    cpu, peak = cpu_of_this_process()
    print(json.dumps({"cpu": cpu, "audit": audit(), "peak": peak, "wall": time.perf_counter() - start}))


def part_peers(home: str) -> None:
    """The same work twice: CSV into a table and a sum by group, with DuckDB as the store does it and with pandas."""
    import duckdb
    import pandas as pd

    from budget import store

    files = sorted(str(path) for path in store.BUNDLED_DATA.glob("disclosures/*/cell.csv"))
    types = {name: column.type for name, column in store._csv_columns()["cell"].items()}
    with duckdb.connect() as db:
        read = f"from read_csv({files}, auto_detect=false, header=true, columns={types}, {store._CSV_FORMAT})"
        ours = timed(lambda: db.execute(f"create or replace table cell as {read}"), 15)
        theirs = timed(lambda: pd.concat([pd.read_csv(file, dtype=str) for file in files]), 15)
    frame = pd.concat([pd.read_csv(file, dtype={"raw_text": str}) for file in files])
    with duckdb.connect(store.build(store.BUNDLED_DATA)) as db:
        sql = "select table_code, measure, sum(amount_yuan) from amount where row_role = 'leaf' group by all"
        amounts = db.execute("from amount").df()
        ours_sum = timed(lambda: db.execute(sql).fetchall(), 50)
        theirs_sum = timed(lambda: amounts[amounts.row_role == "leaf"].groupby(["table_code", "measure"]).amount_yuan.sum(), 50)
    print(json.dumps({"load": ours, "load_pandas": theirs, "sum": ours_sum, "sum_pandas": theirs_sum, "rows": len(frame)}))


def documents() -> None:
    files = sorted(map(str, SEEDS.glob("*.txt")))
    if files:
        found = in_a_process_of_its_own("part_documents", *files)
        what = f"{len(files)} documents read, normalised, built, switched:"
        report(f"{what} CPU, imports included", found["cpu"], "s", 2)
        report("  of it the checks", found["audit"], "s")
        report(f"{what} peak memory", found["peak"], "MB", 300)
    else:
        print(f"Documents not measured: {SEEDS} holds none; name their folder with MINGZHANG_SEEDS.")
    found = in_a_process_of_its_own("part_build")
    report("bundled data built and opened: CPU, imports included", found["cpu"], "s", 2)
    report("  of it the checks", found["audit"], "s")
    report("bundled data built and opened: wall clock (first start)", found["wall"], "s", 3)
    found = in_a_process_of_its_own("part_peers")
    report(f"{found['rows']:.0f} cells from CSV: DuckDB", found["load"], "ms")
    report("  against pandas in the same run", found["load"] / found["load_pandas"], "×")
    report("sum by table and measure: SQL on the store", found["sum"], "ms")
    report("  against pandas on a frame in memory", found["sum"] / found["sum_pandas"], "×")


# Server-side reruns ---------------------------------------------------------------------------------------------------


def part_reruns(home: str) -> None:
    """Reruns of every page, and of a page that holds one line of text.

    Streamlit's own test runner asks for them; what is timed is the run of the script on the server, not what the test
    runner makes of the result.
    """
    from streamlit.runtime.scriptrunner.script_cache import ScriptCache
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest, app_test, local_script_runner

    # A server compiles a page once; the test runner would do it at every run.
    compiled = ScriptCache()
    app_test.ScriptCache = local_script_runner.ScriptCache = lambda: compiled  # type: ignore[assignment,misc]

    took: list[tuple[float, float]] = []  # milliseconds on the clock and of the processor
    run = ScriptRunner._run_script

    def timed_run(*arguments: Any) -> None:
        start, start_cpu = time.perf_counter(), time.thread_time()
        run(*arguments)
        took.append(((time.perf_counter() - start) * 1000, (time.thread_time() - start_cpu) * 1000))

    ScriptRunner._run_script = timed_run  # type: ignore[method-assign]

    def p95(app: Any, times: int = 60) -> list[float]:
        app.run()
        took.clear()
        for _ in range(times):
            app.run()
        assert not app.exception, app.exception
        assert len(took) == times
        return [statistics.quantiles(column, n=20)[-1] for column in zip(*took, strict=True)]

    found: dict[str, list[float]] = {}
    for page in sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("pages/*/*.py")):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        if page != "pages/overview/overview.py":
            app.switch_page(page).run()
        found[page] = p95(app)
    found[""] = p95(AppTest.from_string("import streamlit as st\nst.write('明账')").run())
    print(json.dumps(found))


def reruns() -> None:
    found = in_a_process_of_its_own("part_reruns")
    empty = found.pop("")
    for page, (clock, cpu) in found.items():
        report(f"rerun of {page}: p95", clock, "ms", 60)
        report("  of it CPU, whatever else the machine does", cpu, "ms")
    report("  a page with one line of text, in the same run: p95", empty[0], "ms")


# Click to chart -------------------------------------------------------------------------------------------------------

PAGE, KEY, CHOICES = "pages/funds/three_public.py", "show", ("金额", "占比")
PEER = """\
import json
from pathlib import Path
import plotly.io
import streamlit as st

@st.cache_resource
def figures():
    return {label: plotly.io.from_json(spec) for label, spec in json.loads(Path("figures.json").read_text()).items()}

chosen = st.segmented_control("看", list(figures()), default=next(iter(figures())), required=True)
st.plotly_chart(figures()[chosen], width="stretch", theme=None, key="chart")
"""
PRESS = "label => [...document.querySelectorAll('button')].find(b => b.textContent.trim() === label).click()"
# What the first chart of the page says, once it has said the same for a second.
READ = """async () => {
    let said = null;
    for (;;) {
        await new Promise(next => setTimeout(next, 1000));
        const now = document.querySelector('.js-plotly-plot')?.textContent;
        if (now && now === said) return now;
        said = now;
    }
}"""
# Presses the button with this label; milliseconds until a frame in which the first chart says what belongs to it.
CLICK = """([label, wanted]) => new Promise((done, fail) => {
    const start = performance.now();
    const look = () => {
        const now = performance.now() - start;
        if (document.querySelector('.js-plotly-plot')?.textContent === wanted) done(now);
        else if (now > 20000) fail(`no chart for ${label} after 20 s`);
        else requestAnimationFrame(look);
    };
    (PRESS)(label);
    look();
})""".replace("PRESS", PRESS)


def part_figures(home: str) -> None:
    """The figure that the page shows for each choice, as the browser gets it."""
    from streamlit.testing.v1 import AppTest

    found = {}
    for label, code in zip(CHOICES, ("amount", "share"), strict=True):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        app.session_state[KEY] = code
        app.switch_page(PAGE).run()
        found[label] = app.get("plotly_chart")[0].proto.spec
    Path(home, "figures.json").write_text(json.dumps(found), encoding="utf-8")
    Path(home, "peer.py").write_text(PEER, encoding="utf-8")


def clicks(times: int = 20) -> None:
    from tests.browser import screen, server

    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, **QUIET, "MINGZHANG_STORE": f"{home}/store"}
        subprocess.run([sys.executable, __file__, "part_figures", home], env=environment, check=True)
        with server.serving(Path(home, "served")) as ours, peer(home) as theirs, screen.chromium_running() as browser:
            pages, says = [], []
            for address in (f"{ours}/three-public", theirs):
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                page.goto(address)
                page.wait_for_selector(".js-plotly-plot .main-svg")
                said = {}
                for label in reversed(CHOICES):
                    page.evaluate(PRESS, label)
                    said[label] = page.evaluate(READ)
                assert len(set(said.values())) == len(CHOICES), "the charts cannot be told apart by their words"
                pages.append(page)
                says.append(said)
            found: tuple[list[float], list[float]] = ([], [])
            for turn in range(times + 4):
                label = CHOICES[(turn + 1) % 2]
                for page, said, times_of in zip(pages, says, found, strict=True):
                    page.bring_to_front()
                    page.wait_for_timeout(500)
                    times_of.append(page.evaluate(CLICK, [label, said[label]]))
    # The first few warm the caches of browser and server.
    ours_ms, theirs_ms = (statistics.median(times_of[4:]) for times_of in found)
    report(f"click to chart on {PAGE}: median of {times}", ours_ms, "ms")
    report("  the same figure on an otherwise empty Streamlit page", theirs_ms, "ms")
    report("  ratio", ours_ms / theirs_ms, "×", 1.25)


# Figures for paper ----------------------------------------------------------------------------------------------------


def part_pictures(home: str) -> None:
    """PNG for print of the figures of one page: by a renderer that is kept, and by one that is started for each."""
    import kaleido

    from budget import figures
    from budget.export import picture, render

    shown = figures.Shown("three-public", {})
    printed = [picture.printed(one) for one in map(shown.exhibit, shown.keys) if one.figure is not None]
    with render.renderer() as draw:
        draw(printed[0], "png")  # the first warms the browser's caches
        start = time.perf_counter()
        for number in range(12):
            draw(printed[number % len(printed)], "png")
        kept = 12 / (time.perf_counter() - start)
    browser = os.environ.get("MINGZHANG_CHROMIUM") or chromium.find()
    own = {"path": browser, "plotlyjs": render._PLOTLY, "mathjax": False}
    start = time.perf_counter()
    for number in range(3):
        one = printed[number % len(printed)]
        size = {"format": "png", "width": one["layout"]["width"], "height": one["layout"]["height"], "scale": picture.SCALE}
        kaleido.calc_fig_sync(one, opts=size, kopts=dict(own))
    print(json.dumps({"kept": kept, "each": 3 / (time.perf_counter() - start)}))


def part_report(home: str) -> None:
    """A report of twenty figures as DOCX, with all that it takes: pages run, pictures drawn, the file written."""
    start = time.perf_counter()
    from budget import figures
    from budget.export import render
    from budget.report import content, readymade, word

    kinds = [readymade.kinds()[name] for name in ("three-public", "counties", "indicators", "audit")]
    items = [item for kind in kinds for item in kind.report({}, "").items if item.address and item.form != "table"][:20]
    steps = []
    with render.renderer() as draw:
        shown, pictures = figures.of_report(items, "zh", draw, lambda number, one: steps.append(time.perf_counter() - start))
    paper = content.paper(content.Report("", "", tuple(items)), shown, "bench")
    size = len(word.docx(paper, pictures))
    whole = time.perf_counter() - start
    print(json.dumps({"figures": len(pictures), "whole": whole, "pages": steps[-1], "bytes": size}))


def report_of_twenty() -> None:
    found = in_a_process_of_its_own("part_report")
    assert found["figures"] == 20
    report("a report of 20 figures as DOCX, imports and pictures included", found["whole"], "s", 15)
    report("  of it until the last page was run", found["pages"], "s")
    report("  size", found["bytes"] / 1e6, "MB")


def pictures() -> None:
    found = in_a_process_of_its_own("part_pictures")
    report("figures for paper (PNG, 300 dpi), renderer kept", found["kept"], "/s")
    report("  a browser for each", found["each"], "/s")
    report("  ratio", found["kept"] / found["each"], "×", 8, least=True)


@contextmanager
def peer(home: str) -> Iterator[str]:
    """The address of plain Streamlit serving peer.py."""
    port = free_port()
    flags = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", "peer.py", *flags]
    with subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def province(folder: Path | None) -> None:
    from tests import bench_province  # with it comes Streamlit, whose import would count in every part above

    bench_province.province(folder)


def main() -> int:
    words = argparse.ArgumentParser(description="Measure the project.")
    words.add_argument("--only", choices=PARTS, action="append", help="measure this part only (may be given more than once)")
    words.add_argument(
        "--disclosures", type=int, default=100_000, help="how many disclosures to audit for the rate (default %(default)s; needs disk)"
    )
    words.add_argument(
        "--province", type=Path, metavar="FOLDER",
        help="a sample store to write the data package of (default: small ones, made for it) and to measure the pages on (default: .province,"
        " made when missing: 45 minutes)",
    )
    chosen = words.parse_args()
    # On a machine that is busy with something else every wall-clock figure is too high: the load says so.
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores{load}\n", flush=True)
    for name in chosen.only or PARTS:
        PARTS[name](chosen)
    if benching.failed:
        print("\nMissed: " + "; ".join(benching.failed))
    return 1 if benching.failed else 0


PARTS = {
    "documents": lambda _: documents(),
    "reruns": lambda _: reruns(),
    "clicks": lambda _: clicks(),
    "pictures": lambda _: pictures(),
    "report": lambda _: report_of_twenty(),
    "speed": lambda _: bench_audit.speed(),
    "mutations": lambda _: bench_audit.changes(),
    "scale": lambda chosen: bench_audit.scale(chosen.disclosures),
    "package": lambda chosen: bench_package.package(chosen.province),
    "province": lambda chosen: province(chosen.province),
}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("part_"):
        globals()[sys.argv[1]](*sys.argv[2:])
    else:
        sys.exit(main())
