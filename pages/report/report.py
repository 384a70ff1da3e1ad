"""The reader's report comes in, or one that was shared; it goes out as it will be written, to be put in order and taken along."""

from budget import ui_report

ui_report.page()
