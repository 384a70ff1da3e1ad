"""The reader's request comes in; the frame, the menu by section and the chosen page go out."""

import streamlit as st

from budget import ui
from budget.words import t

ui.frame()
page = st.navigation(
    ui.menu(lambda: [
        st.Page("pages/overview/overview.py", title=t("概览"), url_path="overview", default=True),
        st.Page("pages/expense/structure.py", title=t("支出结构"), url_path="expense"),
        st.Page("pages/expense/shares.py", title=t("并排对照"), url_path="shares", visibility="hidden"),
        st.Page("pages/expense/change.py", title=t("解释变动"), url_path="change", visibility="hidden"),
        st.Page("pages/funds/three_public.py", title=t("三公经费"), url_path="three-public"),
        # Its other views are reached from there: the menu stays short.
        st.Page("pages/funds/changes.py", title=t("三公经费增减"), url_path="three-public-changes", visibility="hidden"),
        st.Page("pages/funds/ranking.py", title=t("三公经费排名"), url_path="three-public-ranking", visibility="hidden"),
        st.Page("pages/funds/panels.py", title=t("三公经费历年小图"), url_path="three-public-panels", visibility="hidden"),
        st.Page("pages/funds/prose.py", title=t("三公经费：表格与正文"), url_path="three-public-prose", visibility="hidden"),
        st.Page("pages/indicators/coverage.py", title=t("指标覆盖"), url_path="indicators"),
        # More views of the same rows, reached from there.
        st.Page("pages/indicators/strictness.py", title=t("目标松紧"), url_path="strictness", visibility="hidden"),
        st.Page("pages/indicators/alike.py", title=t("项目雷同"), url_path="alike", visibility="hidden"),
        st.Page("pages/indicators/worth.py", title=t("钱与指标"), url_path="worth", visibility="hidden"),
        st.Page("pages/compare/compare.py", title=t("横向对比"), url_path="compare"),
        st.Page("pages/evaluation/evaluation.py", title=t("绩效自评"), url_path="evaluation"),
        st.Page("pages/findings/findings.py", title=t("核查"), url_path="findings"),
        # Two more views of it, reached from there: the menu stays short.
        st.Page("pages/findings/ties.py", title=t("勾稽关系"), url_path="ties", visibility="hidden"),
        st.Page("pages/findings/verdicts.py", title=t("逐项结论"), url_path="verdicts", visibility="hidden"),
        st.Page("pages/disclosures/catalogue.py", title=t("披露"), url_path="disclosures"),
        st.Page("pages/data/browse.py", title=t("数据"), url_path="data"),
        # Four more views of it, reached from there.
        st.Page("pages/data/names.py", title=t("查名"), url_path="names", visibility="hidden"),
        st.Page("pages/data/questions.py", title=t("常问"), url_path="questions", visibility="hidden"),
        st.Page("pages/data/console.py", title=t("查询台"), url_path="console", visibility="hidden"),
        st.Page("pages/data/package.py", title=t("数据包"), url_path="package", visibility="hidden"),
        st.Page("pages/report/report.py", title=t("报告"), url_path="report"),
    ]),
    position="top",
)
ui.opened(page.url_path)
page.run()
ui.finish()
