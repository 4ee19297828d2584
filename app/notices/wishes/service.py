"""What a person can choose: what they hear of, how, when not, and on which devices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import Refusal
from app.extensions import db
from app.notices.models import PushDevice, Quiet, Topic, Wish
from app.notices.push.posting import insist_pushable
from app.notices.wishes.queries import CHOSEN, devices_of
from app.people.models import Person

MOST_DEVICES = 10


@dataclass(frozen=True)
class Hours:
    """When a person wants quiet, and how notices are gathered."""

    timezone: str
    starts: time | None
    ends: time | None
    gather_minutes: int
    urgent_anyway: bool


def choose(
    person: Person,
    by_email: Collection[Topic],
    by_push: Collection[Topic],
    hours: Hours,
    language: str = "",
) -> None:
    """Keep what the person wants to hear, how, when not, and in which language ("": in ours)."""
    if (hours.starts is None) != (hours.ends is None):
        field = "starts" if hours.starts is None else "ends"
        raise Refusal(_("Enter both, or none."), field=field, status=422)
    for topic in CHOSEN:
        values = {"by_email": topic in by_email, "by_push": topic in by_push}
        db.session.merge(Wish(person_id=person.id, topic=topic, **values))
    db.session.merge(Quiet(person_id=person.id, **vars(hours)))
    db.session.get_one(Person, person.id).language = language
    db.session.flush()


def add_device(person: Person, subscription: str, name: str, *, at: datetime) -> PushDevice:
    """Push to this browser from now on; one that belonged to somebody else changes hands."""
    endpoint = insist_pushable(subscription)
    for each in devices_of(person)[MOST_DEVICES - 1 :]:
        each.gone_at = at
    known = select(PushDevice).where(PushDevice.endpoint == endpoint)
    device = db.session.scalars(known).one_or_none() or PushDevice(endpoint=endpoint)
    device.person_id, device.subscription, device.name = person.id, subscription, name[:200]
    device.added_at, device.gone_at = at, None
    db.session.add(device)
    db.session.flush()
    return device


def end_device(device: PushDevice, *, at: datetime) -> None:
    """Push to this browser no more."""
    device.gone_at = at
    db.session.flush()
