"""What imports left in rows that were changed here since: for lists that come again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Text, and_, case, cast, func, or_, select, true
from sqlalchemy.orm import aliased

from app.extensions import db
from app.imports.applying.recorded import recorded, row
from app.imports.models import Action, ImportBatch, ImportChange, ImportState, What
from app.imports.planning.estate import Room, Unit

After = Mapping[str, Any]
Objects = Mapping[int | None, Any]
Values = dict[str, object]

ROOM = ("name", "description", "criticality")
UNIT = ("name", "asset_tag", "serial_number", "note")
DATES = ("installed_on", "purchased_on", "warranty_until")


def left_by(what: What, source: str | None = None) -> Mapping[int, After]:
    """The columns of rows as imports set them last, where something else is there by now.

    Only imports of that source count, if one is given. The database compares: of 200,000 rows
    those few come here that somebody changed, or that came more than once. A row that stayed when
    its import was taken back counts as well.
    """
    wanted = (
        select(ImportChange.row_id, ImportChange.before, ImportChange.after)
        .join(ImportBatch, ImportBatch.id == ImportChange.batch_id)
        .where(_stands(what, source), ImportChange.row_id.in_(_suspects(what, source)))
        .order_by(ImportChange.batch_id)
    )
    return _folded(db.session.execute(wanted))


def _suspects(what: What, source: str | None) -> Any:
    """The keys of rows that came more than once, or are not as the import left them."""
    newest = _newest(what, source)
    last = aliased(ImportChange)
    columns, worded = recorded(what).selected_columns[3:5]
    now = case((last.action == Action.CREATED, columns), else_=worded)
    differs = cast(last.after, Text) != cast(now, Text)
    # By its whole key: by the batch alone it would be looked for among all rows of the batch.
    is_newest = and_(last.batch_id == newest.c.batch, last.number == newest.c.number)
    return (
        recorded(what)
        .join(newest, newest.c.row == row(what))
        .join(last, is_newest)
        .with_only_columns(row(what), maintain_column_froms=True)
        .where(newest.c.place == 1, or_(newest.c.times > 1, differs))
    )


def _newest(what: What, source: str | None) -> Any:
    of_row = ImportChange.row_id
    place = func.row_number().over(partition_by=of_row, order_by=ImportChange.batch_id.desc())
    wanted = select(
        ImportChange.row_id.label("row"),
        ImportChange.batch_id.label("batch"),
        ImportChange.number,
        place.label("place"),
        func.count().over(partition_by=of_row).label("times"),
    )
    joined = wanted.join(ImportBatch, ImportBatch.id == ImportChange.batch_id)
    return joined.where(_stands(what, source)).subquery()


def _folded(changes: Iterable[Any]) -> Mapping[int, After]:
    """By row, each column as the newest import set it that set it at all."""
    left: dict[int, dict[str, Any]] = {}
    for key, before, after in changes:
        known = left.setdefault(key, dict(after))
        known |= {name: new for name, new in after.items() if new != before.get(name, new)}
    return left


def _stands(what: What, source: str | None) -> Any:
    stands = or_(ImportBatch.state == ImportState.APPLIED, ImportChange.left.is_not(None))
    is_theirs = true() if source is None else ImportBatch.source == source
    return and_(ImportChange.what == what, stands, is_theirs)


def of_rooms(left: Mapping[int, After], rooms: Objects, floors: Objects) -> Iterator[Any]:
    """Each room that was changed here since, with what the import had left in those fields."""
    for key, after in left.items():
        room: Room = rooms[key]
        then: Values = {name: after.get(name) for name in ROOM}
        then["floor"] = floors.get(after.get("floor_id"))
        yield room, _changed(room, then)


def of_units(
    left: Mapping[int, After], units: Iterable[Unit], rooms: Objects, models: Objects
) -> Iterator[Any]:
    """Each unit that was changed here since, with what the import had left in those fields."""
    for unit in units:
        after = left.get(unit.id or 0)
        if after is None:
            continue
        then: Values = {name: after[name] for name in UNIT if name in after}
        then |= {name: _date(after[name]) for name in DATES if name in after}
        then["room"] = rooms.get(after.get("room_id"))
        then["model"] = models.get(after.get("model_id"))
        yield unit, _changed(unit, then)


def _changed(thing: Room | Unit, then: Values) -> Values:
    return {name: value for name, value in then.items() if value != getattr(thing, name)}


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def renamed(what: What, places: Objects, source: str | None = None) -> Iterator[tuple[Any, str]]:
    """Places that were renamed here since an import, each with the name that it had then."""
    for key, after in left_by(what, source).items():
        place = places[key]
        if after["name"] != place.name:
            yield place, after["name"]
