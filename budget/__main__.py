"""Command-line words in; data on stdout, narration on stderr and an exit status (0, 1 or 2) out."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from budget.model import BadInput, Facts
from budget.words import LANGUAGES
from queries.checks import SEVERITIES

if TYPE_CHECKING:
    from budget.export import Exhibit
    from queries import Statement

DONE, IN_PART, BAD = 0, 1, 2
ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "data" / "layouts"

_TOP = """\
Published departmental budgets in, traceable figures out.

Data go to stdout, everything else to stderr.
Exit status: 0 done; 1 done, but a table was refused or nothing was found; 2 bad input or usage, nothing changed.
"""
_EXAMPLES = """\
examples:
  python -m budget ingest 2023/*.txt                      read documents into data/
  python -m budget ingest a.txt --into my-data --report   ... into a folder of your own, with all that was not read
  python -m budget build --data my-data --output my.duckdb
  python -m budget list
  python -m budget trace FACT_ID                          where was this figure printed?
  python -m budget check --severity error                 what does not hold; exit status 1 where there are errors
  python -m budget check --explain row_adds_up            what a check does, and what it rests on
  python -m budget export three_public_funds > three.csv
  python -m budget figure three-public --region 霸州市 -o figure.png -o figure.xlsx
                                                          a figure of a page, for a report
  python -m budget report profile --department 中共霸州市委员会组织部 -o profile.docx
                                                          a whole report, with contents and sources
  python -m budget verify figure.zip                      are the data of a figure still the same?
  python -m budget package --year 2023 -o 2023.zip        all tables of a selection as a Data Package: CSV, Parquet, what they mean
  python -m budget serve --port 8501                      the pages, at http://localhost:8501
  python -m budget generate --regions 5 --years 2019-2026 --seed 1 --into sample
                                                          a province that does not exist, to try things on
"""
_INGEST = """\
Reads published documents (text, UTF-8 or GB18030), turns them into facts and writes one folder of CSV for each:
DATA_DIR/disclosures/<disclosure_id>/<table>.csv. All files are read and checked before the first folder is written,
and the folders are exchanged together: one bad file, or a full disk, leaves everything as it was. The same document
gives the same bytes and the same identifiers every time.

DATA_DIR/reference/ is used when it is there (regions and code lists of your own), else the bundled reference tables.
stdout: one line per document, its disclosure_id.
"""
_INGEST_END = """\
With --report, every document's line is followed by lines that open with a tab:
  <TAB>read<TAB>TABLE<TAB>ROWS                       how many rows were read into each table
  <TAB>cells<TAB>READING<TAB>CELLS                   how many cells became facts, are blank, structure or unread
  <TAB>unread table|row|figure|line<TAB>data|other<TAB>LINE<TAB>TEXT<TAB>REASON
                                                     data: a figure of the budget that could not be read;
                                                     other: dates, numberings, names of persons (never kept)

exit status 1: everything was written, but at least one table was refused (see --report).
"""
_BUILD = """\
Builds a DuckDB file from a folder of facts, checks it (rows, identifiers, sections), and only then puts it into use.
stdout: the path of the file.

Without --output the file goes into the store that the pages, list, trace and export read (.store beside app.py, or
the folder named by MINGZHANG_STORE); the store remembers DATA_DIR and is rebuilt when the facts in it change.
"""
_TRACE = """\
Prints where a fact was read: for each of its cells the document, line, table, row, column, header and the text as
printed, one "name<TAB>value" a line, cells parted by an empty line. FACT_ID is any amount_id, project_id,
indicator_id, evaluation_id, evaluation_item_id, procurement_item_id, asset_id, organisation_unit_id or
subgoal_figure_id. Tabs and line breaks inside a text are shown as spaces.

exit status 1: there is no such fact.
"""
_CHECK = """\
Lists the findings of the audit, the worst first; they were made when the store was built, so this only reads them.

--format table  severity, line, disclosure, check and message, tab-separated (default)
--format csv    all columns, header line first; texts that a spreadsheet would run as a formula get an apostrophe
--format json   an array of findings, each with its cells: where the claim stands, and what it was held against

With --workpaper they are also written as an audit working paper, with their evidence and the reviews made on the pages;
the ending of FILE says as what: .docx or .xlsx.

exit status 1: there is at least one error among the findings listed.
"""
_EXPORT = """\
Prints a table or view of the store as CSV (UTF-8, header line first). Nothing between two commas is "no value", ""
is an empty text. Money is in yuan.

Numbers stay numbers. A text that a spreadsheet would run as a formula (it begins with = + - @ or their full-width
forms, a tab or a carriage return) gets an apostrophe in front, unless it is a plain number such as -0.24 or +5%.
"""
_FIGURE = """\
Gives a figure of a page as a file; the ending of FILE says as what:

  .png .svg .pdf   the figure as printed: light, 16 cm wide (PNG: 300 dots to the inch), with title, scope, sources, build and how to get it
                   again. They need kaleido (requirements-export.txt) and a Chromium. Of a PDF, some readers copy the radical ⽤
                   where 用 is printed, which looks the same; digits are right in all of them, and the SVG has both.
  .html            one file for a browser, works offline
  .xlsx .csv       the data behind it, .xlsx with a chart that can be edited
  .zip             a bundle: the figure, data, SQL, citation and checksums, see verify; without pictures where nothing can draw them

ADDRESS is the name of a page (three-public) or a whole link, as the browser shows it: whatever was chosen there is chosen here.
Without -o the figures of the page are listed, KEY<TAB>TITLE, on stdout.
"""
_REPORT = """\
Writes a ready-made report of a selection; the ending of FILE says as what:

  .docx   for Word and WPS: contents, numbered figures and tables, sources as numbered notes. Its figures are drawn by kaleido
          (requirements-export.txt) and a Chromium
  .xlsx   every figure as a chart that can be edited, where the form allows it, else as a picture where something can draw; and its data
  .html   one file for a browser, works offline

NAME is one of the reports that are listed, NAME<TAB>ABOUT, when none is given; profile is about one department, and needs --department.
What is not disclosed in the selection is said in its place, and drawn nowhere. A report of other figures is put together on the pages.
Progress goes to stderr. stdout: the files that were written.

exit status 1: written, but nothing at all is disclosed of what it would show.
"""
_VERIFY = """\
Runs the SQL of a figure bundle (the ZIP that a page gives under 导出 / Export, or python -m budget figure … -o FILE.zip) on the store
again and compares its rows with those in the bundle, whatever their order. The SQL runs in a locked room: it can read the store and
nothing else, whoever wrote the bundle.

exit status: 0 the same; 1 the data have changed; 2 no bundle, or one that is not what its checksums say.
"""
_PACKAGE = """\
Writes the store, or a selection of it, as a Data Package (version 2): every table as CSV and as Parquet, in yuan, with
datapackage.json (what each column means, keys, units, checksums), provenance.json (W3C PROV) and a README in both languages.

A selection is made of disclosures: those of the regions, departments and years named, all of them where none is named; each option
may be given several times. Regions and departments go by code or by name. Everything that was read from these disclosures is in the
package, findings with their cells included; tables that sum up more than the selection are left out, and said to be.

The same store and selection give the same bytes. Memory is bounded, however large the store. A half-written package is never left
behind: FOLDER must be new, FILE.zip is replaced when the new one is whole. Progress goes to stderr, one line a table with its rows.
stdout: what was written.
"""
_GENERATE = """\
Makes a synthetic province: invented counties with departments of sixty kinds, each publishing a budget a year (a few also
self-evaluations), with growth, differences of size, gaps, and errors at known places. It is a store of its own, audited and
checked like any other, marked as synthetic on every page and in every file name, and never mixed with published documents.

The same arguments give the same facts and identifiers; asking for more regions, departments or years changes none of those
that were there. The table `planted` names every error: the disclosure, the check that must find it, and its first cell.

Look at it with   MINGZHANG_STORE=FOLDER python -m budget serve   (list, check, trace and export likewise).
stdout: the path of the file. A sample that is already in the folder is replaced.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Narration and the one sentence of an error go to stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes on every machine, whatever its locale
            stream.reconfigure(encoding="utf-8", newline="\n")
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD
    except BrokenPipeError:
        # The reader (head, less) has seen enough: no fault, but Python must not try to flush what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        # What no command foresaw, such as a folder on the way that this user may not enter.
        print(f"{error.filename or 'a file'}: {error.strerror}; check the name and its permissions.", file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    shape = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser("python -m budget", description=_TOP, epilog=_EXAMPLES, formatter_class=shape)
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, short: str, text: str = "", end: str = "") -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=short, description=text or short, epilog=end, formatter_class=shape, allow_abbrev=False
        )

    def selecting(figure: argparse.ArgumentParser) -> None:
        figure.add_argument("--region", action="append", default=[], metavar="R", help="name or code; may be given several times")
        figure.add_argument("--department", action="append", default=[], metavar="D", help="name or identifier; may be given several times")
        figure.add_argument("--year", action="append", default=[], metavar="Y", help="may be given several times")
        figure.add_argument("--unit", choices=("元", "万元", "亿元"), help="of money (default: 万元)")
        figure.add_argument("--lang", choices=LANGUAGES, help="default: that of the address, where there is one, else zh")

    ingest = command("ingest", "read documents, write their facts as CSV", _INGEST, _INGEST_END)
    ingest.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a published document")
    ingest.add_argument("--into", type=Path, default=ROOT / "data", metavar="DATA_DIR", help="default: data/")
    ingest.add_argument("--report", action="store_true", help="list what was read, and what was not with the reason")
    ingest.set_defaults(run=_ingest)

    build = command("build", "build the database from the CSV", _BUILD)
    build.add_argument("--data", type=Path, default=ROOT / "data", metavar="DATA_DIR", help="default: data/")
    build.add_argument("--output", type=Path, metavar="FILE.duckdb", help="write this file and leave the store alone")
    build.set_defaults(run=_build)

    trace = command("trace", "show where a fact was printed", _TRACE)
    trace.add_argument("fact_id", metavar="FACT_ID", help="an identifier as export and the pages give it")
    trace.set_defaults(run=_trace)

    listing = command("list", "list the disclosures in the store, tab-separated")
    listing.set_defaults(run=_list)

    check = command("check", "list what does not hold, for reading and for scripts", _CHECK)
    check.add_argument(
        "--disclosure", action="append", default=[], metavar="ID", help="only this disclosure; may be given several times"
    )
    check.add_argument(
        "--severity", choices=SEVERITIES, default=SEVERITIES[-1], help="findings of this severity and worse (default: all)"
    )
    check.add_argument("--format", choices=("table", "json", "csv"), default="table", help="default: %(default)s")
    check.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of titles and messages (default: %(default)s)")
    check.add_argument("--workpaper", type=Path, metavar="FILE", help="also write an audit working paper: .docx or .xlsx")
    check.add_argument("--explain", metavar="CHECK", help="print what this check does and rests on, and list nothing")
    check.set_defaults(run=_check)

    export = command("export", "print a table of the store as CSV", _EXPORT)
    export.add_argument("table", metavar="TABLE", help="a table or view, such as amount or three_public_funds")
    export.set_defaults(run=_export)

    figure = command("figure", "write a figure of a page as a file", _FIGURE)
    figure.add_argument("address", metavar="ADDRESS", help="the name of a page, or a link to it")
    figure.add_argument("--key", metavar="KEY", help="which figure of the page (default: the first)")
    selecting(figure)
    figure.add_argument("-o", "--output", action="append", default=[], type=Path, metavar="FILE", help="may be given several times")
    figure.set_defaults(run=_figure)

    report = command("report", "write a ready-made report of a selection", _REPORT)
    report.add_argument("name", nargs="?", metavar="NAME", help="which report; none: list them")
    report.add_argument("--title", default="", metavar="TEXT", help="instead of its own")
    selecting(report)
    report.add_argument("-o", "--output", action="append", default=[], type=Path, metavar="FILE", help="may be given several times")
    report.set_defaults(run=_make_report)

    verify = command("verify", "say whether the data of a figure bundle are still the same", _VERIFY)
    verify.add_argument("bundle", type=Path, metavar="BUNDLE", help="the ZIP")
    verify.set_defaults(run=_verify)

    package = command("package", "write the store or a selection as a Data Package", _PACKAGE)
    package.add_argument("--region", action="append", default=[], metavar="R", help="a region, such as 130321 or its name")
    package.add_argument("--department", action="append", default=[], metavar="D", help="a department_id as list gives it, or a name")
    package.add_argument("--year", action="append", default=[], type=int, metavar="Y", help="a fiscal year")
    package.add_argument("--disclosure", action="append", default=[], metavar="ID", help="a disclosure_id")
    package.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER|FILE.zip", help="a new folder, or a ZIP file")
    package.set_defaults(run=_package)

    generate = command("generate", "make a synthetic province to try things on", _GENERATE)
    generate.add_argument("--regions", type=int, default=5, metavar="N", help="counties, 1 to 400 (default: %(default)s)")
    generate.add_argument("--years", type=_years, default=(2019, 2026), metavar="A-B", help="first and last year (default: 2019-2026)")
    generate.add_argument("--departments", type=int, default=60, metavar="N", help="in each county, 1 to 60 (default: %(default)s)")
    generate.add_argument("--seed", type=int, default=1, metavar="S", help="another number, another province (default: %(default)s)")
    generate.add_argument("--errors", type=int, default=12, metavar="N", help="in one document of N, 0 for none (default: %(default)s)")
    generate.add_argument("--into", type=Path, default=ROOT / ".sample", metavar="FOLDER", help="a folder of its own (default: .sample)")
    generate.set_defaults(run=_generate)

    serve = command("serve", "serve the pages until stopped with Ctrl-C")
    serve.add_argument("--port", type=int, default=8501, metavar="N", help="default: %(default)s")
    serve.add_argument(
        "--address", default="127.0.0.1", metavar="A", help="default: %(default)s, this machine only; 0.0.0.0 for all"
    )
    serve.set_defaults(run=_serve)
    return top


def _years(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{4})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no first and last year, such as 2019-2026")
    return int(found[1]), int(found[2])


# Each command imports what it needs: --help and a usage error answer at once.


def _ingest(options: argparse.Namespace) -> int:
    from budget import normalize, readers, store

    reference = store.reference_dir(options.into)
    files = list(dict.fromkeys(options.files))
    many: list[Facts] = []
    for number, path in enumerate(files, 1):
        facts = normalize.normalize(readers.read(path), reference, LAYOUTS)
        many.append(facts)
        if len(files) > 1:
            rows = {table: len(facts.tables.get(table, [])) for table in ("amount", "project", "indicator", "unread")}
            told = ", ".join(f"{count} {table}" for table, count in rows.items())
            print(f"[{number}/{len(files)}] {path.name}: {facts.disclosure_id} ({told})", file=sys.stderr)
    store.write_all(many, options.into)
    for facts in many:
        print(facts.disclosure_id)
        if options.report:
            for line in _report(facts):
                print("\t" + "\t".join(map(_one_line, line)))
    refused = sum(table["status"] == "refused" for facts in many for table in facts.tables.get("document_table", []))
    told = f", {refused} of the tables refused: --report lists them" if refused else ""
    print(f"written to {options.into}: {len(many)} of {len(files)} documents{told}", file=sys.stderr)
    return IN_PART if refused else DONE


def _report(facts: Facts) -> list[tuple[object, ...]]:
    """What became of a document: rows per table, cells by reading, and everything that was not turned into a fact."""
    lines: list[tuple[object, ...]] = [("read", table, len(rows)) for table, rows in facts.tables.items() if rows]
    readings = Counter(str(cell["reading"]) for cell in facts.tables.get("cell", []))
    lines += [("cells", reading, count) for reading, count in sorted(readings.items())]
    lines += [
        (
            f"unread {row['kind']}",
            "data" if row["is_data"] else "other",
            f"line {row['line_start']}",
            row["raw_text"],
            row["reason"],
        )
        for row in facts.tables.get("unread", [])
    ]
    return lines


def _build(options: argparse.Namespace) -> int:
    from budget import store

    if not options.data.is_dir():
        raise BadInput(f"{options.data}: there is no such folder; name the one that ingest wrote with --data.")
    print(store.build(options.data, options.output))
    return DONE


def _trace(options: argparse.Namespace) -> int:
    import queries

    cells = _rows(queries.provenance.fact, fact_id=options.fact_id)
    _say_synthetic()
    if not cells:
        print(f"{options.fact_id}: there is no such fact in the store.", file=sys.stderr)
        return IN_PART
    # A cell that several fields were read from is shown once, with all of them.
    fields: dict[object, list[str]] = {}
    for cell in cells:
        fields.setdefault(cell["cell_id"], []).append(str(cell["field"]))
    for number, cell in enumerate({cell["cell_id"]: cell for cell in cells}.values()):
        first, last = cell["line_start"], cell["line_end"]
        shown = {
            "fact": cell["fact_id"],
            "field": ", ".join(fields[cell["cell_id"]]),
            "cell": cell["cell_id"],
            "document": cell["source_name"],
            "line": first if first == last else f"{first}-{last}",
            "table": f"{cell['table_no']} {cell['table_title']}" if cell["table_no"] else "none (running text)",
            "row": cell["row_no"],
            "column": cell["column_no"],
            "header": cell["column_header"] or "",
            "text": cell["raw_text"],
        }
        print("" if number == 0 else "\n", end="")
        for name, value in shown.items():
            print(f"{name}\t{_one_line(value)}")
    return DONE


def _list(options: argparse.Namespace) -> int:
    import queries

    rows = _rows(queries.disclosures.catalogue, regions=[], departments=[], years=[])
    _say_synthetic()
    print(*queries.disclosures.catalogue.columns, sep="\t")
    for row in rows:
        print(*map(_one_line, row.values()), sep="\t")
    return DONE if rows else IN_PART


def _rows(statement: Statement, **parameters: object) -> list[dict[str, object]]:
    from budget import store

    with store.open_store() as db:
        rows = db.execute(statement.sql, parameters).fetchall()
    return [dict(zip(statement.columns, row, strict=True)) for row in rows]


def _check(options: argparse.Namespace) -> int:
    import queries

    if options.explain is not None:
        return _explain(options.explain, options.lang)
    held = {str(row["disclosure_id"]) for row in _rows(queries.disclosures.catalogue, regions=[], departments=[], years=[])}
    if unknown := [one for one in options.disclosure if one not in held]:
        raise BadInput(f"{unknown[0]}: the store has no such disclosure; python -m budget list shows those it has.")
    found = _rows(
        queries.findings.listing,
        regions=[], departments=[], years=[], checks=[], disclosures=options.disclosure,
        severities=list(SEVERITIES[: SEVERITIES.index(options.severity) + 1]),
    )  # fmt: skip
    if options.format == "table":
        for row in found:
            line = (row["severity"], f"line {row['line_start']}", row["disclosure_id"], row["check_id"], row[f"message_{options.lang}"])
            print(*map(_one_line, line), sep="\t")
    elif options.format == "csv":
        from budget import csvtext

        sys.stdout.write(csvtext.line(queries.findings.listing.columns))
        sys.stdout.writelines(csvtext.line(map(csvtext.harmless, row.values())) for row in found)
    else:
        _print_json(found)
    if options.workpaper is not None:
        _write_workpaper(options.workpaper, [str(row["finding_id"]) for row in found], options.lang)
    _say_synthetic()
    counts = Counter(str(row["severity"]) for row in found)
    told = ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])
    print(f"{len(options.disclosure) or len(held)} disclosures: {told or 'nothing found'}", file=sys.stderr)
    return IN_PART if counts["error"] else DONE


def _print_json(found: list[dict[str, object]]) -> None:
    import json

    import queries

    cells: dict[object, list[dict[str, object]]] = {}
    if found:
        for cell in _rows(queries.findings.cells, findings=[row["finding_id"] for row in found]):
            cells.setdefault(cell.pop("finding_id"), []).append(cell)
    whole = [{**row, "cells": cells[row["finding_id"]]} for row in found]
    json.dump(whole, sys.stdout, ensure_ascii=False, indent=2, default=str)  # Decimal: exact, as text
    print()


def _write_workpaper(file: Path, finding_ids: list[str], lang: str) -> None:
    import queries
    from budget import reviews, store, words, workpaper

    made = {".docx": workpaper.docx, ".xlsx": workpaper.xlsx}
    if file.suffix not in made:
        raise BadInput(f"{file}: a working paper is written as .docx or .xlsx; name the file so.")
    if not finding_ids:
        raise BadInput(f"{file}: nothing was found, so there is nothing to write; choose other disclosures or severities.")
    entries = workpaper.entries(
        finding_ids,
        _rows(queries.findings.details, findings=finding_ids),
        _rows(queries.findings.cells, findings=finding_ids),
        reviews.Reviews(store.reviews_file()).latest(),
    )
    with words.speaking(lang):
        content = made[file.suffix](entries, str(_rows(queries.provenance.build)[0]["build_id"]))
    _write_whole(file, content)


def _explain(check_id: str, lang: str) -> int:
    import queries

    checks = {row["check_id"]: row for row in _rows(queries.findings.checks)}
    if check_id not in checks:
        raise BadInput(f"{check_id}: there is no such check; there are {', '.join(map(str, checks))}.")
    check = checks[check_id]
    rule = check["rule_title"] if lang == "zh" else check["rule_title_en"]
    shown = {
        "check": check_id, "title": check[f"title_{lang}"], "family": check["family"], "severity": f"{check['severity']} at worst",
        "method": check[f"method_{lang}"], "rests on": rule, "statement": f"queries/checks/{check_id}.sql",
        "in this store": f"applied to {check['applied']} disclosures, failed by {check['failed']}, {check['findings']} findings",
    }  # fmt: skip
    for name, value in shown.items():
        print(f"{name}\t{_one_line(value)}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    from budget import csvtext, store

    with store.open_store() as db:
        found = db.execute("select table_name from information_schema.tables order by 1")
        known = [name for (name,) in found.fetchall()]
        if options.table not in known:
            raise BadInput(f"{options.table}: the store has no such table; it has {', '.join(known)}.")
        _say_synthetic()
        found = db.execute(f'select * from "{options.table}"')
        sys.stdout.write(csvtext.line(column[0] for column in found.description or []))
        while rows := found.fetchmany(10_000):
            sys.stdout.writelines(csvtext.line(map(csvtext.harmless, row)) for row in rows)
    return DONE


def _figure(options: argparse.Namespace) -> int:
    from budget import figures, words
    from budget.export import files, render

    if odd := [file for file in options.output if file.suffix not in files.FORMS]:
        raise BadInput(f"{odd[0]}: a figure is written as {', '.join(files.FORMS)}; name the file so.")
    chosen = _filters_by_name(options.region, options.department)
    chosen |= {"year": options.year, "unit": [options.unit] * bool(options.unit), "lang": [options.lang] * bool(options.lang)}
    shown = figures.Shown(options.address, chosen)
    _say_synthetic()
    if not shown.keys:
        print(f"{options.address}: nothing is drawn there with these choices.", file=sys.stderr)
        return IN_PART
    key = options.key or shown.keys[0]
    if key not in shown.keys:
        raise BadInput(f"{key}: the page has no such figure; it has {', '.join(shown.keys)}.")
    if not options.output:
        for name in shown.keys:
            print(f"{name}\t{_one_line(shown.exhibit(name).title)}")
        return DONE
    exhibit = shown.exhibit(key)
    with ExitStack() as open_, words.speaking(shown.lang):
        draw: render.Draw | None = None
        if any(file.suffix[1:] in (*render.FORMS, "zip") for file in options.output):
            try:
                draw = open_.enter_context(render.renderer())
            except BadInput:
                if any(file.suffix[1:] in render.FORMS for file in options.output):
                    raise
                print("Nothing can draw here: the bundle has no pictures.", file=sys.stderr)
        for file in options.output:
            _write_whole(file, files.write(exhibit, file.suffix[1:], draw, lambda: shown.lines(exhibit, key)))
            print(file)
    return DONE


def _make_report(options: argparse.Namespace) -> int:
    from budget import figures, words
    from budget.export import render
    from budget.report import content, files, readymade
    from budget.words import t

    kinds, lang = readymade.kinds(), options.lang or "zh"
    if options.name is None and options.output:
        raise BadInput(f"Say which report to write: {', '.join(kinds)}.")
    if options.name is None:
        for kind in kinds.values():
            print(kind.name, kind.about[lang], sep="\t")
        return DONE
    if options.name not in kinds:
        raise BadInput(f"{options.name}: there is no such report; there are {', '.join(kinds)}.")
    if not options.output:
        raise BadInput(f"{options.name}: say with -o which file to write; it ends in {', '.join(files.FORMS)}.")
    if odd := [file for file in options.output if file.suffix not in files.FORMS]:
        raise BadInput(f"{odd[0]}: a report is written as {', '.join(files.FORMS)}; name the file so.")
    kind, chosen = kinds[options.name], _filters_by_name(options.region, options.department)
    if kind.one and len(options.department) != 1:
        raise BadInput(f"{kind.name} is about one department: name it with --department; python -m budget list shows those there are.")
    chosen |= {"year": options.year, "unit": [options.unit] * bool(options.unit)}
    _say_synthetic()
    with words.speaking(lang), ExitStack() as open_:
        draw: render.Draw | None = None
        if any(file.suffix in files.DRAWN for file in options.output):
            try:
                draw = open_.enter_context(render.renderer())
            except BadInput:
                if any(file.suffix == ".docx" for file in options.output):
                    raise
                print("Nothing can draw here: forms that a spreadsheet has not are left to their data.", file=sys.stderr)
        scope = [*(one.rsplit(" ", 1)[0] for one in chosen.get("region", [])), *chosen.get("department", []), *options.year]
        report = kind.report(chosen, t("、").join(scope) or t("全部地区、部门和年度"))

        def told(number: int, one: Exhibit | str) -> None:
            said = (one or report.items[number - 1].caption) if isinstance(one, str) else one.title
            print(f"[{number}/{len(report.items)}] {_one_line(said)}", file=sys.stderr)

        shown, pictures = figures.of_report(report.items, lang, draw, told)
        paper = content.paper(replace(report, title=options.title or report.title), shown, report.title)
        for file in options.output:
            _write_whole(file, files.write(paper, file.suffix, pictures))
            print(file)
    return DONE if paper.exhibits else IN_PART


def _write_whole(file: Path, content: bytes) -> None:
    """A file is there whole or not at all."""
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)


def _filters_by_name(regions: list[str], departments: list[str]) -> dict[str, list[str]]:
    """Regions and departments, given by name, code or label, as links name them. Raises BadInput for one that the store has not."""
    if not regions and not departments:
        return {}
    import queries
    from budget.paper import who

    rows = _rows(queries.overview.departments)
    labels: dict[str, dict[str, str]] = {"region": {}, "department": {}}
    for row in rows:
        label = f"{row['region_name']} {row['region_code']}"
        labels["region"] |= dict.fromkeys((str(row["region_code"]), str(row["region_name"]), label), label)
        label = who(str(row["region_name"]), str(row["department_name"]))
        labels["department"] |= dict.fromkeys((str(row["department_id"]), str(row["department_name"]), label), label)
    for kind, asked in (("region", regions), ("department", departments)):
        if lacking := [one for one in asked if one not in labels[kind]]:
            raise BadInput(f"{lacking[0]}: the store has no such {kind}; it has {', '.join(sorted(set(labels[kind].values()))[:20])}.")
    return {"region": [labels["region"][one] for one in regions], "department": [labels["department"][one] for one in departments]}


def _verify(options: argparse.Namespace) -> int:
    import queries
    from budget.export import bundle

    content = options.bundle.read_bytes()
    file, build = _rows(queries.catalog.file)[0]["file"], _rows(queries.provenance.build)[0]["build_id"]
    try:
        found = bundle.verify(content, Path(str(file)), str(build))
    except BadInput as error:
        raise BadInput(f"{options.bundle}: {error}") from None
    _say_synthetic()
    told = "same" if found.same else f"changed: {found.gone} rows are gone, {found.new} are new"
    print(f"{told}\t{found.rows} rows\tbundle {found.build_then}\tstore {found.build_now}")
    return DONE if found.same else IN_PART


def _package(options: argparse.Namespace) -> int:
    import signal

    from budget import package

    chosen = package.chosen(options.region, options.department, options.year, options.disclosure)
    # Ended from outside it tidies up like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    scope = package.write(options.output, chosen, lambda line: print(line, file=sys.stderr, flush=True))
    _say_synthetic()
    print(f"{len(scope.parts)} tables, {scope.rows:,} rows of {scope.counted:,} disclosures", file=sys.stderr)
    print(options.output)
    return DONE


def _generate(options: argparse.Namespace) -> int:
    from budget import sample

    size = sample.Size(options.regions, options.departments, options.years, options.seed, options.errors)
    file = sample.generate(options.into, size, lambda text: print(text, file=sys.stderr, flush=True))
    print(file)
    print(f"Look at it with MINGZHANG_STORE={options.into} python -m budget serve", file=sys.stderr)
    return DONE


def _say_synthetic() -> None:
    """Of a sample every command says so, beside what it prints."""
    from budget import store

    if store.is_sample(store.store_dir()):
        print("Synthetic data (合成数据): nothing of this was published by anyone.", file=sys.stderr)


def _serve(options: argparse.Namespace) -> int:
    from budget.serve import serve

    serve(options.port, options.address)
    return DONE


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


if __name__ == "__main__":
    sys.exit(main())
