"""What can be done with notices: put one into the outbox, in the caller's transaction.

A broken channel never breaks a save: nothing is sent here, the worker delivers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.extensions import db
from app.notices.models import Notice, Topic, Via
from app.people.models import Person


@dataclass(frozen=True)
class Words:
    """A message in its receiver's language: one line, some sentences, and where it leads here."""

    subject: str
    body: str
    link: str = ""
    """A path of ours, such as /faults/12."""


def tell(
    people: Iterable[Person],
    topic: Topic,
    words: Words,
    *,
    about: str,
    at: datetime,
) -> None:
    """Tell members of the staff, each by the ways that they have chosen.

    `about` names the thing, such as fault-12: what is told of one thing is gathered.
    """
    for person in people:
        if person.active:
            _put(Via.EMAIL, person.email, topic, words, about=about, at=at, person=person)
    db.session.flush()


def tell_reporter(
    via: Via, address: str, words: Words, *, stop_link: str, about: str, at: datetime
) -> None:
    """Tell somebody without an account, at an address that they have confirmed."""
    notice = _put(via, address, Topic.REPORTER, words, about=about, at=at)
    notice.stop_link = stop_link
    db.session.flush()


def _put(
    via: Via,
    address: str,
    topic: Topic,
    words: Words,
    *,
    about: str,
    at: datetime,
    person: Person | None = None,
) -> Notice:
    notice = Notice(
        key=str(uuid4()),
        via=via,
        topic=topic,
        address=address,
        person_id=person.id if person else None,
        subject=words.subject[:200],
        body=words.body,
        link=words.link,
        about=about,
        created_at=at,
        try_at=at,
    )
    db.session.add(notice)
    return notice
