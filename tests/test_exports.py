"""Every figure leaves its page as files that say the same as the page, harm nobody, and tell when their data have changed."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pandas as pd
import pytest

from budget import __main__ as command
from budget import charts, ui, ui_export
from budget.export import Asked, Exhibit, bundle, html, native, picture, render, table, workbook
from budget.model import BadInput
from queries import Statement
from tests import test_pages

PAGES = ["funds/three_public", "funds/panels", "expense/change", "compare/compare", "expense/structure", "findings/ties", "indicators/coverage"]
EVIL = ['=HYPERLINK("http://x","y")', "<script>alert(1)</script>", "../../x", "长" * 300, "📒 表情", "\u202eabc\u202c", "</script><img src=x onerror=alert(1)>"]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_Made = dict[str, tuple[Exhibit, list[str]]]


@pytest.fixture(scope="module")
def shown(stored: Path) -> _Made:
    """What stands on some pages of the bundled data, by page and key, each with the lines of its SQL."""
    found: _Made = {}
    test_pages.menu()  # learnt from a run of the overview: its figures are none of these
    for page in PAGES:
        with ui_export.collecting() as collected:
            test_pages.run(f"pages/{page}.py")
        for key, (make, lines) in collected.shown.items():
            made = make()
            found[f"{page}/{key}"] = (made, lines(made))
    return found


def exhibit(names: list[str]) -> Exhibit:
    """A figure over rows with these names, as a page would show it."""
    data = pd.DataFrame(
        {"label": names, "value": [Decimal(number + 1) * 10_000 for number in range(len(names))], "amount_yuan": Decimal("12345.67")}
    ).assign(low=lambda rows: rows["value"], high=lambda rows: rows["value"], basis="table", value_status="reported", place="", disclosure_id="d")
    figure = charts.ranking(data, look=charts.look(), unit="万元")
    row = {
        "disclosure_id": "d", "region_name": names[0], "department_name": names[-1], "fiscal_year": 2023, "kind": "budget", "title": names[0],
        "source_name": names[0], "source_sha256": "0" * 64,
    }  # fmt: skip
    cell = row | {"cell_id": "d.t1", "table_no": 1, "table_title": names[0], "line_start": 1, "line_end": 2, "column_header": names[0], "raw_text": names[0]}
    data.attrs["asked"] = Asked(Statement("made", "up", "select * from t where name <> $name", ("name",), "", (), ""), {"name": names[0]})
    return Exhibit(
        figure, data, {"label": names[0], "amount_yuan": "金额"}, names[0], names[0], names[0], names[0], [row], [cell], "b" * 12,
        "http://localhost/x?q=<y>", ui.file_name(names[0]), False, date(2026, 11, 21),
    )  # fmt: skip


def cells(book: bytes, sheet: int) -> list[tuple[str, str, str]]:
    """Column, kind ('s' text, 'n' number, 'f' formula) and value of the cells of the sheet of that number."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        shared = [
            "".join(part.text or "" for part in one.iter(f"{_SHEET}t"))
            for one in ElementTree.fromstring(packed.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        ]
        found = []
        for cell in ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{sheet}.xml")).iter(f"{_SHEET}c"):
            value = cell.findtext(f"{_SHEET}v") or ""
            kind = "f" if cell.find(f"{_SHEET}f") is not None else cell.get("t", "n")
            if value:
                found.append((cell.get("r", "").rstrip("0123456789"), kind, shared[int(value)] if kind == "s" else value))
    return found


def test_every_figure_says_where_its_rows_come_from(shown: _Made) -> None:
    assert len(shown) > 10
    for name, (made, lines) in shown.items():
        assert made.asked is not None, name
        assert len(lines) > 1, name
        assert made.disclosures, name
        about = made.about()
        assert all(about[label] for label in ("范围", "来源", "数据版本")), name
        assert made.figure is None or about["口径与单位"], name


def test_the_files_of_a_figure_hold_its_numbers(shown: _Made) -> None:
    made, _ = shown["funds/three_public/components"]
    heads, rows = table.rows(made.data, made.columns, synthetic=False)
    read = list(csv.reader(io.StringIO(table.csv(heads, rows).decode("utf-8-sig"))))
    amount = heads.index("金额（元）")
    stated = [Decimal(row[amount]) for row in read[1:] if row[amount]]
    assert stated == [value for value in made.data["amount_yuan"] if value == value and value is not None]
    numbers = [Decimal(value) for column, kind, value in cells(workbook.xlsx(made), 2) if (column, kind) == ("ABCDEFGH"[amount], "n")]
    assert numbers == stated  # a blank stays blank, and no zero comes in
    page = html.html(made).decode("utf-8")
    assert all(f">{value:,f}<" in page for value in stated)


def test_a_chart_in_a_workbook_draws_what_the_figure_draws(shown: _Made) -> None:
    for name, form in (("compare/compare/standing", "bar"), ("expense/structure/nature", "stacked"), ("funds/three_public/components", "stacked")):
        made, _ = shown[name]
        drawn = native.native(made.figure)
        assert drawn is not None and drawn.kind == form
        expected = [round(value, 10) for one in drawn.series for value in one.values.values()]
        table_of_chart = [float(value) for _, kind, value in cells(workbook.xlsx(made), 1) if kind == "n"]
        assert sorted(table_of_chart) == pytest.approx(sorted(expected))
    made, _ = shown["compare/compare/standing"]
    amounts = {row.label + f" {row.fiscal_year}": row.value / 10_000 for row in made.data.itertuples() if row.value == row.value and row.value is not None}
    drawn = native.native(made.figure)
    assert drawn is not None
    assert {drawn.categories[at]: value for at, value in drawn.series[0].values.items()} == pytest.approx({k: float(v) for k, v in amounts.items()})
    assert native.native(shown["indicators/coverage/groups"][0].figure) is None


def test_the_outermost_of_areas_within_areas_are_bars(shown: _Made) -> None:
    made = next(made for name, (made, _) in shown.items() if name.startswith("expense/structure/treemap"))
    drawn = native.native(made.figure)
    assert drawn is not None and drawn.kind == "bar"
    (only,) = drawn.series
    printed = {row.name: float(row.amount_yuan) / 10_000 for row in made.data.itertuples(index=False) if row.amount_yuan}
    assert len(printed) > 3
    assert {drawn.categories[at]: value for at, value in only.values.items()} == pytest.approx(printed)
    assert list(only.values.values()) == sorted(only.values.values(), reverse=True)


def test_a_waterfall_is_steps_upon_what_is_not_seen(shown: _Made) -> None:
    rows = pd.DataFrame(
        [
            {"kind": "before", "label": "前", "change_yuan": None, "before_yuan": Decimal(30_000)}, {"kind": "grew", "label": "增", "change_yuan": Decimal(20_000)},
            {"kind": "shrank", "label": "减", "change_yuan": Decimal(-40_000)}, {"kind": "after", "label": "后", "change_yuan": None, "after_yuan": Decimal(10_000)},
        ],
        dtype=object,
    ).assign(basis="table", rank=1, words="")  # fmt: skip
    figure = charts.waterfall(rows, look=charts.look(), unit="万元")
    drawn = native.native(figure)
    assert drawn is not None
    base, size = drawn.series
    assert (drawn.kind, drawn.categories, set(base.colours.values())) == ("stacked", ["前", "增", "减", "后"], {""})
    assert (list(base.values.values()), list(size.values.values())) == ([0, 3, 1, 0], [3, 2, 4, 1])
    made = dataclasses.replace(exhibit(["甲"]), figure=figure)
    with zipfile.ZipFile(io.BytesIO(workbook.xlsx(made))) as packed:
        assert "<a:noFill/>" in packed.read("xl/charts/chart1.xml").decode()
    # Where the scale begins elsewhere than at zero the sums are dots: as bars they would look like what they are not.
    assert native.native(shown["expense/change/change"][0].figure) is None


def test_small_panels_are_lines(shown: _Made) -> None:
    made, _ = shown["funds/panels/panels"]
    drawn = native.native(made.figure)
    assert drawn is not None
    held = {(row.label, str(row.fiscal_year)): float(row.amount_yuan) / 10_000 for row in made.data.itertuples() if ui.known(row.amount_yuan)}
    assert {(one.name, drawn.categories[at]): value for one in drawn.series for at, value in one.values.items()} == pytest.approx(held)


def test_what_is_known_only_as_a_whole_is_in_the_chart(shown: _Made) -> None:
    made, _ = shown["funds/three_public/components"]
    drawn = native.native(made.figure)
    assert drawn is not None
    wholes = {row.label: float(row.amount_yuan) / 10_000 for row in made.data.itertuples() if row.component == "total" and ui.known(row.amount_yuan)}
    bars = {name: sum(one.values.get(at, 0) for one in drawn.series) for at, name in enumerate(drawn.categories)}
    assert any(one.name == "未分项" for one in drawn.series)
    for name, whole in wholes.items():
        assert bars.get(name, 0) == pytest.approx(whole, abs=0.02), name


@pytest.mark.parametrize("title", ["三公经费猛增!A1", "='\\\\evil\\x\\[a.xlsx]S'!$A$1", "=1+1"])
def test_a_title_is_no_reference_to_another_file(title: str) -> None:
    made = dataclasses.replace(exhibit(["甲", "乙"]), title=title)
    with zipfile.ZipFile(io.BytesIO(workbook.xlsx(made))) as packed:
        own = ElementTree.fromstring(packed.read("xl/charts/chart1.xml"))
        said = [one.text or "" for one in own.iter() if one.tag.endswith("}f")]
    assert said
    assert all(re.fullmatch(r"('?)图\1!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one) for one in said), said
    assert cells(workbook.xlsx(made), 1)[0][2] == title


def test_things_of_one_name_stay_two_in_a_chart() -> None:
    drawn = native.native(exhibit(["同名", "同名"]).figure)
    assert drawn is not None
    assert (drawn.categories, list(drawn.series[0].values.values())) == (["同名", "同名"], [1.0, 2.0])


@pytest.mark.parametrize("first", EVIL)
def test_text_of_documents_harms_no_file(first: str) -> None:
    made = exhibit([first, *EVIL])
    assert re.fullmatch(r"([\w-][\w.-]*)?", made.name)
    assert len(made.name) <= 80
    heads, rows = table.rows(made.data, made.columns, synthetic=False)
    for line in csv.reader(io.StringIO(table.csv(heads, rows).decode("utf-8-sig"))):
        assert not any(re.match(r"[=+\-@\t\r]", field) for field in line)
    book = workbook.xlsx(made)
    assert {kind for number in (1, 2, 3, 4) for _, kind, _ in cells(book, number)} == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        assert not [name for name in packed.namelist() if "externalLink" in name]
        assert b"<hyperlink" not in b"".join(packed.read(name) for name in packed.namelist())
    assert "<" not in picture.json(made)
    notes = [note["text"] for note in picture.printed(made)["layout"]["annotations"]]
    assert not [text for text in notes[-5:] if re.search("<(?!br>)|[\u202a-\u202e]", text)]


def test_text_of_documents_harms_no_page_and_no_folder() -> None:
    made = exhibit([EVIL[-1], *EVIL])
    page = html.html(made).decode("utf-8")
    assert page.count("<script") == page.count("</script>") == 3 + _of_plotly("<script")
    assert "<img src=x" not in page.replace(html.get_plotlyjs(), "")
    with zipfile.ZipFile(io.BytesIO(bundle.bundle(made, [], {}))) as packed:
        assert all(re.fullmatch(r"[a-z]+\.[a-z]+", name) for name in packed.namelist())


def _of_plotly(tag: str) -> int:
    plotly: str = html.get_plotlyjs()
    assert plotly.count("<script") == plotly.count("</script>")
    return plotly.count(tag)


def test_a_picture_says_what_it_is(shown: _Made) -> None:
    made, _ = shown["expense/structure/nature"]
    drawn = picture.printed(dataclasses.replace(made, synthetic=True, link="http://x/" + "y" * 2000))
    said = " ".join(note["text"].replace("<br>", " ") for note in drawn["layout"]["annotations"])
    for words_ in (made.title, made.note, "合成数据", "范围：", "来源：", made.build_id, "全文在数据包里"):
        assert "".join(words_.split()) in "".join(said.split())
    assert drawn["layout"]["width"] == picture.WIDTH
    assert drawn["layout"]["paper_bgcolor"] == "#ffffff"
    screen = made.figure.to_dict()["layout"]
    inner = [one["height"] - one["margin"]["t"] - one["margin"]["b"] for one in (screen, drawn["layout"])]
    assert inner[0] == pytest.approx(inner[1], abs=1)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, bytes]:
    """A store of one table, and the bundle of a figure over it."""
    file = tmp_path / "t.duckdb"
    made = exhibit(["甲", "乙"])
    assert made.asked is not None
    with duckdb.connect(str(file)) as db:
        db.execute("create table t as select 'a\"\n,b' as name, 1.50::decimal(18, 2) as amount, null as nothing union all select '', 2, null")
        found = db.execute(bundle.as_text(made.asked.sql))
        lines = bundle.written([column[0] for column in found.description or []], found.fetchall())
    return file, bundle.bundle(made, lines, {"png": b"x"})


def test_a_bundle_knows_when_its_data_have_changed(kept: tuple[Path, bytes]) -> None:
    file, packed = kept
    found = bundle.verify(packed, file, "now")
    assert (found.same, found.rows, found.gone, found.new, found.build_then, found.build_now) == (True, 2, 0, 0, "b" * 12, "now")
    with duckdb.connect(str(file)) as db:
        db.execute("update t set amount = 1.51 where amount = 1.50")
    found = bundle.verify(packed, file, "now")
    assert (found.same, found.gone, found.new) == (False, 1, 1)


def _again(packed: bytes, changed: dict[str, bytes | None], *, sign: bool) -> bytes:
    """The bundle with other files (None: without), its checksums put right or left wrong."""
    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    files = {name: content for name, content in (files | changed).items() if content is not None}
    if sign:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items() if name != "manifest.json"
        }
        files["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("changed", "sign", "says"),
    [({"data.csv": b"x"}, False, "data.csv is not what"), ({"data.csv": None}, False, "not whole"), ({"../x": b"x"}, False, "not whole"),
     ({"manifest.json": b"[]"}, False, "no manifest"), ({"query.sql": b"copy t to '/tmp/x'"}, True, "does not run"),
     ({"query.sql": b"from read_csv('/etc/passwd')"}, True, "does not run"), ({"query.sql": None}, True, "no SQL")],
)  # fmt: skip
def test_a_bad_bundle_is_refused(kept: tuple[Path, bytes], changed: dict[str, bytes | None], sign: bool, says: str) -> None:
    file, packed = kept
    with pytest.raises(BadInput, match=says):
        bundle.verify(_again(packed, changed, sign=sign), file, "now")


def test_verify_on_the_command_line(shown: _Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, lines = shown["expense/structure/nature"]
    file = tmp_path / "figure.zip"
    file.write_bytes(bundle.bundle(made, lines, {}))
    assert command.main(["verify", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"same\t{len(lines) - 1} rows\tbundle {made.build_id}\tstore {made.build_id}")
    file.write_bytes(bundle.bundle(made, [lines[0], *lines[2:]], {}))
    assert command.main(["verify", str(file)]) == 1
    assert "0 rows are gone, 1 are new" in capsys.readouterr().out
    file.write_bytes(b"PK")
    assert command.main(["verify", str(file)]) == 2


def test_a_workbook_opens_in_libreoffice(shown: _Made, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not list(Path(office).resolve().parent.glob("libsc*lo.so")):
        pytest.skip("LibreOffice Calc is not installed (Debian: libreoffice-calc)")
    made, _ = shown["compare/compare/standing"]
    (tmp_path / "a.xlsx").write_bytes(workbook.xlsx(made))
    convert = [office, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"]
    subprocess.run([*convert, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=120)
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv"))
    assert made.title in text
    assert "8,815.77" in text or "8815.77" in text


def test_the_command_line_gives_the_data_without_a_browser(
    shown: _Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = shown["compare/compare/standing"]
    assert command.main(["figure", "compare", "-o", str(tmp_path / "a.csv"), "-o", str(tmp_path / "a.html")]) == 0
    heads, rows = table.rows(made.data, made.columns, synthetic=False)
    assert (tmp_path / "a.csv").read_bytes() == table.csv(heads, rows)
    assert "python -m budget figure &#x27;compare&#x27; --key standing" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert command.main(["figure", "nowhere"]) == 2
    assert command.main(["figure", "compare", "--region", "nowhere", "-o", "a.png"]) == 2
    assert command.main(["figure", "compare", "-o", "a.txt"]) == 2
    monkeypatch.setitem(sys.modules, "kaleido", None)
    capsys.readouterr()
    with pytest.raises(BadInput, match=r"requirements-export\.txt"), render.renderer():
        pass
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("MINGZHANG_CHROMIUM", raising=False)
    monkeypatch.setitem(sys.modules, "kaleido", object())
    with pytest.raises(BadInput, match="none was found"), render.renderer():
        pass
