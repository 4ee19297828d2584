"""What the worker does about people: sign-ins that have ended by themselves are cleared away."""

from app import clock
from app.database import reading
from app.extensions import db
from app.people.sessions import queries, service
from app.people.sessions.knowing import limits


def sweep() -> None:
    """Delete the rows of sign-ins that have ended."""
    over = queries.ended(limits(), at=clock.now())
    with reading():
        there_are = queries.any_ended(over)
        db.session.rollback()
    if there_are:
        service.clear_away(over)
        db.session.commit()
