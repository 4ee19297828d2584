"""The staff's page of a fault as plain values, with names, notes and contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.equipment.models import Equipment
from app.equipment.vendors.cover import Cover, warranty
from app.equipment.vendors.facts import VendorFacts, vendor_facts
from app.faults import words
from app.faults.closing.words import in_short
from app.faults.handling import service
from app.faults.models import (
    Channel,
    Diagnosis,
    Event,
    Fault,
    FaultState,
    Kind,
    Report,
    ReportPhoto,
)
from app.faults.models import TimelineEntry as Entry
from app.faults.queue.pages import Row
from app.guides.trying import Line as GuideLine
from app.guides.trying import known_of
from app.photos.models import Photo
from app.places.words import where

TAKEN = frozenset({Channel.PHONE, Channel.WALK_IN})
"""Where somebody of the staff wrote it down, and says where its page is."""


@dataclass(frozen=True)
class Line:
    """One entry of the timeline, with a photo where there is one."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str
    photo: Photo | None


@dataclass(frozen=True)
class Picture:
    """A photo that a reporter sent, and where it is made public or not."""

    photo: Photo
    approved: bool
    address: str


@dataclass(frozen=True)
class Told:
    """One person's report, as staff read it."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str
    address: str
    """The reporter's own page, where staff tell it on; empty where it came at a tag."""
    pictures: tuple[Picture, ...]
    shown: bool
    """Whether everybody may read the words."""
    words_address: str
    """Where that is said; empty where nothing was written."""


@dataclass(frozen=True)
class UnitFacts:
    """Who pays when the unit breaks, and who mends it."""

    warranty: Cover | None
    vendor: VendorFacts | None


@dataclass(frozen=True)
class FaultPage:
    """Everything about one fault, for staff."""

    row: Row
    where: str
    room_address: str
    model: str
    unit: UnitFacts | None
    channel: str
    checks_address: str
    """Where it is read what checks found; empty where none did."""
    since: str
    assignee_id: int | None
    detail: str
    danger: bool
    broken: bool
    """Whether something is broken, and nobody only asks or wishes."""
    closable: bool
    """Whether it can be closed by saying what it was."""
    was: str
    """What it turned out to be, in a line; empty before it was said."""
    arrival: str
    """How it is known that somebody is there; empty where nobody is."""
    guides: tuple[GuideLine, ...]
    """What is known of such units: errors, and how a thing is done."""
    merged_into: int | None
    """The fault that it is the same as."""
    can_split: bool
    reports: tuple[Told, ...]
    timeline: tuple[Line, ...]


def fault_page(
    fault: Fault,
    row: Row,
    told: Sequence[tuple[Report, Sequence[ReportPhoto]]],
    was: Diagnosis | None,
    now: datetime,
) -> FaultPage:
    """The fault as staff see it at this moment, with names, notes and contacts."""
    room, unit = fault.room_now, fault.equipment
    zone = room.support.zone
    return FaultPage(
        row=row,
        where=where(room),
        room_address=url_for("scan.room", room_id=room.id),
        model=unit.model.label or unit.model.type.title if unit else "",
        unit=_unit(unit, now, zone) if unit else None,
        channel=str(words.CHANNELS[fault.channel]),
        checks_address=_checks_address(fault),
        since=formats.full_moment(fault.reported_at, zone),
        assignee_id=fault.assignee_id,
        detail=fault.detail,
        danger=fault.symptom.danger,
        broken=fault.kind is Kind.BROKEN,
        closable=fault.state.is_open or fault.state is FaultState.RESTORED,
        was=in_short(was) if was else "",
        arrival=_arrival(fault),
        guides=known_of([unit.id], fault.symptom) if unit else (),
        merged_into=fault.merged_into_id,
        can_split=fault.state is FaultState.DUPLICATE,
        reports=tuple(_told(each, fault, photos, now, zone) for each, photos in told),
        timeline=tuple(_line(entry, now, zone) for entry in reversed(fault.timeline)),
    )


def _unit(unit: Equipment, now: datetime, zone: tzinfo) -> UnitFacts:
    vendor, today = unit.vendor, now.astimezone(zone).date()
    return UnitFacts(warranty(unit, today), vendor_facts(vendor, today) if vendor else None)


def _arrival(fault: Fault) -> str:
    scanned = service.is_scanned(fault)
    if scanned is None:
        return ""
    return _("Scanned at the tag") if scanned else _("Said, not scanned at the tag")


def _checks_address(fault: Fault) -> str:
    again = any(entry.event is Event.FOUND_AGAIN for entry in fault.timeline)
    found = again or fault.channel is Channel.CHECK
    return url_for("checks.of_fault", fault_id=fault.id) if found else ""


def _line(entry: Entry, now: datetime, zone: tzinfo) -> Line:
    return Line(
        when_words=formats.ago(entry.at, now, zone),
        when_iso=entry.at.isoformat(),
        title=words.happened(entry),
        text=entry.note,
        who=_who(entry),
        photo=entry.photo,
    )


def _told(
    report: Report, fault: Fault, photos: Sequence[ReportPhoto], now: datetime, zone: tzinfo
) -> Told:
    return Told(
        when_words=formats.ago(report.reported_at, now, zone),
        when_iso=report.reported_at.isoformat(),
        title=_how_told(report, fault),
        text=report.note or _("No words."),
        who=_("Contact: %(contact)s", contact=report.contact) if report.contact else "",
        address=f"/f/{report.secret}" if report.channel in TAKEN else "",
        pictures=tuple(
            Picture(
                each.photo,
                each.approved_at is not None,
                url_for("faults.publish", fault_id=fault.id, photo_id=each.photo_id),
            )
            for each in photos
        ),
        shown=report.shown_at is not None,
        words_address=url_for("faults.publish_words", fault_id=fault.id, report_id=report.id)
        if report.note
        else "",
    )


def _how_told(report: Report, fault: Fault) -> str:
    if report.fault_id != fault.id:
        return _("Told of fault %(number)s, which is the same", number=report.fault_id)
    if report.channel is not Channel.TAG:
        return str(words.CHANNELS[report.channel])
    return _("Me too") if report.me_too else _("Reported it")


def _who(entry: Entry) -> str:
    name = entry.person.name if entry.person else words.without_person(entry)
    return name if entry.public else _("%(name)s, for staff only", name=name)
