"""Records beside what exists become a plan. Pure: nothing is asked and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.imports.meaning.places.parents import PlaceRow
from app.imports.meaning.records import EquipmentRow, Record, Refusal, RoomRow
from app.imports.meaning.things import StockRow, ThingRow
from app.imports.meaning.work.rows import WorkRow
from app.imports.planning.conflicts import Conflict, Conflicts, Since
from app.imports.planning.equipping.stock import Stocks
from app.imports.planning.equipping.units import Units
from app.imports.planning.estate import Estate
from app.imports.planning.placing.lines import place_line
from app.imports.planning.placing.places import Places
from app.imports.planning.placing.rooms import Rooms
from app.imports.planning.plans import Line, Outcome, Plan, Sentence
from app.imports.planning.references import Referring, vendors_of
from app.imports.planning.things import Things
from app.imports.planning.working.lines import Works
from app.imports.reading.sheets import ImportRefused
from app.imports.runs.progress import Part, Tell, silent, told

Told = RoomRow | EquipmentRow | PlaceRow | ThingRow | StockRow | WorkRow
WHOLE = frozenset({"site", "phone"})
"""Refusals beside these choices are of the whole list: no line of it can be placed."""


def plan(
    records: Sequence[Record],
    estate: Estate,
    *,
    source: str,
    site: str = "",
    phone: str = "",
    conflicts: Conflicts = "keep",
    tell: Tell = silent,
) -> Plan:
    """What importing these records would do: one line for each that was read.

    `source` tells the external ids of this list from those of others; `site`, chosen by hand, is
    stronger than what rows say; `phone` lets new sites be made; `conflicts` says whose word counts
    where the list and somebody here have changed the same since it came last. Raises ImportRefused
    if the site is missing or can't be told.
    """
    places, things = Places(estate, site, phone), Things(estate)
    since = Since(estate.before, conflicts)
    rooms = Rooms(places, estate.rooms, source, since)
    units = Units(places, estate, source, since)
    rooms.foresee(each for each in records if isinstance(each, RoomRow))
    units.foresee(each for each in records if isinstance(each, EquipmentRow))
    works = Works(places, estate, source)
    referring = Referring(places, units, things, Stocks(places, units, things, estate.things))
    steps = Steps(places, rooms, units, referring, works)
    lines = tuple(told(_lines(records, steps), Part.COMPARING, len(records), tell))
    vendors_of(units, things)
    return Plan(
        lines=lines,
        sites=tuple(places.new_sites),
        buildings=tuple(places.new_buildings),
        floors=tuple(places.new_floors),
        rooms=tuple(places.new_rooms),
        passing=units.passing,
        models=tuple(units.models.new),
        units=tuple(units.new),
        changed_rooms=tuple(rooms.changed),
        changed_units=tuple(units.changed),
        things=(*things.new, *works.new),
        changed_things=(*things.changed, *works.changed),
        links=tuple(things.links),
        passing_vendors=len(things.passing),
        unknown_types=dict(units.unknown_types.most_common()),
        phone=phone if places.new_sites else "",
    )


@dataclass(frozen=True)
class Steps:
    """Who plans which lines."""

    places: Places
    rooms: Rooms
    units: Units
    things: Referring
    works: Works


def _lines(records: Iterable[Record], steps: Steps) -> Iterable[Line]:
    for (sheet, _kind, number), group in groupby(records, key=_where):
        several = list(group)
        record = several[0]
        if isinstance(record, Refusal):
            says = tuple(_said(each) for each in several if isinstance(each, Refusal))
            yield Line(number, Outcome.REFUSED, says=says, sheet=sheet)
        else:
            line = _line(record, steps)
            yield replace(line, sheet=sheet) if sheet else line


def _where(record: Record) -> tuple[str, str, int]:
    """Sheet, kind and line; the several refusals of one line are neighbours."""
    return record.sheet, type(record).__name__, record.line


def _said(refusal: Refusal) -> Sentence:
    return Sentence(refusal.message, refusal.values, refusal.column)


def _line(record: Told, steps: Steps) -> Line:
    try:
        if isinstance(record, ThingRow | StockRow):
            return steps.things.line(record)
        if isinstance(record, WorkRow):
            return steps.works.line(record)
        if isinstance(record, PlaceRow):
            return place_line(record, steps.places)
        if isinstance(record, RoomRow):
            return steps.rooms.line(record)
        return steps.units.line(record)
    except ImportRefused as refused:
        if refused.where in WHOLE:
            raise
        return _refused(record, refused, steps)


def _refused(record: Told, refused: ImportRefused, steps: Steps) -> Line:
    is_conflict = isinstance(refused, Conflict)
    outcome = Outcome.CONFLICT if is_conflict else Outcome.REFUSED
    changes = refused.changes if isinstance(refused, Conflict) else ()
    more = refused.more if isinstance(refused, Conflict) else ()
    says = (Sentence(refused.message, refused.values), *more)
    if isinstance(record, PlaceRow | ThingRow | StockRow | WorkRow):
        return Line(record.line, Outcome.REFUSED, record.name, says=says)
    steps.things.refuse(record)
    name = record.room if isinstance(record, RoomRow) else record.name or record.asset_tag
    place = record.building if isinstance(record, RoomRow) else record.room
    return Line(record.line, outcome, name or "", place, changes, says)
