"""Taking an import back: what nobody built on, all of it in one transaction or none of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Delete, Select, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.audit.acts import Act
from app.checks.models import DueWork, Scope
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import beside, service
from app.imports.applying.recorded import MEMBERS, TABLES, row
from app.imports.applying.recording import by_thousands
from app.imports.models import IMPORT_MOVES, Action, ImportBatch, ImportChange, ImportState, What
from app.imports.past import moves
from app.imports.past.leaning import COMPUTED, LINKS, NEVER_OUT
from app.imports.past.ties import Changed, changed_rows, of, ties
from app.imports.past.weighing import Foreseen, weigh
from app.people.models import Person
from app.places.models import Criticality, Room, SupportHours

ROOM, UNIT = What.ROOM, What.UNIT
CAST: Mapping[str, Callable[[str], Any]] = {
    "installed_on": dt.date.fromisoformat,
    "purchased_on": dt.date.fromisoformat,
    "warranty_until": dt.date.fromisoformat,
    "contract_until": dt.date.fromisoformat,
    "done_on": dt.date.fromisoformat,
    "criticality": Criticality,
    "condition": Condition,
    "scope": Scope,
}
"""How a column that was copied as a plain text becomes what it was."""

QUIETLY = {"synchronize_session": False}


def foresee(batch: ImportBatch) -> Foreseen:
    """What undoing the batch would do at this moment; nothing is done.

    Refused where it is undone already.
    """
    if ImportState.UNDONE not in IMPORT_MOVES[batch.state]:
        raise Refusal(_("This import was taken back already. Import its file again, if you want."))
    return weigh(ties(batch))


def undo(
    batch: ImportBatch, by: Person | None, *, at: dt.datetime, as_seen: str | None = None
) -> Foreseen:
    """Takes back all rows of the batch that nobody built on, and notes at the others why not.

    `by` is nobody on the command line; `as_seen` is the fingerprint of what was looked at. Refused
    where it is undone already, where nothing can be taken back, and where it is no longer as seen.
    """
    _hold(batch)
    moves.hold(batch)
    foreseen = foresee(batch)
    if as_seen not in {None, foreseen.fingerprint}:
        raise Refusal(_("Something has changed since you looked. Look again, then take it back."))
    if not foreseen.taken:
        raise Refusal(_("Everything of this import is built on by now. Nothing is taken back."))
    batch.state, batch.undone_at, batch.undone_by_id = ImportState.UNDONE, at, by.id if by else None
    try:
        db.session.flush()
        _take_back(batch, foreseen)
        audit.note(Act.IMPORT_UNDONE, batch, by=by, name=batch.file_name, at=at)
    except IntegrityError as error:
        raise Refusal(
            _("Somebody is working with the same rooms. Look again, then take it back.")
        ) from error
    return foreseen


def _hold(batch: ImportBatch) -> None:
    """Keeps others from building on the rows before this is done, where the engine lets them."""
    db.session.refresh(batch, with_for_update={"of": ImportBatch})
    for what, table in TABLES.items():
        held = select(row(what)).join(ImportChange, ImportChange.row_id == row(what))
        db.session.execute(held.where(of(batch, what)).with_for_update(of=table)).close()


def _take_back(batch: ImportBatch, foreseen: Foreseen) -> None:
    noted = [
        {"batch_id": batch.id, "number": number, "left": left}
        for number, left in foreseen.left.items()
    ]
    if noted:
        db.session.execute(update(ImportChange), noted)
    _touch(batch)
    going = [each for each in changed_rows(batch) if each.number not in foreseen.left]
    rooms, units = ([_columns(each) for each in _of(going, what)] for what in (ROOM, UNIT))
    names = [{"id": each["id"], "name": each.pop("name")} for each in rooms if "name" in each]
    service.change_units(units)
    service.change_rooms([each for each in rooms if each.keys() > {"id"}])
    _set_back(going)
    moves.lower(_taken(batch, What.MOVE))
    _remove(batch)
    service.change_rooms(names)  # only now nothing that was made bears them any more
    _touch_returned(units)


def _taken(batch: ImportBatch, what: What, action: Action | None = None) -> Select[int]:
    """The keys of the rows of a kind that are taken back."""
    chosen = of(batch, what, action) & ImportChange.left.is_(None)
    return select(ImportChange.row_id).where(chosen)


def _touch(batch: ImportBatch) -> None:
    """Raises the versions of the rooms that stay and show something else from now on."""
    units = select(Equipment.room_id).where(Equipment.id.in_(_taken(batch, What.UNIT)))
    changed = _taken(batch, What.ROOM, Action.CHANGED)
    removed = _taken(batch, What.ROOM, Action.CREATED)
    _raise_versions(or_(Room.id.in_(units), Room.id.in_(changed)) & Room.id.not_in(removed))


def _raise_versions(rooms: Any) -> None:
    raised = update(Room).where(rooms).values(version=Room.version + 1)
    db.session.execute(raised, execution_options=QUIETLY)


def _touch_returned(units: Sequence[Mapping[str, Any]]) -> None:
    for some in by_thousands(sorted({each["room_id"] for each in units if "room_id" in each})):
        _raise_versions(Room.id.in_(some))


def _of(going: Iterable[Changed], what: What) -> list[Changed]:
    return [each for each in going if each.what is what]


def _set_back(going: Sequence[Changed]) -> None:
    """Sets the things beside rooms and units back; what joined zones and systems leaves them."""
    for what in What:
        if what not in {What.ROOM, What.UNIT}:
            beside.change(what, [_columns(each) for each in _of(going, what)])
    for what, name, whole, member, _on in LINKS:
        for each in _of(going, what):
            joined = set(each.after[name].split(",")) - set(each.before[name].split(","))
            for some in by_thousands(map(int, sorted(joined))):
                gone = delete(whole.class_).where(whole == each.row_id, member.in_(some))
                _delete(gone)


def _columns(changed: Changed) -> dict[str, Any]:
    columns = {"id": changed.row_id, **changed.back}
    return {
        name: CAST[name](value) if value and name in CAST else value
        for name, value in columns.items()
        if name not in MEMBERS
    }


def _remove(batch: ImportBatch) -> None:
    """Deletes what the import made, each kind before those that it leans on."""
    rooms, units = (_taken(batch, what, Action.CREATED) for what in (What.ROOM, What.UNIT))
    tags = or_(Tag.room_id.in_(rooms), Tag.equipment_id.in_(units))
    _delete(delete(Tag).where(NEVER_OUT, tags))
    for what, _name, whole, member, on in LINKS:
        wholes, members = (_taken(batch, each, Action.CREATED) for each in (what, on))
        _delete(delete(whole.class_).where(or_(whole.in_(wholes), member.in_(members))))
    calendars = _taken(batch, What.CALENDAR, Action.CREATED)
    for what, column in COMPUTED:
        _delete(delete(DueWork).where(column.in_(_taken(batch, what, Action.CREATED))))
    for what in reversed(What):
        if what is What.CALENDAR:
            _delete(delete(SupportHours).where(SupportHours.calendar_id.in_(calendars)))
        keys = _taken(batch, what, Action.CREATED)
        _delete(delete(TABLES[what]).where(row(what).in_(keys)))


def _delete(statement: Delete) -> None:
    db.session.execute(statement, execution_options=QUIETLY)
