"""Commands on zones."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.errors import Refusal
from app.extensions import db
from app.places.models import Building, Room, Zone, ZoneRoom
from app.places.service import unique
from app.places.words import named


def add_zone(building: Building, name: str, category: str = "") -> Zone:
    """A new zone of the building, without rooms; refuses a name that another one there bears."""
    words = _free(building, name, None)
    zone = Zone(name=words, category=_kind(category))
    with unique(_taken(words, building), "name"):
        zone.building = building
        db.session.add(zone)
    return zone


def change_zone(zone: Zone, name: str, category: str, rooms: Collection[int]) -> None:
    """Change the zone as a whole; `rooms` are the keys of all its rooms in use.

    A retired room stays in it, for the day on which it is brought back.
    """
    words = _free(zone.building, name, zone)
    with unique(_taken(words, zone.building), "name"):
        zone.name, zone.category = words, _kind(category)
    there = select(Room.id).where(Room.building_id == zone.building_id, Room.retired_at.is_(None))
    in_use = set(db.session.scalars(there))
    if not in_use.issuperset(rooms):
        raise Refusal(
            _("One of these rooms is not in this building any more. Tick them again."),
            field="rooms",
        )
    known = select(ZoneRoom.room_id).where(ZoneRoom.zone_id == zone.id)
    before = in_use.intersection(db.session.scalars(known))
    gone = before.difference(rooms)
    mine = delete(ZoneRoom).where(ZoneRoom.zone_id == zone.id)
    db.session.execute(mine.where(ZoneRoom.room_id.in_(gone)))
    new = sorted(set(rooms) - before)
    db.session.add_all(ZoneRoom(zone_id=zone.id, room_id=each) for each in new)
    db.session.flush()


def remove_zone(zone: Zone) -> None:
    """Forget the zone; its rooms stay as they are."""
    db.session.execute(delete(ZoneRoom).where(ZoneRoom.zone_id == zone.id))
    db.session.delete(zone)
    db.session.flush()


def _free(building: Building, name: str, own: Zone | None) -> str:
    words = named(name)
    others = select(Zone.id, Zone.name).where(Zone.building_id == building.id)
    for key, known in db.session.execute(others):
        if known.casefold() == words.casefold() and (own is None or key != own.id):
            raise Refusal(_taken(known, building), field="name")
    return words


def _taken(name: str, building: Building) -> str:
    return _(
        "There is a zone “%(name)s” in %(building)s already.", name=name, building=building.name
    )


def _kind(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
