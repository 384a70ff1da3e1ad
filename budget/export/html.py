"""An exhibit comes in; one HTML file goes out that shows the figure to be hovered over, its rows and its sources, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plotly.offline import get_plotlyjs

from budget import charts, paper
from budget.export import picture
from budget.export.exhibit import Exhibit
from budget.paper import fill
from budget.words import language, t

# Nothing is fetched and nothing sent, whatever a text in it may say.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
_STYLE = """
body{font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
body{color:#22262a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 .3rem}h2{font-size:1.05rem;margin:1.8rem 0 .4rem}p{margin:.3rem 0}.note,dd,dt{overflow-wrap:anywhere}
.note{color:#5d646b;font-size:.9rem}.mark{color:#96590a;font-weight:700}.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{border-bottom:1px solid #ddd;padding:.25rem .7rem .25rem 0;text-align:left;vertical-align:top}

thead th{border-bottom-color:#22262a;white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums}
td{max-width:24rem;overflow-wrap:anywhere}

dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.85rem}dt{color:#5d646b}dd{margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem}
summary{cursor:pointer}
"""
_DRAW = """
const figure = JSON.parse(document.getElementById('figure-data').textContent);
Plotly.newPlot('figure', figure.data, figure.layout, {responsive: true, displaylogo: false, displayModeBar: false});
"""


def html(exhibit: Exhibit) -> bytes:
    """The file, with Plotly inside. Text of documents stands in it escaped, or as JSON."""
    plain = charts.again(exhibit.figure, look=charts.look(printing=True)).to_dict()
    columns = exhibit.columns or {str(name): str(name) for name in exhibit.data.columns}
    heads, rows = paper.export(exhibit.data, columns)
    about = exhibit.about()
    asked = fill("<details><summary>{head}</summary><pre>{sql}</pre></details>", head=t("查询"), sql=exhibit.asked.sql) if exhibit.asked else ""
    parts = [
        fill('<!doctype html><html lang="{lang}"><head><meta charset="utf-8">', lang="zh-CN" if language() == "zh" else "en"),
        fill('<meta http-equiv="Content-Security-Policy" content="{policy}">', policy=_POLICY),
        fill('<meta name="viewport" content="width=device-width"><title>{title}</title>', title=exhibit.title),
        f"<style>{_STYLE}</style></head><body><main>",
        fill('<p class="mark">{mark}</p>', mark=about[t("注意")]) if exhibit.synthetic else "",
        fill('<h1>{title}</h1><p class="note">{note}</p>', title=exhibit.title, note=exhibit.note),
        fill('<div id="figure" role="img" aria-label="{title}"></div>', title=exhibit.title), fill("<p>{takeaway}</p>", takeaway=exhibit.takeaway),
        fill("<h2>{head}</h2><dl>", head=t("说明")),
        *(fill("<dt>{name}</dt><dd>{text}</dd>", name=name, text=text) for name, text in about.items()),
        "</dl>", asked, fill("<h2>{head}</h2><pre>{text}</pre>", head=t("引用"), text=exhibit.citation()),
        fill("<h2>{head}</h2>", head=t("数据：{n} 行，金额以元计", n=len(rows))),
        _table(heads[: len(columns)], [row[: len(columns)] for row in rows]),
        '<script type="application/json" id="figure-data">', picture.embedded(plain), "</script><script>", get_plotlyjs(), "</script>",
        f"<script>{_DRAW}</script></main></body></html>\n",
    ]  # fmt: skip
    return "".join(parts).encode("utf-8", "replace")


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    right = [any(isinstance(row[column], (int, float, Decimal)) for row in rows) for column in range(len(heads))]
    top = "".join(fill('<th class="{side}" scope="col">{head}</th>', side="n" * number, head=head) for head, number in zip(heads, right, strict=True))
    body = "".join("<tr>" + "".join(_cell(value, number) for value, number in zip(row, right, strict=True)) + "</tr>" for row in rows)
    return f'<div class="wide" tabindex="0" role="group"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: object, right: bool) -> str:
    text = f"{value:,f}" if isinstance(value, Decimal) else "" if value is None else str(value)
    return fill('<td class="{side}">{text}</td>', side="n" * right, text=text)
