"""What can be done with notices: put one into the outbox, in the caller's transaction.

A broken channel never breaks a save: nothing is sent here, the worker delivers.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from flask import current_app
from flask_babel import force_locale, get_locale
from sqlalchemy import ColumnElement, Select, delete, select, update

from app.extensions import db
from app.notices.models import Channel, Notice, Topic, Via
from app.notices.wishes.queries import ears
from app.notices.wishes.timing import when
from app.people.models import Person

LONGEST_SUBJECT = 200
LONGEST_LINK = 500


@dataclass(frozen=True)
class Words:
    """A message in its receiver's language: one line, some sentences, and where it leads here."""

    subject: str
    body: str
    link: str = ""
    """A path of ours, such as /faults/12."""
    urgent: bool = False
    """It can't wait for the end of quiet hours, unless its receiver wants even that."""


Said = Words | Callable[[], Words]
"""Words that are there, or what says them in the language that is spoken when it is asked."""


@dataclass(frozen=True)
class _Told:
    topic: Topic
    words: Words
    about: str
    at: datetime


def tell(
    people: Iterable[Person],
    topic: Topic,
    words: Said,
    *,
    about: str,
    at: datetime,
    but: Via | None = None,
) -> None:
    """Tell members of the staff, each in their language and by the ways that they have chosen.

    `words` are asked for once for each, while their language is spoken; `about` names the thing,
    such as fault-12. What is not urgent waits for the end of quiet hours, and is gathered where its
    receiver wants that, or where it would be a storm. An escalation is urgent by itself. `but` is
    a way that nothing goes by, as it is broken.
    """
    for ear in ears([each for each in people if each.active], topic):
        language = ear.person.language or our_language()
        said = _in_language(words, language)
        urgent = said.urgent or topic is Topic.ESCALATION
        told = _Told(topic, replace(said, urgent=urgent), about, at)
        for via, address in (each for each in ear.addresses if each[0] is not but):
            moment = when(ear, address, urgent=urgent, at=at)
            notice = _put(via, address, told)
            notice.person_id, notice.try_at, notice.language = ear.person.id, moment, language
    db.session.flush()


def our_language() -> str:
    """The language of whoever chose none, and of what many read, as a locale."""
    ours: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return ours


def _in_language(words: Said, language: str) -> Words:
    if isinstance(words, Words):
        return words
    with force_locale(language):
        return words()


def tell_reporter(
    via: Via,
    address: str,
    words: Words,
    *,
    stop_link: str,
    about: str,
    at: datetime,
    answers: bool = False,
) -> None:
    """Tell somebody without an account, at an address that they have confirmed, or wrote from.

    They get at most three messages a day: what is more waits, and comes together. `answers`: they
    wrote to us, and no machine may take this for a letter that wants another answer.
    """
    address = address.strip().lower() if via is Via.EMAIL else address
    notice = _put(via, address, _Told(Topic.REPORTER, replace(words, urgent=False), about, at))
    notice.stop_link = _kept(stop_link)[:LONGEST_LINK]
    notice.answers = answers
    notice.language = str(get_locale() or "")[:20]
    db.session.flush()


def post(address: str, words: Words, *, key: str, about: str, at: datetime) -> bool:
    """Post a letter that somebody of the staff wrote to somebody outside, such as a vendor.

    Whether it was put into the outbox: the same key is posted once.
    """
    if db.session.scalar(select(Notice.id).where(Notice.key == key)):
        return False
    _put(Via.EMAIL, address.strip(), _Told(Topic.WORK, words, about, at)).key = key
    db.session.flush()
    return True


def announce(
    topic: Topic,
    words: Said,
    *,
    about: str,
    payload: Mapping[str, object],
    at: datetime,
) -> None:
    """Let chat rooms hear the words, and webhooks the payload, where they want to hear the topic.

    The words are in our language. The payload is of plain values, and holds nothing personal:
    nobody knows who reads it there.
    """
    running = db.session.scalars(select(Channel).where(Channel.stopped_at.is_(None)))
    wanting = [each for each in running if topic.value in each.topics.split()]
    if not wanting:
        return
    words = _in_language(words, our_language())
    event = {"type": topic.value, "timestamp": at.isoformat(), "about": about, "data": payload}
    body = json.dumps(event, ensure_ascii=False, sort_keys=True)
    for channel in wanting:
        told = replace(words, body=body) if channel.via is Via.WEBHOOK else words
        _put(channel.via, str(channel.id), _Told(topic, told, about, at))
    db.session.flush()


def browsers_gone() -> Select[str]:
    """The subscriptions of reporters' browsers that take nothing any more, as a query."""
    pushed = Notice.via == Via.PUSH, Notice.topic == Topic.REPORTER
    return select(Notice.address).where(*pushed, Notice.dead_at.is_not(None))


def withdraw(stop_link: str) -> None:
    """Take back what waits to be told to whoever has just stopped it by this path."""
    unsent = (Notice.sent_at.is_(None), Notice.stop_link == stop_link)
    db.session.execute(delete(Notice).where(*unsent))
    db.session.flush()


def send_again(notice: Notice, *, at: datetime) -> None:
    """Try the letter of this notice anew, with the same id; what it is of may be days old."""
    anew = update(Notice).where(_with(notice), Notice.sent_at.is_(None))
    db.session.execute(anew.values(dead_at=None, tries=0, try_at=at))
    db.session.flush()


def give_up(notice: Notice, why: str, *, at: datetime) -> None:
    """Try this notice, and what goes out with it, no more."""
    waits = (Notice.sent_at.is_(None), Notice.dead_at.is_(None))
    db.session.execute(update(Notice).where(_with(notice), *waits).values(dead_at=at, problem=why))
    db.session.flush()


def _with(notice: Notice) -> ColumnElement[bool]:
    """The notice, and what goes out in one letter with it."""
    return Notice.letter == notice.letter if notice.letter else Notice.id == notice.id


def _put(via: Via, address: str, told: _Told) -> Notice:
    notice = Notice(
        key=str(uuid4()),
        via=via,
        topic=told.topic,
        address=_kept(address),
        subject=_kept(told.words.subject)[:LONGEST_SUBJECT],
        body=_kept(told.words.body),
        link=_kept(told.words.link)[:LONGEST_LINK],
        about=told.about,
        urgent=told.words.urgent,
        created_at=told.at,
        try_at=told.at,
    )
    db.session.add(notice)
    return notice


def _kept(text: str) -> str:
    """The text without what PostgreSQL can't store: it would break the save that it is told of."""
    return text.replace("\x00", "")


def try_channel(channel: Channel, words: Words, *, at: datetime) -> None:
    """Say something in this channel alone, to see whether it works."""
    payload = {"test": True, "words": words.body}
    event = {"type": "test", "timestamp": at.isoformat(), "about": "", "data": payload}
    body = json.dumps(event, ensure_ascii=False) if channel.via is Via.WEBHOOK else words.body
    told = _Told(Topic.SYSTEM, replace(words, body=body, urgent=True), "", at)
    _put(channel.via, str(channel.id), told)
    db.session.flush()
