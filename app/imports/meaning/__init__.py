"""Sheets become rows of rooms and of equipment, or refusals that name line, column and reason.

`columns.guess` and `records.records` read any list; `cobie.cobie_records` a COBie workbook.
"""
