"""How each person hears of a topic, and what they have chosen so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.notices.models import PushDevice, Quiet, Topic, Via, Wish
from app.people.models import Person

CHOSEN = tuple(topic for topic in Topic if topic is not Topic.REPORTER)
"""What a person of the staff can hear of. Unless they choose, they hear all of it, by both ways."""


@dataclass(frozen=True)
class Ear:
    """By which ways a person hears of something, and when they want quiet."""

    person: Person
    addresses: Sequence[tuple[Via, str]]
    quiet: Quiet | None


def ears(people: Sequence[Person], topic: Topic) -> list[Ear]:
    """Each person once, with the ways by which they want to hear of the topic."""
    once = {each.id: each for each in people}
    asked = select(Wish).where(Wish.topic == topic, Wish.person_id.in_(once))
    wishes = {each.person_id: each for each in db.session.scalars(asked)}
    quiet = {
        each.person_id: each
        for each in db.session.scalars(select(Quiet).where(Quiet.person_id.in_(once)))
    }
    devices = _devices(list(once))
    return [
        Ear(person, _addresses(person, wishes.get(key), devices.get(key, [])), quiet.get(key))
        for key, person in once.items()
    ]


def _addresses(person: Person, wish: Wish | None, devices: list[str]) -> list[tuple[Via, str]]:
    found = [(Via.EMAIL, person.email)] if wish is None or wish.by_email else []
    if wish is None or wish.by_push:
        found += [(Via.PUSH, each) for each in devices]
    return found


def _devices(people: Sequence[int]) -> Mapping[int, list[str]]:
    asked = select(PushDevice.person_id, PushDevice.subscription).where(
        PushDevice.person_id.in_(people), PushDevice.gone_at.is_(None)
    )
    found: dict[int, list[str]] = {}
    for person_id, subscription in db.session.execute(asked):
        found.setdefault(person_id, []).append(subscription)
    return found


def wishes_of(person: Person) -> dict[Topic, tuple[bool, bool]]:
    """What the person hears of by mail and by push, each topic."""
    asked = select(Wish).where(Wish.person_id == person.id)
    said = {each.topic: (each.by_email, each.by_push) for each in db.session.scalars(asked)}
    return {topic: said.get(topic, (True, True)) for topic in CHOSEN}


def quiet_of(person: Person) -> Quiet | None:
    """When the person wants quiet; None where they never said."""
    return db.session.get(Quiet, person.id)


def devices_of(person: Person) -> list[PushDevice]:
    """The person's browsers that take messages, the newest first."""
    asked = select(PushDevice).where(
        PushDevice.person_id == person.id, PushDevice.gone_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(PushDevice.added_at.desc())))
