"""Which passkeys there are."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.people.models import Person
from app.people.passkeys.models import Passkey


def passkeys_of(person: Person) -> Sequence[Passkey]:
    """The person's passkeys, the first made first."""
    wanted = select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
    return db.session.scalars(wanted).all()


def passkey_of(person: Person, passkey_id: int) -> Passkey | None:
    """One of the person's own; None for anybody else's."""
    wanted = select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person.id)
    return db.session.scalar(wanted)


def held_passkey(credential_id: bytes) -> Passkey | None:
    """The passkey of this id, held so that it answers one question at a time."""
    wanted = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))
