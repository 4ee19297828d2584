"""Rows become a sheet: where the column names are, and which lines are no rows at all."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from app.imports.reading.cleaning import clean, plain
from app.imports.reading.rows import Rows
from app.imports.reading.sheets import Detected, Dropped, ImportRefused, Row, Sheet
from app.imports.reading.vocabulary import KNOWN
from app.language import N_

ABOVE = N_("above the column names")
EMPTY = N_("empty")
SEPARATOR = N_("only a separator sign")
HEADER_AGAIN = N_("the column names again")

SEARCHED = 20  # filled rows from the top in which the column names are looked for
FIRSTS = 5  # lines left out that are kept as they are written
FILLED_SHARE = 0.8  # of the usual number of cells: a title row has fewer
_NUMBER = re.compile(r"[-+]?[\d.,:/\s-]*\d[\d.,:/\s%-]*")


def as_sheet(name: str, rows: Rows, detected: Detected, header_line: int | None = None) -> Sheet:
    """The sheet below its column names; refused if no row looks like column names.

    `header_line` names the line by hand, where a person knows better.
    """
    header_at = _header_at(name, rows, header_line)
    return _sheet(name, rows[header_at], rows, detected, header_at)


def named_sheet(name: str, names: Sequence[str], rows: Rows, detected: Detected) -> Sheet:
    """The sheet of a list that says itself what its columns are called, on no line of its own."""
    return _sheet(name, Row(0, tuple(names)), rows, detected)


def _sheet(
    name: str, header_row: Row, rows: Rows, detected: Detected, header_at: int = -1
) -> Sheet:
    # Names that stand on no line (header_at -1) can't stand again: a row that equals them is a row.
    shape = _shape(header_row) if header_at >= 0 else ()
    kept = array("Q")
    dropped: list[Dropped] = []
    width = _filled_width(header_row)
    for index, row in enumerate(rows):
        reason = ABOVE if index < header_at else _reason_to_drop(row, shape)
        if index == header_at:
            continue
        if reason is None:
            kept.append(index)
            width = max(width, _filled_width(row))
        else:
            _note(dropped, row, reason)
    header = distinct([header_row.cell(index) for index in range(width)])
    return Sheet(name, header, rows.only(kept), header_row.line, detected, tuple(dropped))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Cleaned names, each once: an empty one becomes "Column 4", a second one "Category (2)"."""
    taken = Counter(clean(name).casefold() for name in names)
    seen: set[str] = set()
    made = []
    for number, raw in enumerate(names, start=1):
        name = clean(raw) or f"Column {number}"
        candidate, copy = name, 1
        while candidate.casefold() in seen or (copy > 1 and candidate.casefold() in taken):
            copy += 1
            candidate = f"{name} ({copy})"
        seen.add(candidate.casefold())
        made.append(candidate)
    return tuple(made)


def _header_at(name: str, rows: Sequence[Row], header_line: int | None) -> int:
    if header_line is not None:
        return _row_at(rows, header_line)
    filled = list(islice((index for index, row in enumerate(rows) if _shape(row)), SEARCHED))
    if not filled:
        raise ImportRefused(N_("“%(name)s” is empty: there is no row in it."), name=name)
    best = max(filled, key=lambda index: _known(rows[index]))
    known = _known(rows[best])
    if known >= 2 or (known and known * 2 >= len(_shape(rows[best]))):
        return best
    usual = _usual_width(rows, filled)
    for index in filled:
        if _looks_like_names(rows[index], usual):
            return index
    raise ImportRefused(
        N_(
            "No row of “%(name)s” looks like column names. Put names such as building, floor,"
            " room in its first row, or say which line has them."
        ),
        name=name,
    ).at("header_line")


def _row_at(rows: Sequence[Row], line: int) -> int:
    for index, row in enumerate(rows):
        if row.line == line and _shape(row):
            return index
    raise ImportRefused(
        N_("Line %(line)s can't hold the column names: there is nothing on it."), line=line
    ).at("header_line")


def _shape(row: Row) -> tuple[str, ...]:
    """What makes two rows equal to the eye: the cells that are filled, in order."""
    return _shape_of(row.cells)


def _shape_of(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(seen.casefold() for cell in cells if (seen := clean(cell)))


def _known(row: Row) -> int:
    return len({plain(cell) for cell in row.cells} & KNOWN)


def _usual_width(rows: Sequence[Row], filled: Sequence[int]) -> int:
    widths = Counter(len(_shape(rows[index])) for index in filled)
    most = max(widths.values())
    return max(width for width, count in widths.items() if count == most)


def _looks_like_names(row: Row, usual: int) -> bool:
    shape = _shape(row)
    texts = all(not _NUMBER.fullmatch(cell) for cell in shape)
    return texts and len(shape) >= FILLED_SHARE * usual and len(set(shape)) * 2 > len(shape)


def _reason_to_drop(row: Row, header: tuple[str, ...]) -> str | None:
    filled = [cell for cell in row.cells if cell.strip()]
    # The usual row, told without cleaning more than its first cell.
    if len(filled) > 1 and (len(filled) != len(header) or _shape_of(filled[:1]) != header[:1]):
        return None
    shape = _shape(row)
    if not shape:
        return EMPTY
    if shape == header:
        return HEADER_AGAIN
    if len(shape) == 1 and not any(char.isalnum() for char in shape[0]):
        return SEPARATOR
    return None


def _note(dropped: list[Dropped], row: Row, reason: str) -> None:
    """Adds a line, to the neighbours before it where they were left out for the same reason."""
    last = dropped[-1] if dropped else None
    if last and last.reason == reason and last.line + last.lines == row.line:
        firsts = last.firsts if len(last.firsts) >= FIRSTS else (*last.firsts, row)
        dropped[-1] = replace(last, lines=last.lines + 1, firsts=firsts)
    else:
        dropped.append(Dropped(row.line, reason, firsts=(row,)))


def _filled_width(row: Row) -> int:
    width = len(row.cells)
    while width and not row.cells[width - 1].strip():
        width -= 1
    return width
