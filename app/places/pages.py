"""What the pages about places show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import format_time, get_locale
from flask_babel import gettext as _

from app import formats
from app.paging import Pages, pages
from app.places import queries
from app.places.listing import RoomFilter, listed
from app.places.models import Building, Criticality, Room, Site, SupportCalendar, Zone
from app.places.support import LAST_MINUTE
from app.places.zones import queries as zones


@dataclass(frozen=True)
class RoomLine:
    """A room in the list."""

    address: str
    name: str
    description: str
    building: str
    floor: str
    criticality: str
    checked: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class Sorting:
    """A column by which a list can be sorted: where a click leads, and how it stands."""

    address: str
    sorted: str | None


@dataclass(frozen=True)
class RoomsPage:
    """The list of rooms."""

    wanted: RoomFilter
    zone: Zone | None
    rooms: Sequence[RoomLine]
    pages: Pages
    sort: dict[str, Sorting]
    buildings: list[tuple[str, str]]
    floors: list[tuple[str, str]]
    criticalities: list[tuple[str, str]]
    uses: list[tuple[str, str]]
    use: str
    is_new: bool
    next_step: str


def rooms_page(wanted: RoomFilter, page: int, now: datetime) -> RoomsPage:
    """The page's rooms, the ways to other pages and orders, and what can be chosen."""
    found = listed(wanted, page, at=now)
    return RoomsPage(
        wanted=wanted,
        zone=zones.zone(wanted.zone_id) if wanted.zone_id else None,
        rooms=[_line(room, now) for room in found.rooms],
        pages=pages(found.part, lambda number: _address(wanted, number)),
        sort={key: _sorting(key, wanted) for key in ("name", "building", "checked")},
        buildings=_all(_("All"), queries.buildings()),
        floors=_floors(wanted.building_id),
        criticalities=[("", _("All")), *((each.value, each.value) for each in Criticality)],
        uses=[("", _("In use")), ("overdue", _("Check overdue")), ("retired", _("Retired"))],
        use=_use(wanted),
        is_new=not found.rooms and wanted == RoomFilter(),
        next_step=next_step(),
    )


def next_step() -> str:
    """What has to be added first: "calendar", "site", "building", or else "room"."""
    if not queries.support_calendars():
        return "calendar"
    if not queries.sites():
        return "site"
    return "room" if queries.buildings() else "building"


def _all(words: str, named: Sequence[Building]) -> list[tuple[str, str]]:
    return [("", words), *((str(each.id), each.name) for each in named)]


def _floors(building_id: int | None) -> list[tuple[str, str]]:
    if building_id is None:
        return []
    found = queries.floors(building_id)
    return [("", _("All")), *((str(each.id), each.label) for each in found)]


def _use(wanted: RoomFilter) -> str:
    return "retired" if wanted.retired else "overdue" if wanted.overdue else ""


def _address(wanted: RoomFilter, page: int = 1) -> str:
    said: dict[str, Any] = {
        "q": wanted.words,
        "building": wanted.building_id,
        "floor": wanted.floor_id,
        "zone": wanted.zone_id,
        "criticality": wanted.criticality,
        "use": _use(wanted),
        "sort": wanted.order if wanted.order != "name" else None,
        "page": page if page > 1 else None,
    }
    return url_for("places.rooms", **{name: value for name, value in said.items() if value})


def _sorting(key: str, wanted: RoomFilter) -> Sorting:
    stands = {key: "ascending", f"-{key}": "descending"}.get(wanted.order)
    other = f"-{key}" if stands == "ascending" else key
    return Sorting(_address(replace(wanted, order=other)), stands)


def _line(room: Room, now: datetime) -> RoomLine:
    zone = room.support.zone
    today, due = now.astimezone(zone).date(), room.check_due_on
    checked = room.last_checked_at
    return RoomLine(
        address=url_for("scan.room", room_id=room.id),
        name=room.name,
        description=room.description,
        building=room.building.name,
        floor=room.floor.label if room.floor else "",
        criticality=room.criticality.value,
        checked=formats.ago(checked, now, zone) if checked else _("never"),
        due=formats.day_in_words(due, today),
        overdue=due < today and not room.is_retired,
    )


@dataclass(frozen=True)
class SiteGroup:
    """A site with its buildings, each with its floors and the number of its rooms in use."""

    site: Site
    buildings: list[tuple[Building, str, str]]


def site_groups() -> list[SiteGroup]:
    """All sites and what stands on them."""
    storeys, rooms = queries.storeys(), queries.rooms_in_use()
    lines: dict[int, list[tuple[Building, str, str]]] = {}
    for building in queries.buildings():
        labels = " · ".join(floor.label for floor in storeys.get(building.id, []))
        count = formats.number(rooms.get(building.id, 0))
        lines.setdefault(building.site_id, []).append((building, labels or _("none yet"), count))
    return [SiteGroup(site, lines.get(site.id, [])) for site in queries.sites()]


def day_names() -> list[str]:
    """Monday to Sunday in the page's language."""
    locale = get_locale()
    names = locale.days["stand-alone"]["wide"] if locale else {}
    return [str(names.get(day, day)) for day in range(7)]


def hours_in_words(calendar: SupportCalendar) -> str:
    """The week in a line, days alike together: "Monday–Friday 08:00–18:00"."""
    names = day_names()
    spans = [
        (day, tuple((each.opens, each.closes) for each in calendar.hours if each.weekday == day))
        for day in range(7)
    ]
    parts = []
    for hours, alike in groupby(spans, key=lambda span: span[1]):
        days = [day for day, _hours in alike]
        if hours:
            days_said = names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
            parts.append(f"{days_said} {', '.join(_span(*span) for span in hours)}")
    return "; ".join(parts)


def _span(opens: time, closes: time) -> str:
    if opens == time(0) and closes >= LAST_MINUTE:
        return _("all day")
    return f"{format_time(opens, 'short')}–{format_time(closes, 'short')}"
