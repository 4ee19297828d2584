"""Inviting somebody by mail: their one-time link goes to their address, and can be taken back."""

from datetime import datetime
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import delete

from app.errors import Refusal
from app.extensions import db
from app.notices.models import Notice
from app.notices.service import Words, post
from app.people import service as people
from app.people.models import Person
from app.settings import Settings


def can_mail(settings: Settings) -> bool:
    """Whether a mail would reach anybody, and lead back to us."""
    return bool(settings.sends_mail and settings.public_url)


def invite(person: Person, settings: Settings, *, at: datetime) -> None:
    """Mail a fresh one-time link to somebody without a password; those of before open no more.

    The mail bears no words of anybody's: who gets it must not take them for ours.
    """
    if not can_mail(settings):
        raise Refusal(_("No mail can be sent from here. Hand over a one-time link instead."))
    if person.password is not None:
        raise Refusal(_("%(name)s has a password already.", name=person.name))
    take_back(person)
    link = people.invite(person, "", at=at)
    words = Words(
        _("Your account for the rooms of %(organisation)s", organisation=settings.organisation),
        _(
            "Somebody who looks after these rooms has given you an account. This link lets you "
            "choose a password, once, within three days. If you expected nothing of this kind, "
            "leave it: without you nothing happens."
        ),
        link,
    )
    post(person.email, words, key=str(uuid4()), about=_about(person), at=at)


def take_back(person: Person) -> None:
    """Let no link of before open anything, and no mail that waits go out."""
    people.uninvite(person)
    unsent = (Notice.sent_at.is_(None), Notice.about == _about(person))
    db.session.execute(delete(Notice).where(*unsent))
    db.session.flush()


def _about(person: Person) -> str:
    return f"person-{person.id}"
