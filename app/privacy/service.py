"""Erasing people, and what has been kept long enough."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import String, delete, func, select, update

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.audit.sealing import closing
from app.checks.models import Round
from app.database import rows_changed
from app.errors import Refusal
from app.extensions import db
from app.faults.models import (
    OPEN_STATES,
    Fault,
    Follower,
    Mail,
    MailPhoto,
    Report,
    ReportPhoto,
)
from app.notices.models import Notice
from app.people.models import Person
from app.photos.models import Photo
from app.privacy import owning
from app.privacy.models import Erasure

REPORTS_KEPT = timedelta(days=730)
"""After a fault is settled: what its reporters wrote, their pictures and private addresses."""
LOG_KEPT = timedelta(days=180)
"""What was done with the program, and who signed in."""
NOWHERE = "erased.invalid"
"""A domain that nobody can have (RFC 2606)."""
STAYS = frozenset({"id", "role", "created_at"})
"""Of a person, beside what `_emptied` says."""
AT_ONCE = 500
A_DAY = timedelta(days=1)


def name(person: Person, public_name: str) -> None:
    """Say what the public may call a person; empty: nothing but the role."""
    person.public_name = public_name
    db.session.flush()


def erase(person: Person, *, at: datetime) -> None:
    """Leave a number where the person was; refused for one who can still sign in."""
    if person.active:
        sentence = _("%(name)s can still sign in. Switch the account off first.", name=person.name)
        raise Refusal(sentence)
    if db.session.scalar(select(Erasure.id).where(Erasure.person_id == person.id)):
        return
    audit.note(Act.PERSON_ERASED, person, at=at)
    db.session.add(Erasure(at=at, person_id=person.id))
    _erase(person)


def erase_address(address: str, *, at: datetime) -> int:
    """Leave nothing of a stranger's address; how many reports, mails and messages bore it."""
    address = spelled(address)
    found = _erase_address(address)
    mark = mark_of(address)
    if found and not db.session.scalar(select(Erasure.id).where(Erasure.address_mark == mark)):
        audit.note(Act.PERSON_ERASED, at=at)
        db.session.add(Erasure(at=at, address_mark=mark))
    db.session.flush()
    return found


def erase_again() -> int:
    """Erase anew whom a restored backup brought back; how many were."""
    db.session.flush()
    erased = db.session.scalars(select(Person).join(Erasure, Erasure.person_id == Person.id))
    back = [each for each in erased if not each.email.endswith(NOWHERE)]
    for person in back:
        _erase(person)
    asked = select(Erasure.address_mark).where(Erasure.address_mark.is_not(None))
    marks = set(db.session.scalars(asked))
    again = [each for each in _addresses() if mark_of(each) in marks] if marks else []
    for address in again:
        _erase_address(address)
    return len(back) + len(again)


def forget(*, at: datetime) -> None:
    """Erase what reporters wrote of faults that were settled two years ago, and their pictures.

    That they told of it, and when, stays: a fault had so many reporters. The oldest entries of the
    audit log go once a day.
    """
    settled = func.coalesce(Fault.closed_at, Fault.resolved_at) < at - REPORTS_KEPT
    told = select(Report.id).join(Report.fault).where(settled, Report.key.not_like("erased-%"))
    old = [*db.session.scalars(told.order_by(Report.id).limit(AT_ONCE))]
    _erase_reports(old)
    if db.session.scalar(
        select(AuditEntry.number).where(AuditEntry.at < at - LOG_KEPT - A_DAY).limit(1)
    ):
        closing.close(at - LOG_KEPT, at=at)
    db.session.flush()


def spelled(address: str) -> str:
    """The address as it is compared."""
    return address.strip().lower()


def mark_of(address: str) -> str:
    """What tells an address again to whoever knows it, and to nobody else."""
    key = f"erased:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, spelled(address).encode(), hashlib.sha256).hexdigest()


def _erase(person: Person) -> None:
    for table, column in owning.own():
        db.session.execute(delete(table).where(column == person.id))
    _hand_back(person)
    theirs = Notice.person_id == person.id
    db.session.execute(delete(Notice).where(theirs, Notice.sent_at.is_(None)))
    db.session.execute(update(Notice).where(theirs).values(address="", subject="", body=""))
    for name, value in _emptied(person).items():
        setattr(person, name, value)
    db.session.flush()


def _emptied(person: Person) -> dict[str, object]:
    """The columns of a person of whom nothing is known any more."""
    nothing = {
        each.name: None if each.nullable else ""
        for each in Person.__table__.columns
        if each.name not in STAYS and (each.nullable or isinstance(each.type, String))
    }
    return nothing | {
        "name": _("Former colleague %(number)d", number=person.id),
        "email": f"{person.id}@{NOWHERE}",
        "active": False,
        "fs_uniquifier": secrets.token_hex(32),
    }


def _hand_back(person: Person) -> None:
    """What was to be done by the person is to be done by somebody else."""
    mine = update(Fault).where(Fault.assignee_id == person.id, Fault.state.in_(OPEN_STATES))
    db.session.execute(mine.values(assignee_id=None))
    walked = update(Round).where(Round.person_id == person.id, Round.ended_at.is_(None))
    db.session.execute(walked.values(person_id=None))


def _addresses() -> Iterable[str]:
    asked = (Follower.address, Mail.sender, Notice.address, Report.contact)
    rows = (each for column in asked for each in db.session.scalars(select(column)))
    return {spelled(each) for each in rows if each}


def _erase_address(address: str) -> int:
    told = select(Report.id).where(func.lower(Report.contact) == address)
    follows = select(Follower.report_id).where(func.lower(Follower.address) == address)
    reports = {*db.session.scalars(told), *db.session.scalars(follows)}
    mails = select(Mail.id).where(func.lower(Mail.sender) == address)
    wrote = [*db.session.scalars(mails)]
    notices = delete(Notice).where(
        func.lower(Notice.address) == address, Notice.person_id.is_(None)
    )
    sent = db.session.execute(notices)
    _erase_reports([*reports])
    _erase_mails(wrote)
    return len(reports) + len(wrote) + rows_changed(sent)


def _erase_mails(ids: list[int]) -> None:
    pictures = select(MailPhoto.photo_id).where(MailPhoto.mail_id.in_(ids))
    _erase_photos([*db.session.scalars(pictures)], MailPhoto)
    nothing = {"sender": "", "subject": "", "words": "", "files": "", "why": ""}
    db.session.execute(update(Mail).where(Mail.id.in_(ids)).values(nothing))


def _erase_reports(ids: list[int]) -> None:
    """Reports without a word, a picture, or an address that opens them."""
    pictures = select(ReportPhoto.photo_id).where(ReportPhoto.report_id.in_(ids))
    _erase_photos([*db.session.scalars(pictures)], ReportPhoto)
    db.session.execute(delete(Follower).where(Follower.report_id.in_(ids)))
    for number in ids:
        nothing = {"note": "", "contact": "", "rating_note": "", "key": f"erased-{number}"}
        secret = secrets.token_urlsafe(24)
        changed = update(Report).where(Report.id == number)
        db.session.execute(changed.values(nothing | {"secret": secret}))


def _erase_photos(ids: list[int], ties: type[ReportPhoto | MailPhoto]) -> None:
    """Pictures and what ties them; the files, to which nothing leads any more, go by the sweep."""
    db.session.execute(delete(ties).where(ties.photo_id.in_(ids)))
    db.session.execute(delete(Photo).where(Photo.id.in_(ids)))
