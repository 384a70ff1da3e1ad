"""A database and the number of disclosures that it holds or is to hold come in; DuckDB plans for few of them.

On few rows planning a statement takes as long as running it: statements side by side, each with one thread, and none of the
optimiser's rules that save nothing or little there while every plan is searched for what they could change (an eighth of the time
of all checks over five disclosures; at a hundred they would save as much as they cost, and side by side is twice as fast).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

FEW = 100  # disclosures
_NOT_WORTHWHILE = (
    "aggregate_function_rewriter", "aggregate_reuse", "common_aggregate", "common_subexpressions", "common_subplan", "compressed_materialization",
    "cte_filter_pusher", "cte_inlining", "distinct_aggregate_rewrite", "duplicate_groups", "empty_result_pullup", "expression_rewriter", "extension",
    "filter_pullup", "grouping_sets", "in_clause", "join_elimination", "join_filter_pushdown", "join_order", "late_materialization",
    "limit_pushdown", "materialized_cte", "outer_join_simplification", "partial_aggregate_pushdown", "partitioned_execution", "projection_placement",
    "projection_pullup", "redundant_order_keys", "regex_range", "remote_pushdown", "row_group_pruner", "sampling_pushdown", "scalar_fn_pushdown",
    "statistics_propagation", "top_n", "type_pushdown", "window_rewriter", "window_self_join",
)  # fmt: skip


@contextmanager
def planned_for(db: duckdb.DuckDBPyConnection, disclosures: int) -> Iterator[int]:
    """Within it statements are planned for that many disclosures. Gives how many of them are worth running side by side."""
    if disclosures > FEW:
        yield 1
        return
    ((threads, disabled),) = db.execute("select current_setting('threads'), current_setting('disabled_optimizers')").fetchall()
    _plan(db, 1, ",".join(_NOT_WORTHWHILE))
    try:
        yield threads
    finally:
        _plan(db, threads, disabled)


def _plan(db: duckdb.DuckDBPyConnection, threads: int, disabled: str) -> None:
    db.execute(f"set threads = {threads}; set disabled_optimizers = '{disabled}'")
