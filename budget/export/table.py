"""Rows as a page shows them come in; CSV that spreadsheets read, Chinese and all, goes out. No text in it can become a formula."""

from __future__ import annotations

import csv as csv_format
import io
from collections.abc import Mapping, Sequence

import pandas as pd

from budget import csvtext, paper
from budget.words import t


def rows(data: pd.DataFrame, columns: Mapping[str, str], *, synthetic: bool) -> tuple[list[str], list[list[object]]]:
    """Heads and values (see `paper.export`); of a sample every row says so: a file gets another name, its rows get among others."""
    heads, values = paper.export(data, columns)
    if synthetic:
        heads, values = [*heads, t("合成数据")], [[*row, t("合成数据")] for row in values]
    return heads, values


def csv(heads: Sequence[str], values: Sequence[Sequence[object]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read the Chinese."""
    out = io.StringIO()
    writer = csv_format.writer(out, lineterminator="\r\n")
    writer.writerow(map(csvtext.harmless, heads))
    writer.writerows(map(csvtext.harmless, row) for row in values)
    return out.getvalue().encode("utf-8-sig", "replace")
