"""Who is told of what: the person responsible first, then the next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.faults.models import Fault
from app.faults.promises.duty import queries as duty
from app.people.models import Person, Role
from app.places.models import Room


def answering(fault: Fault, room: Room, at: datetime) -> Sequence[Person]:
    """Who answers for a fault by name: whoever took it, else who is on call first; may be nobody.

    `assignee` must be loaded.
    """
    if fault.assignee is not None and fault.assignee.active:
        return [fault.assignee]
    return duty.first(room.support.id, at)


def responsible(fault: Fault, room: Room, at: datetime) -> Sequence[Person]:
    """The same; where nobody answers for it by name, every technician does."""
    return answering(fault, room, at) or technicians()


def technicians() -> Sequence[Person]:
    """Every technician; where there is none, the managers."""
    return _of(Role.TECHNICIAN) or _of(Role.MANAGER)


def next_up(room: Room, at: datetime) -> Sequence[Person]:
    """Who is told when a promise was missed: who is on call next, else the managers."""
    return duty.next_up(room.support.id, at) or _of(Role.MANAGER) or _of(Role.ADMIN)


def _of(role: Role) -> Sequence[Person]:
    found = select(Person).where(Person.role == role, Person.active.is_(True))
    return db.session.scalars(found.order_by(Person.id)).all()
