"""What happens to a signing in: it begins, is used, is proved anew, and ends."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, delete, update

from app.database import rows_changed
from app.extensions import db
from app.people.models import Person
from app.people.sessions.devices import browser_of, system_of
from app.people.sessions.models import Proof, SignIn

FRESH = timedelta(minutes=15)
"""How long it counts that somebody has shown who they are, for what only the owner may do."""
SEEN_EVERY = timedelta(minutes=15)
"""How coarsely it is noted when a sign-in was last used."""


@dataclass(frozen=True)
class Manner:
    """How somebody signed in: what they showed, from what browser, and whether it stays."""

    proof: Proof
    user_agent: str = ""
    stays: bool = False


def hashed(secret: str) -> str:
    """What is stored of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(person: Person, manner: Manner, *, at: datetime) -> str:
    """Note that the person has signed in; the secret that the browser keeps, told only here."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            secret_hash=hashed(secret),
            person_id=person.id,
            bound_to=person.fs_uniquifier,
            began_at=at,
            seen_at=at,
            proved_at=at,
            proof=manner.proof,
            stays=manner.stays,
            browser=browser_of(manner.user_agent),
            system=system_of(manner.user_agent),
        )
    )
    db.session.flush()
    return secret


def prove(sign_in: SignIn, *, at: datetime) -> None:
    """Note that whoever uses the sign-in has just shown again who they are."""
    sign_in.proved_at = at
    db.session.flush()


def strengthen(sign_in: SignIn, proof: Proof) -> None:
    """Note that more than a password was shown by now."""
    sign_in.proof = proof
    db.session.flush()


def end(sign_in: SignIn) -> None:
    """End it: its next request is refused."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in.id))


def end_by_secret(secret: str) -> None:
    """End the sign-in of the browser that has this secret, if it has not ended."""
    db.session.execute(delete(SignIn).where(SignIn.secret_hash == hashed(secret)))


def end_others(sign_in: SignIn) -> int:
    """End all of the same person but this one; how many there were."""
    others = delete(SignIn).where(SignIn.person_id == sign_in.person_id, SignIn.id != sign_in.id)
    return rows_changed(db.session.execute(others))


def clear_away(ended: ColumnElement[bool]) -> None:
    """Delete the rows of sign-ins that have ended by themselves."""
    db.session.execute(delete(SignIn).where(ended))
    db.session.flush()


def seen(sign_in_id: int, *, at: datetime) -> Update:
    """What notes that it was used, at most once in a quarter of an hour."""
    due = SignIn.seen_at <= at - SEEN_EVERY
    return update(SignIn).where(SignIn.id == sign_in_id, due).values(seen_at=at)
