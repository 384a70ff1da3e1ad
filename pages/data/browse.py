"""The reader's scope and a table come in; its rows in that scope go out, a page at a time, with what its columns mean."""

import queries
from budget import ui, ui_data
from budget.words import t

SIZE = 100  # rows of one page
NAMES = {"regions": t("地区"), "departments": t("部门"), "years": t("年度")}

scope = ui.page(t("数据"), t("库里的每一张表，逐行可看、可排序、可下载。有出处的都能点开原文。"))
ui_data.tabs("data")
tables = ui_data.catalogue()
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
table = tables[ui.select(t("表"), list(tables), "browse", lambda name: tables[name].title, start="department_year")]
labels = table.labels()
with ui.beside():
    sort = ui.select(t("排序"), ["", *labels], "sort", lambda name: f"{labels[name]} {name}" if name else t("按存放的次序"))
    order = "asc"
    if sort:
        order = ui.select(t("次序"), ["asc", "desc"], "order", lambda code: {"asc": t("从小到大"), "desc": t("从大到小")}[code])
total = ui_data.count(table, chosen)
ui.heading(table.words or table.name, f"{table.name} · {t('{n:,} 行', n=total)}")
ui.note(t("{grain}。", grain=table.grain.rstrip("。.")))
ignored = [NAMES[name] for name, values in chosen.items() if values and name not in table.filtered_by]
if ignored:
    ui.note(t("这张表不分{filters}，左边的这些筛选不起作用。", filters=t("、").join(ignored)), doubt=True)
if not total:
    reason = t("这张表在所选范围内没有一行。")
    if ui.fetch(queries.catalog.disclosures, **chosen, most=1).empty:
        reason = t("所选范围内没有披露。")
    ui.empty(reason, ui_data.having(table))
else:
    ui_data.paged(
        total, SIZE, lambda page: ui.ledger(ui_data.rows(table, chosen, sort, order == "desc", SIZE * page, SIZE), labels), table.name
    )
    ui_data.save(table, chosen, sort, order == "desc", total)
ui.heading(t("栏目"), t("{n} 栏", n=len(table.columns)))
ui_data.meanings(table)
