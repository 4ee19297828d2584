"""Who is known from elsewhere."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.doors.models import Identity
from app.extensions import db
from app.people.models import Person, Role


def identity(issuer: str, subject: str) -> Identity | None:
    """Whom the issuer means by the subject, with the person; None where nobody is known so."""
    wanted = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return db.session.scalar(wanted.options(joinedload(Identity.person)))


def identities_of(person_id: int) -> Sequence[Identity]:
    """Accounts elsewhere that open this person's account here, the oldest first."""
    wanted = select(Identity).where(Identity.person_id == person_id)
    return db.session.scalars(wanted.order_by(Identity.id)).all()


def identity_of(person_id: int, identity_id: int) -> Identity | None:
    """One of these accounts, with the person; None where it is none of this person's."""
    wanted = select(Identity).where(Identity.id == identity_id, Identity.person_id == person_id)
    return db.session.scalar(wanted.options(joinedload(Identity.person)))


def is_last_admin(person_id: int) -> bool:
    """Whether nobody else could give accounts if this person could not."""
    others = select(Person.id).where(
        Person.role == Role.ADMIN, Person.active.is_(True), Person.id != person_id
    )
    return db.session.scalar(others.limit(1)) is None
