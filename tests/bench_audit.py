"""Nothing in; how well and how fast the checks find what is wrong out (parts of tests/bench.py).

Speed: all checks over the bundled disclosures. Changes: every figure and every kind of text of the real documents is
changed, one at a time (tests/mutations.py). Scale: many disclosures with errors at known places, all to be found, at a
rate that does not depend on how many there are, and within the memory allowed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.benching import cpu_of_this_process, in_a_process_of_its_own, report  # noqa: E402

MEMORY = 2_000  # MB that DuckDB may use for many disclosures; what it cannot hold goes to disk
DISK = 30  # GB of it at most
BESIDE = 500  # MB for Python, its libraries and what DuckDB does not count
PLANTED = 100  # one disclosure in so many has an error


# All checks over the bundled disclosures ------------------------------------------------------------------------------


def speed() -> None:
    found = in_a_process_of_its_own(__file__, "part_speed")
    report(f"all checks over {found['disclosures']} disclosures: median of {found['times']}", found["wall"], "s", 0.5)
    report("  of it CPU, whatever else the machine does", found["cpu"], "s")


def part_speed(home: str, times: int = 7) -> None:
    import duckdb

    from budget import audit, planning, store

    disclosures, took = sum(1 for _ in (store.BUNDLED_DATA / "disclosures").iterdir()), []
    for _ in range(times):
        with duckdb.connect() as db, planning.planned_for(db, disclosures) as threads:  # as a build does it
            store.fill(db, store.BUNDLED_DATA)
            start, (start_cpu, _) = time.perf_counter(), cpu_of_this_process()
            audit.run(db, threads=threads)
            took.append((time.perf_counter() - start, cpu_of_this_process()[0] - start_cpu))
    wall, cpu = (sorted(column)[times // 2] for column in zip(*took, strict=True))
    print(json.dumps({"wall": wall, "cpu": cpu, "times": times, "disclosures": disclosures}))


# One thing changed at a time ------------------------------------------------------------------------------------------


def changes() -> None:
    from tests import mutated, mutations, reading

    paths = reading.SEEDS
    if not paths:
        print(f"Changes not tried: {reading.SEEDS_FOLDER} holds no documents; name their folder with MINGZHANG_SEEDS.")
        return
    with mutated.Auditor(paths) as auditor:
        for what, kinds, target in (("figures", mutations.figures, 98), ("texts", mutations.texts, 95)):
            start = time.perf_counter()
            todo = [(name, change) for name, base in auditor.bases.items() for change in kinds(base)]
            outcomes = list(auditor.outcomes(todo, os.cpu_count() or 1))
            assert not [one for one in outcomes if one.misplaced], "another cell than the one meant was changed"
            print(f"{what} changed".ljust(52) + "".join(word.rjust(11) for word in ("tried", "caught", "elsewhere", "excused")))
            for (document, kind), of in sorted(mutated.counted(outcomes).items()):
                numbers = (of["tried"], of["caught"], of["elsewhere"], of["excused"])
                print(f"  {document[:20]:<22}{kind:<28}" + "".join(str(number).rjust(11) for number in numbers))
            for reason, times in sorted(Counter(one.excused for one in outcomes if one.excused).items()):
                print(f"  excused, as no reader could see them: {reason}: {times}")
            report(f"{what} changed: caught at their place", mutated.share(outcomes) * 100, "%", target, least=True)
            if what == "figures":
                report("  with a finding that has nothing to do with them", sum(bool(one.elsewhere) for one in outcomes), "", 0)
            report("  time", time.perf_counter() - start, "s")


# Many disclosures -----------------------------------------------------------------------------------------------------


def scale(most: int) -> None:
    rates = []
    for count in sorted({max(most // 100, 200), max(most // 10, 200), most}):
        found = in_a_process_of_its_own(__file__, "part_scale", str(count))
        rates.append(found["cpu"] / count * 1000)
        report(f"all checks over {count} disclosures ({found['cells']} cells)", found["wall"], "s")
        report("  for each disclosure: CPU, whatever else the machine does", rates[-1], "ms")
        report(f"  errors missed of {found['planted']} planted", found["planted"] - found["found"], "", 0)
        report("  findings that should not be there, or are not", found["odd"], "", 0)
        report("  peak memory", found["peak"], "MB", MEMORY + BESIDE)
        report("  store on disk", found["disk"], "MB")
    report("CPU for each disclosure: with all of them against a tenth", rates[-1] / rates[-2], "×", 1.5)


def part_scale(home: str, count: str) -> None:
    import duckdb

    from budget import audit
    from tests import many

    with duckdb.connect() as db:
        many.spread(db, 10)
        audit.run(db)
        ((first,),) = db.execute("select min(disclosure_id) from disclosure").fetchall()
        # Figures that stand in an equation, each to be changed in some disclosures; and what is found without a change.
        amounts = db.execute(
            "select distinct substr(amount_id, instr(amount_id, '.')), substr(cell_id, instr(cell_id, '.')) from amount"
            " join (select disclosure_id, unnest(stated_cells || coalesce(expected_cells, [])) as cell_id from tie) using (disclosure_id, cell_id)"
            " where disclosure_id = $first and amount_yuan is not null and basis <> 'derived' order by all",
            {"first": first},
        ).fetchall()
        known = db.execute(
            "select check_id, subject, fingerprint, count(*) from finding where disclosure_id = $first group by all", {"first": first}
        ).fetchall()
    file = Path(home) / "many.duckdb"
    with duckdb.connect(file) as db:
        db.execute(f"set memory_limit = '{MEMORY}MB'; set temp_directory = '{home}/temp'; set max_temp_directory_size = '{DISK}GB'")
        many.spread(db, int(count))
        db.execute("create temp table figure_changed as select unnest($amounts) as amount, unnest($cells) as cell", {
            "amounts": [amount for amount, _ in amounts], "cells": [cell for _, cell in amounts],
        })  # fmt: skip
        db.execute(
            "create temp table known as select unnest($1) as check_id, unnest($2) as subject, unnest($3) as fingerprint, unnest($4) as times",
            list(map(list, zip(*known, strict=True))),
        )
        db.execute(
            "create temp table planted as select disclosure_id, disclosure_id || amount as amount_id, disclosure_id || cell as cell_id"
            " from (select disclosure_id, row_number() over (order by disclosure_id) - 1 as n from disclosure)"
            " join (select *, row_number() over (order by amount) - 1 as m, count(*) over () as many from figure_changed) on m = n // $each % many"
            " where n % $each = 0",
            {"each": PLANTED},
        )
        db.execute("update amount set amount_yuan = amount_yuan + 1000000 where amount_id in (select amount_id from planted)")
        db.execute("checkpoint")
        start, (start_cpu, _) = time.perf_counter(), cpu_of_this_process()
        audit.run(db)
        wall, cpu = time.perf_counter() - start, cpu_of_this_process()[0] - start_cpu
        ((cells, planted, found, odd),) = db.execute(
            """
            with said as (select f.*, p.cell_id from finding as f left join planted as p using (disclosure_id)),
            new as (from said anti join known using (check_id, subject, fingerprint)),
            unchanged as (select check_id, subject, fingerprint, count(*) as found from said where cell_id is null group by all)
            select (select count(*) from cell), (select count(*) from planted),
                (select count(distinct n.disclosure_id) from new as n join finding_cell as c on c.finding_id = n.finding_id and c.cell_id = n.cell_id),
                -- Each finding of a disclosure without a change is there in each of them, and none beside these.
                (select count(*) from unchanged full join known using (check_id, subject, fingerprint)
                    where found is distinct from times * (select count(*) from disclosure anti join planted using (disclosure_id)))
            """
        ).fetchall()
    _, peak = cpu_of_this_process()
    disk = file.stat().st_size / 1_000_000
    figures = {"wall": wall, "cpu": cpu, "cells": cells, "planted": planted, "found": found, "odd": odd, "peak": peak, "disk": disk}
    print(json.dumps(figures))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
