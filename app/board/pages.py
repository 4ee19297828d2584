"""The day as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.board.queries import Figures, Managed, Services
from app.board.walks import Walks
from app.checks.audits.queries import SecondLook
from app.checks.audits.seeded.queries import Standing
from app.checks.models import DueWork
from app.checks.rounds import beside
from app.checks.rounds import words as rounds
from app.checks.rounds.beside import Failed
from app.codes.listing import FieldReport, Which
from app.faults import words
from app.faults.models import Fault
from app.people.models import Person
from app.places.bookings import queries as bookings
from app.places.bookings import words as booked
from app.places.bookings.windows import Stand
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
    booked: str
    """When it is booked and free; empty where it is free all day."""
    failed: tuple[str, ...]
    state: str
    word: str | None


@dataclass(frozen=True)
class TodayPage:
    """The round to walk, what is due, and what is broken."""

    date: str
    figures: Figures
    managed: Managed | None
    """None for those who manage nothing."""
    walks: Walks
    rooms: tuple[tuple[str, tuple[DueRoom, ...]], ...]
    """Rooms to check, by building and floor."""
    services: tuple[Line, ...]
    services_in_all: int
    others: str
    """What only people with other qualifications may do, in one line; empty where there is none."""
    faults: tuple[Line, ...]
    tags: tuple[Line, ...]
    """What tags want of a manager; empty for others, and where all is well."""
    looks: tuple[Line, ...]
    """Rooms to be looked at once more."""
    seeded: tuple[Line, ...]
    """What a manager has made on purpose and should put right; empty for others."""


@dataclass(frozen=True)
class Work:
    """What there is to do: rounds to walk, rooms to check, units to service, faults to mend."""

    walks: Walks
    rooms: Sequence[Room]
    services: Services
    faults: Sequence[Fault]
    looks: Sequence[SecondLook]


def today_page(
    figures: Figures,
    work: Work,
    managed: Managed | None,
    person: Person,
    *,
    at: datetime,
    today: date,
) -> TodayPage:
    """The day of a person at this moment."""
    return TodayPage(
        date=formats.full_date(today),
        figures=figures,
        managed=managed,
        walks=work.walks,
        rooms=_by_place(work.rooms, person, at),
        services=tuple(_service(each, at) for each in work.services.first),
        services_in_all=work.services.in_all,
        others=_others(work.services.of_others),
        faults=tuple(_fault(each, person, at) for each in work.faults),
        tags=tuple(_tags(managed.tags)) if managed else (),
        looks=tuple(_look(each, at) for each in work.looks),
        seeded=tuple(_seeded(managed.seeded)) if managed else (),
    )


def _by_place(
    rooms: Sequence[Room], person: Person, at: datetime
) -> tuple[tuple[str, tuple[DueRoom, ...]], ...]:
    failed = beside.failed_for([room.id for room in rooms], person.id, at)
    work = beside.checks_of([room.id for room in rooms])
    minutes = {room_id: each.minutes for room_id, each in work.items()}
    how = bookings.stands(rooms, minutes, at=at)

    def line(room: Room) -> DueRoom:
        stand = how.get(room.id)
        return _room(room, failed.get(room.id, []), minutes.get(room.id, 0), stand, at)

    def is_booked(room: Room) -> bool:
        return room.id in how and how[room.id].is_booked

    return tuple(
        (place, tuple(line(room) for room in sorted(part, key=is_booked)))
        for place, part in groupby(rooms, key=where)
    )


def _room(
    room: Room, failed: list[Failed], minutes: int, stand: Stand | None, at: datetime
) -> DueRoom:
    today = at.astimezone(room.support.zone).date()
    day = room.check_due_on
    when = formats.day_in_words(day, today)
    late = day < today
    sentence = _("Room check was due %(when)s", when=when) if late else _("Room check due today")
    return DueRoom(
        address=url_for("scan.room", room_id=room.id),
        name=room.name,
        what=room.description,
        detail=" · ".join(filter(None, (sentence, rounds.minutes(minutes)))),
        booked=booked.stands(stand, at, room.support.zone),
        failed=tuple(rounds.failed(each) for each in failed),
        state="overdue" if late else "due",
        word=None,
    )


def _look(look: SecondLook, at: datetime) -> Line:
    until = formats.by_when(look.due_by, at, look.room.support.zone)
    detail = " · ".join((where(look.room), _("a room check, %(until)s", until=until)))
    address = url_for("scan.room", room_id=look.room.id)
    return Line(address, look.room.name, detail, state="due", word=_("Second look"))


def _seeded(standing: Standing) -> Iterator[Line]:
    address = url_for("checks.seeded")
    found = ngettext(
        "%(num)d fault made on purpose was found",
        "%(num)d faults made on purpose were found",
        standing.found,
    )
    too_long = ngettext(
        "%(num)d fault made on purpose has stood for more than 48 hours",
        "%(num)d faults made on purpose have stood for more than 48 hours",
        standing.too_long,
    )
    if standing.found:
        yield Line(address, found, _("Put it right, and close its fault."), state="", word=None)
    if standing.too_long:
        yield Line(address, too_long, _("Put it right."), state="overdue", word=_("Late"))


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


def _others(by_qualification: Mapping[str, int]) -> str:
    count = sum(by_qualification.values())
    if not count:
        return ""
    return ngettext(
        "%(num)d more service is due that only others may do: %(who)s.",
        "%(num)d more services are due that only others may do: %(who)s.",
        count,
        who=", ".join(by_qualification),
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
