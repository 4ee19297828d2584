"""A table as CSV, XLSX or JSON: row by row, so that a long one takes no more memory than a short.

Texts go out as `app.cells` guards them, and are read back as they were.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from io import TextIOWrapper
from typing import Any, BinaryIO

import xlsxwriter
from flask_babel import gettext as _

from app.cells import FORMULA, guarded
from app.errors import Refusal
from app.exports.tables import Cell, Table
from app.formats import number

MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds below its column names."""
FIRST_DATE = date(1900, 3, 1)
"""Before it, spreadsheets disagree about the days: they count a 29 February 1900."""
MEASURED = 500
"""Rows by which the widths of the columns are measured."""
NARROWEST, MOMENT, WIDEST = 8, 17, 50
"""In characters; a moment that does not fit would be shown as ####."""


def write_csv(table: Table, out: BinaryIO) -> int:
    """Write the table as CSV (RFC 4180, UTF-8 with a byte order mark); how many rows it has.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    guard = [_guard(column, formulas=True) for column in table.columns]
    written = 0
    try:
        rows = csv.writer(text)
        rows.writerow(table.columns)
        for row in table.rows:
            rows.writerow(
                [
                    protect(cell) if isinstance(cell, str) else _plain(cell)
                    for cell, protect in zip(row, guard, strict=True)
                ]
            )
            written += 1
    finally:
        text.detach()  # or `out` would be closed with it
    return written


def write_json(table: Table, out: BinaryIO) -> int:
    """Write the table as a JSON list of objects, one a line; how many there are."""
    guard = [_guard(column, formulas=False) for column in table.columns]
    written = 0
    out.write(b"[")
    for row in table.rows:
        each = {
            column: protect(cell) or None if isinstance(cell, str) else _told(cell)
            for column, cell, protect in zip(table.columns, row, guard, strict=True)
        }
        line = json.dumps(each, ensure_ascii=False)
        out.write(f"{',' if written else ''}\n{line}".encode())
        written += 1
    out.write(b"\n]\n")
    return written


def _guard(column: str, *, formulas: bool) -> Callable[[str], str]:
    """How the texts of a column go out; what stands there again and again is looked up."""
    return lru_cache(maxsize=4096)(lambda text: guarded(text, column, formulas=formulas))


def _plain(cell: Cell) -> str | int:
    told = _told(cell)
    return "" if told is None else told


def _told(cell: Cell) -> str | int | None:
    """Moments and days as ISO 8601; a moment says how far it is from UTC."""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def write_xlsx(table: Table, out: BinaryIO) -> int:
    """Write the table as a workbook of one sheet; how many rows it has.

    Texts stay texts: none is a formula, none loses a leading zero. Moments are local, as workbooks
    know no zones. Refused where a sheet can't hold so many rows.
    """
    if table.total > MOST_ROWS:
        raise Refusal(
            _(
                "A workbook holds at most %(limit)s rows, and this list has %(rows)s. Take CSV.",
                limit=number(MOST_ROWS),
                rows=number(table.total),
            )
        )
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        return Sheet(book, table.name, table.columns).fill(table.rows)


class Sheet:
    """A sheet of a workbook that is written from its top to its bottom, column names first."""

    def __init__(self, book: Any, name: str, columns: Sequence[str], nothing: str = "") -> None:
        self.rows = 0
        self._page = book.add_worksheet(name)
        self._columns, self._nothing = columns, nothing
        self._guard = [_guard(column, formulas=False) for column in columns]
        self._widths = [len(column) + 4 for column in columns]  # of them, and a sign to filter by
        self._quoted = book.add_format({"quote_prefix": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        head = book.add_format({"bold": True, "bottom": 1})
        for column, text in enumerate(columns):
            self._page.write_string(0, column, text, head)
        self._page.freeze_panes(1, 0)

    def fill(self, rows: Any) -> int:
        """Write all rows and finish the sheet; how many there were."""
        for row in rows:
            self.add(row)
        self.finish()
        return self.rows

    def add(self, row: Sequence[Cell]) -> None:
        """Write one more row."""
        self.rows += 1
        for column, cell in enumerate(row):
            self._write(column, cell)

    def finish(self) -> None:
        """Give each column its filter, and the width that its first rows want."""
        self._page.autofilter(0, 0, max(self.rows, 1), len(self._columns) - 1)
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, min(max(width, NARROWEST), WIDEST))

    def _write(self, column: int, cell: Cell) -> None:
        page, line = self._page, self.rows
        if cell is None or isinstance(cell, str):
            self._write_text(column, cell or "")
        elif isinstance(cell, datetime):
            page.write_datetime(line, column, cell.replace(tzinfo=None), self._moment)
            self._widths[column] = max(self._widths[column], MOMENT)
        elif isinstance(cell, int):
            page.write_number(line, column, cell)
        elif cell >= FIRST_DATE:
            page.write_datetime(line, column, cell, self._day)
        else:
            self._write_text(column, cell.isoformat())

    def _write_text(self, column: int, told: str) -> None:
        text = self._guard[column](told) if told else self._nothing
        if text:
            prefix = self._quoted if text.startswith(FORMULA) else None
            self._page.write_string(self.rows, column, text, prefix)
            if self.rows <= MEASURED:
                self._widths[column] = max(self._widths[column], len(text) + 1)
