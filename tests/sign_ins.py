"""How tests are signed in: as if the person had signed in, and never to be signed out by a clock.

Tests move the clock by months; what is tested of a sign-in's end signs in by the form instead.
"""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from app.extensions import db
from app.people.models import Person, Proof
from app.people.sessions import service
from app.people.sessions.knowing import SECRET
from app.people.sessions.service import Manner

LATER_THAN_TESTS = datetime(2199, 1, 1, tzinfo=UTC)


def enter(client: FlaskClient, person: Person) -> None:
    """Let the client's cookie be one of a person who has signed in with a second factor."""
    secret = service.begin(person, Manner(Proof.CODE), at=LATER_THAN_TESTS)
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
        session["fs_cc"] = "set"
        session[SECRET] = secret
