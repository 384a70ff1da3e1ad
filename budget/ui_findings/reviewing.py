"""What a reviewer decides about a finding comes in and is kept; the form for it, and all decisions so far, go out.

A form travels with what it was drawn with: who was faster is noticed, and a note that could not be kept stays in its form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import streamlit as st

import queries
from budget import paper_findings, reviews, store, ui
from budget.model import BadInput
from budget.paper import fill
from budget.reviews import Overtaken, Review, Reviews
from budget.ui import Row, Rows
from budget.words import t, term

# What a list can be narrowed to; reviewed: whatever the conclusion; changed: since the last review.
STATUSES = ("open", "reviewed", *reviews.STATUSES[1:], "changed")
_COOKIE = "mingzhang_reviewer"
_NAME = 60  # characters of a reviewer's name
_NOTE = 4000
_TOLD = "review told"  # what became of the last review of this session: (finding_id, what, Review or words)
# The name stays in the reader's own browser.
_REMEMBER = """(() => {
  if (document.body.dataset.reviewer) return;
  document.body.dataset.reviewer = 'yes';
  document.addEventListener('change', event => {
    if (event.target.closest && event.target.closest('.st-key-reviewer'))
      document.cookie = 'mingzhang_reviewer=' + encodeURIComponent(event.target.value) + ';path=/;max-age=31536000;samesite=lax';
  });
})()"""


def kept() -> Reviews:
    """The reviews of this store."""
    return Reviews(store.reviews_file())


def as_reviewed(status: str) -> dict[str, list[str]]:
    """A review status as the parameters `findings` and `without` of queries.findings.page; '' is all."""
    if not status:
        return {"findings": [], "without": []}
    latest = kept().latest()
    done = [one for one, review in latest.items() if review.status != "open"]
    if status == "open":
        return {"findings": [], "without": sorted(done)}
    if status == "reviewed":
        found = done
    else:
        found = _changed(latest) if status == "changed" else [one for one, review in latest.items() if review.status == status]
    return {"findings": sorted(found) or [""], "without": []}  # an empty list would mean all, and none is called ''


def _changed(latest: Mapping[str, Review]) -> list[str]:
    now = ui.fetch(queries.findings.fingerprints, findings=sorted(latest) or [""])
    pairs = zip(now["finding_id"], now["fingerprint"], strict=True)
    return [one for one, fingerprint in pairs if latest[one].fingerprint != fingerprint]


def settled() -> list[str]:
    """The findings that reviewers explained or dismissed, and that have not changed since."""
    closed = {one: review for one, review in kept().latest().items() if review.status in ("explained", "dismissed")}
    return sorted(set(closed) - set(_changed(closed)))


def reviewed(rows: Rows) -> Rows:
    """Findings with what reviewers say of them: review_status, reviewer, reviewed_at, review_note, changed."""
    held = kept().latest()
    latest = [held.get(one) for one in rows["finding_id"]]
    columns: dict[str, list[Any]] = {
        "review_status": [one.status if one else None for one in latest],
        "reviewer": [one.reviewer if one else None for one in latest],
        "reviewed_at": [one.reviewed_at if one else None for one in latest],
        "review_note": [one.note if one else None for one in latest],
        "changed": [bool(one and one.fingerprint != now) for one, now in zip(latest, rows["fingerprint"], strict=True)],
    }
    return rows.assign(**columns)


def review(found: Row) -> None:
    """The form in which a reviewer decides about a finding, what became of it, and all decisions so far."""
    finding_id, fingerprint = str(found.finding_id), str(found.fingerprint)
    past = kept().history(finding_id)
    latest = past[0] if past else None
    ui.heading(t("复核"), t("复核与数据分开保存，重建数据不会丢失"))
    if latest and latest.fingerprint != fingerprint:
        ui.note(t("这一项在上次复核之后有了变化：下面的结论是就当时的事实作出的，请重新复核。"), doubt=True)
    _tell(finding_id, past)
    token = st.session_state.setdefault(f"token {finding_id}", uuid4().hex)
    name = st.session_state.get("reviewer_kept") or unquote(st.context.cookies.get(_COOKIE, ""))[:_NAME]
    ui.run(_REMEMBER)
    with st.form(f"form-{token}", border=False):
        st.segmented_control(
            t("复核结论"), reviews.STATUSES, key=f"status-{token}", required=True, default=latest.status if latest else "open",
            format_func=lambda code: term(code, "review_status"),
        )  # fmt: skip
        st.text_area(t("复核说明"), key=f"note-{token}", max_chars=_NOTE, height=110)
        with st.container(key="reviewer"):
            st.text_input(t("复核人"), value=name, key=f"name-{token}", max_chars=_NAME)
        # What this form was drawn with travels with it: whoever was faster is then noticed.
        seen = latest.review_id if latest else None
        st.form_submit_button(t("保存复核"), type="primary", on_click=_save, args=(finding_id, fingerprint, seen, token))
    history(finding_id, fingerprint)


def history(finding_id: str, fingerprint: str | None = None) -> bool:
    """Every review of a finding, the newest first; False where there is none. fingerprint: that of today's facts."""
    past = kept().history(finding_id)
    if past:
        ui.heading(t("复核记录"), t("{n} 次，最近的在前", n=len(past)))
        st.html(paper_findings.history(past, fingerprint))
    return bool(past)


def _save(finding_id: str, fingerprint: str, seen: int | None, token: str) -> None:
    state = st.session_state
    status, note, name = state[f"status-{token}"], state[f"note-{token}"], state[f"name-{token}"].strip()
    if not name:
        state[_TOLD] = (finding_id, "nameless", "")
        return
    state["reviewer_kept"] = name
    _keep(finding_id, fingerprint, status, note, name, seen=seen, token=token, what="saved")


def _undo(saved: Review, before: Review | None, token: str) -> None:
    _keep(
        saved.finding_id, before.fingerprint if before else saved.fingerprint, before.status if before else "open",
        before.note if before else "", saved.reviewer, seen=saved.review_id, token=token, what="undone",
    )  # fmt: skip


def _keep(finding_id: str, *fields: str, seen: int | None, token: str, what: str) -> None:
    """Keep a review; the form is renewed only when it was kept, so that a note that was not stays in it."""
    fingerprint, status, note, name = fields
    try:
        saved = kept().record(finding_id, fingerprint, status, note, name, seen=seen, token=token)
    except Overtaken as error:
        st.session_state[_TOLD] = (finding_id, "overtaken", error.latest)
    except BadInput as error:
        st.session_state[_TOLD] = (finding_id, "failed", str(error))
    else:
        st.session_state[_TOLD] = (finding_id, what, saved)
        st.session_state.pop(f"token {finding_id}", None)


def _tell(finding_id: str, past: Sequence[Review]) -> None:
    about, what, detail = st.session_state.get(_TOLD, ("", "", ""))
    if about != finding_id:
        return
    if what == "nameless":
        ui.note(t("还没有保存：请写明复核人。"), doubt=True)
    elif what == "failed":
        ui.note(t("还没有保存：{reason}", reason=detail), doubt=True)
    elif what == "overtaken":
        ui.note(t("还没有保存：您打开之后，{who}先作了复核，见下面的记录。您写的说明还在；看过之后可以再次保存。", who=detail.reviewer), doubt=True)
    elif past and past[0].review_id == detail.review_id:  # nobody has decided anything since
        status = term(detail.status, "review_status")
        with st.container(key="saved", horizontal=True, gap="medium", vertical_alignment="center"):
            if what == "undone":
                _done(t("已撤销：恢复为“{status}”。", status=status))
                return
            _done(t("已保存：{status}。", status=status))
            before = past[1] if len(past) > 1 else None
            st.button(t("撤销"), key="undo", type="tertiary", on_click=_undo, args=(detail, before, uuid4().hex))


def _done(text: str) -> None:
    st.html(fill('<p class="mz-done" role="status">✓ {text}</p>', text=text), width="content")
