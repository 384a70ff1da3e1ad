"""Findings come in; their working paper 审计底稿 is made when a reader asks for it, and goes out as a download.

A DOCX of many findings takes its time: it is made before the reader's eyes, who sees how far it is, and is then saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

import queries
from budget import ui, words, workpaper
from budget.paper import records
from budget.ui_findings.reviewing import kept
from budget.words import t

_AT_ONCE = 60  # findings: less than a second's work
_MOST = 2000  # findings of one working paper
_STEP = 10  # findings between two movements of the bar
_WANTED = "paper-wanted"  # name of the paper being made: a run of the page that is interrupted makes it in the next
_KINDS = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet"}
_Findings = Callable[[], Sequence[str]]  # asked for their identifiers only when a paper is made


def export(findings: _Findings, name: str, total: int) -> None:
    """Buttons that make the working paper of these findings (`total` of them) when pressed, as XLSX and as DOCX."""
    lang = words.language()  # the buttons are pressed in another context, which speaks Chinese
    _offer(t("导出底稿 {form}", form="XLSX"), partial(_xlsx, findings, lang), name, "xlsx")
    if total <= _AT_ONCE:
        _offer(t("导出底稿 {form}", form="DOCX"), partial(_docx, findings, lang), name, "docx")
    else:  # last in its row: it takes the room that is left
        _long(findings, name, min(total, _MOST))
    if total > _MOST:
        ui.note(t("底稿收前 {n} 项。", n=f"{_MOST:,}"))


@ui.part
def _long(findings: _Findings, name: str, total: int) -> None:
    with ui.beside():
        st.button(
            t("导出底稿 {form}", form="DOCX"), key="make", type="tertiary", icon=":material/download:",
            on_click=partial(st.session_state.__setitem__, _WANTED, name),
        )  # fmt: skip
        place = st.empty()
    if st.session_state.get(_WANTED) != name:
        return

    def told(done: int) -> None:
        if done % _STEP == 0:
            place.progress(done / total, t("正在编制底稿：{done} / {total} 项", done=f"{done:,}", total=f"{total:,}"), width=260)

    told(0)
    try:
        made = _docx(findings, words.language(), told)
    except Exception:  # not the interruption by another run of the page, which begins it anew
        del st.session_state[_WANTED]
        raise
    del st.session_state[_WANTED]
    with place:
        _offer(t("底稿已编好：保存 {form}（{size} KB）", form="DOCX", size=f"{len(made) / 1024:,.0f}"), made, name, "docx")


def _docx(findings: _Findings, lang: str, told: Callable[[int], None] = lambda done: None) -> bytes:
    with words.speaking(lang):
        return workpaper.docx(_entries(findings), _build(), told)


def _xlsx(findings: _Findings, lang: str) -> bytes:
    with words.speaking(lang):
        return workpaper.xlsx(_entries(findings), _build())


def _entries(findings: _Findings) -> list[workpaper.Entry]:
    chosen = list(findings())[:_MOST]
    details = records(ui.fetch(queries.findings.details, findings=sorted(chosen)))
    cells = records(ui.fetch(queries.findings.cells, findings=sorted(chosen)))
    return workpaper.entries(chosen, details, cells, kept().latest())


def _build() -> str:
    return str(ui.fetch(queries.provenance.build).iloc[0].build_id)


def _offer(label: str, content: bytes | Callable[[], bytes], name: str, form: str) -> None:
    st.download_button(
        label, content, file_name=f"{ui.file_name(name)}.{form}", on_click="ignore", key=f"paper-{form}", type="tertiary",
        icon=":material/download:", mime=f"application/vnd.openxmlformats-officedocument.{_KINDS[form]}",
    )  # fmt: skip
