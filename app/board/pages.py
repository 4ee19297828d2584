"""The day as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.board.queries import Figures
from app.board.walks import Walks
from app.checks.models import DueWork
from app.checks.rounds import beside
from app.checks.rounds import words as rounds
from app.checks.rounds.beside import Failed
from app.codes.listing import FieldReport, Which
from app.faults import words
from app.faults.models import Fault
from app.people.models import Person
from app.places.models import Room
from app.places.words import where


@dataclass(frozen=True)
class Line:
    """One thing to do, and where it is done."""

    address: str
    title: str
    detail: str
    state: str
    word: str | None


@dataclass(frozen=True)
class DueRoom:
    """A room to check, with what failed there last time."""

    address: str
    name: str
    what: str
    detail: str
    failed: tuple[str, ...]
    state: str
    word: str | None


@dataclass(frozen=True)
class TodayPage:
    """The round to walk, what is due, and what is broken."""

    date: str
    figures: Figures
    walks: Walks
    rooms: tuple[tuple[str, tuple[DueRoom, ...]], ...]
    """Rooms to check, by building and floor."""
    services: tuple[Line, ...]
    services_in_all: int
    faults: tuple[Line, ...]
    tags: tuple[Line, ...]
    """What tags want of a manager; empty for others, and where all is well."""


@dataclass(frozen=True)
class Work:
    """What there is to do: rounds to walk, rooms to check, units to service, faults to mend."""

    walks: Walks
    rooms: Sequence[Room]
    services: Sequence[DueWork]
    services_in_all: int
    faults: Sequence[Fault]


def today_page(
    figures: Figures,
    work: Work,
    field: FieldReport,
    person: Person,
    *,
    at: datetime,
    today: date,
) -> TodayPage:
    """The day of a person at this moment; `field` tells how the tags on the walls do."""
    return TodayPage(
        date=formats.full_date(today),
        figures=figures,
        walks=work.walks,
        rooms=_by_place(work.rooms, at),
        services=tuple(_service(each, at) for each in work.services),
        services_in_all=work.services_in_all,
        faults=tuple(_fault(each, person, at) for each in work.faults),
        tags=tuple(_tags(field)) if person.is_manager else (),
    )


def _by_place(rooms: Sequence[Room], at: datetime) -> tuple[tuple[str, tuple[DueRoom, ...]], ...]:
    failed = beside.failed_in([room.id for room in rooms])
    work = beside.checks_of([room.id for room in rooms])
    return tuple(
        (place, tuple(_room(each, failed.get(each.id, []), work.get(each.id), at) for each in part))
        for place, part in groupby(rooms, key=where)
    )


def _room(room: Room, failed: list[Failed], work: DueWork | None, at: datetime) -> DueRoom:
    today = at.astimezone(room.support.zone).date()
    day = room.check_due_on
    when = formats.day_in_words(day, today)
    late = day < today
    sentence = _("Room check was due %(when)s", when=when) if late else _("Room check due today")
    return DueRoom(
        address=url_for("scan.room", room_id=room.id),
        name=room.name,
        what=room.description,
        detail=" · ".join(filter(None, (sentence, rounds.minutes(work.minutes if work else 0)))),
        failed=tuple(rounds.failed(each) for each in failed),
        state="overdue" if late else "due",
        word=None,
    )


def _service(work: DueWork, at: datetime) -> Line:
    today = at.astimezone(work.room.support.zone).date()
    unit = work.equipment.name if work.equipment else ""
    plan = work.plan.name if work.plan else _("Service")
    place = _("%(room)s, %(building)s", room=work.room.name, building=work.room.building.name)
    when = _("due %(when)s", when=formats.day_in_words(work.due_on, today))
    return Line(
        address=url_for("scan.room", room_id=work.room_id),
        title=": ".join(filter(None, (unit, plan))),
        detail=" · ".join(filter(None, (place, when, rounds.minutes(work.minutes)))),
        state="overdue" if work.late_from <= today else "due",
        word=None,
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
