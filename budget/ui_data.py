"""The tables of the store, and statements typed by a reader, go out on the screen: beside `ui`, because a statement runs on while the
page is drawn again, and can be ended by its reader.
"""

from __future__ import annotations

import csv
import io
import shlex
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

import queries
from budget import catalog, console, csvtext, paper, sheet, store, ui, ui_export, words
from budget.catalog import Table
from budget.console import Answer, Fault, Running
from budget.package import readme
from budget.package.running import Packing, command
from budget.paper import fill, quoted
from budget.ui import Rows
from budget.words import t

__all__ = [
    "cards", "catalogue", "columns", "console_page", "count", "filled", "having", "hits", "link_to", "meanings", "nothing_yet", "package_page",
    "paged", "rows",
    "save", "schema", "tabs", "ways", "word",
]  # fmt: skip

MOST = 100_000  # rows of a file
_LINK = 12_000  # characters that a statement may take up in a link
_AT_ONCE = 0.7  # seconds in which most statements are done: no need to speak of waiting
_PATIENT = 45  # seconds that a report waits for a statement
_EACH = 100  # rows of an answer on the screen at once
_WIDE = 300  # characters of a value on the screen
_HISTORY = 30
_LARGEST = 2_000_000  # rows of a package that a page makes
_AROUND, _PACKED = 200_000, 30  # bytes of a ZIP, and more for each row, in both forms together: what published data take
_COUNTED = 10_000_000  # rows of a store of which a part is counted before it is packed
_PACKING = "packing"
_TYPED, _RUNNING, _DONE = "console-typed", "console-running", "console-done"


def tabs(here: str) -> None:
    """Links to the five views of the data; `here` is the one that is shown."""
    ui.tabs(here, {"data": t("浏览"), "names": t("查名"), "questions": t("常问"), "console": t("查询台"), "package": t("数据包")})


# Tables ----------------------------------------------------------------------------------------------------------


def catalogue() -> dict[str, Table]:
    """The tables of the store by name, in the order in which they are offered."""
    return catalog.tables(ui.records(ui.fetch(queries.catalog.columns)))


def columns(names: Sequence[str]) -> dict[str, str]:
    """Headings of these columns."""
    return {name: catalog.label(name) for name in names}


def count(table: Table, filters: Mapping[str, Sequence[object]]) -> int:
    """How many rows the table has in the selection."""
    return int(_fetch(catalog.size(table, filters), filters).iloc[0].number)


def having(table: Table) -> Rows:
    """The first disclosures, wherever they are from, that have rows in the table: where to look when a selection has none."""
    return ui.fetch(catalog.having(table), most=ui.HAVE)


def rows(table: Table, filters: Mapping[str, Sequence[object]], sort: str, descending: bool, start: int, most: int) -> Rows:
    """Some rows of the table (see `catalog.rows`), lists and truth values in words."""
    return _worded(_fetch(catalog.rows(table, filters, sort, descending), filters, start=start, most=most))


def _fetch(statement: queries.Statement, filters: Mapping[str, Sequence[object]], **more: object) -> Rows:
    given = {**filters, **more}
    return ui.fetch(statement, **{name: given[name] for name in statement.parameters})


def _worded(data: Rows) -> Rows:
    for name in data.columns:
        if data[name].dtype == object or data[name].dtype == bool:
            data[name] = pd.Series([_in_words(value) for value in data[name].tolist()], index=data.index, dtype=object)
    return data


def _in_words(value: object) -> object:
    if isinstance(value, bool):
        return t("是") if value else t("否")
    return " ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else value


def meanings(table: Table) -> None:
    """What the columns of a table mean."""
    shown = pd.DataFrame(
        [(column.label, column.name, column.meaning, column.unit, column.type) for column in table.columns],
        columns=["label", "name", "meaning", "unit", "type"],
    ).replace("", None)
    heads = {"label": t("栏目"), "name": t("列名"), "meaning": t("含义"), "unit": t("单位"), "type": t("类型")}
    ui.ledger(shown, heads)


def paged(total: int, size: int, draw: Callable[[int], None], of: str) -> None:
    """A table in pages of `size`: `draw` draws the page that the reader wants, counted from 0, above the choice of another.

    of: what is in pages; another has pages of its own.
    """
    place, several = st.container(), -(-total // size)
    wanted = min(st.pagination(several, key=f"page-{of}", bind="query-params"), several) if several > 1 else 1
    with place:
        draw(wanted - 1)


def save(table: Table, filters: Mapping[str, Sequence[object]], sort: str, descending: bool, total: int) -> None:
    """Buttons that make a file of the selection when pressed, up to MOST rows; they say how many of how many."""
    lang = words.language()  # the buttons are pressed in another context, which speaks Chinese
    names = {column.name: f"{column.label} {column.name}" if column.label != column.name else column.name for column in table.columns}

    def rows_() -> Rows:
        # Not through what is kept: a file is wanted once.
        statement = catalog.rows(table, filters, sort, descending)
        given = {**filters, "start": 0, "most": MOST}
        return _worded(ui.once(statement, **{name: given[name] for name in statement.parameters}))

    def made(form: str) -> bytes:
        with words.speaking(lang):
            data = rows_()
            heads = [names[name] for name in data.columns]
            lines = list(zip(*(data[name].tolist() for name in data.columns), strict=True))
            return _csv(heads, lines) if form == "csv" else _xlsx(heads, lines)

    file = ui.file_name(table.name + (f" {t('前 {n} 行', n=MOST)}" if total > MOST else ""))
    with ui.beside():
        for form, mime in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")):
            told = t("下载 {form}：{n:,} 行", form=form.upper(), n=total)
            if total > MOST:
                told = t("下载 {form}：前 {n} 行，共 {total} 行", form=form.upper(), n=f"{MOST:,}", total=f"{total:,}")
            st.download_button(
                told, partial(made, form), file_name=f"{file}.{form}", mime=mime, on_click="ignore", key=f"save-{form}", type="tertiary",
                icon=":material/download:",
            )  # fmt: skip
        if total <= MOST:
            ui.collect(rows_, table.labels(), t("{table}：{n:,} 行", table=table.words or table.name, n=total), table.name, key="rows")
    if total > MOST:
        ui.note(t("一个文件最多 {n} 行：缩小范围，或用命令 python -m budget export {table} 导出全部。", n=f"{MOST:,}", table=table.name), doubt=True)


def _csv(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    heads, lines = _marked(heads, lines)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([csvtext.harmless(head) for head in heads])
    writer.writerows([csvtext.harmless(value) if paper.known(value) else "" for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig", "replace")


def _xlsx(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    heads, lines = _marked(heads, lines)
    return sheet.xlsx(heads, [[value if paper.known(value) else None for value in line] for line in lines])


def _marked(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    if store.is_sample(store.store_dir()):  # a file gets another name, its rows get among others
        return [*heads, t("合成数据")], [[*line, t("合成数据")] for line in lines]
    return heads, lines


# Names and questions -----------------------------------------------------------------------------------------------


def word() -> str:
    """The word that names are searched for, kept in the link."""
    return (
        st.text_input(
            t("名称里的字词"), key="q", bind="query-params", max_chars=60, placeholder=t("一个字也可以，如 水、接待、乡村振兴"), live=True,
            on_change=_another_word,
        ) or ""
    ).strip()  # fmt: skip


def _another_word() -> None:
    for name in ("kind", "name"):
        st.query_params.pop(name, None)


def hits(found: Sequence[tuple[str, str, str]], word: str, rest: tuple[str, str] | None) -> None:
    """Names as a list of links: name, address, a remark; the word is set off in them. rest: a link to those that are not listed."""
    lines = ""
    for name, to, remark in found:
        place = name.lower().find(word.lower())
        before, hit, after = (name[:place], name[place : place + len(word)], name[place + len(word) :]) if place >= 0 else (name, "", "")
        lines += (
            fill('<li><a href="{to}"', to=to) + f"{quoted(name)}>"
            + fill("{before}<b>{hit}</b>{after}</a> <small>{remark}</small></li>", before=before, hit=hit, after=after, remark=remark)
        )  # fmt: skip
    if rest:
        lines += fill('<li class="rest"><a href="{to}">{label}</a></li>', label=rest[0], to=rest[1])
    st.html(f'<ul class="mz-names">{lines}</ul>')


def ways(department: str) -> None:
    """Links to the pages about one department, named as the filter of the frame names it."""
    pages = (
        ("expense", t("支出结构")), ("three-public", t("三公经费")), ("indicators", t("指标覆盖")), ("evaluation", t("绩效自评")),
        ("findings", t("核查")), ("disclosures", t("披露")),
    )  # fmt: skip
    made = "".join(
        fill('<a href="{to}?{scope}">{label}</a>', to=to, scope=urlencode({"department": department, "lang": words.language()}), label=name)
        for to, name in pages
    )
    st.html(
        fill('<nav class="mz-nav" aria-label="{department}">', department=department) + f"<b{quoted(department)}>"
        + fill("{department}</b>", department=department) + made + "</nav>"
    )  # fmt: skip


def nothing_yet(said: str, examples: Mapping[str, str]) -> None:
    """Where nothing has been asked yet: what to do, and examples with their addresses."""
    st.html(fill('<div class="mz-empty"><p>{said}</p></div>', said=said))
    ui.links(*[(name, to, "") for name, to in examples.items()])


def cards(questions: Mapping[str, tuple[str, object]], key: str) -> str:
    """Questions as cards; returns the one that is asked, kept in the link under `key`, at first the first."""
    wanted = ui.parameter(key) or ""
    asked = wanted if wanted in questions else next(iter(questions))
    made = "".join(
        fill(
            '<li class="{on}"><a href="{to}" aria-current="{current}">{name}</a></li>', on="on" if code == asked else "",
            to=ui.href("questions", **{key: code}), current=str(code == asked).lower(), name=name,
        )
        for code, (name, _) in questions.items()
    )  # fmt: skip
    st.html(f'<nav><ul class="mz-cards">{made}</ul></nav>')
    return asked


def filled(statement: queries.Statement, parameters: Mapping[str, object]) -> str:
    """The SQL of a statement with its values, which the console can run."""
    return catalog.filled(statement, parameters)


def link_to(sql: str) -> None:
    """SQL in sight, to be copied, and a link that opens it in the console."""
    if len(sql) <= console.LENGTH:
        ui.link(t("在查询台打开 →"), "console", sql=sql)
    else:
        ui.note(t("这条语句比查询台收的长（{n} 个字符），可以复制到别的工具里。", n=f"{console.LENGTH:,}"))
    st.code(sql, language="sql", wrap_lines=True)  # whole: a box that scrolls inside itself could not be moved by keyboard


# The console ---------------------------------------------------------------------------------------------------------


def schema() -> None:
    """The tables of the store with their columns, folded: what a statement may name."""
    parts = []
    for table in catalogue().values():
        lines = ""
        for column in table.columns:
            told = t("{label}（{unit}）", label=column.label, unit=column.unit) if column.unit else column.label
            lines += fill("<li><code>{name}</code> <span>{told}</span></li>", name=column.name, told="" if told == column.name else told)
        head = fill("<summary><code>{name}</code> {title}</summary><p>{grain}</p>", name=table.name, title=table.words, grain=table.grain)
        parts.append(f"<details>{head}<ul>{lines}</ul></details>")
    st.html(fill('<div class="mz-schema" tabindex="0" role="group" aria-label="{label}">', label=t("表与栏目")) + "".join(parts) + "</div>")


def console_page(examples: Mapping[str, str]) -> None:
    """The place to type a statement, with the schema aside; what became of the last one below; and those before it.

    examples: statements by what they ask.
    """
    asked, running = ui.parameter("sql") or "", _running()
    if st.session_state.get(_TYPED) is None:
        st.session_state[_TYPED] = asked or (running.statement if running else "")
    writing, aside = st.columns([5, 3], gap="medium")
    with writing, st.form("console", border=False):
        typed = st.text_area(
            t("一条 SELECT 语句"), key=_TYPED, height=300, max_chars=console.LENGTH,
            placeholder="select item_name, amount_yuan\nfrom amount\nlimit 100",
        ) or ""  # fmt: skip
        go = st.form_submit_button(t("运行（Ctrl+Enter）"), icon=":material/play_arrow:")
    with aside:
        st.html(fill('<p class="mz-unit">{head}</p>', head=t("表与栏目：点表名展开")))
        schema()
    ui.note(
        t(
            "只读：每条语句最多运行 {seconds} 秒，用 {memory} MB 内存，取 {rows} 行；同时最多 {rooms} 条。不受左边筛选的限制；金额以元计。",
            seconds=console.SECONDS, memory=console.MEMORY, rows=f"{console.ROWS:,}", rooms=console.ROOMS,
        )
    )  # fmt: skip
    if go:
        running = _start(typed)
    elif asked.strip() and (running is None or running.statement != asked):
        running = _start(asked)
    elif running is not None and not asked:  # come back to: the link says again what is shown
        _keep_in_link(running.statement)
    if running is None:
        said = t("还没有语句。写一条，按 Ctrl+Enter；或者从这些开始：")
        nothing_yet(said, {name: ui.href("console", sql=sql) for name, sql in examples.items()})
        return
    if not running.wait(_PATIENT if ui_export.collected() else _AT_ONCE):
        _waiting(running)
        return
    _told(running)
    _past()


def _running() -> Running | None:
    running: Running | None = st.session_state.get(_RUNNING)
    return running


def _start(statement: str) -> Running | None:
    before = _running()
    if before is not None:
        before.cancel()
    if not statement.strip():
        st.session_state.pop(_RUNNING, None)
        st.query_params.pop("sql", None)
        return None
    running = Running(Path(ui.fetch(queries.catalog.file).iloc[0].file), statement)
    st.session_state[_RUNNING] = running
    _keep_in_link(statement)
    return running


def _keep_in_link(statement: str) -> None:
    if len(quote(statement)) <= _LINK:
        st.query_params["sql"] = statement
    else:
        st.query_params.pop("sql", None)


@st.fragment(run_every=0.4)
def _waiting(running: Running) -> None:
    words.speak(st.session_state.get("language", words.language()))
    if running.wait(0):
        st.rerun()
    told = t("在等别的语句：{n} 秒", n=f"{running.seconds:.0f}") if running.waiting else t("正在运行：{n} 秒", n=f"{running.seconds:.0f}")
    with ui.beside():
        st.html(fill('<p class="mz-note" role="status">{told}</p>', told=told), width="content")
        st.button(t("取消"), key="console-cancel", icon=":material/stop:", on_click=running.cancel)


def _told(running: Running) -> None:
    outcome = running.outcome
    done: list[tuple[str, str]] = st.session_state.setdefault(_DONE, [])
    if isinstance(outcome, Answer):
        _answer(outcome, running.statement)
        said = t("{n:,} 行，{seconds} 秒", n=len(outcome.rows), seconds=f"{outcome.seconds:.2f}")
    else:
        assert outcome is not None  # it is done
        said = _sentence(outcome)
        st.html(fill('<p class="mz-note error" role="alert">{said}</p>', said=said))
        if outcome.line is not None and outcome.column is not None:
            line = running.statement.split("\n")[outcome.line - 1]
            start = max(0, outcome.column - 60)  # of a long line what stands around the place
            st.code(f"{line[start : start + 110]}\n{_under(line[start : outcome.column - 1])}^", language=None, wrap_lines=True)
        if outcome.text and outcome.kind not in ("refused", "time"):
            ui.note(t("DuckDB 的原话：{words}", words=" ".join(outcome.text.split())[:600]))
    if len(quote(running.statement)) > _LINK:
        ui.note(t("这条语句太长，没有写进链接：传给别人请复制语句。"), doubt=True)
    if not done or done[0] != (running.statement, said):
        st.session_state[_DONE] = [(running.statement, said), *(one for one in done if one[0] != running.statement)][:_HISTORY]


def _under(before: str) -> str:
    """Blanks as wide as the text: a Chinese character takes two."""
    return "".join("\u3000" if ord(sign) > 0x2E80 else " " for sign in before)


def _sentence(fault: Fault) -> str:
    where = t("第 {line} 行第 {column} 个字符：", line=fault.line, column=fault.column) if fault.line is not None else ""
    if fault.kind == "refused":
        if fault.text in ("", ";"):
            return t("这里一次只运行一条语句。") if fault.text else t("没有语句可运行。")
        return t("这里只读库里的表：“{word}”不许用。", word=fault.text[:200])
    return where + {
        "syntax": t("语句写得不对。"),
        "unknown": t("没有这个表或函数。"),
        "unbound": t("栏目或类型对不上。"),
        "value": t("有一个值不能这样用。"),
        "time": t("超过 {n} 秒，已停止。缩小范围，或先用 limit 试试。", n=console.SECONDS),
        "memory": t("内存不够（每条语句 {n} MB），已停止。缩小范围，或少排序、少连接。", n=console.MEMORY),
        "busy": t("别的语句还没有运行完，等了 {n} 秒没有轮到。过一会儿再试。", n=console.PATIENCE),
        "cancelled": t("已取消。"),
        "long": t("语句太长：最多 {n} 个字符。", n=f"{console.LENGTH:,}"),
    }.get(fault.kind, t("没有运行成。"))


def _answer(answer: Answer, statement: str) -> None:
    ui.heading(
        t("结果"), t("{n:,} 行，{columns} 列，{seconds} 秒", n=len(answer.rows), columns=len(answer.names), seconds=f"{answer.seconds:.2f}")
    )
    if answer.cut == "rows":
        ui.note(t("只取了前 {n} 行，后面还有：加条件，或用 limit 与 offset 分段取。", n=f"{console.ROWS:,}"), doubt=True)
    elif answer.cut:
        size = console.SIZE // 1_000_000
        ui.note(t("结果超过 {size} MB，只取了前 {n} 行：少取几列，或加条件。", size=size, n=f"{len(answer.rows):,}"), doubt=True)
    if not answer.rows:
        ui.note(t("没有一行符合。"))
    paged(max(1, len(answer.rows)), _EACH, lambda page: _rows(answer, _EACH * page), f"{zlib.crc32(statement.encode()):08x}")
    name = t("查询结果") + (f" {t('前 {n} 行', n=len(answer.rows))}" if answer.cut else "")
    lang = words.language()

    def made() -> bytes:
        with words.speaking(lang):
            return _csv(answer.names, answer.rows)

    with ui.beside():
        st.download_button(
            t("下载 {form}：{n:,} 行", form="CSV", n=len(answer.rows)), made, file_name=f"{ui.file_name(name)}.csv", mime="text/csv",
            on_click="ignore", key="console-csv", type="tertiary", icon=":material/download:",
        )  # fmt: skip
        heads = {str(number): head for number, head in enumerate(answer.names)}  # two columns may have one name

        def table() -> Rows:
            return pd.DataFrame(answer.rows, columns=pd.Index(list(heads)), dtype=object)

        ui.collect(table, heads, t("查询结果：{n:,} 行", n=len(answer.rows)), name, key="answer")


def _rows(answer: Answer, start: int) -> None:
    st.html(_table(answer, answer.rows[start : start + _EACH]))


def _table(answer: Answer, shown: Sequence[Sequence[object]]) -> str:
    """Rows as they are: numbers exact, no words for codes; identifiers of cells and the like are links."""
    right = [any(kind.startswith(number) for number in ("DECIMAL", "DOUBLE", "FLOAT", *console.WHOLE)) for kind in answer.types]
    heads = "".join(
        fill('<th class="{side}" title="{kind}">{name}</th>', side="n" if number else "", kind=kind, name=name)
        for name, kind, number in zip(answer.names, answer.types, right, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(_cell(name, value, number) for name, value, number in zip(answer.names, row, right, strict=True)) + "</tr>" for row in shown
    )
    tall = "tall" if len(shown) > paper.TALL else ""
    return (
        fill('<div class="mz-scroll {tall}" tabindex="0" role="group" aria-label="{label}">', tall=tall, label=t("结果"))
        + f'<table class="mz-ledger"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cell(name: str, value: object, number: bool) -> str:
    if value is None:
        return fill('<td class="gap {side}">NULL</td>', side="n" if number else "")
    if isinstance(value, str) and value and name in ("cell_id", "disclosure_id", "finding_id"):
        to = {
            "cell_id": lambda: ui.href(disclosure=value.split(".", 1)[0], cell=value), "disclosure_id": lambda: ui.href(disclosure=value),
            "finding_id": lambda: ui.href("findings", finding=value),
        }[name]()  # fmt: skip
        return fill('<td><a href="{to}">{value}</a></td>', to=to, value=value)
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) and not name.endswith(("year", "_no")) else str(value)
    if isinstance(value, Decimal):
        text = f"{value:,f}"
    cut = text if len(text) <= _WIDE else text[:_WIDE] + "…"
    return f"<td{quoted(cut)}" + fill(' class="{look}">{text}</td>', look="n" if number else "long" if len(cut) > 24 else "", text=cut)


def _past() -> None:
    done: list[tuple[str, str]] = st.session_state.get(_DONE, [])
    if len(done) < 2:
        return
    with st.expander(t("本次会话运行过的语句：{n} 条", n=len(done)), key="console-history"):
        for number, (statement, said) in enumerate(done):
            st.button(
                f"{' '.join(statement.split())[:90]} — {said[:60]}".replace("`", "'"), key=f"past-{number}", type="tertiary",
                on_click=_again, args=(statement,),
            )  # fmt: skip


def _again(statement: str) -> None:
    st.session_state[_TYPED] = statement
    _start(statement)


# The data package ----------------------------------------------------------------------------------------------------


def package_page(chosen: Mapping[str, Sequence[object]]) -> None:
    """What a package of the selection holds, and how large it will be; a button that makes it; the file when it is there."""
    everything = not any(chosen.values())
    stored = int(ui.fetch(queries.provenance.build).iloc[0].disclosures)
    inside: list[str] = []
    beside: list[str] = []
    if not everything:
        held = ui.fetch(queries.package.chosen, **chosen, disclosures=[])
        inside, beside = (held.loc[held["is_chosen"] == one, "disclosure_id"].tolist() for one in (True, False))
    number = stored if everything else len(inside)
    if not number:
        ui.empty(t("所选范围内没有披露。"), ui.fetch(queries.catalog.disclosures, **dict.fromkeys(chosen, ()), most=ui.HAVE))
        return
    tables = [table for table in catalogue().values() if not table.is_view]
    names = {table.name for table in tables if catalog.packed(table, everything) is not None}
    listed = ui.fetch(queries.catalog.columns).drop_duplicates("table_name")
    most = int(listed.loc[listed["table_name"].isin(names), "most"].sum())
    rows_of: dict[str, int] = {}
    if everything or most <= _COUNTED:
        statement = catalog.packed_sizes(tables, everything)
        sizes = ui.fetch(statement, **{name: value for name, value in (("disclosures", inside), ("beside", beside)) if name in statement.parameters})
        rows_of = dict(zip(sizes["name"], sizes["number"].astype(int), strict=True))
    # To count a part of tens of millions of rows takes seconds: as large as the disclosures of the store are on the average, then.
    total = sum(rows_of.values()) if rows_of else most * number // stored
    expected = readme.size(_AROUND + total * _PACKED)
    told = f"{total:,}" if rows_of else t("约 {size}", size=f"{total:,}")
    lead = {catalog.label("disclosures"): ui.href()}
    about = {catalog.label("disclosures"): f"{number:,}", catalog.label("tables"): len(names), t("数据行"): told}
    ui.facts({**about, "ZIP": t("约 {size}", size=expected)}, large=True, leads=lead)
    if not rows_of:
        ui.note(t("库太大，这里只估计行数；包里每张表的行数写在它的说明里。"), doubt=True)
    _packing(chosen, total, expected)
    ui.heading(t("包里有什么"))
    ui.note(
        t(
            "每张表都有 CSV 和 Parquet，逐行齐全，金额以元计；datapackage.json 写明每一列的含义、单位、代码和主键外键，"
            "frictionless、pandas、DuckDB 都能打开；provenance.json 写明来历；另有中英文说明和校验值。同一个范围，每次打的包逐字节相同。"
        )
    )
    left_out = [table.words or table.name for table in tables if table.name not in names]
    if left_out:
        ui.note(t("{tables}不在内：汇总的不止所选范围。", tables=t("、").join(left_out)), doubt=True)
    if beside:
        ui.note(t("所选披露的核查结果还依据另外 {n} 份披露里的格子，这些格子也在内。", n=len(beside)))
    heads = {"words": t("名称"), "table": t("表"), "grain": t("一行是什么"), "rows": t("数据行")}
    kept = [(table.words, table.name, table.brief, rows_of.get(table.name)) for table in tables if table.name in names]
    ui.ledger(pd.DataFrame(kept, columns=list(heads)), heads if rows_of else {name: head for name, head in heads.items() if name != "rows"})
    ui.heading(t("用命令打包"), t("多大都行：边读边写，占用的内存有上限"))
    said = shlex.join(["python", "-m", "budget", *command(chosen), "-o", "package.zip"])
    st.code(said, language="sh", wrap_lines=True)


def _packing(chosen: Mapping[str, Sequence[object]], total: int, expected: str) -> None:
    going: Packing | None = st.session_state.get(_PACKING)
    if going is not None and going.chosen != {name: list(values) for name, values in chosen.items()}:
        # Another selection: what was made for the last one would pass for this one's.
        going.cancel()
        going = st.session_state[_PACKING] = None
    if total > _LARGEST:
        most = f"{_LARGEST:,}"
        ui.note(t("这个范围太大，网页里不打包（最多 {most} 行）：缩小范围，或用下面的命令，结果相同。", most=most), doubt=True)
        return
    if going is not None and not going.wait(_AT_ONCE):
        _still_packing(going)
        return
    if going is not None and going.is_there:
        name = ui.file_name(t("数据包"))
        told = t("下载 ZIP：{size}", size=readme.size(going.size))
        st.download_button(
            told, going.content, file_name=f"{name}.zip", mime="application/zip", on_click="ignore", key="package-save", type="primary",
            icon=":material/download:",
        )  # fmt: skip
        return
    if going is not None and going.busy:
        ui.note(t("正在为别人打包，过一会儿再试。"), doubt=True)
    elif going is not None and going.error != "cancelled":
        ui.note(t("没有打成：{told}", told=going.error), doubt=True)
    st.button(
        t("打成数据包，约 {size}", size=expected), key="package-make", type="primary", icon=":material/inventory_2:",
        on_click=_pack, args=(chosen,),
    )  # fmt: skip


def _pack(chosen: Mapping[str, Sequence[object]]) -> None:
    st.session_state[_PACKING] = Packing(chosen)


@st.fragment(run_every=0.4)
def _still_packing(going: Packing) -> None:
    words.speak(st.session_state.get("language", words.language()))
    if going.wait(0):
        st.rerun()
    told = t("正在写第 {n} 张表，共 {of} 张：{table}", n=going.done + 1, of=going.of, table=going.table) if going.of else t("正在打开库")
    with ui.beside():
        st.html(fill('<p class="mz-note" role="status">{told}</p>', told=told), width="content")
        st.button(t("取消"), key="package-cancel", icon=":material/stop:", on_click=going.cancel)
