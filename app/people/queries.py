"""Who there is."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.people.models import Person


def everyone() -> Sequence[Person]:
    """All people, by name."""
    return db.session.scalars(select(Person).order_by(func.lower(Person.name), Person.id)).all()


def person(person_id: int) -> Person | None:
    """One person."""
    return db.session.get(Person, person_id)


def of_calendar(secret: str) -> Person | None:
    """Whose calendar the secret opens; None where nobody's, or of one who is switched off."""
    wanted = select(Person).where(Person.calendar_secret == secret, Person.active.is_(True))
    return db.session.scalar(wanted)


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None
