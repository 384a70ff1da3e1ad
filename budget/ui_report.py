"""The reader's report, or one that was shared, goes out on the screen: its items in order, words to write, and the files that it is taken as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from budget import charts, paper, store, ui, ui_basket, ui_export, words
from budget.export import Exhibit, picture
from budget.model import BadInput
from budget.report import content, files, readymade
from budget.report.content import FORMS, Item, Part, Report
from budget.runner import Maker
from budget.words import t

__all__ = ["page"]
_PREVIEW = 8  # rows of a table on the screen; all of them are in the files
_TURN = "report drawn anew"  # counts what was taken back: fields must then show what is kept, not what was typed
_MADE = 3 * content.MOST  # exhibits kept: several of the longest reports
_SOON = 0.5  # seconds after which a reader is told how far it is


def page() -> None:
    """The report of this browser, or the one that the link names."""
    scope = ui.page(t("报告"), t("各页的图和表都可以用“加入报告”收到这里，排好次序、写上话，一次导出成 Word、Excel 或网页。"))
    asked = ui.parameter("basket")
    mine = not asked
    try:
        link = ui_basket.kept().link(ui_basket.own())
        mine = mine or asked == link
        report = ui_basket.kept().read(ui_basket.own()) if mine else ui_basket.kept().shared(asked or "")
        changes = ui_basket.kept().changes(ui_basket.own()) if mine else 0
    except BadInput as error:
        ui.note(str(error), doubt=True)
        if mine:
            _undo()
        return
    if report is None:
        ui.note(t("没有这份报告：链接不全、已被收回，或者它已经不在这台服务器上了。"), doubt=True)
        return
    if not mine:
        _shared(report)
    elif report.items:
        _own(report)
    else:
        told = t("还没有收进任何图表。打开任一页，在图下点“加入报告”；或者从下面现成的报告开始。")
        st.html(paper.fill('<div class="mz-empty"><p>{told}</p></div>', told=told))
        if changes:
            _undo()
    if report.items:
        _items(report, link if mine else None, scope)
    if mine:
        _readymade(scope)


# The whole -----------------------------------------------------------------------------------------------------------


def _shared(report: Report) -> None:
    ui.note(t("这是别人分享的报告：可以看，可以导出；要改，先收进自己的报告。"))
    if st.button(t("收进我的报告"), key="take", icon=":material/post_add:"):
        copies = [replace(item, item_id=Item().item_id) for item in report.items]

        def taken(own: Report) -> Report:
            return replace(own, title=own.title or report.title, lead=own.lead or report.lead).added(*copies)

        if _change(taken):
            ui.turn("basket", "")
            st.rerun()
    if report.title:
        ui.heading(report.title)
    for line in report.lead.splitlines():
        st.text(line)


def _own(report: Report) -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    st.text_input(
        t("标题"), report.title, key=f"title-{turn}", max_chars=300, placeholder=t("报告的标题"),
        on_change=partial(_say, "title", f"title-{turn}"),
    )  # fmt: skip
    st.text_area(
        t("开头的话"), report.lead, key=f"lead-{turn}", height=90, max_chars=content.LONGEST, placeholder=t("写在目录之前；一行一段"),
        on_change=partial(_say, "lead", f"lead-{turn}"),
    )  # fmt: skip


def _say(name: str, key: str) -> None:
    _change(lambda now: replace(now, **{name: st.session_state[key]}))


def _clear() -> None:
    _change(lambda now: Report())


def _undo() -> None:
    st.button(t("撤销"), key="undo", icon=":material/undo:", type="tertiary", on_click=_take_back, help=t("退回上一步"))


def _take_back() -> None:
    try:
        ui_basket.kept().undo(ui_basket.own())
    except BadInput as error:
        st.toast(str(error), icon=":material/error:")
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _change(change: Callable[[Report], Report]) -> bool:
    """Change the reader's report; False, with a word, where it cannot be."""
    try:
        ui_basket.kept().change(ui_basket.own(), change)
    except BadInput as error:
        st.toast(str(error), icon=":material/error:")
        return False
    return True


# Its items -----------------------------------------------------------------------------------------------------------


def _items(report: Report, link: str | None, scope: ui.Scope) -> None:
    """Draw them. link: what stands in a link to the report; None where it is somebody else's."""
    mine = link is not None
    bar = ui.beside()
    place = st.empty()
    shown = _exhibits(report.items, scope.lang, place)
    made = content.paper(report, shown, t("预算报告"))
    with bar:
        _export(made, ui.file_name(made.title))
        if mine:
            with st.popover(t("分享"), icon=":material/link:", type="tertiary"):
                ui.note(t("有这个链接的人都能看到并导出这份报告，不能改；你改了，他们看到的也是新的。"))
                st.code(f"{ui.base()}report?basket={link}", language=None, wrap_lines=True)
                st.button(t("收回链接，换一个新的"), key="withdraw", icon=":material/link_off:", type="tertiary", on_click=_withdraw)
            _undo()
            st.button(
                t("清空"), key="clear", icon=":material/delete:", type="tertiary", help=t("可以撤销"),
                on_click=_clear,
            )  # fmt: skip
            st.button(t("加一个小标题"), key="heading", icon=":material/title:", type="tertiary", on_click=_head)
    for number, part in enumerate(made.parts):
        _item(part, mine, number, len(made.parts), scope.dark)


def _withdraw() -> None:
    try:
        ui_basket.kept().withdraw(ui_basket.own())
        ui.turn("basket", "")
    except BadInput as error:
        st.toast(str(error), icon=":material/error:")


def _head() -> None:
    lang = st.session_state.get("language", "zh")  # called in another context, which speaks Chinese
    with words.speaking(lang):
        caption = t("小标题")
    _change(lambda now: now.added(Item(caption=caption)))


def _exhibits(items: Sequence[Item], lang: str, place: DeltaGenerator) -> list[Exhibit | str]:
    """What each item shows; a page that has not been run before takes a moment, and the reader sees how far it is."""
    shown: list[Exhibit | str] = []
    start, stamp = monotonic(), store.stamp()
    for number, item in enumerate(items):
        if not item.address:
            shown.append("")
            continue
        if monotonic() - start > _SOON:
            place.progress(number / len(items), t("正在读取：{done} / {total} 项", done=number, total=len(items)))
        try:
            found = _exhibit(stamp, item.address, item.key, lang)
        except BadInput as error:
            found = str(error)
        shown.append(found if isinstance(found, str) else replace(found[1], link=_link(item.address, lang)))
    place.empty()
    return shown


@st.cache_resource(show_spinner=False)
def _maker() -> Maker:
    return Maker()


@st.cache_resource(show_spinner=False, max_entries=_MADE)
def _exhibit(stamp: str, address: str, key: str, lang: str) -> tuple[str, Exhibit] | str:
    return _maker().exhibit(address, key, lang)


def _link(address: str, lang: str) -> str:
    there, _, query = ui_export.readable(address).partition("?")
    there = "" if there == "overview" else there  # the first page stands at the address of the server itself
    query = "&".join(part for part in (query, "lang=en" if lang == "en" else "") if part)
    return f"{ui.base()}{there}{'?' if query else ''}{query}"


def _item(part: Part, mine: bool, number: int, count: int, dark: bool) -> None:
    item, turn = part.item, st.session_state.get(_TURN, 0)
    with st.container(border=True, key=f"item-{item.item_id}"):
        called = t("、").join(
            [t("图 {n}", n=part.figure_no)] * bool(part.figure_no) + [t("表 {n}", n=part.table_no)] * bool(part.table_no)
        ) or (t("小标题") if not item.address else t("没有内容"))  # fmt: skip
        if mine:
            _tools(item, called, part.exhibit.title if part.exhibit else "", number, count)
        else:
            ui.heading(called if part.lack else part.caption, "" if part.lack else called)
        if part.lack:
            ui.note(t("这里现在没有图：{reason}", reason=part.lack), doubt=True)
        elif part.exhibit:
            _preview(part.exhibit, part, mine, dark)
        if mine:
            key = f"comment-{item.item_id}-{turn}"
            st.text_area(
                t("{called}下面的话", called=called), item.comment, key=key, height=68, max_chars=content.LONGEST,
                placeholder=t("写在它下面的话；一行一段"),
                label_visibility="collapsed", on_change=partial(_write, item.item_id, "comment", key),
            )  # fmt: skip
        elif item.comment:
            st.text(item.comment)


def _tools(item: Item, called: str, original: str, number: int, count: int) -> None:
    turn = st.session_state.get(_TURN, 0)
    with ui.beside():
        key = f"caption-{item.item_id}-{turn}"
        st.text_input(
            called, item.caption, key=key, max_chars=300, placeholder=original, on_change=partial(_write, item.item_id, "caption", key),
        )  # fmt: skip
        for name, step, icon, told, end in (
            ("up", -1, ":material/arrow_upward:", t("上移"), number == 0),
            ("down", 1, ":material/arrow_downward:", t("下移"), number == count - 1),
        ):
            st.button(told, key=f"{name}-{item.item_id}", icon=icon, type="tertiary", disabled=end, on_click=partial(_move, item.item_id, step))
        st.button(t("去掉"), key=f"remove-{item.item_id}", icon=":material/close:", type="tertiary", on_click=partial(_remove, item.item_id))


def _preview(exhibit: Exhibit, part: Part, mine: bool, dark: bool) -> None:
    item, turn = part.item, st.session_state.get(_TURN, 0)
    if mine and exhibit.figure is not None:
        key = f"form-{item.item_id}-{turn}"
        st.segmented_control(
            t("放进报告的是"), FORMS, default=item.form, key=key, format_func={"figure": t("图"), "table": t("表"), "both": t("图和表")}.__getitem__,
            required=True, on_change=partial(_write, item.item_id, "form", key),
        )  # fmt: skip
    ui.note(exhibit.note)
    if part.figure_no:
        st.plotly_chart(
            charts.again(exhibit.figure, look=charts.look(dark)), width="stretch", theme=None, key=f"chart-{item.item_id}", alt=part.caption,
            config={"displayModeBar": False},
        )  # fmt: skip
    if part.table_no:
        ui.ledger(exhibit.data.head(_PREVIEW), exhibit.columns or {name: name for name in exhibit.data.columns}, unit=exhibit.unit)
        if len(exhibit.data) > _PREVIEW:
            ui.note(t("共 {all} 行，这里显示前 {shown} 行。", all=f"{len(exhibit.data):,}", shown=_PREVIEW))
    if exhibit.takeaway:
        ui.note(exhibit.takeaway)


def _write(item_id: str, name: str, key: str) -> None:
    _change(lambda now: now.changed(item_id, **{name: st.session_state[key]}))


def _move(item_id: str, steps: int) -> None:
    _change(lambda now: now.moved(item_id, steps))


def _remove(item_id: str) -> None:
    _change(lambda now: now.without(item_id))


# Files and ready-made reports -----------------------------------------------------------------------------------------


def _export(made: content.Paper, name: str) -> None:
    """The forms to choose from. Pictures are drawn by the reader's browser, which sends them; the file is made of them here."""
    opened = st.popover(t("导出报告"), icon=":material/download:", on_change="rerun", key="export", type="primary")
    if not opened.open:
        return
    figures = {part.item.item_id: picture.embedded(picture.bare(part.exhibit)) for part in made.parts if part.exhibit and part.figure_no}
    labels = {
        "docx": t("Word：图是印好的图，有目录、图题和出处"), "xlsx": t("Excel：图可以改，数据一张一页"),
        "html": t("HTML：一个文件，图可以交互，断网也能看"),
    }  # fmt: skip

    def file(form: str, pictures: Mapping[str, bytes]) -> tuple[bytes, str, str]:
        return files.write(made, f".{form}", pictures), files.FORMS[f".{form}"], form

    with opened:
        ui_export.drawn(figures, labels, name, "report", file)
        ui.note(t("Word 的目录开出来就是对的，没有页码；要页码，在目录上点右键，选“更新域”。"))


def _readymade(scope: ui.Scope) -> None:
    ui.heading(t("现成的报告"), t("按左边所选的范围，放在报告末尾，可以再改"))
    whose = ui.departments()
    offered = [one for one in ui.offered() if one in (scope.departments or whose)]
    of = ui.select(t("部门概况写哪个部门"), offered, "of", whose.__getitem__) if offered else ""
    for kind in readymade.kinds().values():
        if kind.one and not of:
            continue
        chosen = ui.filters_in_words()
        words_ = ui.scope_in_words()
        if kind.one:
            chosen, words_ = {**chosen, "region": [], "department": [whose[of]]}, whose[of]
        report = kind.report(chosen, words_)
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            st.button(
                report.title, key=f"ready-{kind.name}", icon=":material/playlist_add:",
                on_click=partial(_fill, report),
            )  # fmt: skip
            ui.note(kind.about[words.language()])


def _fill(report: Report) -> None:
    _change(lambda now: replace(now, title=now.title or report.title).added(*report.items))
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
