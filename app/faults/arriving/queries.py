"""What came by mail and waits, what became of the rest, and whether the inbox can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.faults.models import Mail, MailPhoto, MailState, Post
from app.photos.models import Photo

TO_PLACE = frozenset({MailState.WAITS, MailState.LEFT, MailState.ASIDE})
"""What can be said to be about a room: also what was left alone, or set aside, by mistake."""
MOST = 100
LATELY = 20


@dataclass(frozen=True)
class Standing:
    """How the inbox stands: the look into it, and how many mails wait for a person."""

    post: Post | None
    waiting: int


def standing() -> Standing:
    """How the inbox stands."""
    waits = select(func.count()).where(Mail.state == MailState.WAITS)
    return Standing(db.session.get(Post, 1), db.session.scalar(waits) or 0)


def waiting() -> Sequence[Mail]:
    """What waits for a person, the oldest first, with its photos."""
    wanted = select(Mail).where(Mail.state == MailState.WAITS).order_by(Mail.id).limit(MOST)
    whole = selectinload(Mail.photos).joinedload(MailPhoto.photo)
    return db.session.scalars(wanted.options(whole)).all()


def left() -> Sequence[Mail]:
    """What was left alone or set aside lately, the newest first, with who did it."""
    alone = Mail.state.in_([MailState.LEFT, MailState.ASIDE])
    wanted = select(Mail).where(alone, Mail.sender != "").order_by(Mail.id.desc()).limit(LATELY)
    return db.session.scalars(wanted.options(joinedload(Mail.by))).all()


def mail(mail_id: int, *, to_change: bool = False) -> Mail | None:
    """The mail of that number, with its photos; None where there is none."""
    whole = selectinload(Mail.photos).joinedload(MailPhoto.photo)
    wanted = select(Mail).where(Mail.id == mail_id).options(whole, joinedload(Mail.by))
    return db.session.scalar(wanted.with_for_update(of=Mail) if to_change else wanted)


def is_known(key: str) -> bool:
    """Whether a mail was taken in before."""
    return db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None


def photos_of(found: Mail) -> Sequence[Photo]:
    """The pictures that wait with a mail."""
    mine = select(Photo).join(MailPhoto, MailPhoto.photo_id == Photo.id)
    return db.session.scalars(mine.where(MailPhoto.mail_id == found.id).order_by(Photo.id)).all()
