"""A table (DataFrame) comes in, a Plotly figure goes out: one function per form, the look from `theme`.

Forms: `bars` (one length per item), `ranking` (bars or dots with their places), `stacked` (parts of a whole),
`dumbbell` (two values of one thing), `bullet` (what was spent within what was given), `lines` (over years), `multiples` (a small panel
for each thing), `treemap` and `sunburst` (parts within parts), `icicle` (the whole and its parts in columns), `waterfall` (the
steps from one sum to another), `heatmap` (counts by two things),
`strip` (what is known of a value, in words), `network` (ties between things).
Money comes in yuan. A missing value is drawn as words, never as a zero; a derived one is hatched, hollow or marked. `first` keeps a
figure to what can be read; `stamp` marks what is made up; `again` draws a figure once more, for paper say.
"""

from budget.charts.bars import bars
from budget.charts.bullet import bullet
from budget.charts.dumbbell import dumbbell
from budget.charts.heatmap import heatmap
from budget.charts.icicle import icicle
from budget.charts.lines import lines
from budget.charts.multiples import multiples
from budget.charts.network import network
from budget.charts.once import again, form_of, rows_of, stamp
from budget.charts.ranking import ranking
from budget.charts.rows import first
from budget.charts.scale import money, percent, quantity
from budget.charts.stacked import stacked
from budget.charts.strip import strip
from budget.charts.sunburst import sunburst
from budget.charts.theme import look
from budget.charts.treemap import treemap
from budget.charts.waterfall import signed, waterfall

__all__ = [
    "again", "bars", "bullet", "dumbbell", "first", "form_of", "heatmap", "icicle", "lines", "look", "money", "multiples", "network", "percent",
    "quantity", "ranking", "rows_of", "signed", "stacked", "stamp", "strip", "sunburst", "treemap", "waterfall",
]  # fmt: skip
