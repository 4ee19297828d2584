"""Commands on who is on call."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import Refusal
from app.extensions import db
from app.faults.models import Duty
from app.people.models import Person
from app.places.models import SupportCalendar


@dataclass(frozen=True)
class Span:
    """From when to when, in UTC."""

    starts_at: datetime
    ends_at: datetime


def put_on_call(calendar: SupportCalendar, person: Person, span: Span, *, step: int) -> Duty:
    """Put somebody on call; of each step one person at a time, so that it is clear who is meant.

    The same once more is the one that stands already.
    """
    if span.starts_at >= span.ends_at:
        raise Refusal(_("Somebody's turn ends after it starts."), field="ends_at")
    _queue_up(calendar)
    at_once = select(Duty).where(
        Duty.calendar_id == calendar.id,
        Duty.step == step,
        Duty.starts_at < span.ends_at,
        Duty.ends_at > span.starts_at,
    )
    for other in db.session.scalars(at_once.order_by(Duty.starts_at)):
        if (other.person_id, other.starts_at, other.ends_at) == (
            person.id,
            span.starts_at,
            span.ends_at,
        ):
            return other
        whose = db.session.get_one(Person, other.person_id).name
        sentence = _("%(name)s is on call then, in the same step.", name=whose)
        raise Refusal(sentence, field="person")
    duty = Duty(
        calendar_id=calendar.id,
        person_id=person.id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        step=step,
    )
    db.session.add(duty)
    db.session.flush()
    return duty


def take_off_call(duty: Duty) -> None:
    """Nobody is on call by this any more."""
    db.session.delete(duty)
    db.session.flush()


def _queue_up(calendar: SupportCalendar) -> None:
    """Of two at once for one calendar, the second sees what the first has stored."""
    held = select(SupportCalendar.id).where(SupportCalendar.id == calendar.id)
    db.session.execute(held.with_for_update())
