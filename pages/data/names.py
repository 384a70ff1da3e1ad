"""A word comes in; the departments, projects, indicators and expense items whose names contain it go out, and where each occurs."""

import queries
from budget import ui, ui_data
from budget.words import t

MOST = 20  # names of each kind
ALL = 500  # names of one kind, when it is the only one asked for
SIZE = 50  # places of one page
KINDS = {"department": t("部门"), "project": t("项目"), "indicator": t("绩效指标"), "item": t("支出科目")}
PLACES = {
    "department": queries.search.departments, "project": queries.search.projects, "indicator": queries.search.indicators,
    "item": queries.search.items,
}  # fmt: skip
EVERYWHERE = {"regions": [], "departments": [], "years": []}
EXAMPLES = ("水", "党员", "接待费", "满意度")

scope = ui.page(t("查名"), t("部门、项目、绩效指标、支出科目，凡名称里有这个词的都在这里；一个字也能查。"))
ui_data.tabs("names")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
word = ui_data.word()
name, kind = ui.parameter("name") or "", ui.parameter("kind") or ""


def hits() -> None:
    """The names that contain the word, by kind."""
    found = ui.fetch(queries.search.names, word=word, most=ALL if kind else MOST)
    if found.empty:
        ui.empty(t("库里没有一个名称含有“{word}”。", word=word), ui.fetch(queries.catalog.disclosures, **chosen, most=ui.HAVE))
        return
    if kind:
        ui.links((t("← 回到名称"), ui.href("names", q=word), "back"))
    for code, label in KINDS.items():
        if kind not in ("", code):
            continue
        rows = found[found["kind"] == code]
        if rows.empty:
            continue
        known = int(rows.iloc[0].found)
        more = t("共 {n} 个，列出前 {shown} 个", n=f"{known:,}", shown=len(rows)) if known > len(rows) else t("{n} 个", n=known)
        ui.heading(label, more)
        told = [t("{n:,} 处，{m:,} 份披露", n=row.times, m=row.disclosures) for row in ui.tuples(rows)]
        to = [ui.href("names", q=word, kind=code, name=one) for one in rows["name"]]
        rest = (t("全部 {n} 个 →", n=f"{known:,}"), ui.href("names", q=word, kind=code)) if known > len(rows) and not kind else None
        ui_data.hits(list(zip(rows["name"], to, told, strict=True)), word, rest)


def places() -> None:
    """Where one name occurs in the selection."""
    ui.links((t("← 回到名称"), ui.href("names", q=word), "back"))
    asked = {**chosen, f"{kind}_name": name}
    first = ui.fetch(PLACES[kind], **asked, start=0, most=1)
    if first.empty:
        everywhere = ui.fetch(PLACES[kind], **asked | EVERYWHERE, start=0, most=200)
        ui.empty(t("所选范围内没有“{name}”。", name=name), everywhere[["disclosure_id"]].dropna().drop_duplicates())
        return
    total = int(first.iloc[0].total)
    ui.heading(name, t("{kind}，{n:,} 处", kind=KINDS[kind], n=total))
    if kind == "department":
        for row in ui.records(ui.fetch(PLACES[kind], **asked, start=0, most=SIZE).drop_duplicates("department_id")):
            one = ui.who(row["region_name"], row["department_name"])
            ui_data.ways(one)
    hidden = {"total", "region_code", "department_id", "project_id", "indicator_id", "amount_id"}
    labels = ui_data.columns([column for column in first.columns if column not in hidden])
    ui_data.paged(total, SIZE, lambda page: ui.ledger(ui.fetch(PLACES[kind], **asked, start=SIZE * page, most=SIZE), labels), kind)
    ui.download(
        t("下载 CSV"), lambda: ui.once(PLACES[kind], **asked, start=0, most=total).drop(columns="total"), f"{KINDS[kind]} {name}", key="places",
        columns=labels, title=f"{KINDS[kind]} {name}",
    )  # fmt: skip


if kind in KINDS and name:
    places()
elif word:
    hits()
else:
    ui_data.nothing_yet(t("还没有词。写一个，或者从这些开始："), {one: ui.href("names", q=one) for one in EXAMPLES})
