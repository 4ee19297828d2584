"""Which column is what, what stands in columns that are not used, and texts that say a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.formats import number
from app.imports.looking.forms import (
    CONSTANT,
    EXAMPLE,
    EXAMPLE_PARTS,
    MOST_EXAMPLES,
    NO_COLUMN,
    ORDER,
    ORDERS,
)
from app.imports.runs.found.findings import FieldFound, Findings
from app.imports.words import field_word

UNLIKE = frozenset(
    {
        *("site", "location", "external_id", "external_source", "retired_on", "asset_tag"),
        *("serial_number", "spare"),
    }
)
"""Fields that no text for all rows can fill: of the site there is one choice, the rest differ."""

HOW_WORDS: Mapping[str, Any] = {
    "name": _l("by its name"),
    "synonym": _l("by a word for it"),
    "near": _l("by a near spelling"),
    "content": _l("by what stands in it"),
    "hand": _l("by hand"),
    "profile": _l("like last time"),
    "distinct": _l("because its values tell rooms apart"),
}

LONGEST = 60  # characters of an example


@dataclass(frozen=True)
class FieldRow:
    """One field: its column by number, how it was found, the text for empty cells (None: none).

    `order` is that of day and month, None where the field is no date or has no column.
    """

    name: str
    label: str
    chosen: str
    how: str
    example: str
    constant: str | None
    order: str | None
    error: str | None


@dataclass(frozen=True)
class ExampleRow:
    """A text that says a place, and how it is taken apart; `fits` says how many it stands for."""

    number: int
    text: str
    building: str
    floor: str
    room: str
    fits: str


@dataclass(frozen=True)
class Fields:
    """The fields that somebody has to mend, those with a column, those without, and the rest.

    The rest is the columns without a field, and the examples.
    """

    asked: tuple[FieldRow, ...]
    found: tuple[FieldRow, ...]
    others: tuple[FieldRow, ...]
    columns: Sequence[tuple[str, Any]]
    orders: Sequence[tuple[str, Any]]
    unused: Sequence[tuple[str, str]]
    examples: tuple[ExampleRow, ...]


def fields_of(findings: Findings, typed: Mapping[str, str], errors: Mapping[str, str]) -> Fields:
    """All of it, as it was found and as it was chosen."""
    rows = [_row(each, typed, errors) for each in findings.fields]
    asked = [each for each in rows if _is_asked(each, errors)]
    shown = [each for each in rows if each not in asked and _has_something(each)]
    names = enumerate(findings.header)
    return Fields(
        asked=tuple(asked),
        found=tuple(shown),
        others=tuple(each for each in rows if each not in asked and each not in shown),
        columns=((NO_COLUMN, _("no column")), *((str(index), name) for index, name in names)),
        orders=(("", _("found out by the other dates")), *ORDERS.items()),
        unused=tuple(_unused(findings)),
        examples=tuple(_examples(findings, typed)),
    )


def _is_asked(row: FieldRow, errors: Mapping[str, str]) -> bool:
    """Whether it has to be mended, or is another way to mend what has to be."""
    is_way_out = row.name == "location" and bool({"room", "building"} & errors.keys())
    return bool(row.error) or (is_way_out and row.chosen == NO_COLUMN)


def _has_something(row: FieldRow) -> bool:
    return row.chosen != NO_COLUMN or bool(row.constant)


def _row(found: FieldFound, typed: Mapping[str, str], errors: Mapping[str, str]) -> FieldRow:
    name, has_column = found.name, found.column is not None
    is_taken_apart = name == "location" and has_column  # what is wrong is said at its examples
    # What the list itself tells of all rows stands there to be changed.
    constant = typed.get(CONSTANT + name, "" if has_column else found.example)
    may_fill = name not in UNLIKE and (constant or found.has_empty or not has_column)
    return FieldRow(
        name=name,
        label=field_word(name),
        chosen=NO_COLUMN if found.column is None else str(found.column),
        how=str(HOW_WORDS.get(found.by, found.by)) if has_column else "",
        example=found.example[:LONGEST] if has_column else "",
        constant=constant if may_fill else None,
        order=typed.get(ORDER + name, "") if has_column and is_date(name) else None,
        error=None
        if name == "site" or is_taken_apart
        else errors.get(name, errors.get(ORDER + name)),
    )


def is_date(name: str) -> bool:
    """Whether a field says a day."""
    return name.endswith(("_on", "_until"))


def _unused(findings: Findings) -> Iterator[tuple[str, str]]:
    """The columns that no field takes, each with the first text that stands in it."""
    used = {each.column for each in findings.fields}
    for index, name in enumerate(findings.header):
        if index not in used and name in findings.unused:
            cells = (row.cells[index] for row in findings.first if index < len(row.cells))
            yield name, next((cell.strip()[:LONGEST] for cell in cells if cell.strip()), "")


def _examples(findings: Findings, typed: Mapping[str, str]) -> Iterator[ExampleRow]:
    """The examples that were typed, else those that are suggested; and room for one more."""
    located = findings.field_of("location")
    if located is None or located.column is None:
        return
    rows = list(_typed(typed)) or [
        (each.text, each.building, each.floor, each.room) for each in findings.suggested
    ]
    fits = {each.text: _fits(each.fits, each.count) for each in findings.suggested}
    for index, parts in enumerate([*rows, ("", "", "", "")]):
        yield ExampleRow(index, *parts, fits.get(parts[0], ""))


def _typed(typed: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for index in range(MOST_EXAMPLES):
        parts = [typed.get(f"{EXAMPLE}{index}.{part}", "") for part in EXAMPLE_PARTS]
        if any(parts):
            yield parts[0], parts[1], parts[2], parts[3]


def _fits(fits: int, count: int) -> str:
    return ngettext(
        "fits %(fits)s of %(num)d row", "fits %(fits)s of %(num)d rows", count, fits=number(fits)
    )
