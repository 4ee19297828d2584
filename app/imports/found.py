"""What was detected in a file, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.formats import number
from app.imports.preparing import Prepared
from app.imports.sheets import Sheet, Source
from app.imports.words import FILE_WORDS, KIND_WORDS, SEPARATORS

MOST_COLUMNS = 8
ROWS = 5
LONGEST = 80  # characters of a cell


@dataclass(frozen=True)
class Found:
    """The facts as pairs, the sheets to choose from, and the first rows as they are written."""

    facts: Sequence[tuple[str, str]]
    sheets: Sequence[tuple[str, str]]
    is_text: bool
    header: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    more_columns: int


def found_in(made: Prepared) -> Found | None:
    """What could be detected; None where the file could not be read at all."""
    source, sheet = made.source, made.sheet
    if source is None:
        return None
    return Found(
        facts=[*_of_source(source), *(_of_sheet(made, sheet) if sheet else ())],
        sheets=_sheets(source),
        is_text=source.kind in {"csv", "json"},
        header=sheet.header[:MOST_COLUMNS] if sheet else (),
        rows=list(_first_rows(sheet)) if sheet else [],
        more_columns=max(0, len(sheet.header) - MOST_COLUMNS) if sheet else 0,
    )


def _sheets(source: Source) -> Sequence[tuple[str, str]]:
    """What there is to choose from; nothing where there is one sheet."""
    if len(source.sheets) < 2:
        return ()
    first = _("all that COBie needs") if source.kind == "cobie" else _("the likeliest")
    return [("", first), *((each.name, each.name) for each in source.sheets)]


def _of_source(source: Source) -> Iterator[tuple[str, str]]:
    yield _("Kind of file"), str(FILE_WORDS[source.kind])
    if source.skipped:
        words = (f"{name}: {_(reason)}" for name, reason in source.skipped)
        yield _("Sheets left out"), "; ".join(words)


def _of_sheet(made: Prepared, sheet: Sheet) -> Iterator[tuple[str, str]]:
    if not sheet.detected.encoding:
        yield _("Sheet"), sheet.name
    yield from _of_text(sheet)
    yield _("Rows"), number(len(sheet.rows))
    for reason, lines in sheet.dropped_lines().items():
        yield _("Lines left out"), f"{number(lines)} ({_(reason)})"
    if made.mapping:
        yield _("Taken as a list of"), str(KIND_WORDS[made.mapping.kind])
        if unused := made.mapping.unused():
            yield _("Columns not used"), ", ".join(unused[:20])


def _of_text(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.detected.encoding:
        yield _("Encoding"), sheet.detected.encoding
    if sheet.detected.separator:
        sign = sheet.detected.separator
        yield _("Columns are separated by"), str(SEPARATORS.get(sign, sign))
    if sheet.header_line:
        yield _("Column names on line"), str(sheet.header_line)


def _first_rows(sheet: Sheet) -> Iterator[tuple[str, Sequence[str]]]:
    for row in sheet.rows[:ROWS]:
        cells = [row.cell(index)[:LONGEST] for index in range(min(len(sheet.header), MOST_COLUMNS))]
        yield str(row.line), cells
