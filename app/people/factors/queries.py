"""What somebody's second factor is."""

from sqlalchemy import func, select

from app.extensions import db
from app.people.factors.models import RecoveryCode, SecondFactor
from app.people.models import Person


def factor_of(person: Person) -> SecondFactor | None:
    """The person's second factor, begun or in use."""
    return db.session.get(SecondFactor, person.id)


def has_factor(person: Person) -> bool:
    """Whether the person is asked for a code after the password."""
    found = factor_of(person)
    return found is not None and found.confirmed_at is not None


def held_factor_of(person: Person) -> SecondFactor | None:
    """The second factor in use, held so that nobody else uses a code of it meanwhile."""
    wanted = select(SecondFactor).where(
        SecondFactor.person_id == person.id, SecondFactor.confirmed_at.is_not(None)
    )
    held = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(held)


def codes_left(person: Person) -> int:
    """How many of the person's recovery codes were not used yet."""
    unused = (RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0
