"""What the database knows of the rows of an import today: what was built on them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, select
from sqlalchemy.orm import aliased

from app.equipment.models import Equipment
from app.extensions import db
from app.imports.applying.recorded import TABLES, WORDS, recorded, row
from app.imports.applying.recording import by_thousands
from app.imports.models import Action, ImportBatch, ImportChange, ImportState, Left, What
from app.imports.past.leaning import BUILT_ON, LEANS, LINKS
from app.imports.past.moves import moved_since
from app.imports.past.weighing import Ties
from app.places.models import Room


@dataclass(frozen=True)
class Changed:
    """A row that the import changed, as it was before, after, and as it is now."""

    number: int
    what: What
    row_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    now: Mapping[str, Any]

    @cached_property
    def back(self) -> dict[str, Any]:
        """The columns to set back, with what they were."""
        return {
            name: value
            for name, value in self.before.items()
            if name not in WORDS and value != self.after.get(name)
        }

    @property
    def is_edited(self) -> bool:
        """Whether somebody has changed the same columns since, or moved the room elsewhere."""
        names = [*self.back, *(("building_id",) if self.what is What.ROOM else ())]
        return any(self.now.get(name) != self.after.get(name) for name in names)


def of(batch: ImportBatch, what: What, action: Action | None = None) -> ColumnElement[bool]:
    """The changes of the batch to rows of one kind."""
    chosen = and_(ImportChange.batch_id == batch.id, ImportChange.what == what)
    return chosen if action is None else chosen & (ImportChange.action == action)


def changed_rows(batch: ImportBatch) -> list[Changed]:
    """What the import changed and is still there."""
    return [
        Changed(number, what, row_id, before, after, now)
        for what in What
        for number, row_id, before, after, now in db.session.execute(
            recorded(what)
            .join(ImportChange, ImportChange.row_id == row(what))
            .with_only_columns(
                ImportChange.number,
                ImportChange.row_id,
                ImportChange.before,
                ImportChange.after,
                recorded(what).selected_columns[3],
                maintain_column_froms=True,
            )
            .where(of(batch, what, Action.CHANGED))
        )
    ]


def ties(batch: ImportBatch) -> Ties:
    """All that holds the rows of the batch."""
    changed = changed_rows(batch)
    held: dict[int, Left] = {}
    for left, numbers in _reasons(batch, changed):
        for number in numbers:
            held.setdefault(number, left)
    wanted = select(ImportChange.number).where(ImportChange.batch_id == batch.id)
    return Ties(
        numbers=tuple(db.session.scalars(wanted.order_by(ImportChange.number))),
        held=held,
        leaning=(*_leaning(batch, changed), *_linked(batch, changed)),
        names=tuple(_names(batch, changed)),
    )


def _reasons(batch: ImportBatch, changed: list[Changed]) -> Iterator[tuple[Left, Iterable[int]]]:
    """Each reason with the numbers of the rows that it holds, the weightiest first."""
    for what in What:
        there = exists().where(row(what) == ImportChange.row_id)
        yield Left.GONE, _numbers(batch, what, ~there)
    for left, what, column, condition in BUILT_ON:
        is_so = exists().where(column == ImportChange.row_id)
        is_so = is_so if condition is None else is_so.where(condition)
        yield left, _numbers(batch, what, is_so, Action.CREATED)
    for what, table in ((What.ROOM, Room), (What.UNIT, Equipment)):
        out = exists().where(row(what) == ImportChange.row_id, table.retired_at.is_not(None))
        yield Left.RETIRED, _numbers(batch, what, out)
    yield Left.LATER, _changed_later(batch)
    for what in What:
        yield Left.EDITED, _edited(batch, what)
    yield Left.EDITED, moved_since(batch)
    yield Left.EDITED, [each.number for each in changed if each.is_edited]
    yield Left.NO_WAY_BACK, _without_way_back(changed)


def _numbers(
    batch: ImportBatch, what: What, is_so: Any, action: Action | None = None
) -> Iterable[int]:
    wanted = select(ImportChange.number).where(of(batch, what, action), is_so)
    return db.session.scalars(wanted).all()


def _changed_later(batch: ImportBatch) -> Iterator[int]:
    """What a later import changed, or would need if it were taken back itself."""
    later = aliased(ImportChange)
    stands = and_(
        later.batch_id > batch.id,
        later.batch_id.in_(select(ImportBatch.id).where(ImportBatch.state == ImportState.APPLIED)),
        later.action == Action.CHANGED,
    )
    wanted = select(later.what, later.row_id, later.before, later.after).where(stands)
    found = db.session.execute(wanted).all()
    kinds = dict(_by_key(batch)) if found else {}
    for what, row_id, before, after in found:
        keys = [(what, row_id)]
        keys += [
            (on, before[column])
            for leans, column, on in LEANS
            if leans is what and before.get(column) not in {None, after.get(column)}
        ]
        yield from (kinds[key] for key in keys if key in kinds)


def _by_key(batch: ImportBatch) -> Iterator[tuple[tuple[What, int], int]]:
    wanted = select(ImportChange.what, ImportChange.row_id, ImportChange.number)
    for what, row_id, number in db.session.execute(wanted.where(ImportChange.batch_id == batch.id)):
        yield (what, row_id), number


def _edited(batch: ImportBatch, what: What) -> Iterator[int]:
    """What was made and says something else now; the database compares, a person's edits differ."""
    now = recorded(what).selected_columns[3]
    found = (
        recorded(what)
        .join(ImportChange, ImportChange.row_id == row(what))
        .with_only_columns(ImportChange.number, ImportChange.after, now, maintain_column_froms=True)
        .where(of(batch, what, Action.CREATED))
        .where(cast(ImportChange.after, Text) != cast(now, Text))
    )
    for number, after, is_now in db.session.execute(found):
        if any(is_now.get(name) != value for name, value in after.items()):
            yield number


def _without_way_back(changed: list[Changed]) -> Iterator[int]:
    """What would have to go back to a room out of use, or to what is no more."""
    for what, column, on in LEANS:
        going = [each for each in changed if each.what is what and each.back.get(column)]
        there: set[int] = set()
        for some in by_thousands({each.back[column] for each in going}):
            wanted = select(row(on)).where(row(on).in_(some))
            if on is What.ROOM:
                wanted = wanted.where(Room.retired_at.is_(None))
            there.update(db.session.scalars(wanted))
        yield from (each.number for each in going if each.back[column] not in there)


def _leaning(batch: ImportBatch, changed: list[Changed]) -> Iterator[tuple[int | None, int]]:
    changes = {each.number: each for each in changed}
    mine = aliased(ImportChange)
    for what, column, on in LEANS:
        key = TABLES[what].__table__.c[column]
        wanted = (
            select(mine.number, mine.action, ImportChange.number)
            .select_from(ImportChange)
            .join(TABLES[what], key == ImportChange.row_id)
            .outerjoin(
                mine,
                and_(mine.batch_id == batch.id, mine.what == what, mine.row_id == row(what)),
            )
            .where(of(batch, on, Action.CREATED))
        )
        for number, action, leaned_on in db.session.execute(wanted):
            goes = action is Action.CREATED or (number and column in changes[number].back)
            yield (number if goes else None), leaned_on


def _linked(batch: ImportBatch, changed: list[Changed]) -> Iterator[tuple[int | None, int]]:
    """What belongs to a zone or a system that stays, and did not come to it by this import."""
    changes = {each.number: each for each in changed}
    mine = aliased(ImportChange)
    for what, name, whole, member, on in LINKS:
        is_mine = and_(mine.batch_id == batch.id, mine.what == what, mine.row_id == whole)
        wanted = (
            select(mine.number, mine.action, member, ImportChange.number)
            .select_from(ImportChange)
            .join(whole.class_, member == ImportChange.row_id)
            .outerjoin(mine, is_mine)
            .where(of(batch, on, Action.CREATED))
        )
        for number, action, key, leaned_on in db.session.execute(wanted):
            goes = action is Action.CREATED or (
                number and str(key) not in changes[number].before[name].split(",")
            )
            yield (number if goes else None), leaned_on


def _names(batch: ImportBatch, changed: list[Changed]) -> Iterator[tuple[int, int | None]]:
    """Rooms that want their old name back while another room in use bears it."""
    renamed = [each for each in changed if each.what is What.ROOM and "name" in each.back]
    wants = {(each.now["building_id"], each.back["name"]): each for each in renamed}
    leaving = {each.row_id for each in renamed}
    for some in by_thousands(wants):
        wanted = (
            select(Room.building_id, Room.name, Room.id, ImportChange.number, ImportChange.action)
            .outerjoin(ImportChange, and_(ImportChange.row_id == Room.id, of(batch, What.ROOM)))
            .where(Room.retired_at.is_(None), Room.name.in_(name for _building, name in some))
        )
        for building_id, name, room_id, number, action in db.session.execute(wanted):
            room = wants.get((building_id, name))
            if room and room.row_id != room_id:
                goes = action is Action.CREATED or room_id in leaving
                yield room.number, number if goes else None
