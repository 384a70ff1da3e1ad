"""A figure of a page comes in; it goes into the report that its reader is putting together, whatever page and window the reader is on.

The browser keeps the name of the report in a cookie: there is nothing to sign in to, and no name of a person.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from budget import store
from budget.model import BadInput
from budget.report import basket
from budget.report.content import Item, Report
from budget.words import t

FILTERS = ("region", "tier", "office", "department", "year", "unit")  # of the frame, by their names in links
_COOKIE = "mingzhang-report"
_NAME, _PAGE = "name of the report", "page in the address"


def begin() -> str:
    """Whose report figures go into: that of this browser. Returns the script that lets the browser keep its name, where it does not know it."""
    sent = st.context.cookies.get(_COOKIE)
    if _NAME not in st.session_state:
        st.session_state[_NAME] = sent if basket.is_name(sent) else basket.new_name()
    return "" if sent == own() else f"mz.keep('{_COOKIE}', '{own()}');"


def opened(page: str) -> None:
    """Which page is shown, by its name in the address."""
    st.session_state[_PAGE] = page


def own() -> str:
    """The name of this reader's basket."""
    return str(st.session_state[_NAME])


def kept() -> basket.Baskets:
    """All baskets of this store."""
    return basket.Baskets(store.baskets_file())


def address() -> str:
    """The page that is shown with what was chosen on it, as a report keeps it: in no language."""
    choices = [(name, value) for name in st.query_params for value in st.query_params.get_all(name) if name != "lang"]
    return str(st.session_state[_PAGE]) + (f"?{urlencode(choices)}" if choices else "")


def _link() -> str:
    """The report with the filters and in the language of this page."""
    kept = [(name, value) for name in (*FILTERS, "lang") for value in st.query_params.get_all(name)]
    return "report" + (f"?{urlencode(kept)}" if kept else "")


def add(key: str) -> None:
    """The button that puts the figure of that key, as the page shows it, into the reader's report."""
    if not st.button(t("加入报告"), key=f"report-{key}", type="tertiary", icon=":material/post_add:"):
        return
    item = Item(address(), key)

    def added(report: Report) -> Report:
        return report if report.holds(item.address, key) else report.added(item)

    try:
        before = len(kept().read(own()).items)
        report = kept().change(own(), added)
    except BadInput as error:
        st.toast(str(error), icon=":material/error:")
        return
    told = t("已加入报告") if len(report.items) > before else t("已在报告里")
    st.toast(t("{told}：共 {n} 项。[打开报告]({link})", told=told, n=len(report.items), link=_link()), icon=":material/post_add:")
