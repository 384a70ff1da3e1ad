"""What the checks found goes out on the screen: beside `ui`, because reviews are the one thing on it that a reader adds.

`rows` (what a row says, in the session's language), `lists` (lists and matrices), `evidence` (one finding), `reviewing`
(the form of a review and its history), `papers` (working papers), `equations` (what holds them together).
"""

from budget.paper_findings import SEVERITIES, tone
from budget.ui_findings.equations import bundles
from budget.ui_findings.evidence import evidence, neighbours, opening, source_lines, sums
from budget.ui_findings.lists import count, found, key, listing, matrix, paged, tabs, verdict, verdicts
from budget.ui_findings.papers import export
from budget.ui_findings.reviewing import STATUSES, as_reviewed, history, review, reviewed, settled
from budget.ui_findings.rows import column, names, said, told

__all__ = [
    "SEVERITIES", "STATUSES", "as_reviewed", "bundles", "column", "count", "evidence", "export", "found", "history", "key", "listing", "matrix",
    "names", "neighbours", "opening", "paged", "review", "reviewed", "said", "settled", "source_lines", "sums", "tabs", "told", "tone",
    "verdict", "verdicts",
]  # fmt: skip
