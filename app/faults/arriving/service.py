"""What becomes of a mail: a report, a note, or it waits for a person. Callers commit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, func, or_, select, update
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.errors import Refusal
from app.extensions import db
from app.faults import record
from app.faults.arriving import finding, queries
from app.faults.arriving.finding import Place
from app.faults.arriving.reading import Arrived
from app.faults.following import service as following
from app.faults.models import (
    Channel,
    Effect,
    Event,
    Fault,
    Mail,
    MailPhoto,
    MailState,
    Report,
    ReportPhoto,
    TimelineEntry,
)
from app.faults.promises.watching import people
from app.faults.record import Origin
from app.language import best_locale
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Words
from app.people.models import Person
from app.photos import service as photos
from app.photos.cleaning import Picture
from app.photos.models import Photo

MOST_AN_HOUR = 10
"""More mails of one sender wait for a person, unanswered."""
MOST_REPORTS = 100
"""What comes by mail within an hour beyond that waits, whoever sends it: a From can be forged."""
KEPT = timedelta(days=30)
"""How long what a settled mail said is kept."""


def take(mail: Arrived, pictures: Sequence[Picture], files: Sequence[str], *, at: datetime) -> Mail:
    """A mail comes in: it is stored with what becomes of it, and does that once.

    `files` are the names of what was attached and is not kept.
    """
    kept = Mail(
        key=mail.key,
        state=MailState.WAITS,
        sender=mail.sender,
        subject=mail.subject,
        words=mail.words,
        files="\n".join(files),
        language=_language(mail),
        answers=mail.answers,
        arrived_at=at,
    )
    kept.why = _in_the_way(mail, at)
    db.session.add(kept)
    db.session.flush()
    if mail.machine:
        kept.state = MailState.LEFT
        db.session.flush()
        return kept
    shown = [photos.keep(each, at=at) for each in pictures]
    if not kept.why and (fault := finding.fault_of(mail)):
        _note(fault, kept, mail.new_words, shown, at=at)
    elif not kept.why and (place := finding.place_of(mail)):
        _report(kept, place, shown, at=at)
    else:
        _wait(kept, shown, at=at)
    db.session.flush()
    return kept


def note_unread(raw: bytes, *, at: datetime) -> None:
    """A mail can't be made sense of: that it is there is said to a person, once."""
    key = sha256(raw).hexdigest()
    if not queries.is_known(key):
        why = _("We can't read this mail. It still lies in the inbox: look at it there.")
        kept = Mail(key=key, state=MailState.WAITS, answers=False, arrived_at=at, why=why)
        db.session.add(kept)
        _wait(kept, (), at=at)


def _language(mail: Arrived) -> str:
    return best_locale(parse_accept_header(mail.languages, LanguageAccept))


def _in_the_way(mail: Arrived, at: datetime) -> str:
    """Why nothing is done with it by itself; empty where nothing is in the way."""
    if mail.machine:
        return mail.machine
    hour = Mail.arrived_at > at - timedelta(hours=1)
    lately = select(func.count()).where(Mail.sender == mail.sender, Mail.sender != "", hour)
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        return _("More than %(most)s mails of this sender came within an hour.", most=MOST_AN_HOUR)
    became = select(func.count()).where(Mail.state == MailState.REPORT, hour)
    if (db.session.scalar(became) or 0) >= MOST_REPORTS:
        return _("More than %(most)s reports came by mail within an hour.", most=MOST_REPORTS)
    return ""


def _report(mail: Mail, place: Place, shown: Sequence[Photo], *, at: datetime) -> Report:
    """A new report in the sender's words, with its photos and its one answer."""
    origin = Origin(Channel.EMAIL)
    symptom = record.something_else()
    fault = record.opened(place.room, place.unit, symptom, Effect.DEGRADED, origin=origin, at=at)
    report = record.told(
        fault, note=_whole(mail), contact=mail.sender, key=mail.key[:40], me_too=False, at=at
    )
    report.channel, report.language = Channel.EMAIL, mail.language
    db.session.add_all(ReportPhoto(photo_id=each.id, report_id=report.id) for each in shown)
    db.session.flush()
    if mail.answers and mail.sender:
        following.greet(report, mail.sender, at=at)
    _settle(mail, MailState.REPORT, fault)
    return report


def _whole(mail: Mail) -> str:
    """What it says, its subject first, and what could not be kept; in its sender's language."""
    with force_locale(mail.language):
        said = (mail.subject, mail.words, _files(mail))
        return "\n\n".join(each for each in said if each) or _("(an empty mail)")


def _note(fault: Fault, mail: Mail, words: str, shown: Sequence[Photo], *, at: datetime) -> None:
    """What was answered stands with the fault, for staff; who answers for it is told."""
    mail.words = words or mail.subject
    said = "\n\n".join(each for each in (mail.sender, mail.words, _files(mail)) if each)
    record.log(fault, at, event=Event.MAILED, note=said, public=False)
    for photo in shown:
        entry = TimelineEntry(fault_id=fault.id, at=at, event=Event.MAILED, note="", public=False)
        entry.photo_id = photo.id
        db.session.add(entry)
    record.settle(fault)
    db.session.refresh(fault, ["assignee"])
    room = record.room_of(fault)
    told = people.responsible(fault, room, at)
    about = f"fault-{fault.id}"
    notices.tell(told, Topic.MINE, lambda: _answered(fault, room.name), about=about, at=at)
    _settle(mail, MailState.NOTE, fault)


def _files(mail: Mail) -> str:
    names = ", ".join(mail.files.split("\n"))
    return _("Attached and not kept: %(names)s", names=names) if names else ""


def _answered(fault: Fault, room: str) -> Words:
    said = {"number": fault.id, "room": room}
    subject = _("Answered by e-mail: fault %(number)s, room %(room)s", **said)
    return Words(subject, _("What was written stands with the fault."), f"/faults/{fault.id}")


def _wait(mail: Mail, shown: Sequence[Photo], *, at: datetime) -> None:
    """Nobody knows what it is about: technicians are told that it waits."""
    db.session.add_all(MailPhoto(photo_id=each.id, mail_id=mail.id) for each in shown)
    db.session.flush()
    notices.tell(people.technicians(), Topic.NEW_FAULT, _waits, about="mail", at=at)


def _waits() -> Words:
    do = _("Say which room it is about, or set it aside.")
    return Words(_("A mail waits for a room"), do, "/faults/mail")


def _settle(mail: Mail, state: MailState, fault: Fault) -> None:
    """What it said stands with the fault by now, and is not kept twice."""
    mail.state, mail.fault_id = state, fault.id
    mail.subject = mail.words = mail.files = ""
    db.session.flush()


def place(mail: Mail, found: Place, *, by: Person, at: datetime) -> Report:
    """Somebody says which room a mail is about: it becomes a report."""
    _insist_waits(mail)
    shown = queries.photos_of(mail)
    db.session.execute(delete(MailPhoto).where(MailPhoto.mail_id == mail.id))
    mail.by_id = by.id
    return _report(mail, found, shown, at=at)


def set_aside(mail: Mail, why: str, *, by: Person) -> None:
    """Somebody says that nothing is to be done, and why; it is kept for thirty days."""
    if not why:
        raise Refusal(_("Say why: somebody may look for it."), field="why")
    _insist_waits(mail)
    mail.state, mail.why, mail.by_id = MailState.ASIDE, why, by.id
    db.session.flush()


def _insist_waits(mail: Mail) -> None:
    if mail.state not in queries.TO_PLACE:
        raise Refusal(_("Somebody was quicker: this mail waits no more."))


def forget(*, at: datetime) -> None:
    """Erase what settled mails said, and who sent them, after thirty days; their ids stay."""
    said = or_(Mail.sender != "", Mail.subject != "", Mail.words != "")
    old = (Mail.state != MailState.WAITS, Mail.arrived_at < at - KEPT, said)
    empty = dict.fromkeys(("sender", "subject", "words", "files"), "")
    db.session.execute(update(Mail).where(*old).values(empty))
    db.session.flush()
