"""Reading the inbox: each mail is stored with what becomes of it, and only then marked as read.

Killed between the two, it finds the mail again and knows its id: nothing is lost, nothing doubled.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app import outgoing_inbox
from app.errors import Refusal
from app.extensions import db
from app.faults.arriving import queries, service
from app.faults.arriving.reading import Arrived, read
from app.faults.models import Post
from app.outgoing_inbox import Content, Inbox, NotRead
from app.photos import service as photos
from app.photos.cleaning import Picture

SECONDS = 40.0
"""So long one look may keep the worker; the rest is read a minute later."""
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)

log = structlog.get_logger()


def fetch(now: Callable[[], datetime]) -> int:
    """How many mails were taken in; commits after each. What is in the way is noted."""
    settings = current_app.config["SETTINGS"]
    service.forget(at=now())
    if not settings.reads_mail or not _is_time(now()):
        db.session.commit()
        return 0
    db.session.commit()
    taken = 0
    try:
        with outgoing_inbox.opened(settings) as inbox:
            taken = _all(inbox, now)
    except NotRead as problem:
        _note(now(), str(problem))
    else:
        _note(now(), "")
    return taken


def _is_time(at: datetime) -> bool:
    post = db.session.get(Post, 1)
    return post is None or post.try_at is None or post.try_at <= at


def _all(inbox: Inbox, now: Callable[[], datetime]) -> int:
    until, taken = time.monotonic() + SECONDS, 0
    for uid in inbox.unread():
        if time.monotonic() > until:
            break
        content = inbox.content(uid)
        if content is not None and _is_kept(content, now):
            inbox.mark_read(uid)
            taken += 1
    return taken


def _is_kept(content: Content, now: Callable[[], datetime]) -> bool:
    """Whether the mail is in the database by now; what fails with one keeps no other waiting."""
    try:
        _keep(read(content.raw, ours=_ours(), is_whole=content.is_whole), now)
    except IntegrityError:
        db.session.rollback()  # another worker had it in hand, too: it is tried again
        return False
    except Exception:
        db.session.rollback()
        log.exception("a mail could not be taken in")
        service.note_unread(content.raw, at=now())
        db.session.commit()
    return True


def _ours() -> str:
    ours: str = current_app.config["SETTINGS"].mail_from
    return ours


def _keep(mail: Arrived, now: Callable[[], datetime]) -> None:
    known = queries.is_known(mail.key)
    db.session.rollback()
    if known:
        return
    pictures, refused = _cleaned(mail)
    files = [*mail.files, *refused, *([] if mail.is_whole else [_("the rest of a long mail")])]
    service.take(mail, pictures, files, at=now())
    db.session.commit()


def _cleaned(mail: Arrived) -> tuple[list[Picture], list[str]]:
    """The photos, painted anew, and the names of what is none; nobody waits meanwhile."""
    if mail.machine:
        return [], [name for name, _content in mail.photos]
    pictures, refused = [], []
    for name, content in mail.photos:
        try:
            pictures.append(photos.clean(content))
        except Refusal:
            refused.append(name)
    return pictures, refused


def _note(at: datetime, problem: str) -> None:
    """Note how the inbox was found; one that is shut rests for a while, longer each time."""
    db.session.rollback()
    post = db.session.get(Post, 1, with_for_update=True) or Post(id=1)
    db.session.add(post)
    if problem:
        post.shut_since = post.shut_since or at
        rest = min(LONGEST_REST, max(FIRST_REST, at - post.shut_since))
        post.try_at, post.problem = at + rest, problem
    else:
        post.read_at, post.shut_since, post.try_at, post.problem = at, None, None, ""
    db.session.commit()
