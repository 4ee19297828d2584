"""The reporter's page and the staff's pages as plain values; what is public is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.faults import words
from app.faults.models import Channel, Event, Fault, FaultState, Report, TimelineEntry
from app.faults.queries import ALL, MINE, NOBODYS, Found, Wanted
from app.paging import Pages, pages
from app.places.models import Building
from app.places.support import is_open
from app.places.words import where


@dataclass(frozen=True)
class Line:
    """One entry of a timeline."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str


@dataclass(frozen=True)
class ReporterPage:
    """What somebody who reported a fault may read of it: no names, no contacts.

    Of the notes only the public ones and, in `note`, the lines that they wrote themselves.
    """

    secret: str
    title: str
    place: str
    room: str
    where: str
    tone: FaultState
    """Whose colour and shape it has: to have reported is no alarm to whoever did."""
    state_word: str
    meaning: str
    promise: str
    told: str
    note: tuple[str, ...]
    detail: str
    danger: bool
    help: tuple[str, ...]
    phone: str
    phone_title: str
    can_confirm: bool
    can_contradict: bool
    timeline: tuple[Line, ...]


def reporter_page(report: Report, told: int, now: datetime) -> ReporterPage:
    """The page that the report's secret opens, at this moment."""
    fault, room = report.fault, report.fault.room_now
    zone, is_down = room.support.zone, fault.state.is_open
    public = [entry for entry in fault.timeline if entry.public]
    return ReporterPage(
        secret=report.secret,
        title=str(_(words.title(fault))),
        place=words.place(fault),
        room=room.name,
        where=where(room),
        tone=FaultState.SEEN if fault.state is FaultState.REPORTED else fault.state,
        state_word=str(words.STATES[fault.state]),
        meaning=str(words.MEANINGS[fault.state]),
        promise=_promise(fault, now, zone),
        told=ngettext("%(num)d report", "%(num)d reports", told),
        note=tuple(each for each in report.note.split("\n") if each.strip()),
        detail=fault.detail,
        danger=fault.symptom.danger and is_down,
        help=tuple(str(_(each)) for each in fault.symptom.self_help.split("\n") if each)
        if is_down
        else (),
        phone=room.support.phone,
        phone_title=_("Can't wait? Call, we are there.")
        if is_open(room.support, now)
        else _("Can't wait? Call in the support hours."),
        can_confirm=fault.state is FaultState.RESTORED and not _confirmed(fault),
        can_contradict=fault.state in {FaultState.RESTORED, FaultState.RESOLVED},
        timeline=tuple(line(entry, words.role_of(entry), now, zone) for entry in reversed(public)),
    )


def line(entry: TimelineEntry, who: str, now: datetime, zone: tzinfo) -> Line:
    """An entry as it is shown, said to be done by `who`."""
    return Line(
        when_words=formats.ago(entry.at, now, zone),
        when_iso=entry.at.isoformat(),
        title=words.happened(entry),
        text=entry.note,
        who=who,
    )


def _promise(fault: Fault, now: datetime, zone: tzinfo) -> str:
    if not fault.state.is_open:
        return ""
    by = formats.by_when(fault.restore_by, now, zone)
    if fault.restore_by < now:
        return _("We said: %(by)s. It takes longer; we are sorry.", by=by)
    if fault.state is FaultState.WAITING:
        return _("It has to wait. We now say: it works again %(by)s.", by=by)
    return _("We said: it works again %(by)s.", by=by)


def _confirmed(fault: Fault) -> bool:
    """Whether a reporter has confirmed since it was last restored."""
    for entry in reversed(fault.timeline):
        if entry.event is Event.WORKS_AGAIN:
            return True
        if entry.state is FaultState.RESTORED:
            return False
    return False


@dataclass(frozen=True)
class Row:
    """A fault as the queue lists it."""

    address: str
    number: int
    title: str
    place: str
    room: str
    building: str
    state: FaultState
    state_word: str
    effect: str
    due: str
    late: bool
    assignee: str
    told: int


@dataclass(frozen=True)
class QueuePage:
    """The faults that were asked for."""

    rows: tuple[Row, ...]
    wanted: Wanted
    states: tuple[tuple[str, str], ...]
    holders: tuple[tuple[str, str], ...]
    buildings: tuple[tuple[str, str], ...]
    pages: Pages


def queue_page(
    wanted: Wanted, found: Found, buildings: Sequence[Building], now: datetime
) -> QueuePage:
    """A page of the queue with its filters."""
    return QueuePage(
        rows=tuple(_row(fault, found.told.get(fault.id, 0), now) for fault in found.faults),
        wanted=wanted,
        states=(
            ("", _("Open")),
            *((state.value, str(word)) for state, word in words.STATES.items()),
            (ALL, _("All")),
        ),
        holders=(("", _("Anybody's")), (MINE, _("Mine")), (NOBODYS, _("Nobody's yet"))),
        buildings=(("", _("All")), *((str(each.id), each.name) for each in buildings)),
        pages=pages(found.part, lambda number: _turned(wanted, number)),
    )


def _row(fault: Fault, told: int, now: datetime) -> Row:
    room, zone = fault.room_now, fault.room_now.support.zone
    late = fault.state.is_open and fault.restore_by < now
    return Row(
        address=url_for("faults.fault", fault_id=fault.id),
        number=fault.id,
        title=str(_(words.title(fault))),
        place=words.place(fault),
        room=room.name,
        building=room.building.name,
        state=fault.state,
        state_word=str(words.STATES[fault.state]),
        effect=str(words.EFFECTS[fault.effect]),
        due=_due(fault, now, zone),
        late=late,
        assignee=fault.assignee.name if fault.assignee else "",
        told=told,
    )


def _due(fault: Fault, now: datetime, zone: tzinfo) -> str:
    if not fault.state.is_open:
        done = fault.resolved_at or fault.restored_at or fault.reported_at
        return _("settled %(when)s", when=formats.ago(done, now, zone))
    if fault.restore_by < now:
        return _("was due %(when)s", when=formats.ago(fault.restore_by, now, zone))
    by = formats.by_when(fault.restore_by, now, zone)
    if fault.state is FaultState.WAITING:
        return _("has to wait; we had said %(by)s", by=by)
    return by


def _turned(wanted: Wanted, page: int) -> str:
    asked: dict[str, Any] = vars(wanted) | {"page": page}
    return url_for("faults.queue", **{name: value for name, value in asked.items() if value})


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


def fault_page(fault: Fault, now: datetime) -> FaultPage:
    """The fault as staff see it at this moment, with names, notes and contacts."""
    room, unit = fault.room_now, fault.equipment
    zone = room.support.zone
    return FaultPage(
        row=_row(fault, len(fault.reports), now),
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
