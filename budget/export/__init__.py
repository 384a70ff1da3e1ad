"""A figure with all that a page says about it (`Exhibit`) comes in; files that leave the page go out.

`table` gives CSV, `workbook` XLSX with a chart that can be edited, `html` one file for a browser, `picture` the figure as it is printed (drawn
by the reader's browser, or by `render`), `bundle` all of it with the SQL and what `verify` needs to say whether the data are still the same.
"""

from budget.export.exhibit import Asked, Exhibit

__all__ = ["Asked", "Exhibit"]
