"""Which sign-ins there are, and whose a browser's is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, select

from app.extensions import db
from app.people.models import Person
from app.people.sessions.models import SignIn
from app.people.sessions.service import hashed


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts: unused, and at the longest."""

    idle: timedelta
    longest: timedelta

    def holds(self, at: datetime) -> ColumnElement[bool]:
        """That a sign-in, joined with its person, goes on at this moment."""
        used = SignIn.stays.is_(True) | (SignIn.seen_at > at - self.idle)
        same = (SignIn.person_id == Person.id) & (SignIn.bound_to == Person.fs_uniquifier)
        return same & used & (SignIn.began_at > at - self.longest) & Person.active.is_(True)


def live(secret: str, limits: Limits, *, at: datetime) -> Row[Person, SignIn] | None:
    """Who uses the browser that has this secret, and their sign-in; None where it has ended."""
    wanted = select(Person, SignIn).join(SignIn, limits.holds(at))
    return db.session.execute(wanted.where(SignIn.secret_hash == hashed(secret))).one_or_none()


def sign_ins_of(person: Person, limits: Limits, *, at: datetime) -> Sequence[SignIn]:
    """Where the person is signed in, the last used first."""
    wanted = select(SignIn).join(Person, limits.holds(at)).where(Person.id == person.id)
    return db.session.scalars(wanted.order_by(SignIn.seen_at.desc(), SignIn.id.desc())).all()


def sign_in_of(person: Person, sign_in_id: int) -> SignIn | None:
    """One of the person's own; None for anybody else's."""
    wanted = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id)
    return db.session.scalar(wanted)


def ended(limits: Limits, *, at: datetime) -> ColumnElement[bool]:
    """That a sign-in has ended by itself, and is only a row."""
    return ~select(Person.id).where(limits.holds(at)).correlate(SignIn).exists()


def any_ended(over: ColumnElement[bool]) -> bool:
    """Whether there is such a row."""
    return db.session.scalar(select(SignIn.id).where(over).limit(1)) is not None
