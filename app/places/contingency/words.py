"""What to do when a room can't be used, in words for everybody: never anybody's name."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app.places.bookings import words as booked
from app.places.contingency.queries import Instead
from app.places.words import where


@dataclass(frozen=True)
class Advice:
    """What to do now; what is empty is not known or not needed."""

    room: str
    where: str
    loan_kit: str
    call: str
    note: str
    spare: str = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return any((self.room, self.loan_kit, self.call, self.note, self.spare))


def advice(found: Instead, now: datetime, zone: tzinfo, *, leave: bool, spare: str = "") -> Advice:
    """What to do; `leave` is whether the room itself can't be used."""
    plan = found.plan
    return Advice(
        room=_room(found, now, zone, leave=leave),
        where=where(found.room) if found.room else "",
        loan_kit=plan.loan_kit if plan else "",
        call=plan.call if plan else "",
        note=plan.note if plan else "",
        spare=spare,
    )


def _room(found: Instead, now: datetime, zone: tzinfo, *, leave: bool) -> str:
    if found.room is None:
        return ""
    name = found.room.name
    if not found.is_known:
        return _("Room %(name)s is equal. Look whether it is free.", name=name)
    if found.until is None:
        free = _("it is free now")
    else:
        free = _("free until %(time)s", time=booked.until(found.until, now, zone))
    if leave:
        return _("Take room %(name)s: %(free)s.", name=name, free=free)
    return _("If it can't wait, take room %(name)s: %(free)s.", name=name, free=free)
