"""The day as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.board.queries import Figures
from app.codes.listing import FieldReport, Which
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
    tags: tuple[Line, ...]
    """What tags want of a manager; empty for others, and where all is well."""


def today_page(
    figures: Figures,
    faults: list[Fault],
    rooms: list[Room],
    field: FieldReport,
    person: Person,
    *,
    at: datetime,
) -> TodayPage:
    """The day of a person at this moment; `field` tells how the tags on the walls do."""
    zone = rooms[0].support.zone if rooms else ZoneInfo("UTC")
    return TodayPage(
        date=formats.full_date(at.astimezone(zone).date()),
        figures=figures,
        faults=tuple(_fault(each, person, at) for each in faults),
        rooms=tuple(_room(each, at) for each in rooms),
        tags=tuple(_tags(field)) if person.is_manager else (),
    )


def _tags(field: FieldReport) -> Iterator[Line]:
    elsewhere = ngettext(
        "%(num)d tag bears another address than the one in the settings",
        "%(num)d tags bear another address than the one in the settings",
        field.elsewhere,
    )
    worn = ngettext("%(num)d tag is torn or faded", "%(num)d tags are torn or faded", field.worn)
    unplaced = ngettext(
        "%(num)d tag was printed and not placed yet",
        "%(num)d tags were printed and not placed yet",
        field.unplaced,
    )
    if field.elsewhere:
        yield _list_of(Which.ELSEWHERE, elsewhere, _("Keep the old address leading here."))
    if field.worn:
        yield _list_of(Which.WORN, worn, _("Print them again."))
    if field.unplaced:
        yield _list_of(Which.UNPLACED, unplaced, _("Scan them where they hang."))


def _list_of(which: Which, title: str, detail: str) -> Line:
    address = url_for("codes.listing", which=which.value)
    return Line(address, title, detail, state="", word=None)


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
