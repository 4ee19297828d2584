"""Who is told of what: the person responsible first, then the next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.faults.models import Fault
from app.faults.promises.duty import queries as duty
from app.people.models import Person, Role
from app.places.models import Room
from app.places.serving import queries as serving


def answering(fault: Fault, room: Room, at: datetime) -> Sequence[Person]:
    """Who answers for a fault by name: whoever took it, else who is on call first; may be nobody.

    `assignee` must be loaded.
    """
    if fault.assignee is not None and fault.assignee.active:
        return [fault.assignee]
    return _there(duty.first(room.support.id, at), room)


def responsible(fault: Fault, room: Room, at: datetime) -> Sequence[Person]:
    """The same; where nobody answers for it by name, every technician does."""
    return answering(fault, room, at) or technicians(room)


def technicians(room: Room | None = None) -> Sequence[Person]:
    """Every technician who serves the room's site; where there is none, the managers.

    Without a room, those who serve all sites.
    """
    return _of(Role.TECHNICIAN, room) or _of(Role.MANAGER, room)


def next_up(room: Room, at: datetime) -> Sequence[Person]:
    """Who is told when a promise was missed: who is on call next, else the managers."""
    called = _there(duty.next_up(room.support.id, at), room)
    return called or _of(Role.MANAGER, room) or _of(Role.ADMIN, room)


def _there(people: Sequence[Person], room: Room) -> Sequence[Person]:
    """Those of the people who serve the room's site; a calendar may be that of several."""
    return [each for each in people if serving.does_serve(each, (room.building.site_id,))]


def _of(role: Role, room: Room | None) -> Sequence[Person]:
    here = serving.serves((room.building.site_id,)) if room else Person.limited.is_(False)
    found = select(Person).where(Person.role == role, Person.active.is_(True), here)
    return db.session.scalars(found.order_by(Person.id)).all()
