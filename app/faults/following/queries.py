"""Answers about followers: who is told of a fault, and what a fault is called."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import (
    Channel,
    Event,
    Fault,
    Follower,
    FollowVia,
    Report,
    ReportPhoto,
    TimelineEntry,
    room_id_now,
)
from app.notices.models import Notice
from app.photos.models import Photo
from app.places import queries as places
from app.places.models import Room

ASKED = "follower-"
"""What a notice is about that asks an address whether it wants to be told."""


def told_of(fault: Fault) -> list[Follower]:
    """Who is told of a fault: each confirmed address once, with its report.

    Those of faults that were merged into it are among them.
    """
    rows = db.session.scalars(
        select(Follower)
        .join(Follower.report)
        .where(
            Report.fault_id.in_(_with_merged(fault.id)),
            Follower.confirmed_at.is_not(None),
            Follower.stopped_at.is_(None),
        )
        .options(contains_eager(Follower.report))
        .order_by(Follower.id)
    )
    return list({(each.via, each.address): each for each in rows}.values())


def _with_merged(fault_id: int) -> set[int]:
    """The fault and all that were merged into it, or into one of those."""
    found = {fault_id}
    while True:
        into = select(Fault.id).where(Fault.merged_into_id.in_(found), Fault.id.not_in(found))
        if not (more := set(db.session.scalars(into))):
            return found
        found |= more


def room_of(fault: Fault) -> Room:
    """The room that reporters know a fault by, with its places and support calendar.

    It is where the fault is now; once another unit took the broken one's place, where it was.
    """
    swapped = exists().where(
        TimelineEntry.fault_id == Fault.id, TimelineEntry.event == Event.SWAPPED
    )
    here = case((swapped, Fault.room_id), else_=room_id_now())
    room_id = db.session.scalars(select(here).where(Fault.id == fault.id)).one()
    room = places.room(room_id)
    if room is None:
        raise LookupError(f"no room {room_id}")
    return room


def called(fault: Fault, room: Room) -> str:
    """What a fault is about and where, on one line: "Projector left in Room 2.14"."""
    unit = None
    if fault.equipment_id is not None:
        unit = db.session.scalar(select(Equipment.name).where(Equipment.id == fault.equipment_id))
    if unit is None:
        return _("Room %(name)s", name=room.name)
    return _("%(unit)s in room %(room)s", unit=unit, room=room.name)


def spelled(address: str) -> str:
    """An e-mail address as it is kept and written to: in small letters, nothing around it."""
    return address.strip().lower()


def masked(address: str) -> str:
    """An address as its owner knows it again and nobody else can read it: a…@e…"""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain[:1]}…"


def follower(secret: str) -> Follower | None:
    """Whoever was sent that secret, with report and fault; None where nobody was."""
    return db.session.scalars(
        select(Follower)
        .where(Follower.secret == secret)
        .options(joinedload(Follower.report).joinedload(Report.fault).joinedload(Fault.symptom))
    ).one_or_none()


def of_report(report: Report) -> Sequence[Follower]:
    """Who follows by this report, or was asked whether to; those who stopped are not in it."""
    mine = select(Follower).where(Follower.report_id == report.id, Follower.stopped_at.is_(None))
    return db.session.scalars(mine.order_by(Follower.id)).all()


def confirms_here(follower: Follower, report: Report) -> bool:
    """Whether whoever holds the report's page may confirm the address there.

    That page's address was sent to the one who mailed the report, and to nobody else.
    """
    mailed = report.channel is Channel.EMAIL and follower.report_id == report.id
    return mailed and follower.address == report.contact and follower.confirmed_at is None


def of_address(address: str, via: FollowVia = FollowVia.EMAIL) -> Sequence[Follower]:
    """All that one e-mail address, or one browser, follows."""
    same = select(Follower).where(Follower.via == via, Follower.address == address)
    return db.session.scalars(same).all()


def is_refused(address: str) -> bool:
    """Whether the owner of an address has said, within the last week, that it was not them."""
    return any(each.stopped_at for each in of_address(address))


def times_asked(address: str, at: datetime) -> int:
    """How often an address was asked within the last day, by whatever report."""
    asked = select(func.count()).where(
        Notice.address == address,
        Notice.created_at > at - timedelta(days=1),
        Notice.about.startswith(ASKED),
    )
    return db.session.scalar(asked) or 0


def photos_of(report: Report) -> Sequence[ReportPhoto]:
    """The photos of one's own report, each with its picture."""
    mine = select(ReportPhoto).where(ReportPhoto.report_id == report.id)
    whole = mine.options(joinedload(ReportPhoto.photo)).order_by(ReportPhoto.photo_id)
    return db.session.scalars(whole).all()


def photo_seen_by(report: Report, key: str) -> Photo | None:
    """The picture of that key, if whoever made the report may see it; else None.

    One's own, those of the fault that staff have approved, and those of its public timeline. What
    was merged goes by the fault that lives on, and by all that was merged into that.
    """
    lives = select(_lives_on()).where(Fault.id == report.fault_id).scalar_subquery()
    of_fault = select(Report.id).join(Report.fault).where(_lives_on() == lives)
    told = select(ReportPhoto.photo_id).where(
        (ReportPhoto.report_id == report.id)
        | (ReportPhoto.report_id.in_(of_fault) & ReportPhoto.approved_at.is_not(None))
    )
    staffs = select(TimelineEntry.photo_id).where(
        or_(TimelineEntry.fault_id == report.fault_id, TimelineEntry.fault_id == lives),
        TimelineEntry.public,
        TimelineEntry.photo_id.is_not(None),
    )
    seen = select(Photo).where(Photo.key == key, Photo.id.in_(told) | Photo.id.in_(staffs))
    return db.session.scalars(seen).one_or_none()


def _lives_on() -> ColumnElement[int]:
    """The key of the fault that a fault was merged into; its own where it was not."""
    return func.coalesce(Fault.merged_into_id, Fault.id)


def approved_photos(fault_ids: Collection[int]) -> dict[int, list[Photo]]:
    """What staff have approved for everybody of each fault, and of those merged into it.

    Those without are not in it.
    """
    found: dict[int, list[Photo]] = {}
    rows = db.session.execute(_approved(fault_ids).order_by(Photo.id))
    for fault_id, photo in rows:
        found.setdefault(fault_id, []).append(photo)
    return found


def approved_words(fault_ids: Collection[int]) -> dict[int, list[str]]:
    """What reporters wrote of each fault, and of those merged into it, that everybody may read."""
    found: dict[int, list[str]] = {}
    rows = (
        select(_lives_on(), Report.note)
        .join(Report.fault)
        .where(_lives_on().in_(fault_ids), Report.shown_at.is_not(None), Report.note != "")
    )
    for fault_id, note in db.session.execute(rows.order_by(Report.id)):
        found.setdefault(fault_id, []).append(note)
    return found


def approved_photo(faults: Sequence[Fault], key: str) -> Photo | None:
    """The picture of that key, if it is of one of these and staff have approved it for all."""
    rows = db.session.execute(_approved([each.id for each in faults]).where(Photo.key == key))
    return next((photo for _fault_id, photo in rows), None)


def _approved(fault_ids: Collection[int]) -> Select[int, Photo]:
    return (
        select(_lives_on(), Photo)
        .join(Report.fault)
        .join(ReportPhoto, ReportPhoto.report_id == Report.id)
        .join(Photo, Photo.id == ReportPhoto.photo_id)
        .where(_lives_on().in_(fault_ids), ReportPhoto.approved_at.is_not(None))
    )


def settled_before(moment: datetime) -> list[Follower]:
    """Followers of faults that were settled before a moment, and are still."""
    settled = func.coalesce(Fault.closed_at, Fault.resolved_at, Fault.restored_at)
    rows = db.session.scalars(
        select(Follower)
        .join(Follower.report)
        .join(Report.fault)
        .where(settled < moment)
        .options(contains_eager(Follower.report).contains_eager(Report.fault))
    )
    return [each for each in rows if _was_settled(each.report.fault, before=moment)]


def _was_settled(fault: Fault, *, before: datetime) -> bool:
    """Whether it was settled before a moment; a merged one goes by that which it is part of."""
    while fault.merged_into_id is not None:
        fault = db.session.get_one(Fault, fault.merged_into_id)
    settled = fault.closed_at or fault.resolved_at or fault.restored_at
    return settled is not None and settled < before
