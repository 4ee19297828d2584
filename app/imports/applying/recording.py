"""Remembering an import while it is applied, so that it can be shown and taken back.

The database copies the rows itself: each kind of row is a statement or a few, however many rows
there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import JSON, func, insert, literal, select, update

from app.audit import service as audit
from app.audit.acts import Act
from app.checks.models import PastWork
from app.equipment.models import Equipment, StockMove
from app.extensions import db
from app.imports.applying.recorded import recorded, row
from app.imports.models import Action, ImportBatch, ImportChange, What
from app.imports.planning.plans import Outcome, Plan
from app.people.models import Person
from app.places.models import Room, Site

MANY = 1_000  # rows, or keys, of one statement

MANY_OF = (What.ROOM, What.UNIT, What.MOVE, What.PAST)
"""Of these a list may bring so many that their keys are not read back."""

BESIDE = (What.ZONE, What.VENDOR, What.SYSTEM, What.SPARE, What.STOCK, What.JOB, What.PAST)
MADE_AT: Mapping[What, Any] = {What.MOVE: StockMove.at, What.PAST: PastWork.created_at}
MOVED = {"count"}
"""What of a changed thing is said by rows of their own."""

Item = TypeVar("Item")


def by_thousands(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in their order, as many at a time as one statement takes."""
    remaining = iter(items)
    while some := list(islice(remaining, MANY)):
        yield some


@dataclass(frozen=True)
class Origin:
    """Where a list comes from: the file's name and bytes, whose ids it bears, what it lists.

    `token` is that of the sent file; a list from the command line has none.
    """

    file_name: str
    sha256: str
    source: str
    kind: str
    token: str | None = None


@dataclass
class Record:
    """What is being remembered: its batch, the newest room and unit before, the last number."""

    batch: ImportBatch
    newest: Mapping[What, int]
    rows: int = 0


def begin(plan: Plan, origin: Origin, by: Person | None, *, at: datetime) -> Record:
    """Opens the batch and copies the rooms and units that will change; `finish` closes it."""
    counts = plan.counts
    batch = ImportBatch(
        person_id=by.id if by else None,
        token=origin.token,
        at=at,
        file_name=origin.file_name[:200],
        sha256=origin.sha256,
        source=origin.source,
        kind=origin.kind,
        read=plan.read,
        created=counts[Outcome.CREATE],
        changed=counts[Outcome.CHANGE],
        same=counts[Outcome.SAME],
        refused=counts[Outcome.REFUSED],
    )
    db.session.add(batch)
    db.session.flush()
    counted = {"created": (None, batch.created), "changed": (None, batch.changed)}
    audit.note(Act.IMPORTED, batch, by=by, name=batch.file_name, changes=counted, at=at)
    record = Record(batch, {what: _newest(what) for what in _many_of(plan)})
    _copy(record, What.ROOM, Action.CHANGED, (each.id for each, _values in plan.changed_rooms))
    _copy(record, What.UNIT, Action.CHANGED, (each.id for each, _values in plan.changed_units))
    for what in BESIDE:
        _copy(record, what, Action.CHANGED, _changed(plan, what))
    return record


def finish(record: Record, plan: Plan) -> ImportBatch:
    """Copies what the changed rows are now, and all rows that were made."""
    batch = record.batch
    for what in (What.ROOM, What.UNIT, *BESIDE):
        if any(_changed(plan, what)) or what not in BESIDE:
            _copy_again(batch, what)
    sites = [each.id for each in plan.sites]
    if plan.phone:
        calendars = select(Site.support_calendar_id).where(Site.id.in_(sites[:1]))
        _copy(record, What.CALENDAR, Action.CREATED, db.session.scalars(calendars))
    _copy(record, What.SITE, Action.CREATED, sites)
    _copy(record, What.BUILDING, Action.CREATED, (each.id for each in plan.buildings))
    _copy(record, What.FLOOR, Action.CREATED, (each.id for each in plan.floors))
    _copy_where(record, What.ROOM, Room.created_at == batch.at)
    for what in (What.ZONE, What.VENDOR):
        _copy(record, what, Action.CREATED, _new(plan, what))
    _copy(record, What.MODEL, Action.CREATED, (each.id for each in plan.models))
    _copy_where(record, What.UNIT, Equipment.created_at == batch.at)
    for what in (What.SYSTEM, What.SPARE, What.STOCK, What.JOB):
        _copy(record, what, Action.CREATED, _new(plan, what))
    for what in record.newest.keys() & MADE_AT.keys():
        _copy_where(record, what, MADE_AT[what] == batch.at)
    return batch


def _many_of(plan: Plan) -> Iterator[What]:
    """The kinds whose new rows are told by their keys alone, as far as the list may bring them."""
    kinds = {each.kind for each in (*plan.things, *(thing for thing, _v in plan.changed_things))}
    told = {
        What.ROOM: True,
        What.UNIT: True,
        What.MOVE: "stock" in kinds,
        What.PAST: "past" in kinds,
    }
    return (what for what in MANY_OF if told[what])


def _changed(plan: Plan, what: What) -> Iterator[int | None]:
    """The things of a kind that get other values or other members."""
    things = [each for each, values in plan.changed_things if values.keys() - MOVED]
    things += [each for each, _member in plan.links]
    found = dict.fromkeys(each.id for each in things if each.kind == what.value)
    return (each for each in found if each is not None)


def _new(plan: Plan, what: What) -> Iterator[int | None]:
    return (each.id for each in plan.things if each.kind == what.value)


def _newest(what: What) -> int:
    return db.session.scalar(select(func.max(row(what)))) or 0


def _copy(record: Record, what: What, action: Action, keys: Iterable[int | None]) -> None:
    for some in by_thousands(keys):
        place = func.row_number().over(order_by=row(what))
        _insert(record, what, action, row(what).in_(some), place)
        record.rows += len(some)


def _copy_where(record: Record, what: What, is_made: Any) -> None:
    """The rows made by this import: newer than all that were there, and of its very moment."""
    newest = record.newest[what]
    which = is_made & (row(what) > newest)
    _insert(record, what, Action.CREATED, which, row(what) - newest)
    record.rows += _newest(what) - newest


def _insert(record: Record, what: What, action: Action, which: Any, place: Any) -> None:
    _key, name, where, columns, worded = recorded(what).selected_columns
    nothing = literal({}, JSON)
    before, after = (nothing, columns) if action is Action.CREATED else (worded, nothing)
    number = literal(record.rows) + place
    said = (literal(record.batch.id), number, literal(what), row(what), literal(action))
    copied = recorded(what).with_only_columns(*said, name, where, before, after)
    names = ("batch_id", "number", "what", "row_id", "action", "name", "place", "before", "after")
    db.session.execute(insert(ImportChange).from_select(names, copied.where(which)))


def _copy_again(batch: ImportBatch, what: What) -> None:
    worded = recorded(what).selected_columns[4]
    now = recorded(what).with_only_columns(worded).where(row(what) == ImportChange.row_id)
    changed = update(ImportChange).where(
        ImportChange.batch_id == batch.id,
        ImportChange.what == what,
        ImportChange.action == Action.CHANGED,
    )
    db.session.execute(
        changed.values(after=now.correlate(ImportChange).scalar_subquery()),
        execution_options={"synchronize_session": False},
    )
