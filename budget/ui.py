"""Pages call in with words, statements and figures; what the reader sees goes out. The only importer of Streamlit here.

Text from documents reaches the screen as HTML made by `paper`, which escapes it: a document cannot bring markup.
"""

from __future__ import annotations

import atexit
import gc
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from itertools import starmap
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlencode
from warnings import filterwarnings

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st
from plotly.graph_objects import Figure

import queries
from budget import charts, paper, store, ui_basket, ui_export, words
from budget.export import Asked, Exhibit, bundle, exhibit, table
from budget.kept import Kept
from budget.model import BadInput
from budget.paper import Mark, fill, known, money, percent, records, span, tuples, unit_name, who
from budget.words import t, term

__all__ = [
    "HAVE", "Mark", "Row", "Rows", "Scope", "at", "base", "beside", "build", "chosen", "collect", "collect_printed", "departments", "download",
    "empty", "evidence", "facts", "fetch", "file_name", "filters_in_words", "finish", "frame", "fund", "fund_name", "funds_tabs", "grid", "heading",
    "href", "indicator_tabs", "known", "ledger", "link", "links", "made", "marks", "menu", "money", "note", "offered", "once", "opened", "page",
    "parameter", "parameters", "percent", "printed", "records", "run", "scope_in_words", "sections", "select", "several", "show", "source_cells",
    "span", "tabs", "tuples", "turn", "unit_name", "who",
]  # fmt: skip
# Pages that others lead to: address and file.
_PAGES = {
    "disclosures": "pages/disclosures/catalogue.py", "findings": "pages/findings/findings.py", "ties": "pages/findings/ties.py",
    "verdicts": "pages/findings/verdicts.py", "indicators": "pages/indicators/coverage.py",
    "strictness": "pages/indicators/strictness.py", "expense": "pages/expense/structure.py", "shares": "pages/expense/shares.py",
    "change": "pages/expense/change.py", "data": "pages/data/browse.py", "names": "pages/data/names.py",
    "questions": "pages/data/questions.py", "console": "pages/data/console.py", "package": "pages/data/package.py",
    "three-public": "pages/funds/three_public.py",
    "three-public-changes": "pages/funds/changes.py", "three-public-ranking": "pages/funds/ranking.py",
    "three-public-panels": "pages/funds/panels.py", "three-public-prose": "pages/funds/prose.py",
    "alike": "pages/indicators/alike.py", "worth": "pages/indicators/worth.py",
}  # fmt: skip
_STYLE, _SCRIPT = Path(__file__).with_suffix(".css"), Path(__file__).with_suffix(".js")
# What stands above every page of a sample.
_BAND = '<p role="note" style="margin:0;padding:.3rem .7rem;color:var(--ink);background:var(--shade);border-left:.3rem solid var(--doubt)">{text}</p>'
_OPEN = "background: rgba(195, 176, 136, .25); font-weight: 600"  # how Streamlit shows the open page in the menu
_SOURCES = 200  # cells listed under one figure
HAVE = 30  # disclosures named where a selection has none of its own
_READINGS = 12  # meanings of one cell that are spelled out
_LIGHT = ("#fbf9f4", "#22262a", "#6b675e", "#dcd5c6", "#f2eee5", "#1f5673", "#96590a", "#b3261e", "#dfe8ea", "#6f7324")
_DARK = ("#15181b", "#e6e1d6", "#a09d94", "#363b40", "#1e2226", "#86bcd6", "#e0b060", "#f2a099", "#24343d", "#a5a653")
_COLOURS = ("paper", "ink", "muted", "rule", "shade", "accent", "doubt", "error", "wash", "other")
# Choices found in a link by another name than their label, and those to be made once more (see `finish`).
_FOUND, _AGAIN = "choices found", "choices again"
_UNKNOWN = "choices unknown"  # what a link named and there is not, by key, until another choice is made there
_PICKED = "picked in a figure"  # what it opened is brought into view
_KEPT = "kept in links"  # the filters of the frame, as links within the app carry them on; in this run:
_kept: ContextVar[dict[str, str]] = ContextVar("kept", default={})  # noqa: B039  # never changed
# The build that was in use when this run began: a page asks for it dozens of times, and shows one build, not two.
_pointed: ContextVar[str] = ContextVar("pointed", default="")
_opened: ContextVar[tuple[str, tuple[duckdb.DuckDBPyConnection, str]] | None] = ContextVar("opened", default=None)
_OFFERED = 600  # departments that are offered without a choice of region or type before: more are sent with every run, and read by nobody
# Garbage is collected between the runs of pages, for none to wait for it: Streamlit's own way, after every run, is off (.streamlit/config.toml).
_IDLE, _OFTEN, _SELDOM = 5, 60, 600  # seconds: without a run, between two collections, and between two where there is always a run
_began, _ended = [monotonic()], [monotonic()]  # the last run that did
_menus: dict[str, list[st.Page]] = {}  # by language
_ledgers: Kept[str] = Kept(64)
_answers: Kept[pd.DataFrame] = Kept(512)
_makings: Kept[object] = Kept(64)
_parsed: Kept[duckdb.Statement] = Kept(500)  # by their text: those of the pages, and what readers ask of the tables
# What comes by execute() is copied once more; there are few rows to copy.
filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
_Option = TypeVar("_Option", bound=Hashable)
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
Rows = pd.DataFrame  # pages name these two in their own functions, and import no pandas
Row = pd.Series


@dataclass(frozen=True, slots=True)
class Scope:
    """What the reader has chosen in the frame; an empty list means all. `unit` is one of 元, 万元, 亿元.

    A level of government and types of departments are chosen, too: they are told by the regions and departments that have them, and by
    the code of none where there are none. said: the choice in words.
    """

    regions: list[str]
    departments: list[str]
    years: list[int]
    unit: str
    lang: str
    dark: bool
    said: str = ""


# The frame -------------------------------------------------------------------------------------------------------


def frame() -> None:
    """Draw what every page has: style, language, filters. Called once per run, by app.py, before the menu."""
    _began[0] = monotonic()
    _pointed.set(store.pointed())
    st.set_page_config(layout="wide", page_icon="📒", menu_items={})
    lang = _language()
    dark = st.context.theme.type == "dark"
    colours = "".join(f"--{name}:{hue};" for name, hue in zip(_COLOURS, _DARK if dark else _LIGHT, strict=True))
    st.html(f"<style>:root{{{colours}}}{_style()}</style>")
    # Streamlit sends lang="en" whatever the page says; readers' software and fonts go by this attribute.
    spoken = f"document.documentElement.lang='{'zh-CN' if lang == 'zh' else 'en'}';"
    run(spoken + _script() + "mz.watch();" + _spoken(lang) + ui_basket.begin())
    st.button(t("重画"), key="repaint")  # hidden, for scripts; not in the sidebar, which a narrow screen leaves out
    with st.sidebar:
        st.html(fill('<div class="mz-brand"><b>明账</b><span>{what}</span></div>', what=t("公开预算的明细账")))
        try:
            st.session_state["scope"] = _filters(lang, dark)
        except BadInput as error:  # there is no store to show, and the sentence says what to do
            st.html(fill('<p class="mz-note error" role="alert">{text}</p>', text=error))
            st.stop()
        st.segmented_control(
            "语言 Language",
            words.LANGUAGES,
            key="language",
            required=True,
            format_func=lambda code: {"zh": "中文", "en": "English"}[code],
        )
    # Asked for once: a page may have hundreds of links.
    kept = {name: st.query_params.get_all(name) for name in (*ui_basket.FILTERS, "lang")}
    st.session_state[_KEPT] = {name: urlencode({name: values}, doseq=True) for name, values in kept.items() if values}
    _kept.set(st.session_state[_KEPT])


@cache
def _style() -> str:
    # On one line: Streamlit takes what indents many apart, with every run.
    return " ".join(_STYLE.read_text(encoding="utf-8").splitlines())


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


@cache
def _spoken(lang: str) -> str:
    pairs = words.framework() if lang == "zh" else [(chinese, english) for english, chinese in words.framework()]
    return f"mz.speak({json.dumps(pairs, ensure_ascii=False)});"


def menu(pages: Callable[[], list[st.Page]]) -> list[st.Page]:
    """Every page of the menu, titled in the language of the session. Made once: each looks for its file."""
    lang = words.language()
    if lang not in _menus:
        _menus[lang] = pages()
    return [copy(one) for one in _menus[lang]]  # a run marks the one that it may open


def opened(page: str) -> None:
    """Called once per run, by app.py, before the page, with its name in the address."""
    ui_basket.opened(page or "overview")


def finish() -> None:
    """Called once per run, by app.py, after the page.

    A choice that a link named by its code, or in another language, is made a second time in a second run: only then
    does Streamlit write it into the link, which can be passed on.
    """
    _ended[0] = monotonic()
    _collecting()
    st.session_state[_AGAIN] = st.session_state.pop(_FOUND, {})
    if st.session_state[_AGAIN]:  # asked for by the browser: told to run again, Streamlit would forget the first run
        run("mz.runAgain()")


@cache
def _collecting() -> None:
    """Begin to collect garbage, once for the whole server."""
    over = Event()

    def collect() -> None:
        last = monotonic()
        while not over.wait(_IDLE):
            now = monotonic()
            idle = _ended[0] > _began[0] and now - _ended[0] > _IDLE  # a run that waits for its rows is no pause
            if _ended[0] > last and now - last > (_OFTEN if idle else _SELDOM):
                gc.collect()
                last = monotonic()

    thread = Thread(target=collect, name="collects garbage", daemon=True)
    thread.start()
    atexit.register(thread.join)  # a thread that is still there would make DuckDB report all that is kept as leaked
    atexit.register(over.set)


def _language() -> str:
    # `lang` is kept by hand: a bound widget would put its label, not "en", into the link.
    if st.session_state.get("language") is None:  # a run cut short, by a quick click to another page, leaves it empty
        asked = st.query_params.get("lang", "zh")
        st.session_state["language"] = asked if asked in words.LANGUAGES else "zh"
    lang: str = st.session_state["language"]
    if lang == "zh":
        if "lang" in st.query_params:
            del st.query_params["lang"]
    elif st.query_params.get("lang") != lang:
        st.query_params["lang"] = lang
    words.speak(lang)
    return lang


def _filters(lang: str, dark: bool) -> Scope:
    held = _held(stamp=_stamp())
    years = [int(year) for year in fetch(queries.overview.years)["fiscal_year"]]
    regions = _several(t("地区"), list(held.regions), "region", held.regions.__getitem__)
    level = ""
    if len(held.levels) > 1:
        level = select(t("级次"), ["", *held.levels], "tier", lambda code: term(code, "region_level") if code else t("全部"))
    types = _several(t("部门类型"), held.types, "office", str) if len(held.types) > 1 else []
    within = held.within(regions, level, types)
    asked = set(st.query_params.get_all("department"))
    chosen = [one for one, name in held.departments.items() if name in asked] if asked else []
    if len(within) <= _OFFERED:
        offered, hint = [one for one in held.departments if one in within or one in chosen], ""
    else:
        offered, hint = chosen, t("先选地区或类型")
    departments = _several(t("部门"), offered, "department", held.departments.__getitem__, hint)
    years_chosen = _several(t("年度"), years, "year", str)
    unit = select(
        t("金额单位"), list(paper.UNITS), "unit", unit_name, start="万元", help=t("1 万元 = 10,000 元；1 亿元 = 100,000,000 元"),
    )  # fmt: skip
    parts = [
        t("、").join(held.named[one] for one in regions), term(level, "region_level") if level else "", t("、").join(types),
        t("、").join(held.departments[one] for one in departments),
        t("{years} 年度", years=t("、").join(map(str, sorted(years_chosen))), n=len(years_chosen)) if years_chosen else "",
    ]  # fmt: skip
    if level:
        regions = [one for one in regions or held.regions if held.level[one] == level] or [_NONE]
    if types:
        departments = [one for one in departments or held.departments if one in within] or [_NONE]
    return Scope(regions, departments, years_chosen, unit, lang, dark, t("；").join(filter(None, parts)))


_NONE = "-"  # no region and no department has this code


@dataclass(frozen=True, slots=True)
class _Held:
    """What the filters offer: regions and departments by their labels in links; named: regions by name alone; levels and types there are."""

    regions: dict[str, str]
    departments: dict[str, str]
    named: dict[str, str]
    level: dict[str, str]
    place: dict[str, tuple[str, str]]  # region and type of each department
    levels: list[str]
    types: list[str]

    def within(self, regions: Collection[str], level: str, types: Collection[str]) -> Set[str]:
        """Departments in these regions, of this level and these types; nothing chosen means all."""
        if not (regions or level or types):
            return self.place.keys()
        regions, types = set(regions), set(types)
        return {
            one for one, (region, type_) in self.place.items()
            if (not regions or region in regions) and (not level or self.level[region] == level) and (not types or type_ in types)
        }  # fmt: skip


@st.cache_resource(show_spinner=False, max_entries=2)
def _held(stamp: str) -> _Held:
    # Made once for a build: there may be thousands of departments, and every run asks for them. Labels stand in the link: with the code
    # they stay unique, and the same in every language.
    rows = fetch(queries.overview.departments)
    codes = list(rows["region_code"])
    level = dict(zip(codes, rows["region_level"], strict=True))
    return _Held(
        {code: f"{name} {code}" for code, name in zip(codes, rows["region_name"], strict=True)},
        dict(zip(rows["department_id"], map(who, rows["region_name"], rows["department_name"]), strict=True)),
        dict(zip(codes, rows["region_name"], strict=True)), level,
        dict(zip(rows["department_id"], zip(codes, rows["department_type"], strict=True), strict=True)),
        [one for one in ("province", "prefecture", "county") if one in set(level.values())], sorted(set(rows["department_type"])),
    )  # fmt: skip


def departments() -> dict[str, str]:
    """Every department of the store by its identifier, as it is called."""
    return dict(_held(stamp=_stamp()).departments)


def offered(*more: str) -> list[str]:
    """The departments to choose one from: those of the reader's selection, where the store has too many to offer all; and `more`."""
    held, scope = _held(stamp=_stamp()), _scope()
    if len(held.departments) <= _OFFERED:
        return list(held.departments)
    among = held.within([one for one in scope.regions if one != _NONE], "", []) & set(scope.departments or held.departments)
    first = [one for one in held.departments if one in among][:_OFFERED]
    return list(dict.fromkeys([*first, *(one for one in more if one in held.departments)]))


def _several(label: str, options: list[_Option], key: str, format: Callable[[_Option], str], hint: str = "") -> list[_Option]:
    wanted = st.query_params.get_all(key)
    known_names = set(map(format, options)) if wanted else set()
    unknown = [asked for asked in wanted if asked not in known_names]
    chosen = st.multiselect(
        label, options, format_func=format, key=key, placeholder=hint or t("全部"), bind="query-params", filter_mode="contains",
        select_all=False,  # none means all; and Streamlit would offer it in English
    )  # fmt: skip
    # Streamlit leaves out what it does not find, without a word: the reader would take the wrong selection for the one asked for.
    told = st.session_state.setdefault(_UNKNOWN, {})
    if unknown:
        ui_export.unknown(t("库中没有{label}“{values}”。", label=label, values=t("、").join(unknown)))
        told[key] = (label, unknown, chosen)
    elif key in told and told[key][2] != chosen:
        del told[key]
    return chosen


def several(
    label: str, options: Sequence[_Option], key: str, format: Callable[[_Option], str], *, start: Sequence[_Option] = ()
) -> list[_Option]:
    """Some of `options`, chosen by the reader and kept in the URL under `key`; at first `start`. None chosen means none.

    `format` gives labels that are unique and the same in every language: they stand in the link.
    """
    return st.multiselect(
        label, list(options), list(start), format_func=format, key=key, placeholder=t("无"), bind="query-params",
        filter_mode="contains", select_all=False,
    )  # fmt: skip


def _scope() -> Scope:
    # A page run alone (in a test) has no frame around it.
    return st.session_state.get("scope") or Scope([], [], [], "万元", words.language(), False)


def chosen() -> Scope:
    """What the reader has chosen in the frame, for a part of the page that stands above its heading, or in another module."""
    return _scope()


def page(title: str, lead: str | None = None) -> Scope:
    """Draw the heading of a page and return what the reader has chosen."""
    st.set_page_config(page_title=f"{title} · 明账")
    if _synthetic():
        st.html(fill(_BAND, text=t("合成数据：地区、部门和数字都是生成的，没有一份文件真正公开过。")))
    st.html(fill('<header class="mz-page"><h1>{title}</h1></header>', title=title))
    if lead:
        st.html(fill('<p class="mz-lead">{lead}</p>', lead=lead))
    for label, unknown, left in st.session_state.get(_UNKNOWN, {}).values():
        what = {"label": label, "values": t("、").join(unknown)}
        if left:
            note(t("链接里的{label}“{values}”库中没有，没有采用；其余照链接。", **what), doubt=True)
        else:
            note(t("链接里的{label}“{values}”库中没有，没有采用：这里是全部{label}。", **what), doubt=True)
    return _scope()


def select(
    label: str,
    options: Sequence[_Option],
    key: str,
    format: Callable[[_Option], str] = str,
    *,
    start: _Option | None = None,
    help: str | None = None,
) -> _Option:
    """One of `options`, chosen by the reader and kept in the URL under `key`; at first `start`, or else the first.

    `format` gives the label of an option in the session's language. A link made in another language, or one that
    holds the option itself instead of its label, opens the same choice.
    """
    first = options[0] if start is None else start
    shared = {name for name, count in Counter(map(format, options)).items() if count > 1}

    def unique(option: _Option) -> str:  # the link knows an option by its label
        name = format(option)
        return f"{name} ({option})" if name in shared else name

    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]  # chosen on another page, where the key stands for something else
    asked = st.query_params.get(key)
    again = st.session_state.get(_AGAIN, {})
    if key in again:
        st.session_state[key] = again.pop(key)
    elif asked is not None and key not in st.session_state:
        found = next((option for option in options if asked in {str(option), *_labels(option, unique)}), None)
        if found is not None and asked != unique(found):
            # Streamlit would throw the foreign label away; taken out of the link, the choice stands in the session.
            del st.query_params[key]
            st.session_state[key] = found
            st.session_state.setdefault(_FOUND, {})[key] = found
        elif found is None:
            ui_export.unknown(t("库中没有{label}“{values}”。", label=label, values=asked))
            note(t("链接里的{label}“{values}”没有这一项，这里是“{shown}”。", label=label, values=asked, shown=unique(first)), doubt=True)
    chosen: _Option | None
    if len(options) <= 5:
        chosen = st.segmented_control(
            label, options, default=first, key=key, format_func=unique, required=True, bind="query-params", help=help
        )
    else:
        index = list(options).index(first)
        chosen = st.selectbox(label, options, index=index, key=key, format_func=unique, bind="query-params", help=help)
    return first if chosen is None else chosen


def _labels(option: _Option, format: Callable[[_Option], str]) -> set[str]:
    labels = set()
    for lang in words.LANGUAGES:
        with words.speaking(lang):
            labels.add(format(option))
    return labels


def beside() -> AbstractContextManager[object]:
    """A `with` block whose widgets stand in one row, and in several where the screen is narrow."""
    return st.container(horizontal=True, gap="medium", vertical_alignment="bottom")


def part(draw: Callable[_Given, None]) -> Callable[_Given, None]:
    """A part of a page that a choice made in it draws again alone, without the rest of the page.

    What it draws is given as arguments: a name of the page may mean something else by the time it is drawn again.
    """

    @st.fragment
    def drawn(*given: _Given.args, **named: _Given.kwargs) -> None:
        # The frame, which says so, does not run again.
        words.speak(st.session_state.get("language", words.language()))
        _pointed.set(store.pointed())
        _kept.set(st.session_state.get(_KEPT, {}))
        draw(*given, **named)

    return drawn


def tabs(here: str, views: Mapping[str, str]) -> None:
    """Links to the views of one subject, by the keys of `link`; `here` is the one that is shown."""
    subject = next(iter(views))
    if here != subject:  # the menu names the subject alone, and would show no page as the one that is open
        st.html(f'<style>[data-testid="stTopNavLink"][href$="/{subject}"] {{ {_OPEN} }}</style>')
    with st.container(key="tabs", horizontal=True, gap="medium", vertical_alignment="center"):
        for to, label in views.items():
            if to == here:
                st.html(fill('<span class="mz-tab" aria-current="page">{label}</span>', label=label), width="content")
            else:
                link(label, to)


def indicator_tabs(here: str) -> None:
    """Links to the views of the indicators of projects."""
    tabs(here, {"indicators": t("指标覆盖"), "strictness": t("目标松紧"), "alike": t("项目雷同"), "worth": t("钱与指标")})


def funds_tabs(here: str) -> None:
    """Links to the views of the three public funds."""
    views = {
        "three-public": t("构成"), "three-public-changes": t("增减与原因"), "three-public-ranking": t("排名"),
        "three-public-panels": t("历年小图"), "three-public-prose": t("表格与正文"),
    }  # fmt: skip
    tabs(here, views)


def fund_name(component: str) -> str:
    """A component of the three public funds in words; '' is all of them, one by one."""
    return {"": t("合计与各项"), "total": t("三公经费合计")}.get(component) or term(component)


def fund(*, together: bool = False) -> str:
    """The total of the three public funds or one of their components, chosen by the reader; together: or all of them ('')."""
    components = ["total", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"]
    return select(t("项目"), [""] * together + components, "component", fund_name)


def parameter(name: str) -> str | None:
    """A value of the link that belongs to no widget, such as ?disclosure=…"""
    return st.query_params.get(name)


def parameters(name: str) -> list[str]:
    """All values of the link for that name."""
    return st.query_params.get_all(name)


def turn(name: str, value: str) -> None:
    """Put a value that belongs to no widget into the link, or take it out ('')."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def href(to: str = "disclosures", /, **parameters: object) -> str:
    """Address of another page with these parameters (empty ones left out), in the reader's language and with the filters.

    A filter that is given takes the place of the reader's.
    """
    given = {name: value for name, value in parameters.items() if value not in (None, "", [])}
    kept = [part for name, part in _kept.get().items() if name not in given]
    return f"{to}?" + "&".join([*starmap(_encoded, given.items()), *kept])


def _encoded(name: str, value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "&".join(_pair(name, str(one)) for one in value)
    return _pair(name, str(value))


@lru_cache(10_000)
def _pair(name: str, value: str) -> str:
    return urlencode({name: value})


def link(label: str, to: str = "disclosures", /, **parameters: str) -> None:
    """A link to another page, which keeps the session (see `links` for the page that is shown)."""
    given = {name: value for name, value in parameters.items() if value}
    st.page_link(_PAGES[to], label=label, query_params=given or None)


def links(*ways: tuple[str, str, str], remark: str = "", called: str = "") -> None:
    """Links within the page that is shown, in one row: (label, address made by `href`, a class), and a remark; `called` tells rows apart for the ear.

    Streamlit's own links change such a page but leave its address as it was: it could not be reloaded or passed on.
    """
    made = "".join(fill('<a class="{name}" href="{to}">', name=name, to=to) + paper.quote(label) + "</a>" for label, to, name in ways)
    opening = fill('<nav class="mz-nav" aria-label="{called}">', called=called) if called else '<nav class="mz-nav">'
    st.html(opening + made + fill("<span>{remark}</span></nav>", remark=remark))


# Data ------------------------------------------------------------------------------------------------------------

def fetch(statement: queries.Statement, **parameters: object) -> pd.DataFrame:
    """Rows of a statement, kept per parameters and build. Money is exact (Decimal), whole numbers stay whole."""
    connection, build_id = _open()
    kept = _answers.get((build_id, statement.module, statement.name, parameters), lambda: _asked(connection, statement.sql, parameters))
    # Copied on writing: a page that changes its rows does not change those kept.
    rows = kept.copy(deep=False)
    rows.attrs[exhibit.ASKED] = Asked(statement, parameters)
    return rows


def made(make: Callable[[pd.DataFrame], _Made], statement: queries.Statement, **parameters: object) -> _Made:
    """What a function of a page makes of the rows of a statement, kept like them and not to be changed: for very many rows.

    The function goes by nothing but the rows, not by the language either.
    """
    given = build(), make.__code__.co_filename, make.__qualname__, statement.module, statement.name, parameters
    return cast(_Made, _makings.get(given, lambda: make(fetch(statement, **parameters))))


def once(statement: queries.Statement, **parameters: object) -> pd.DataFrame:
    """Rows of a statement, like `fetch`, but not kept: for a file, which may have very many."""
    connection, _ = _open()
    rows = _asked(connection, statement.sql, parameters)
    rows.attrs[exhibit.ASKED] = Asked(statement, parameters)
    return rows


def _synthetic() -> bool:
    return store.names_sample(_stamp())


def _stamp() -> str:
    return _pointed.get() or store.pointed()


def _open() -> tuple[duckdb.DuckDBPyConnection, str]:
    """The build that this run shows, and its name."""
    stamp, opened = _stamp(), _opened.get()
    if opened is None or opened[0] != stamp:
        opened = stamp, _store(stamp=stamp)
        _opened.set(opened)
    return opened[1]


@st.cache_resource(show_spinner=False, max_entries=2)
def _store(stamp: str) -> tuple[duckdb.DuckDBPyConnection, str]:
    connection = store.open_store()
    row = connection.cursor().execute("select build_id from build").fetchone()
    assert row is not None  # store.build writes exactly one row
    # What is imported by now lives as long as the server: collections, which fall into a page's run, need not walk it.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or DuckDB would report all of it as leaked
    return connection, str(row[0])


def _asked(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object]) -> pd.DataFrame:
    # One cursor per query: threads may not share a connection. Arrow, because .df() would make money a float.
    cursor = connection.cursor()
    statement = _parsed.get(sql, lambda: cursor.extract_statements(sql)[0])
    # Not .sql(), and not the text: what has many parts and few rows takes half the time when it is parsed already, and made no relation of.
    table: pa.Table = cursor.execute(statement, parameters).to_arrow_table()
    return pd.DataFrame({name: _values(column) for name, column in zip(table.column_names, table.columns, strict=True)})


# Pages handle a few rows at a time: Python's own strings are quicker there than Arrow's, and without a type of text around them; and
# columns of one type lie together, so that rows are picked from all of them at once.
pd.set_option("mode.string_storage", "python")


def _values(column: pa.ChunkedArray) -> object:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts = column.to_numpy()
        if column.null_count:
            texts[column.is_null().to_numpy()] = float("nan")
        return pd.Series(texts, dtype=object, copy=False)
    if pa.types.is_decimal(kind) or (not column.null_count and (pa.types.is_integer(kind) or pa.types.is_boolean(kind))):
        return column.to_numpy()
    return column.to_pandas(integer_object_nulls=True)


# Figures and tables ----------------------------------------------------------------------------------------------


def show(
    figure: Figure,
    data: pd.DataFrame,
    *,
    key: str,
    title: str,
    takeaway: str,
    unit_note: str,
    hint: str = "",
    columns: Mapping[str, str] | None = None,
    sources: Sequence[str] = (),
    alt: str,
    opens: Sequence[str] = (),
    leads: Mapping[str, str] | None = None,
    picked: Callable[[str], None] | None = None,
    every: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Draw a figure with all that belongs to it: takeaway, the table behind it, the cells it rests on, and what can be taken along.

    data: the rows behind the figure; columns: which of them to show, in order, with their headings (all when None). hint: what can be done
    with it on the screen, said after the takeaway. sources: cell_ids. key: stable, unique on the page. opens: keys of choices of this
    page (see `select`) that a click on a point makes, from the first of its custom data on. leads: see `paper.ledger`. picked: called
    with the id of a part that is clicked, before the page runs again. every: all rows, for the file, where data has but the first of them.
    """
    name = file_name(title)
    picking: dict[str, Any] = {}
    if opens:
        picking = {"on_select": partial(_pick, f"chart-{key}", tuple(opens)), "selection_mode": "points"}
    if picked:
        picking = {"on_select": partial(_tell, f"chart-{key}", picked), "selection_mode": "points"}
    with st.container(key=f"figure-{key}", gap="small"):
        st.html(
            fill('<h2 class="mz-figure">{title}</h2><p class="mz-unit">{note}</p>', title=title, note=unit_note)
        )
        if _synthetic():  # a picture that is saved leaves the page behind
            charts.stamp(figure, t("合成数据"))
        st.plotly_chart(
            figure, width="stretch", theme=None, key=f"chart-{key}", alt=alt,
            config={"displayModeBar": False},  # pictures are made for paper, see `ui_export`
            **picking,
        )  # fmt: skip
        st.html(fill('<p class="mz-takeaway">{takeaway}</p>', takeaway=takeaway + hint))
        # What is folded away is made only when it is opened: a rerun stays short.
        table = st.expander(t("表：图后的数据"), key=f"table-{key}", on_change="rerun")
        if table.open:
            with table:
                ledger(data, columns or {name: name for name in data.columns}, leads=leads)
        if len(sources):
            origin = st.expander(
                t("来源：{n} 个单元格", n=len(set(sources))), key=f"source-{key}", on_change="rerun"
            )
            if origin.open:
                with origin:
                    source_cells(sources)
        make = _exhibit(figure, every or (lambda: data), columns or {}, title, unit_note, takeaway, sources, name)
        with st.container(horizontal=True, gap="medium"):
            ui_export.offer(make, _lines, name, key)
            ui_basket.add(key)


def _exhibit(
    figure: Figure | None, rows: Callable[[], pd.DataFrame], columns: Mapping[str, str], title: str, note: str, takeaway: str, sources: Sequence[str],
    name: str,
) -> Callable[[], Exhibit]:
    """How to make the exhibit of a figure: with what belongs to this run of the page; the rest is asked for when it is wanted."""
    scope, link = _scope(), _link()

    def made() -> Exhibit:
        data, cells = rows(), list(dict.fromkeys(sources))
        named = exhibit.of_cells(cells, data if figure is not None else data.head(exhibit.LISTED))
        disclosures = _plain_rows(fetch(queries.disclosures.named, disclosures=named)) if named else []
        # A table shows what it has; the file has the rest.
        shown = columns if figure is not None else {one: head for one, head in columns.items() if data[one].map(known).any()}
        return Exhibit(
            figure, data, shown, title=title, note=note, takeaway=takeaway, scope=_in_words(scope), disclosures=disclosures,
            cells=_plain_rows(fetch(queries.provenance.cells, cells=cells)) if cells else [],
            build_id=str(fetch(queries.provenance.build).iloc[0].build_id), link=link, name=name, synthetic=_synthetic(),
            made=datetime.now(UTC).date(), unit=scope.unit,
        )  # fmt: skip

    return made


def _lines(shown: Exhibit) -> list[str]:
    if shown.asked is None:
        return []
    connection, _ = _open()
    found = connection.cursor().execute(bundle.as_text(shown.asked.sql))
    return bundle.written([column[0] for column in found.description or []], found.fetchall())


def _link() -> str:
    """The address that shows the page as it is, to be read."""
    choices = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
    address = (st.context.url or "").rstrip("/")
    return f"{address}?{ui_export.readable(choices)}" if choices else address


def base() -> str:
    """The address of this server, with the stroke at its end, as the reader's browser has it."""
    return (st.context.url or "").rstrip("/").rpartition("/")[0] + "/" if st.context.url else ""


def build() -> str:
    """The build that is shown."""
    return _open()[1]


def filters_in_words() -> dict[str, list[str]]:
    """The filters of the frame as links have them."""
    return {name: st.query_params.get_all(name) for name in ui_basket.FILTERS}


def scope_in_words() -> str:
    """What the reader has chosen in the frame, in a phrase."""
    return _in_words(_scope())


def _in_words(scope: Scope) -> str:
    return scope.said or t("全部地区、部门和年度")


def _plain_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: value if known(value) else None for name, value in row.items()} for row in records(rows)]


def _pick(chart: str, opens: Sequence[str]) -> None:
    # Called before the page runs again, when choices may still be written.
    points = st.session_state[chart]["selection"]["points"]
    # None when a point is let go. A part of a whole has its id; one that begins with a stroke holds others, and opens nothing.
    values = [value for point in points[:1] for value in point.get("customdata") or [point.get("id", "/")]]
    if values and not str(values[0]).startswith("/"):
        st.session_state.update(zip(opens, values, strict=False))
        st.session_state[_PICKED] = True


def _tell(chart: str, picked: Callable[[str], None]) -> None:
    points = st.session_state[chart]["selection"]["points"]
    if points and points[0].get("id"):
        picked(str(points[0]["id"]))


def source_cells(cells: Sequence[str]) -> None:
    """The cells behind a figure: document, table, line and text as printed, each with a link to its place."""
    wanted = list(dict.fromkeys(cells))
    rows = fetch(queries.provenance.cells, cells=wanted[:_SOURCES])
    rows["lines"] = [span(start, end) for start, end in zip(rows["line_start"], rows["line_end"], strict=True)]
    rows["table_title"] = rows["table_title"].where(rows["table_no"] != 0, t("正文"))
    ledger(
        rows,
        {
            "region_name": t("地区"), "fiscal_year": t("年度"), "source_name": t("原文件"), "table_title": t("表"),
            "lines": t("行"), "column_header": t("栏"), "raw_text": t("原文"), "cell_id": t("出处"),
        },
    )  # fmt: skip
    if len(wanted) > _SOURCES:
        note(t("共 {all} 个单元格，这里列出前 {shown} 个；其余见下载的 CSV。", all=len(wanted), shown=_SOURCES))


def ledger(
    data: pd.DataFrame, columns: Mapping[str, str], *, unit: str | None = None, marked: str | None = None, leads: Mapping[str, str] | None = None
) -> None:
    """Draw rows as a table (see `paper.ledger`); unit: that of the scope unless another is given."""
    unit = unit or _scope().unit
    given = (words.language(), data, columns, unit, marked, leads, _kept.get())
    st.html(_ledgers.get(given, lambda: paper.ledger(data, columns, unit=unit, address=href, marked=marked, leads=leads)))
    if marked is not None:
        _scroll_to_mark()
    if len(data) > paper.ROWS:
        note(t("共 {all} 行，这里显示前 {shown} 行；全部见下载的 CSV。", all=len(data), shown=paper.ROWS))


def download(
    label: str,
    data: pd.DataFrame | queries.Statement | Callable[[], pd.DataFrame],
    name: str,
    *,
    key: str,
    columns: Mapping[str, str] | None = None,
    title: str = "",
    **parameters: object,
) -> None:
    """A button that makes a CSV when pressed: of rows, or of a statement (with parameters) or a function run only then.

    columns: those of the table shown, with their headings; they stand first, in words, the rest after them as it is.
    UTF-8 with a mark, so that spreadsheets read the Chinese. title: of the table in a report; without one it does not go into any.
    """
    lang = words.language()  # the button is pressed in another context, which speaks Chinese

    def rows() -> pd.DataFrame:
        if isinstance(data, queries.Statement):
            return fetch(data, **parameters)
        return data() if callable(data) else data

    def made() -> bytes:
        with words.speaking(lang):
            return _csv(rows(), columns or {})

    with st.container(horizontal=True, gap="medium", width="content"):
        st.download_button(
            label, made, file_name=f"{file_name(name)}.csv", mime="text/csv", on_click="ignore", key=f"csv-{key}",
            type="tertiary", icon=":material/download:",
        )  # fmt: skip
        if title:
            collect(rows, columns or {}, title, name, key=key)


def collect(rows: Callable[[], pd.DataFrame], columns: Mapping[str, str], title: str, name: str, *, key: str) -> None:
    """A button that puts a table into the reader's report. rows: called when the report is made; the others as `download` has them."""
    unit_note = t("金额单位：{unit}", unit=unit_name(_scope().unit)) if any(one.endswith("_yuan") for one in columns) else ""
    ui_export.collect(_exhibit(None, rows, columns, title, unit_note, "", (), file_name(name)), _lines, key)
    ui_basket.add(key)


def empty(reason: str, have: pd.DataFrame) -> None:
    """Say why a selection shows nothing: `reason`, and the disclosures that do have it (rows with disclosure_id), or the first of `total`."""
    where = t("有这项内容的披露：") if len(have) else t("库中没有一份披露有这项内容。")
    ui_export.lacks(reason)
    st.html(fill('<div class="mz-empty"><p>{reason}</p><p>{where}</p></div>', reason=reason, where=where))
    if len(have):
        # The way out stands first: on a phone the last columns are out of sight.
        heads = {"disclosure_id": t("披露"), "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "kind": t("文件种类")}
        first = list(have["disclosure_id"].head(HAVE))
        ledger(fetch(queries.disclosures.named, disclosures=first).set_index("disclosure_id").loc[first].reset_index(), heads)
        all_ = int(have.iloc[0]["total"]) if "total" in have else len(have)
        if all_ > HAVE:
            note(t("共 {all} 份，这里显示前 {shown} 份；用左边的筛选缩小范围。", all=f"{all_:,}", shown=HAVE))


def note(text: str, *, doubt: bool = False) -> None:
    """A remark in small print; in amber when it is a doubt about the data."""
    st.html(fill('<p class="mz-note {tone}">{text}</p>', tone="doubt" if doubt else "", text=text))


def heading(text: str, remark: str = "", *, anchor: str = "", picked: bool = True) -> None:
    """A heading inside a page, with an optional remark in small print; a link that ends in #anchor opens the page here, and so does
    a click in a figure that opens something (see `show`), unless that is `picked` elsewhere."""
    st.html(
        fill('<h2 class="mz-section at-{anchor}">{text} <small>{remark}</small></h2>', text=text, remark=remark, anchor=anchor)
    )
    if anchor:
        run(f"mz.toAnchor('{anchor}')")
        if picked and st.session_state.pop(_PICKED, False):
            run(f"setTimeout(() => document.querySelector('.at-{anchor}')?.scrollIntoView({{behavior: 'smooth'}}), 400)")


def facts(
    pairs: Mapping[str, object], *, large: bool = False, tones: Mapping[str, str] | None = None, leads: Mapping[str, str] | None = None
) -> None:
    """Labels with their values, side by side (see `paper.facts`)."""
    st.html(paper.facts(pairs, large=large, tones=tones, leads=leads))


def grid(
    rows: Sequence[tuple[str, str, str, Sequence[Mark]]], heads: Sequence[tuple[str, str]], groups: Mapping[str, int], corner: str
) -> None:
    """A matrix of marks (see `paper.grid`)."""
    st.html(paper.grid(rows, heads, groups, corner))


def sections() -> dict[str, tuple[str, ...]]:
    """Codes of what a disclosure should contain, in the order of the regulations, by the name of their group."""
    return {
        t("说明"): (
            "duties", "organisation", "income", "expenditure", "year_on_year", "operating", "three_public_text", "goals",
            "subgoals", "measures", "procurement", "assets", "glossary", "other",
        ),
        t("九张表"): (
            "table_summary", "table_revenue", "table_expenditure", "table_appropriation", "table_general_budget",
            "table_general_basic", "table_government_fund", "table_state_capital", "table_three_public",
        ),
        t("绩效"): ("project_targets", "evaluation_forms"),
    }  # fmt: skip


def marks(rows: Sequence[tuple[str, str, str]]) -> None:
    """Sections with their marks (see `paper.marks`)."""
    st.html(paper.marks(rows))


def printed(cells: pd.DataFrame, marked: str | None = None) -> None:
    """A table as printed (see `paper.printed`); the marked cell is brought into view."""
    st.html(paper.printed(cells, {} if marked is None else {marked: ""}))
    if marked is not None:
        _scroll_to_mark()


def collect_printed(cells: pd.DataFrame, title: str, name: str) -> None:
    """A button that puts a table as it is printed into the reader's report: its rows and columns, and what stands in them."""
    columns = {f"c{number}": t("第 {n} 栏", n=number) for number in sorted(set(cells["column_no"].astype(int)))}

    def rows() -> pd.DataFrame:
        lines: dict[int, dict[str, object]] = {}
        for cell in records(cells):
            of_row = lines.setdefault(int(cell["row_no"]), {"disclosure_id": str(cell["cell_id"]).split(".", 1)[0]})
            of_row[f"c{int(cell['column_no'])}"] = cell["raw_text"] or None
        return pd.DataFrame([lines[number] for number in sorted(lines)], columns=[*columns, "disclosure_id"], dtype=object)

    collect(rows, columns, title, name, key="as-printed")


def at(start: object, end: object = None) -> str:
    """'第 7 行' or '第 7–9 行'; nothing for an unknown line."""
    lines = span(start, start if end is None else end)
    return t("第 {lines} 行", lines=lines, n=1 if "–" not in lines else 2) if known(start) else ""


def evidence(cell: pd.Series, readings: pd.DataFrame) -> None:
    """One cell as printed, its place, and what was read from it.

    cell: a row of `queries.disclosures.place`; readings: the rows of `queries.provenance.readings` for it.
    """
    unit = _scope().unit
    if cell.table_no:
        head = f"{cell.table_title} {cell.column_header if known(cell.column_header) else ''}"
        lines = t(
            "{lines}，表 {table} 第 {row} 行第 {column} 列", lines=at(cell.line_start, cell.line_end),
            table=cell.table_no, row=cell.row_no, column=cell.column_no,
        )  # fmt: skip
    else:  # in prose the label is part of the text
        head, lines = t("正文"), at(cell.line_start, cell.line_end)
    shown = records(readings.head(_READINGS))
    st.html(
        fill(
            '<div class="mz-evidence"><p>{head}</p><b>', head=head,
        )
        + paper.quote(cell.raw_text)
        + fill("</b><p>{lines} · {reading}</p>", lines=lines, reading=term(cell.reading))
        + "".join(paper.facts(_reading(row, unit)) for row in shown)
        + "</div>"
    )  # fmt: skip
    if len(readings) > _READINGS:
        note(t("共 {all} 行，这里显示前 {shown} 行；全部见下载的 CSV。", all=len(readings), shown=_READINGS))


def _reading(row: Mapping[str, Any], unit: str) -> dict[str, object]:
    """Labels and values of one thing that was read; what the row does not have is left out."""
    told: dict[str, object] = {t("名目"): row["item_name"]}
    if known(row["measure"]):
        told[t("口径")] = term(row["measure"], "measure")
    if known(row["fiscal_year"]):
        told[t("年度")] = row["fiscal_year"]
    if known(row["amount_yuan"]):
        told[t("{label}（{unit}）", label=t("金额"), unit=unit_name(unit))] = money(row["amount_yuan"], unit)
    if known(row["operator"]):
        told[t("关系")] = row["operator"]
    if known(row["value_number"]):
        rate = row["field"].endswith("_rate_stated")
        told[t("数值")] = percent(row["value_number"]) if rate else f"{row['value_number'].normalize():,f}"
    if known(row["unit"]):
        told[t("单位")] = row["unit"]
    if known(row["value_text"]):
        told[t("文字")] = row["value_text"]
    if known(row["value_status"]) and row["value_status"] != "reported":
        told[t("状态")] = term(row["value_status"])
    if known(row["basis"]):
        told[t("依据")] = term(row["basis"])
    return {label: value for label, value in told.items() if known(value)}


# Small parts -----------------------------------------------------------------------------------------------------


def run(script: str) -> None:
    """Run a script in the reader's browser: one written in this package, never made from data."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _scroll_to_mark() -> None:
    run("setTimeout(()=>document.querySelector('.mz-hit')?.scrollIntoView({block:'center',inline:'center'}),300)")


def file_name(text: str) -> str:
    """The text as the name of a file, without its ending: nothing in it that a system or a shell would misread.

    What comes out of a sample says so first.
    """
    if _synthetic():
        text = f"{t('合成数据')} {text}"
    return re.sub(r"[^\w.-]+", "_", text).strip("_.")[:80]


def _csv(data: pd.DataFrame, columns: Mapping[str, str]) -> bytes:
    return table.csv(*table.rows(data, columns, synthetic=_synthetic()))
