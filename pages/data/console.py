"""A statement that the reader types comes in; its rows go out, or a sentence that says what is wrong with it."""

from budget import ui, ui_data
from budget.words import t

ui.page(t("查询台"), t("自己写 SQL 问这个库。只能看，不能改；写错了也不会伤到别人。"))
ui_data.tabs("console")
ui_data.console_page({
    t("金额最大的一百笔"): "select d.label, a.item_name, a.measure, a.amount_yuan, a.cell_id\nfrom amount as a\n"
    "join named_disclosure as d using (disclosure_id)\n"
    "where a.row_role = 'leaf' and a.amount_yuan is not null\norder by a.amount_yuan desc, a.amount_id\nlimit 100",
    t("各部门三公经费"): "select region_name, department_name, fiscal_year, component, amount_yuan, value_status, basis, cell_id\n"
    "from three_public_funds\norder by department_id, fiscal_year, component",
    t("一张表有哪些列"): "describe amount",
})  # fmt: skip
