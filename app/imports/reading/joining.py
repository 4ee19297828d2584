"""Sheets that share their column names become one list: a workbook with a sheet for each room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from app.imports.reading.cleaning import spelled
from app.imports.reading.rows import within_limits
from app.imports.reading.sheets import ImportRefused, Row, Sheet, Source
from app.imports.reading.tables import distinct
from app.language import N_

ALL = "*"
"""What is chosen for a sheet where all that share column names are meant."""
SHEET = "Sheet"
STRANGE = N_("it shares too few column names with the others")

SHARED = 0.5  # of the names of the sheet that has fewer
_UNNAMED = re.compile(r"column \d+")


def joined(source: Source) -> Sheet:
    """The sheets that share at least half of their column names, as one list.

    Columns are united by name, as a person sees it; a last column, "Sheet", bears the name of the
    sheet. Each row knows its sheet, and its line there. Sheets that share too little are named in
    `skipped`; refused if none of several shares enough.
    """
    chosen = _family(source.sheets)
    if len(chosen) < 2 <= len(source.sheets):
        raise ImportRefused(
            N_("No two sheets of this file share their column names. Choose one of them.")
        ).at("sheet")
    columns = list(dict.fromkeys(key for each in chosen for key in map(spelled, each.header)))
    shown = {spelled(name): name for each in reversed(chosen) for name in each.header}
    try:
        rows = within_limits(chain.from_iterable(_moved(each, columns) for each in chosen), names=0)
    except ImportRefused as refused:
        raise refused.at("sheet") from None
    first, ids = chosen[0], set(map(id, chosen))
    return Sheet(
        ALL,
        distinct([*(shown[key] for key in columns), SHEET]),
        rows,
        first.header_line,
        first.detected,
        tuple(replace(gone, sheet=each.name) for each in chosen for gone in each.dropped),
        tuple((each.name, STRANGE) for each in source.sheets if id(each) not in ids),
    )


def can_join(source: Source) -> bool:
    """Whether two sheets or more share their column names; those of COBie are no one list."""
    return source.kind != "cobie" and len(source.sheets) > 1 and len(_family(source.sheets)) > 1


def _family(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheet that shares its names with the most others, and those; in their order."""
    families = [[each for each in sheets if each is one or _share(one, each)] for one in sheets]
    return max(families, key=len)


def _share(one: Sheet, other: Sheet) -> bool:
    mine, yours = _names(one), _names(other)
    return bool(mine and yours) and len(mine & yours) >= SHARED * min(len(mine), len(yours))


def _names(sheet: Sheet) -> set[str]:
    """The names that the file itself gives."""
    return {key for key in map(spelled, sheet.header) if not _UNNAMED.fullmatch(key)}


def _moved(sheet: Sheet, columns: Sequence[str]) -> Iterator[Row]:
    """The rows with their cells where the joined list has them, the name of the sheet last."""
    places = [columns.index(spelled(name)) for name in sheet.header]
    for row in sheet.rows:
        cells = [""] * len(columns)
        for place, cell in zip(places, row.cells, strict=False):
            cells[place] = cell
        yield Row(row.line, (*cells, sheet.name), sheet.name)
