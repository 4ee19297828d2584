"""The reporter's page as plain values; what is public is decided here."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.faults import words
from app.faults.models import Event, Fault, FaultState, Report, TimelineEntry
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
