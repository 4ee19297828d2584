"""Somebody is told that a message was given up: once a day, and never about that itself."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.notices import service
from app.notices.models import Notice, Topic, Via
from app.notices.service import Words
from app.people.models import Person, Role

ABOUT = "given-up"
ONCE_IN = timedelta(days=1)


def say(notice: Notice, *, is_way_shut: bool, at: datetime) -> None:
    """Tell the managers of a notice that was just given up; by another way, where its own is shut.

    A browser that is gone is no trouble: its owner has ended it, and hears by mail.
    """
    is_gone = notice.via is Via.PUSH and not is_way_shut
    if is_gone or notice.about == ABOUT or _said_lately(at):
        return
    but = notice.via if is_way_shut else None
    service.tell(_managers(), Topic.SYSTEM, _words, about=ABOUT, at=at, but=but)


def _said_lately(at: datetime) -> bool:
    lately = select(Notice.id).where(Notice.about == ABOUT, Notice.created_at > at - ONCE_IN)
    return db.session.scalar(lately.limit(1)) is not None


def _managers() -> list[Person]:
    asked = select(Person).where(Person.active.is_(True)).order_by(Person.id)
    for role in (Role.MANAGER, Role.ADMIN):
        if found := db.session.scalars(asked.where(Person.role == role)).all():
            return list(found)
    return []


def _words() -> Words:
    return Words(
        _("Somebody could not be told"),
        _("A message was given up. Look why, and send it again."),
        "/notices",
    )
