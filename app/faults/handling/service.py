"""What staff do with a fault besides moving it: assign, arrive at it, show what was sent."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import Refusal
from app.extensions import db
from app.faults import record, service, words
from app.faults.models import (
    Event,
    Fault,
    FaultState,
    Kind,
    Report,
    ReportPhoto,
    Restoration,
    TimelineEntry,
)
from app.faults.promises.reached import Step
from app.notices import service as notices
from app.notices.models import Topic
from app.notices.service import Words
from app.people.models import Person
from app.photos.models import Photo
from app.places.serving.queries import does_serve

AT_IT = frozenset({FaultState.ATTENDED, FaultState.RESTORED})


def assign(fault: Fault, to: Person, *, by: Person, at: datetime) -> None:
    """Somebody of the staff answers for it from now on, and is told if another said so.

    `equipment` and `room_now` must be loaded.
    """
    if not (to.active and to.is_technician):
        raise Refusal(_("Choose somebody who mends faults."), field="person")
    if not does_serve(to, (fault.room_now.building.site_id,)):
        raise Refusal(_("%(name)s does not serve this site.", name=to.name), field="person")
    if fault.assignee_id == to.id:
        return
    if to.id == by.id:
        service.take(fault, by, at=at)
        return
    if not fault.state.is_open:
        raise Refusal(_("This fault is settled. Open it again before you give it to somebody."))
    fault.assignee_id = to.id
    note = _("%(name)s answers for it now.", name=to.name)
    record.log(fault, at, event=Event.TAKEN, note=note, person=by, public=False)

    def told() -> Words:
        subject = _("%(priority)s is yours: %(what)s", priority=fault.priority, what=_what(fault))
        body = _("%(name)s gave it to you.", name=by.name)
        return Words(subject, body, link=f"/faults/{fault.id}")

    notices.tell([to], Topic.MINE, told, about=f"fault-{fault.id}", at=at)
    record.settle(fault)


def arrive(fault: Fault, by: Person, *, at: datetime) -> None:
    """Somebody scanned the tag and works on it; the timeline must be loaded."""
    if not fault.state.is_open:
        raise Refusal(_("This fault was settled meanwhile."))
    record.log(fault, at, event=Event.ARRIVED, person=by)
    if fault.assignee_id is None:
        fault.assignee_id = by.id
    if fault.state is not FaultState.ATTENDED:
        service.move(fault, FaultState.ATTENDED, by=by, note="", at=at)
    record.settle(fault)


def restored_how(fault: Fault, state: FaultState | None, how: Step) -> Step:
    """The step with which a fault is restored; refused where it was not said how.

    What somebody asked or wished for is answered, whatever the form says.
    """
    if state is FaultState.RESTORED and fault.kind is not Kind.BROKEN:
        return Step(how.wait, Restoration.REPAIR)
    if state is FaultState.RESTORED and how.restoration is None:
        raise Refusal(_("Say whether it is mended, or made to work for now."), field="restoration")
    return how


def is_scanned(fault: Fault) -> bool | None:
    """Whether somebody proved to be there by a scan, since it was last opened.

    None where nobody was there at all. The timeline must be loaded.
    """
    there = None
    for entry in fault.timeline:
        if entry.state is FaultState.REOPENED:
            there = None
        elif entry.event is Event.ARRIVED:
            there = True
        elif entry.state in AT_IT and there is None:
            there = False
    return there


def show(fault: Fault, photo: Photo) -> None:
    """Put a photo beside what was just written of a fault, the words for staff before others."""
    written = select(TimelineEntry).where(TimelineEntry.fault_id == fault.id)
    last = written.order_by(TimelineEntry.id.desc()).limit(1)
    db.session.scalars(last).one().photo_id = photo.id
    db.session.flush()


def publish(photo: ReportPhoto, *, approved: bool, by: Person, at: datetime) -> None:
    """Let everybody see a reporter's photo, or no longer."""
    photo.approved_at = at if approved else None
    photo.approved_by_id = by.id if approved else None
    db.session.flush()


def publish_words(report: Report, *, shown: bool, by: Person, at: datetime) -> None:
    """Let everybody read a reporter's words, or no longer; they stay as they were written."""
    if shown and not report.note:
        raise Refusal(_("Nothing was written here."))
    report.shown_at, report.shown_by_id = (at, by.id) if shown else (None, None)
    db.session.flush()


def _what(fault: Fault) -> str:
    return _("%(what)s in room %(room)s", what=words.place(fault), room=fault.room_now.name)
