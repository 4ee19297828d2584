"""Delivering what waits: one letter at a time, each try committed before and after."""

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from flask_babel import gettext as _

from app.extensions import db
from app.notices.channels import posting as channels
from app.notices.delivery import given_up, tries
from app.notices.delivery.letters import Letter, NotDelivered, seal
from app.notices.delivery.ways import Turn, known, never, way_of
from app.notices.mail import posting as mail
from app.notices.models import Via
from app.notices.push import posting as push

SECONDS = 90.0
"""After so long the worker turns to its other work; what waits still goes in a minute."""

SENDERS: dict[Via, Callable[[Letter], None]] = {
    Via.EMAIL: mail.post,
    Via.PUSH: push.post,
    Via.CHAT: channels.post_chat,
    Via.WEBHOOK: channels.post_webhook,
}
"""Each raises `NotDelivered`, and is called with no transaction open."""

log = structlog.get_logger()


def deliver(now: Callable[[], datetime]) -> None:
    """Send what is due, until nothing is, or for so long; commits as it goes."""
    until, turn = time.monotonic() + SECONDS, Turn()
    seal(known().shut(at=now()), at=now())
    for each in tries.give_up_old(never(), _("No mail server is named."), at=now())[:1]:
        given_up.say(each, is_way_shut=True, at=now())
    db.session.commit()
    while time.monotonic() < until:
        shut = [*known().shut(at=now()), *turn.used_up()]
        letter = tries.claim(shut, at=now())
        if letter is None:
            break
        _try(letter, turn, now)
    db.session.rollback()


def _try(letter: Letter, turn: Turn, now: Callable[[], datetime]) -> None:
    way, began = way_of(letter.first), time.monotonic()
    try:
        SENDERS[letter.first.via](letter)
    except NotDelivered as problem:
        if problem.is_way_shut:
            known().rest(way, at=now())
        failed(letter, str(problem), for_good=problem.for_good, at=now())
    except Exception as error:
        log.exception("a letter could not be made", letter=letter.key)
        failed(letter, type(error).__name__, for_good=False, at=now())
    else:
        known().works(way)
        tries.note_sent(letter, at=now())
        _note_of_channel(letter, "", now())
    db.session.commit()
    turn.add(way, began)


def failed(letter: Letter, why: str, *, for_good: bool, at: datetime) -> None:
    """Note what came of a try that failed, with the letter and with what it went by."""
    db.session.rollback()
    if tries.note_failed(letter, why, for_good=for_good, at=at):
        given_up.say(letter.first, is_way_shut=not for_good, at=at)
    _note_of_channel(letter, why, at)
    if for_good and letter.first.via is Via.PUSH:
        push.note_gone(letter.first.address, at=at)


def _note_of_channel(letter: Letter, problem: str, at: datetime) -> None:
    if letter.first.via in {Via.CHAT, Via.WEBHOOK}:
        channels.note(int(letter.first.address), problem, at=at)
