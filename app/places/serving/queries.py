"""Which sites somebody serves, and who serves a site."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from app.extensions import db
from app.people.models import Person
from app.places.models import Building, PersonSite, Room, Site
from app.scope import Sites


def sites_of(person: Person) -> Sites | None:
    """The keys of the sites that somebody serves, in order; None: all."""
    if not person.limited:
        return None
    own = select(PersonSite.site_id).where(PersonSite.person_id == person.id)
    return tuple(db.session.scalars(own.order_by(PersonSite.site_id)))


def does_serve(person: Person, site_ids: Collection[int]) -> bool:
    """Whether somebody serves all of these sites."""
    sites = sites_of(person)
    return sites is None or set(site_ids) <= set(sites)


def sites_of_rooms(room_ids: Collection[int]) -> Sequence[int]:
    """The keys of the sites of these rooms, each once."""
    of_rooms = select(Building.site_id).join(Room, Room.building_id == Building.id)
    return db.session.scalars(of_rooms.where(Room.id.in_(room_ids)).distinct()).all()


def names_by_person() -> Mapping[int, Sequence[str]]:
    """The names of the sites that each limited person serves, by the person's key."""
    found: dict[int, list[str]] = defaultdict(list)
    named = select(PersonSite.person_id, Site.name).join(Site, Site.id == PersonSite.site_id)
    for person_id, name in db.session.execute(named.order_by(Site.name)):
        found[person_id].append(name)
    return found


def serves(site_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a person of a query serves all of these sites."""
    of_each = (
        exists().where(PersonSite.person_id == Person.id, PersonSite.site_id == site_id)
        for site_id in sorted(site_ids)
    )
    return or_(Person.limited.is_(False), and_(true(), *of_each))
