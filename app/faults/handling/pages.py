"""The staff's page of a fault as plain values, with names, notes and contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.faults import words
from app.faults.models import Channel, Event, Fault, Pause, Promise, Report, TimelineEntry
from app.faults.pages import Line, line
from app.faults.queue.pages import Row, row
from app.places.words import where


@dataclass(frozen=True)
class Told:
    """One person's report, as staff read it."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str


@dataclass(frozen=True)
class FaultPage:
    """Everything about one fault, for staff."""

    row: Row
    where: str
    room_address: str
    model: str
    channel: str
    checks_address: str
    """Where it is read what checks found; empty where none did."""
    since: str
    assignee_id: int | None
    detail: str
    danger: bool
    reports: tuple[Told, ...]
    timeline: tuple[Line, ...]


def fault_page(
    fault: Fault, owed: Sequence[Promise], waits: Pause | None, now: datetime
) -> FaultPage:
    """The fault as staff see it at this moment, with names, notes and contacts."""
    room, unit = fault.room_now, fault.equipment
    zone = room.support.zone
    return FaultPage(
        row=row(fault, len(fault.reports), owed, waits, now),
        where=where(room),
        room_address=url_for("scan.room", room_id=room.id),
        model=unit.model.label or unit.model.type.title if unit else "",
        channel=str(words.CHANNELS[fault.channel]),
        checks_address=_checks_address(fault),
        since=formats.full_moment(fault.reported_at, zone),
        assignee_id=fault.assignee_id,
        detail=fault.detail,
        danger=fault.symptom.danger,
        reports=tuple(_told(report, now, zone) for report in fault.reports),
        timeline=tuple(line(entry, _who(entry), now, zone) for entry in reversed(fault.timeline)),
    )


def _checks_address(fault: Fault) -> str:
    again = any(entry.event is Event.FOUND_AGAIN for entry in fault.timeline)
    found = again or fault.channel is Channel.CHECK
    return url_for("checks.of_fault", fault_id=fault.id) if found else ""


def _told(report: Report, now: datetime, zone: tzinfo) -> Told:
    return Told(
        when_words=formats.ago(report.reported_at, now, zone),
        when_iso=report.reported_at.isoformat(),
        title=_("Me too") if report.me_too else _("Reported it"),
        text=report.note or _("No words."),
        who=_("Contact: %(contact)s", contact=report.contact) if report.contact else "",
    )


def _who(entry: TimelineEntry) -> str:
    name = entry.person.name if entry.person else words.without_person(entry)
    return name if entry.public else _("%(name)s, for staff only", name=name)
