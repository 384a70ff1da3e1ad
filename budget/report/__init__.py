"""Figures and tables that a reader has collected come in; a report in words goes out, as DOCX, HTML and XLSX.

`content` says what a report is, `basket` keeps it while it grows, `readymade` fills it for a question that is often asked, `making` runs the
pages that its figures are on, and `word`, `web` and `book` write it.
"""
