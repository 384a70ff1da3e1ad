"""An exhibit comes in; one HTML file goes out that shows the figure to be hovered over, its rows and its sources, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
summary{cursor:pointer}.figure{break-inside:avoid}
@media print{body{max-width:none;margin:0}.wide{overflow:visible}tr{break-inside:avoid}}
"""
# Figures are as wide as the window, and as paper when they are printed: Plotly does not learn of that by itself.
_DRAW = """
const figures = JSON.parse(document.getElementById('figures').textContent);
for (const [id, figure] of Object.entries(figures)) {
  Plotly.newPlot(id, figure.data, figure.layout, {responsive: true, displaylogo: false, displayModeBar: false});
}
const resize = size => { for (const id of Object.keys(figures)) Plotly.relayout(id, size); };
addEventListener('beforeprint', () => resize({autosize: false, width: PAPER}));
addEventListener('afterprint', () => resize({autosize: true, width: null}));
""".replace("PAPER", str(picture.WIDTH))


def html(exhibit: Exhibit) -> bytes:
    """The file, with Plotly inside. Text of documents stands in it escaped, or as JSON."""
    columns = exhibit.listed
    heads, rows = paper.export(exhibit.data, columns)
    about = exhibit.about()
    asked = fill("<details><summary>{head}</summary><pre>{sql}</pre></details>", head=t("查询"), sql=exhibit.asked.sql) if exhibit.asked else ""
    parts = [
        fill('<p class="mark">{mark}</p>', mark=about[t("注意")]) if exhibit.synthetic else "",
        fill('<h1>{title}</h1><p class="note">{note}</p>', title=exhibit.title, note=exhibit.note),
        place("figure", exhibit.title) if exhibit.figure is not None else "", fill("<p>{takeaway}</p>", takeaway=exhibit.takeaway),
        fill("<h2>{head}</h2><dl>", head=t("说明")),
        *(fill("<dt>{name}</dt><dd>{text}</dd>", name=name, text=text) for name, text in about.items()),
        "</dl>", asked, fill("<h2>{head}</h2><pre>{text}</pre>", head=t("引用"), text=exhibit.citation()),
        fill("<h2>{head}</h2>", head=t("数据：{n} 行，金额以元计", n=len(rows))),
        _exact(heads[: len(columns)], [row[: len(columns)] for row in rows]),
    ]  # fmt: skip
    return whole(exhibit.title, parts, {"figure": exhibit} if exhibit.figure is not None else {})


def whole(title: str, parts: Iterable[str], figures: Mapping[str, Exhibit], style: str = "") -> bytes:
    """One file of these parts, which are HTML already, with each figure drawn in its `place`."""
    look = charts.look(printing=True)
    drawn = {name: charts.again(one.figure, look=look).to_dict() for name, one in figures.items()}
    scripts = ['<script type="application/json" id="figures">', picture.embedded(drawn), "</script><script>", get_plotlyjs(), "</script>"]
    scripts.append(f"<script>{_DRAW}</script>")
    text = [
        fill('<!doctype html><html lang="{lang}"><head><meta charset="utf-8">', lang="zh-CN" if language() == "zh" else "en"),
        fill('<meta http-equiv="Content-Security-Policy" content="{policy}">', policy=_POLICY),
        fill('<meta name="viewport" content="width=device-width"><title>{title}</title>', title=title),
        f"<style>{_STYLE}{style}</style></head><body><main>", *parts, *(scripts if drawn else ()), "</main></body></html>\n",
    ]  # fmt: skip
    return "".join(text).encode("utf-8", "replace")


def place(name: str, alt: str) -> str:
    """Where a figure is drawn."""
    return fill('<div class="figure" id="{name}" role="img" aria-label="{alt}"></div>', name=name, alt=alt)


def table(heads: Sequence[str], right: Sequence[bool], rows: Iterable[Iterable[tuple[str, str]]]) -> str:
    """A table of texts, each with its look (classes of the style); `right` says which columns are numbers."""
    top = "".join(fill('<th class="{side}" scope="col">{head}</th>', side="n" * number, head=head) for head, number in zip(heads, right, strict=True))
    body = "".join("<tr>" + "".join(fill('<td class="{look}">{text}</td>', look=look, text=text) for text, look in row) + "</tr>" for row in rows)
    return f'<div class="wide" tabindex="0" role="group"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _exact(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    right = [any(isinstance(row[column], (int, float, Decimal)) for row in rows) for column in range(len(heads))]
    return table(heads, right, ([(_words(value), "n" * number) for value, number in zip(row, right, strict=True)] for row in rows))


def _words(value: object) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else "" if value is None else str(value)
