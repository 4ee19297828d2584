"""Mail that came, as plain values for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app.clock import usual_zone
from app.faults.arriving import finding
from app.faults.arriving.queries import Standing
from app.faults.models import Mail, MailPhoto, MailState, Post
from app.formats import ago
from app.photos.models import Photo
from app.places.models import Room
from app.settings import Settings

MOST_LETTERS = 300
"""Of a mail in the list."""


@dataclass(frozen=True)
class Row:
    """A mail as the list shows it."""

    id: int
    subject: str
    beginning: str
    sender: str
    when: str
    why: str
    photos: tuple[Photo, ...]
    likely: Sequence[Room]


@dataclass(frozen=True)
class MailPage:
    """What waits, what was left alone, and whether the inbox can be read."""

    is_read: bool
    """Whether an inbox is named at all."""
    read: str
    shut: str
    """Since when it can't be read; empty where it can."""
    problem: str
    rows: tuple[Row, ...]
    left: tuple[Row, ...]


@dataclass(frozen=True)
class OneMail:
    """One mail, whole, and the rooms that it may be about."""

    row: Row
    lines: tuple[str, ...]
    files: tuple[str, ...]
    state: MailState
    waits: bool
    by: str
    rooms: Sequence[Room]
    q: str


def mail_page(
    standing: Standing,
    waiting: Sequence[Mail],
    left: Sequence[Mail],
    settings: Settings,
    now: datetime,
) -> MailPage:
    """The page of mail that waits for a room."""
    zone, post = usual_zone(), standing.post
    return MailPage(
        is_read=settings.reads_mail,
        read=ago(post.read_at, now, zone) if post and post.read_at else "",
        shut=shut(post, now, zone),
        problem=post.problem if post else "",
        rows=tuple(_row(each, now, zone, each.photos, _likely(each)) for each in waiting),
        left=tuple(_row(each, now, zone) for each in left),
    )


def shut(post: Post | None, now: datetime, zone: tzinfo) -> str:
    """Since when the inbox can't be read, in words; empty where it can."""
    return ago(post.shut_since, now, zone) if post and post.shut_since else ""


def one_mail(mail: Mail, rooms: Sequence[Room], q: str, now: datetime) -> OneMail:
    """A mail, whole, with the rooms to choose from."""
    zone = usual_zone()
    return OneMail(
        row=_row(mail, now, zone, mail.photos, _likely(mail)),
        lines=tuple(each for each in mail.words.split("\n") if each.strip()),
        files=tuple(each for each in mail.files.split("\n") if each),
        state=mail.state,
        waits=mail.fault_id is None,
        by=mail.by.name if mail.by else "",
        rooms=rooms,
        q=q,
    )


def _likely(mail: Mail) -> Sequence[Room]:
    return finding.likely_rooms(f"{mail.subject}\n{mail.words}")


def _row(
    mail: Mail,
    now: datetime,
    zone: tzinfo,
    photos: Sequence[MailPhoto] = (),
    likely: Sequence[Room] = (),
) -> Row:
    words = " ".join(mail.words.split())
    return Row(
        id=mail.id,
        subject=mail.subject or _("(no subject)"),
        beginning=words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]}…",
        sender=mail.sender or _("nobody in particular"),
        when=ago(mail.arrived_at, now, zone),
        why=mail.why,
        photos=tuple(each.photo for each in photos),
        likely=likely,
    )
