"""Where a blank tag hangs: the rooms that answer to what was typed, then what is in the room."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.codes import queries as codes
from app.codes.code import grouped
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.equipment.queries import units_in
from app.numbers import number_of
from app.places import queries as places
from app.places.listing import RoomFilter, listed
from app.places.models import Room
from app.places.words import where
from app.scan.claiming.forms import ROOM


@dataclass(frozen=True)
class RoomLine:
    """A room that the tag may hang in."""

    address: str
    name: str
    detail: str


@dataclass(frozen=True)
class FindPage:
    """The search for the room."""

    code: str
    shown: str
    words: str
    building: str
    buildings: tuple[tuple[str, str], ...]
    asked: bool
    """Whether anything was asked for: an empty question lists no room."""
    rooms: tuple[RoomLine, ...]
    has_more: bool
    new_address: str


def find_page(tag: Tag, asked: MultiDict[str, str], usual: int | None, now: datetime) -> FindPage:
    """The rooms in use that the words and the building mean, a page of them at most.

    Those without a tag stand first. `usual` is the building to begin with: whoever hangs tags goes
    from door to door.
    """
    words = " ".join(asked.get("q", "").split())[:200]
    building = number_of(asked, "building") if "building" in asked else usual
    is_asked = bool(words or building)
    found = listed(RoomFilter(words, building), 1, at=now) if is_asked else None
    rooms = found.rooms if found else ()
    tags = codes.of_rooms([room.id for room in rooms])
    return FindPage(
        code=tag.code,
        shown=grouped(tag.code),
        words=words,
        building=str(building or ""),
        buildings=(("", _("All")), *((str(b.id), b.name) for b in places.buildings())),
        asked=is_asked,
        rooms=tuple(
            _line(tag, room, room.id in tags)
            for room in sorted(rooms, key=lambda room: room.id in tags)
        ),
        has_more=found is not None and found.part.total > len(rooms),
        new_address=url_for("scan.claim_new_room", code=tag.code, building=building),
    )


def _line(tag: Tag, room: Room, has_tag: bool) -> RoomLine:
    told = (room.description, where(room), _("has a tag") if has_tag else "")
    return RoomLine(
        address=url_for("scan.claim", code=tag.code, room=room.id),
        name=room.name,
        detail=" · ".join(part for part in told if part),
    )


@dataclass(frozen=True)
class HomePage:
    """The room that was found: is it the room itself, or one of its units?"""

    code: str
    shown: str
    room_id: int
    room: str
    place: str
    options: tuple[tuple[str, str, str], ...]
    """What it may be on: the answer, its words, and what to know before."""
    back: str
    new_address: str


def home_page(tag: Tag, room: Room) -> HomePage:
    """What the tag can stand for in this room, each with the tag that it has already."""
    units = units_in(room.id)
    tags = codes.of_units([unit.id for unit in units])
    itself = _("The room itself"), _taking_over(codes.of_room(room.id)) or room.description
    return HomePage(
        code=tag.code,
        shown=grouped(tag.code),
        room_id=room.id,
        room=room.name,
        place=where(room),
        options=(
            (ROOM, *itself),
            *((str(unit.id), unit.name, _about(unit, tags.get(unit.id))) for unit in units),
        ),
        back=url_for("scan.claim", code=tag.code, building=room.building_id),
        new_address=url_for("scan.claim_new_unit", code=tag.code, room=room.id),
    )


def _about(unit: Equipment, tag: Tag | None) -> str:
    kind = " · ".join(part for part in (_(unit.model.type.title), unit.model.label) if part)
    return _taking_over(tag) or kind


def _taking_over(old: Tag | None) -> str:
    if old is None:
        return ""
    return _("It has a tag already, %(code)s; this one takes its place.", code=grouped(old.code))
