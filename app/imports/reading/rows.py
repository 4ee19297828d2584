"""Rows kept small: their texts in one heap of bytes, so that 200,000 of them take what a file does.

A tuple of twelve texts takes some 800 bytes; here the same row takes its letters and 20 bytes.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from app.imports.reading.sheets import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
    TOO_MANY_ROWS,
    ImportRefused,
    Row,
)
from app.language import N_

_SIGN = "\x1f"  # between two cells; a row that holds it itself is kept as JSON
_LOSSLESS = "surrogatepass"  # JSON may hold half characters: they come back as they were


class Rows(Sequence[Row]):
    """Rows that are made when they are asked for, each exactly as it was put in."""

    __slots__ = ("_begins", "_chosen", "_heap", "_json", "_lines", "_sheet_of", "_sheets")

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._heap = bytearray()
        self._begins = array("Q", [0])
        self._lines = array("Q")
        self._json: set[int] = set()
        self._sheets: dict[str, int] = {}
        self._sheet_of = array("L")
        for row in rows:
            self._add(row)
        self._chosen: Sequence[int] = range(len(self._lines))

    def _add(self, row: Row) -> None:
        text = _SIGN.join(row.cells)
        if text.count(_SIGN) != len(row.cells) - 1:
            self._json.add(len(self._lines))
            text = json.dumps(row.cells, ensure_ascii=False)
        self._heap += text.encode("utf-8", _LOSSLESS)
        self._begins.append(len(self._heap))
        self._lines.append(row.line)
        self._sheet_of.append(self._sheets.setdefault(row.sheet, len(self._sheets)))

    def only(self, numbers: Sequence[int]) -> Rows:
        """Those of the rows, counted from 0; their texts are not kept twice."""
        some = Rows.__new__(Rows)
        for name in set(self.__slots__) - {"_chosen"}:
            setattr(some, name, getattr(self, name))
        some._chosen = array("Q", (self._chosen[number] for number in numbers))
        return some

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return tuple(self._made(self._chosen[index]))
        return next(self._made([self._chosen[index]]))

    def __iter__(self) -> Iterator[Row]:
        return self._made(self._chosen)

    def _made(self, places: Iterable[int]) -> Iterator[Row]:
        names = list(self._sheets)
        for place in places:
            begin, end = self._begins[place], self._begins[place + 1]
            text = self._heap[begin:end].decode("utf-8", _LOSSLESS)
            cells = json.loads(text) if place in self._json else text.split(_SIGN)
            yield Row(self._lines[place], tuple(cells), names[self._sheet_of[place]])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return len(self) == len(other) and all(map(Row.__eq__, self, other))

    def __hash__(self) -> int:
        return hash((len(self), *self[:3]))

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


def within_limits(rows: Iterable[Row], *, names: int = 1) -> Rows:
    """The rows, if they are no more than an import takes in one go; else refused with the number.

    `names` of them are column names. Empty rows do not count: a spreadsheet often drags a million
    of them behind it.
    """
    return Rows(_counted(rows, MAX_ROWS + names, names))


def _counted(rows: Iterable[Row], most: int, names: int) -> Iterator[Row]:
    number = cells = 0
    for row in rows:
        number += any(map(str.strip, row.cells))
        cells += len(row.cells)
        _check(row, cells)
        if number <= most:
            yield row
    if number > most:
        raise ImportRefused(TOO_MANY_ROWS, number=f"{number - names:,}", limit=f"{MAX_ROWS:,}")


def _check(row: Row, cells: int) -> None:
    if len(row.cells) > MAX_COLUMNS:
        raise ImportRefused(
            N_(
                "Line %(line)s has %(number)s columns; at most %(limit)s are read. Leave out those"
                " that say nothing of rooms or equipment."
            ),
            line=row.line,
            number=f"{len(row.cells):,}",
            limit=f"{MAX_COLUMNS:,}",
        )
    if cells > MAX_CELLS:
        raise ImportRefused(
            N_("This list has more than %(limit)s cells. Split it, for example by building."),
            limit=f"{MAX_CELLS:,}",
        )
    check_lines(row.line)


def check_lines(number: int) -> None:
    """Refuses more lines than a spreadsheet has; most of them may be empty."""
    if number > MAX_LINES:
        raise ImportRefused(
            N_("This list has more than %(limit)s lines. Leave the empty ones out, or split it."),
            limit=f"{MAX_LINES:,}",
        )
