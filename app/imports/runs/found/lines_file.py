"""The lines of a dry run as a file: what becomes of each and why, beside what was written.

Texts that a spreadsheet would take for a formula are guarded, as in every file that goes out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import TextIOWrapper
from typing import BinaryIO

import xlsxwriter
from flask_babel import gettext as _

from app.cells import guarded
from app.errors import Refusal
from app.formats import number
from app.imports.looking.trial import OUTCOME_WORDS, sentence
from app.imports.planning.plans import Line
from app.imports.runs.found.tried import Tried, TriedLine
from app.imports.words import field_word

ENDINGS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 1_048_575
"""What a sheet of a workbook holds below its column names."""
MOST_COLUMNS = 1_000

Cells = Sequence[str]


def write_lines(tried: Tried, out: BinaryIO, ending: str, *, outcome: str = "") -> int:
    """Writes the lines, all or those of an outcome; how many there are."""
    header = _written_header(tried.headers())
    names = (_("Line"), _("Outcome"), _("Name"), _("Where"), _("What changes"), _("Why"))
    rows = (_cells(each, len(header)) for each in tried.all(outcome))
    columns = [*names, *(f"{name} ({_('as written')})" for name in header)]
    if ending == "csv":
        return _write_csv(columns, rows, out)
    if tried.count(outcome) > MOST_ROWS:
        limit = number(MOST_ROWS)
        raise Refusal(_("A workbook holds at most %(limit)s rows. Take CSV.", limit=limit))
    return _write_xlsx(columns, rows, out)


def _written_header(headers: Mapping[str, Cells]) -> Cells:
    """The column names of the list; of a list of several sheets, only as many as the widest has."""
    several = list(headers.values())
    if len(several) == 1:
        return several[0]
    widest = max((len(each) for each in several), default=0)
    return [str(index + 1) for index in range(min(widest, MOST_COLUMNS))]


def _cells(tried: TriedLine, width: int) -> Cells:
    line = tried.line
    written = [*tried.cells[:width], *[""] * (width - len(tried.cells))]
    where = f"{line.sheet} {line.line}".strip()
    why = " · ".join(sentence(each) for each in line.says)
    word = str(OUTCOME_WORDS[line.outcome])
    return [where, word, line.name, line.place, _changes(line), why, *written]


def _changes(line: Line) -> str:
    told = (f"{field_word(each.field)}: {each.old or '—'} → {each.new}" for each in line.changes)
    return " · ".join(told)


def _write_csv(columns: Cells, rows: Iterator[Cells], out: BinaryIO) -> int:
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    written = 0
    try:
        into = csv.writer(text)
        into.writerow([guarded(name, formulas=True) for name in columns])
        for row in rows:
            into.writerow([guarded(cell, formulas=True) for cell in row])
            written += 1
    finally:
        text.detach()  # or `out` would be closed with it
    return written


def _write_xlsx(columns: Cells, rows: Iterator[Cells], out: BinaryIO) -> int:
    written = 0
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for column, name in enumerate(columns):
            page.write_string(0, column, name)
        page.freeze_panes(1, 0)
        for written, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(written, column, guarded(cell, formulas=False))
    return written
