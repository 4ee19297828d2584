"""What was found in a sent file, kept beside it: a page needs no second reading to show it.

Plain frozen values, as JSON on the disk; messages stand as ids with their values, so that each
reader has them in their own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from app.imports.deciding.clusters import Cluster

FIRST_ROWS = 20

Value = str | int | float | None


@dataclass(frozen=True)
class Said:
    """A message with its values; `where` is the choice that mends it, or the column it is about."""

    message: str
    values: Mapping[str, Value] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True)
class RawRow:
    """A row as the file has it."""

    line: int
    cells: tuple[str, ...]
    sheet: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Lines that were left out for one reason (a message id): how many, and the first of them.

    `firsts` are their numbers, `raw` the first lines as they are written, but for empty ones.
    """

    reason: str
    lines: int
    firsts: tuple[int, ...]
    raw: tuple[RawRow, ...] = ()


@dataclass(frozen=True)
class FieldFound:
    """A field: the number of its column, or None; how that was told ("" where it was not).

    `guessed` is the column that was told before anybody chose another. `has_empty` says whether
    some row says nothing of it.
    """

    name: str
    column: int | None
    by: str
    example: str
    has_empty: bool
    guessed: int | None = None


@dataclass(frozen=True)
class Suggested:
    """An example of how texts say where a thing stands, and how many texts it would fit of all."""

    text: str
    building: str
    floor: str
    room: str
    fits: int
    count: int


@dataclass(frozen=True)
class Findings:
    """All that a page tells of a file, as far as it could be read with what was chosen.

    `sheet` is the one that was read ("*": several as one, "": none, or all of COBie), `listed` the
    kind of list ("" where no columns were told), `figures` the lines by outcome (the `conflicts`
    among the refused) and `made` what comes with them; both are empty where there is no dry run.
    `fingerprint` is that of the dry run. `clusters` are spellings that may be one maker or model.
    `given` are texts for all rows, as the list itself tells; `orders` of day and month, by field,
    as all dates of its column tell.
    """

    name: str
    kind: str = ""
    skipped: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    can_join: bool = False
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    header_line: int = 0
    rows: int = 0
    left_out: tuple[LeftOut, ...] = ()
    header: tuple[str, ...] = ()
    first: tuple[RawRow, ...] = ()
    listed: str = ""
    signature: str = ""
    fields: tuple[FieldFound, ...] = ()
    unused: tuple[str, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    unknown_types: tuple[tuple[str, int], ...] = ()
    refused: Said | None = None
    figures: Mapping[str, int] = field(default_factory=dict)
    conflicts: int = 0
    made: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
    changes_something: bool = False
    given: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, Literal["dmy", "mdy"]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many lines were read: created, changed, the same and refused, conflicts in these."""
        return sum(self.figures.values())

    def field_of(self, name: str) -> FieldFound | None:
        """The field of that name, if this kind of list has it."""
        return next((each for each in self.fields if each.name == name), None)


@cache
def _adapter() -> TypeAdapter[Findings]:
    return TypeAdapter(Findings)


def as_json(findings: Findings) -> bytes:
    """The findings as they are kept."""
    return _adapter().dump_json(findings)


def from_json(kept: bytes) -> Findings:
    """The findings that were kept so."""
    return _adapter().validate_json(kept)


def value_of(value: object) -> Value:
    """A value of a message as it can be kept."""
    return value if isinstance(value, str | int | float | None) else str(value)
