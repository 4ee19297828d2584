"""What a row of a work list tells: work that was done, or is to be done again and again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.imports.meaning.work.values import PastKind, Told


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of a row that is taken in: a message with its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    column: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """On what the work was done, or is to be: a room, a unit in it, or the words for one.

    `unit_id` is the unit's id in the list, or what it calls its asset tag; `told` are the cells
    about the unit, each with its column. `stays` says that the room was given by hand for all
    rows: work on a unit that nobody knows here is then work in that room.
    """

    site: str | None = None
    building: str | None = None
    room: str | None = None
    unit_id: str | None = None
    asset_tag: str | None = None
    serial_number: str | None = None
    unit_name: str | None = None
    told: tuple[tuple[str, str], ...] = ()
    stays: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """What should tell the unit from all others."""
        told = (self.unit_id, self.asset_tag, self.serial_number)
        return tuple(each for each in told if each)


@dataclass(frozen=True, slots=True)
class PastRow:
    """A check or a work order of another system; `readings` are names with values, as texts."""

    line: int
    subject: Subject
    kind: PastKind
    done_on: dt.date
    result: Told | None = None
    words: str = ""
    who: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    external_id: str | None = None
    external_source: str | None = None
    notes: tuple[Note, ...] = ()
    sheet: str = ""

    @property
    def name(self) -> str:
        """What it is called in few words."""
        return self.words.partition("\n")[0][:80] or self.external_id or ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """Work to be done by a rule (RFC 5545), on a unit, a model, a type of equipment, or a room.

    `equipment_type` is the slug of a known type, or None; `minutes` is None where none are told.
    """

    line: int
    subject: Subject
    job: str
    rrule: str
    minutes: int | None = None
    description: str | None = None
    equipment_type: str | None = None
    type_text: str | None = None
    maker: str | None = None
    model_number: str | None = None
    notes: tuple[Note, ...] = ()
    sheet: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.job


WorkRow = PastRow | JobRow
