"""Who there is."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.extensions import db
from app.paging import Slice, contains, slice_of
from app.people.models import Person, Role


def listed(words: str, role: str, page: int) -> tuple[Sequence[Person], Slice]:
    """A page of the people of a role whose name or address holds the words; "" asks for all.

    Who is switched off comes last.
    """
    order = (Person.active.desc(), func.lower(Person.name), Person.id)
    ids = select(Person.id).order_by(*order)
    if words:
        said = (func.lower(Person.name), func.lower(Person.email))
        ids = ids.where(or_(*(contains(each, words) for each in said)))
    if role in set(Role):
        ids = ids.where(Person.role == Role(role))
    part = slice_of(ids, page)
    wanted = select(Person).where(Person.id.in_(part.ids)).order_by(*order)
    return db.session.scalars(wanted).all(), part


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
