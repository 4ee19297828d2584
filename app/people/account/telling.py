"""What people are told about their own account; whoever can carry it to them listens."""

from collections.abc import Callable
from datetime import datetime

from blinker import Namespace

from app.people.models import Person

told = Namespace().signal("told about one's account")
"""Sent with the person, what says the `words` in their language, and the moment."""


def tell(person: Person, words: Callable[[], str], *, at: datetime) -> None:
    """Let the person hear what has happened to their account."""
    told.send(person, words=words, at=at)
