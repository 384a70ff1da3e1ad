"""Figures and tables that a reader has collected come in; a report in words goes out, as DOCX, HTML and XLSX.

`content` says what a report is, `basket` keeps it while it grows, `readymade` fills it for a question that is often asked, and `word`, `web` and
`book` write it. The pages that its figures are on are run by `budget.runner`.
"""
