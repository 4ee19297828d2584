"""The day as plain values."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.board.queries import Figures
from app.faults import words
from app.faults.models import Fault
from app.people.models import Person
from app.places.models import Room


@dataclass(frozen=True)
class Line:
    """One thing to do, and where it is done."""

    address: str
    title: str
    detail: str
    state: str
    word: str | None


@dataclass(frozen=True)
class TodayPage:
    """What is broken and what is due."""

    date: str
    figures: Figures
    faults: tuple[Line, ...]
    rooms: tuple[Line, ...]


def today_page(
    figures: Figures, faults: list[Fault], rooms: list[Room], person: Person, at: datetime
) -> TodayPage:
    """The day of a person at this moment."""
    zone = rooms[0].support.zone if rooms else ZoneInfo("UTC")
    return TodayPage(
        date=formats.full_date(at.astimezone(zone).date()),
        figures=figures,
        faults=tuple(_fault(each, person, at) for each in faults),
        rooms=tuple(_room(each, at) for each in rooms),
    )


def _fault(fault: Fault, person: Person, at: datetime) -> Line:
    late = fault.restore_by < at
    mine = _("yours") if fault.assignee_id == person.id else ""
    room = fault.room_now
    place = _("%(room)s, %(building)s", room=room.name, building=room.building.name)
    return Line(
        address=url_for("faults.fault", fault_id=fault.id),
        title=f"{words.place(fault)}: {_(words.title(fault))}",
        detail=" · ".join(filter(None, (place, mine))),
        state="overdue" if late else fault.state.value,
        word=_("Late") if late else None,
    )


def _room(room: Room, at: datetime) -> Line:
    today = at.astimezone(room.support.zone).date()
    return Line(
        address=url_for("scan.room", room_id=room.id),
        title=f"{room.name} {room.description}".strip(),
        detail=_(
            "%(building)s · was due %(when)s",
            building=room.building.name,
            when=formats.day_in_words(room.check_due_on, today),
        ),
        state="overdue",
        word=None,
    )
