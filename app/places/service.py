"""Commands on places: rooms, floors, buildings, sites and support calendars."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from itertools import pairwise
from typing import TypedDict, Unpack

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import Refusal
from app.extensions import db
from app.places.models import (
    Building,
    Criticality,
    Floor,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
)
from app.places.words import LONGEST_LABEL, named, phone_number, storey, time_zone

Hours = tuple[int, time, time]
"""A weekday (Monday is 0), when support opens, when it closes."""


class RoomDetails(TypedDict, total=False):
    """What a room need not have when it is added."""

    description: str
    criticality: Criticality
    floor: Floor | None
    support_calendar: SupportCalendar | None


class RoomFields(RoomDetails, total=False):
    """What may be changed about a room."""

    name: str
    building: Building


def touch(room: Room) -> None:
    """Raise the room's version, so that no older public page of it is shown any more.

    The database adds: of two changes at once, neither may hide the other.
    """
    room.version = Room.version + 1


def add_room(  # noqa: PLR0913 - a room has that many sides
    building: Building,
    name: str,
    *,
    floor: Floor | None = None,
    description: str = "",
    criticality: Criticality = Criticality.B,
    support_calendar: SupportCalendar | None = None,
    at: datetime,
    source: str | None = None,
    external_id: str | None = None,
) -> Room:
    """A new room in use; refuses a name that another room in use of the building bears."""
    room = Room(
        name=named(name),
        description=_described(description),
        criticality=criticality,
        source=source,
        external_id=external_id,
        created_at=at,
    )
    with unique(_room_there(building, room.name), "name"):
        room.building, room.floor = building, _floor_in(building, floor)
        room.support_calendar = support_calendar
        db.session.add(room)
    return room


def change_room(room: Room, **fields: Unpack[RoomFields]) -> None:
    """Change what is given; a room that moves to another building leaves its floor behind."""
    building = fields.get("building")
    name = named(fields.get("name", room.name))
    description = _described(fields.get("description", room.description))
    moves = building is not None and building.id != room.building_id
    here = building or db.session.get_one(Building, room.building_id)
    with unique(_room_there(here, name), "name"):
        room.building, room.name, room.description = here, name, description
        room.criticality = fields.get("criticality", room.criticality)
        if "floor" in fields or moves:
            room.floor = _floor_in(here, fields.get("floor"))
        if "support_calendar" in fields:
            room.support_calendar = fields["support_calendar"]
        touch(room)


def retire_room(room: Room, *, at: datetime) -> None:
    """Take the room out of use: its tag no longer answers. What is known about it stays."""
    if not room.is_retired:
        room.retired_at = at
        touch(room)
        db.session.flush()


def bring_back_room(room: Room) -> None:
    """Take the room into use again; refuses where another one has taken its name meanwhile."""
    building = db.session.get_one(Building, room.building_id)
    with unique(_room_there(building, room.name), "name"):
        room.retired_at = None
        touch(room)


def add_floor(building: Building, label: str) -> Floor:
    """A new floor; its place in the order is read from its label."""
    label = named(label, longest=LONGEST_LABEL, field="floor")
    sentence = _(
        "%(building)s has a floor “%(label)s” already.", building=building.name, label=label
    )
    floor = Floor(building=building, label=label, position=storey(label))
    with unique(sentence, "label", field="floor"):
        db.session.add(floor)
    return floor


def floor_of(building: Building, label: str) -> Floor | None:
    """The building's floor of that label, found or made; None for an empty label."""
    if not label.strip():
        return None
    label = named(label, longest=LONGEST_LABEL, field="floor")
    wanted = select(Floor).where(Floor.building_id == building.id, Floor.label == label)
    return db.session.scalar(wanted) or add_floor(building, label)


def add_building(site: Site, name: str) -> Building:
    """A new building of the site."""
    building = Building(name=named(name))
    with unique(_taken(building.name), "name"):
        building.site = site
        db.session.add(building)
    return building


def change_building(building: Building, *, name: str, site: Site) -> None:
    """Rename the building, or say that it belongs to another site; all its rooms show it."""
    name = named(name)
    with unique(_taken(name), "name"):
        building.name, building.site = name, site
        _touch_all(Room.building_id == building.id)


def add_site(name: str, calendar: SupportCalendar) -> Site:
    """A new site, answered for by the support calendar."""
    site = Site(name=named(name))
    with unique(_taken(site.name), "name"):
        site.support_calendar = calendar
        db.session.add(site)
    return site


def change_site(site: Site, *, name: str, calendar: SupportCalendar) -> None:
    """Rename the site or give it another support calendar; all its rooms show it."""
    name = named(name)
    with unique(_taken(name), "name"):
        site.name, site.support_calendar = name, calendar
        _touch_all(Room.building_id.in_(select(Building.id).where(Building.site_id == site.id)))


def add_support_calendar(
    name: str, *, phone: str, timezone: str, hours: Iterable[Hours]
) -> SupportCalendar:
    """A new support calendar; refuses one without hours, in which no promise could end."""
    calendar = SupportCalendar(
        name=named(name), phone=phone_number(phone), timezone=time_zone(timezone)
    )
    calendar.hours = _hours(hours)
    with unique(_taken(calendar.name), "name"):
        db.session.add(calendar)
    return calendar


def change_support_calendar(
    calendar: SupportCalendar, *, name: str, phone: str, timezone: str, hours: Iterable[Hours]
) -> None:
    """Change the calendar as a whole; every room that it answers for shows the new phone number."""
    name, phone, timezone = named(name), phone_number(phone), time_zone(timezone)
    spans = _hours(hours)
    with unique(_taken(name), "name"):
        calendar.name, calendar.phone, calendar.timezone = name, phone, timezone
        calendar.hours = spans
        of_sites = select(Building.id).join(Site).where(Site.support_calendar_id == calendar.id)
        _touch_all(
            or_(Room.support_calendar_id == calendar.id, Room.building_id.in_(of_sites)),
        )


def _hours(hours: Iterable[Hours]) -> list[SupportHours]:
    spans = sorted(hours)
    if not spans:
        raise Refusal(_("Say on which days, from when until when support is there."), field="hours")
    for weekday, opens, closes in spans:
        if opens >= closes:
            raise Refusal(_("Support has to open before it closes."), field=f"closes_{weekday}")
    for (day, _opens, closes), (other, opens, _closes) in pairwise(spans):
        if day == other and opens < closes:
            raise Refusal(_("Two spans of one day overlap."), field=f"opens_{day}")
    return [SupportHours(weekday=day, opens=start, closes=end) for day, start, end in spans]


def _described(text: str) -> str:
    return named(text, field="description") if text.strip() else ""


def _floor_in(building: Building, floor: Floor | None) -> Floor | None:
    if floor is not None and floor.building_id != building.id:
        raise Refusal(_("This floor is in another building. Choose it again."), field="floor")
    return floor


def _touch_all(rooms: ColumnElement[bool]) -> None:
    db.session.execute(update(Room).where(rooms).values(version=Room.version + 1))


def _room_there(building: Building, name: str) -> str:
    return _(
        "There is a room “%(name)s” in %(building)s already. Give this one another name.",
        name=name,
        building=building.name,
    )


def _taken(name: str) -> str:
    return _("There is “%(name)s” already. Choose another name.", name=name)


@contextmanager
def unique(sentence: str, column: str, *, field: str = "name") -> Iterator[None]:
    """Let the block be stored, or refuse with the sentence where the database finds it twice."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        told = str(error.orig).lower()
        if "unique" in told and column in told:
            raise Refusal(sentence, field=field) from error
        raise
