"""Figures say what the table says: no gap becomes a zero, what is derived looks it, labels fit, colours can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.graph_objects import Figure

from budget import charts, words
from budget.charts import scale, theme

LOOKS = [charts.look(False), charts.look(True), charts.look(printing=True)]
LIGHT = LOOKS[0]
# Items drawn side by side: these must be told apart by everyone.
TOGETHER = [
    ["basic", "project"],
    ["personnel", "public"],
    ["general_budget", "government_fund", "state_capital"],
    ["overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"],
    ["grew", "shrank", "unchanged", "not_stated"],
    ["last_year", "this_year"],
    ["nominal", "effective"],
    ["table", "prose"],
    ["filled", "recomputed"],
    ["产出指标", "成本指标", "效益指标", "满意度指标", "预算执行率指标"],
    ["301", "302", "303", "310"],
    ["201", "208", "210", "212", "213"],
]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with words.speaking("zh"):
        yield


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages leave out Plotly's check of every property, for speed; here it is made."""

    def strict(figure: dict[str, Any], *, _validate: bool) -> go.Figure:
        assert not _validate
        return Figure(figure)

    monkeypatch.setattr(theme.go, "Figure", strict)


def funds() -> pd.DataFrame:
    yuan = [Decimal("50000.00"), Decimal("1400.00"), Decimal("51400.00"), None, None, Decimal("53800.00")]
    return pd.DataFrame(
        {
            "label": ["霸州市 2020"] * 3 + ["霸州市 2019"] * 3,
            "component": ["vehicle_operation", "reception", "total"] * 2,
            "amount_yuan": yuan,
            "value_status": ["reported"] * 3 + ["not_disclosed", "blank", "reported"],
            "state": ["reported"] * 3 + ["not_disclosed", "blank", "derived"],
            "basis": ["prose"] * 3 + ["derived"] * 3,
            "fiscal_year": [2020] * 3 + [2019] * 3,
        }
    )


def texts(figure: go.Figure) -> str:
    return " ".join(re.sub(r"</?span[^>]*>|<br>", "", str(note.text)) for note in figure.layout.annotations)


def drawn(figure: go.Figure) -> list[float]:
    return [float(x) for trace in figure.data for x in (trace.x or []) if x is not None]


def test_stacked_draws_no_gap_as_zero() -> None:
    order = ["vehicle_operation", "reception"]
    figure = charts.stacked(
        funds(), look=LIGHT, unit="万元", label="label", part="component", order=order, whole="total", state="state"
    )
    # The last is the whole of 2019, dotted: its parts are unknown.
    assert sorted(drawn(figure)) == [1400.0, 50000.0, 53800.0]
    assert "5.38 万元 · 推算" in texts(figure)
    assert "公务用车运行维护费：未公开" in texts(figure)
    assert "公务接待费：空白" in texts(figure)


def test_stacked_says_so_when_nothing_is_known() -> None:
    rows = funds().assign(amount_yuan=None, state="not_disclosed", value_status="not_disclosed")
    figure = charts.stacked(
        rows, look=LIGHT, unit="万元", label="label", part="component", order=["reception"], whole="total"
    )
    assert drawn(figure) == []
    assert "未公开" in texts(figure) and "0.00" not in texts(figure)


def test_stacked_hatches_what_is_derived() -> None:
    rows = funds()[funds()["component"] == "total"]
    figure = charts.stacked(rows, look=LIGHT, unit="万元", label="label", part="component", order=["total"])
    shapes = [shape for trace in figure.data if trace.marker.pattern.shape for shape in trace.marker.pattern.shape]
    assert shapes[:2] == ["", "/"]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_legend_has_the_room_of_its_rows(lang: str) -> None:
    rows = funds()[funds()["component"] == "total"]
    two = pd.concat([rows.assign(component=code) for code in ("basic", "project")])
    long = pd.concat([rows.assign(component=code) for code in ("vehicle_purchase", "vehicle_operation", "vehicles", "reception")])
    with words.speaking(lang):
        one = charts.stacked(two, look=LIGHT, unit="万元", label="label", part="component", order=["basic", "project"])
        codes = ["vehicle_purchase", "vehicle_operation", "vehicles", "reception"]
        several = charts.stacked(long, look=LIGHT, unit="万元", label="label", part="component", order=codes)
    assert one.layout.margin.t == 30
    assert several.layout.margin.t >= 30 + 24


def test_strip_has_a_word_for_every_state() -> None:
    columns = ["vehicle_operation", "reception", "total"]
    figure = charts.strip(
        funds(), look=LIGHT, unit="万元", row="label", column="component", columns=columns, state="state"
    )
    assert list(figure.data[0].text) == ["5.00", "0.14", "5.14", "未公开", "空白", "5.38<br>推算"]


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_of_a_strip_looks_different(look: theme.Look) -> None:
    states = ["reported", "zero", "derived", "blank", "not_disclosed", "unreadable", "secret", "not_held", "not_expected"]
    rows = pd.DataFrame({"label": "甲", "component": states, "amount_yuan": None, "status": states})
    figure = charts.strip(rows, look=look, unit="万元", columns=states)
    boxes: list[list[object]] = [[] for _ in states]
    for shape in figure.layout.shapes:
        boxes[round((shape.x0 + shape.x1) / 2)].append((shape.type, shape.fillcolor, shape.line.color, shape.line.dash))
    assert len({str(box) for box in boxes}) == len(states)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_row_of_a_strip_holds_the_words_of_its_cells(lang: str) -> None:
    states = ["reported", "zero", "derived", "blank", "not_disclosed", "unreadable", "secret", "not_held", "not_expected"]
    rows = pd.DataFrame({"label": states, "component": "total", "amount_yuan": None, "status": states})
    with words.speaking(lang):
        figure = charts.strip(rows, look=LIGHT, unit="万元", columns=["total"])
    boxes = {round((shape.y0 + shape.y1) / 2): shape.y1 - shape.y0 for shape in figure.layout.shapes if shape.type == "rect"}
    for middle, text in zip(figure.data[0].y, figure.data[0].text, strict=True):
        assert boxes[round(middle)] >= 14 * (text.count("<br>") + 1)


@pytest.mark.parametrize(("number", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases")])
def test_one_of_a_unit_is_no_more_than_one(number: int, said: str) -> None:
    with words.speaking("en"):
        assert scale.quantity(number, "changes") == said


def test_strip_says_where_the_table_is_blank() -> None:
    rows = funds().head(1).assign(amount_yuan=Decimal(0), state="zero", table="blank")
    figure = charts.strip(
        rows, look=LIGHT, unit="万元", columns=["vehicle_operation"], state="state", printed="table"
    )  # fmt: skip
    assert list(figure.data[0].text) == ["0<br>表空白"]


def test_what_has_the_same_name_is_not_mixed() -> None:
    rows = pd.concat([funds().head(3).assign(of=place) for place in ("一", "二")])
    bars = charts.stacked(
        rows, look=LIGHT, unit="万元", part="component", order=["vehicle_operation"], whole="total", state="state", of=["of"]
    )  # fmt: skip
    assert drawn(bars) == [50000.0, 50000.0]
    years = pd.concat([rows[rows["component"] == "total"].assign(fiscal_year=year) for year in (2019, 2020)])
    paths = charts.lines(years, look=LIGHT, unit="万元", of="of")
    assert sum(trace.mode == "lines" for trace in paths.data) == 2
    cells = charts.strip(rows, look=LIGHT, unit="万元", columns=["total"], state="state", of=["of"])
    assert list(cells.data[0].text) == ["5.14", "5.14"]


def test_first_counts_what_is_left_out() -> None:
    rows = pd.DataFrame({"department_id": list("aabbc"), "fiscal_year": [1, 1, 1, 2, 1]})
    some, left = charts.first(rows, ["department_id", "fiscal_year"], 2)
    assert (len(some), left) == (3, 2)
    assert charts.first(rows, ["department_id"], 3)[1] == 0
    assert charts.first(rows.head(0), ["department_id"])[1] == 0


def test_lines_want_two_years_and_do_not_cross_gaps() -> None:
    rows = pd.DataFrame(
        {
            "label": ["甲"] * 3 + ["乙"],
            "fiscal_year": [2019, 2020, 2022, 2020],
            "amount_yuan": [Decimal(1), Decimal(2), Decimal(3), Decimal(4)],
            "basis": ["derived", "prose", "prose", "prose"],
        }
    )
    figure = charts.lines(rows, look=LIGHT, unit="元", series="label")
    segments = [list(trace.x) for trace in figure.data if trace.mode == "lines"]
    assert segments == [[2019, 2020]]
    points = next(trace for trace in figure.data if trace.mode == "markers+text")
    assert list(points.marker.symbol) == ["circle-open", "circle", "circle"]
    assert all("乙" not in str(trace.name) for trace in figure.data)


def test_dumbbell_writes_what_has_no_dot() -> None:
    rows = pd.DataFrame({"name": ["接待"], "a": [None], "b": [Decimal(0)], "as": ["blank"], "bs": ["zero"]})
    figure = charts.dumbbell(
        rows,
        look=LIGHT,
        unit="万元",
        label="name",
        first="a",
        second="b",
        states=("as", "bs"),
        names=("table", "prose"),
    )
    assert "空白 → 0.00 万元" in texts(figure)
    assert list(figure.data[1].x) == [None] and list(figure.data[2].x) == [0.0]


def test_dumbbell_counts_points_and_marks_what_is_wrong() -> None:
    rows = pd.DataFrame(
        {"label": ["甲", "乙"], "a": [Decimal("100.0000"), Decimal(90)], "b": [Decimal(93), Decimal(90)], "off": [True, False]}
    )
    figure = charts.dumbbell(rows, look=LIGHT, first="a", second="b", names=("filled", "recomputed"), unit="points", wrong="off")
    assert "100 分 → 93 分" in texts(figure)
    assert "90 分 → 90 分" not in texts(figure)  # what is the same is said once
    plain, marked = figure.data[:2]
    assert (list(marked.x), marked.line.color) == ([100, 93, None], LIGHT.error)
    assert list(plain.x) == [90, 90, None]


def test_shares_above_the_whole_are_in_the_figure() -> None:
    rows = pd.DataFrame({"label": ["甲"], "a": [1.0], "b": [1.3]})
    figure = charts.dumbbell(rows, look=LIGHT, first="a", second="b", names=("filled", "recomputed"))
    assert figure.layout.xaxis.range[1] >= 1.3
    assert "100%" in figure.layout.xaxis.ticktext


def test_ranking_draws_no_gap_and_says_the_place() -> None:
    rows = pd.DataFrame(
        {
            "label": ["甲", "乙", "丙"], "value": [Decimal(50000), Decimal(48000), None], "low": [Decimal(45000), Decimal(47900), None],
            "high": [Decimal(55000), Decimal(48100), None], "value_status": ["reported", "reported", "not_disclosed"],
            "basis": ["prose", "derived", None], "place": ["第 1–2，分不出先后", "第 1–2，分不出先后", ""],
        }
    )  # fmt: skip
    for dots in (False, True):
        (trace,) = charts.ranking(rows, look=LIGHT, unit="万元", dots=dots).data
        assert list(trace.x) == [50000, 48000]
        assert list(trace.error_x.array) == [5000, 100]  # what rounding leaves open is seen
    figure = charts.ranking(rows, look=LIGHT, unit="万元")
    assert "5.00 万元 · 第 1–2，分不出先后" in texts(figure) and "4.80 万元 · 第 1–2，分不出先后 · 推算" in texts(figure)
    assert "未公开" in texts(figure)
    assert list(figure.data[0].marker.pattern.shape) == ["", "/"]


def test_bullet_draws_no_gap_and_says_why() -> None:
    rows = pd.DataFrame(
        {
            "label": ["甲", "乙", "丙"], "budget_yuan": [Decimal(820000), None, Decimal(0)], "budget_status": [None, "blank", None],
            "arrived_yuan": [Decimal(820000), None, Decimal(0)], "arrived_status": [None, "not_disclosed", None],
            "executed_yuan": [Decimal(786700), Decimal(10000), Decimal(0)], "executed_status": [None, None, None],
        }
    )  # fmt: skip
    states = {f"{name}_yuan": f"{name}_status" for name in ("budget", "arrived", "executed")}
    figure = charts.bullet(rows, look=LIGHT, unit="万元", track="budget_yuan", mark="arrived_yuan", bar="executed_yuan", states=states)
    track, bar, mark = figure.data
    assert (list(track.x), list(bar.x), list(mark.x)) == ([820000, 0], [786700, 10000, 0], [820000, 0])
    assert "预算数、到位数 82.00 万元 · 执行数 78.67 万元" in texts(figure)
    assert "预算数 空白 · 到位数 未公开 · 执行数 1.00 万元" in texts(figure)


def test_heatmap_marks_secret_and_none() -> None:
    rows = pd.DataFrame(
        {
            "project": ["p", "p", "p"], "name": ["项目"] * 3, "type": ["数量", "质量", "时效"], "n": [7, 0, 2],
            "secret": [0, 0, 2], "hover": ["七\n条", "无", "密"],
        }
    )  # fmt: skip
    columns = [("数量", "数量"), ("质量", "质量"), ("时效", "时效"), ("成本", "成本")]
    figure = charts.heatmap(
        rows,
        look=LIGHT,
        row="project",
        row_label="name",
        column="type",
        columns=columns,
        value="n",
        secret="secret",
        hover="hover",
    )
    assert list(figure.data[1].text) == ["7", "·", "密"]  # nothing at all where there is no row
    assert list(figure.data[0].z[0]) == [5, None, 2, None]
    assert figure.data[1].customdata[0][2] == "七<br>条"


def test_heatmap_does_not_shade_what_is_copied() -> None:
    rows = pd.DataFrame(
        {"project": "p", "name": "项目", "type": ["数量", "质量"], "n": [2, 2], "own": [1, 0], "secret": 0, "hover": ""}
    )
    figure = charts.heatmap(
        rows, look=LIGHT, row="project", row_label="name", column="type", columns=[("数量", "数量"), ("质量", "质量")],
        value="n", secret="secret", hover="hover", own="own",
    )  # fmt: skip
    assert list(figure.data[0].z[0]) == [2, None]
    assert [shape.line.dash for shape in figure.layout.shapes] == ["3px,2px"]
    assert list(figure.data[1].text) == ["2", "2"]


def test_treemap_sums_its_parts_and_skips_repeated_levels() -> None:
    rows = pd.DataFrame(
        {
            "class_code": ["213", "213", "208"], "class_name": ["农林水支出"] * 2 + ["社会保障和就业支出"],
            "code": ["2130705", "2130152", "208"], "name": ["补助", "任职补助", "社会保障和就业支出"],
            "amount_yuan": [Decimal("3.10"), Decimal("1.90"), Decimal("5.00")],
        }
    )  # fmt: skip
    path = [("class_code", "class_name"), ("code", "name")]
    tiles = charts.treemap(rows, look=LIGHT, unit="元", path=path, root="全部").data[0]
    values = dict(zip(tiles.ids, tiles.values, strict=True))
    assert values == {"root": 10.0, "213": 5.0, "213/2130705": 3.1, "213/2130152": 1.9, "208": 5.0}
    assert tiles.parents[tiles.ids.index("213/2130705")] == "213"


def test_bars_leave_out_what_has_no_value() -> None:
    rows = pd.DataFrame(
        {"code": ["201", "208"], "name": ["甲", "乙"], "amount_yuan": [Decimal(20000), None], "share": [1.0, None]}
    )
    figure = charts.bars(rows, look=LIGHT, unit="万元")
    assert drawn(figure) == [20000.0] and "甲\u2003" in texts(figure) and "2.00 万元 · 100.0%" in texts(figure)


def test_text_from_documents_brings_no_markup() -> None:
    rows = pd.DataFrame({"code": ["1"], "name": ["<a href='x'>甲</a>"], "amount_yuan": [Decimal(1)], "share": [1.0]})
    assert "<a" not in texts(charts.bars(rows, look=LIGHT, unit="元"))
    tiles = charts.treemap(rows, look=LIGHT, unit="元", path=[("code", "name")], root="<b>全部").data[0]
    assert not any("<a" in label or "<b>" in label for label in tiles.labels)


def test_an_empty_table_still_gives_a_figure() -> None:
    nothing = funds().head(0)
    charts.stacked(nothing, look=LIGHT, unit="万元", label="label", part="component", order=["total"])
    charts.lines(nothing, look=LIGHT, unit="万元", series="label")
    charts.strip(nothing, look=LIGHT, unit="万元", row="label", column="component", columns=["total"], state="state")


@pytest.mark.parametrize(
    ("yuan", "text"), [(0, "0"), (5000, "5,000"), (50_000, "5万"), (20_000_000, "2,000万"), (150_000_000, "1.5亿")]
)
def test_ticks_are_in_wan_and_yi(yuan: float, text: str) -> None:
    assert scale.short(yuan) == text


@pytest.mark.parametrize("largest", [0.5, 3, 62_000, 88_157_700, 999_999_999])
def test_ticks_are_round_and_reach_the_largest(largest: float) -> None:
    places = scale.ticks(largest)
    assert places[0] == 0 and places[-2] < largest <= places[-1] * (1 + 1e-9) and 3 <= len(places) <= 7


@pytest.mark.parametrize("limit", [4, 9, 26])
@pytest.mark.parametrize(
    "text",
    ["关于提前下达 2023 年度选调生补助资金的通知（冀财行[2022]94 号）", "公务用车购置费", "Vehicle operation", ""],
)
def test_wrap_loses_nothing_and_keeps_to_its_limit(text: str, limit: int) -> None:
    lines = theme.wrap(text, limit)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    longest_word = max((theme.width(word) for word in text.split()), default=0) if text.isascii() else 9
    assert all(theme.width(line) <= max(limit, longest_word) for line in lines)


@pytest.mark.parametrize("look", LOOKS)
def test_text_reads_on_every_colour(look: theme.Look) -> None:
    for item in {code for group in TOGETHER for code in group}:
        for depth in (1.0, 0.88, 0.76, 0.2):
            colour = look.mix(look.colour(item), depth)
            assert theme.contrast(look.on(colour), colour) >= 4.5
    assert theme.contrast(look.ink, look.paper) >= 7 and theme.contrast(look.muted, look.paper) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("group", TOGETHER, ids="-".join)
def test_colours_side_by_side_are_told_apart(look: theme.Look, group: list[str]) -> None:
    for one, other in combinations(group, 2):
        for name, matrix in SIGHT.items():
            assert distance(look.colour(one), look.colour(other), matrix) >= 14, f"{one} and {other}, {name}"


def test_an_item_has_one_colour_and_a_code_that_of_its_class() -> None:
    assert LIGHT.colour("2130705") == LIGHT.colour("213")
    assert LIGHT.colours(["甲", "乙"])["甲"] == LIGHT.colours(["甲"])["甲"]


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIGHT = {
    "usual sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def distance(one: str, other: str, matrix: tuple[tuple[float, ...], ...]) -> float:
    """CIE76 difference of two hex colours as seen through the matrix."""
    a, b = lab(one, matrix), lab(other, matrix)
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def lab(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(m * part for m, part in zip(row, linear, strict=True)))) for row in matrix
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
