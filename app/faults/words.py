"""Faults in plain words, for the public and for staff; never a name, never a stranger's note."""

import unicodedata
from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.faults.models import (
    Awaiting,
    Channel,
    Effect,
    Event,
    Fault,
    FaultState,
    Kind,
    Restoration,
    TimelineEntry,
)
from app.people.models import Role

OTHER = "OTHER"
"""The code of the symptom "something else", which says nothing without a note."""

STATES = {
    FaultState.REPORTED: _l("Reported"),
    FaultState.SEEN: _l("Seen"),
    FaultState.ATTENDED: _l("Someone is on it"),
    FaultState.WAITING: _l("Waiting"),
    FaultState.REOPENED: _l("Open again"),
    FaultState.RESTORED: _l("Works again"),
    FaultState.RESOLVED: _l("Resolved"),
    FaultState.CLOSED: _l("Closed"),
    FaultState.REJECTED: _l("Closed without repair"),
    FaultState.DUPLICATE: _l("The same as another"),
}

MEANINGS = {
    FaultState.REPORTED: _l("We have it. Nobody has looked at it yet."),
    FaultState.SEEN: _l("A technician knows of it."),
    FaultState.ATTENDED: _l("A technician is working on it."),
    FaultState.WAITING: _l("It can't go on just now; the reason stands below."),
    FaultState.REOPENED: _l("It is broken again, and somebody will look at it again."),
    FaultState.RESTORED: _l("You can use it. We still look for the cause."),
    FaultState.RESOLVED: _l("It works, and the cause is gone."),
    FaultState.CLOSED: _l("It works, and nobody has said otherwise."),
    FaultState.REJECTED: _l("There is nothing to repair; the reason stands below."),
    FaultState.DUPLICATE: _l("Somebody had told us of it before; the reason stands below."),
}

MOVED = {
    FaultState.REPORTED: _l("Reported"),
    FaultState.SEEN: _l("Seen by a technician"),
    FaultState.ATTENDED: _l("Work has begun"),
    FaultState.WAITING: _l("Waiting"),
    FaultState.REOPENED: _l("Open again"),
    FaultState.RESTORED: _l("It works again"),
    FaultState.RESOLVED: _l("The cause is gone"),
    FaultState.CLOSED: _l("Closed"),
    FaultState.REJECTED: _l("Closed without repair"),
    FaultState.DUPLICATE: _l("Joined with another fault"),
}

ACTS = {
    FaultState.REOPENED: _l("Open it again"),
    FaultState.SEEN: _l("I have seen it"),
    FaultState.ATTENDED: _l("I am working on it"),
    FaultState.WAITING: _l("It has to wait"),
    FaultState.RESTORED: _l("It works again"),
    FaultState.RESOLVED: _l("The cause is gone"),
    FaultState.CLOSED: _l("Close it"),
    FaultState.REJECTED: _l("Nothing to repair"),
}

EVENTS = {
    Event.TAKEN: _l("A technician has taken it"),
    Event.FOUND_AGAIN: _l("A check found it still broken"),
    Event.EFFECT_SET: _l("Looked at: what it takes away is known"),
    Event.WORKS_AGAIN: _l("A reporter says it works again"),
    Event.STILL_BROKEN: _l("A reporter says it is still broken"),
    Event.PROMISE_MOVED: _l("The promise has moved"),
    Event.PRIORITY_SET: _l("It is more pressing than it was"),
    Event.ARRIVED: _l("A technician is at the place"),
    Event.MERGED: _l("Joined with another fault"),
    Event.SPLIT: _l("Parted from another fault"),
    Event.SWAPPED: _l("Swapped for a spare"),
    Event.PART_USED: _l("A part was used"),
    Event.VENDOR_ASKED: _l("The vendor was asked"),
    Event.RATED: _l("A reporter has rated it"),
    Event.WARNED: _l("The promise is in danger"),
    Event.MAY_SLIP: _l("It may take longer than we said"),
    Event.BY_TIME: _l("Closed: nobody has said otherwise"),
    Event.MAILED: _l("Somebody has answered by e-mail"),
}

AWAITING = {
    Awaiting.PART: _l("A part"),
    Awaiting.VENDOR: _l("The vendor"),
    Awaiting.ACCESS: _l("Access to the room"),
    Awaiting.USER: _l("An answer from whoever reported it"),
}

RESTORATIONS = {
    Restoration.REPAIR: _l("Mended"),
    Restoration.WORKAROUND: _l("Made to work for now"),
}

EFFECTS = {
    Effect.DEGRADED: _l("Works with limits"),
    Effect.UNIT_DOWN: _l("The unit is down"),
    Effect.ROOM_DOWN: _l("The room can't be used"),
}

CHANNELS = {
    Channel.TAG: _l("Reported at the tag"),
    Channel.CHECK: _l("Found in a check"),
    Channel.STAFF: _l("Told by staff"),
    Channel.PHONE: _l("Told by phone"),
    Channel.WALK_IN: _l("Told at the desk"),
    Channel.EMAIL: _l("Told by e-mail"),
}

BY_THE_CLOCK = frozenset({Event.WARNED, Event.MAY_SLIP, Event.BY_TIME})
"""What happens because time has passed."""

ROLES = {
    Role.TECHNICIAN: _l("A technician"),
    Role.MANAGER: _l("The support team"),
    Role.ADMIN: _l("The support team"),
}


def act(then: FaultState) -> str:
    """What staff say to move a fault."""
    return str(ACTS[then])


def title(fault: Fault) -> str:
    """What is wrong, in the words of its symptom; `symptom` must be loaded."""
    if fault.kind is not Kind.BROKEN:
        return _("A question") if fault.kind is Kind.QUESTION else _("A wish")
    if fault.symptom.code != OTHER:
        return fault.symptom.label
    if fault.channel is Channel.CHECK:
        return _("Found not fine in a check")
    return _("Another problem")


def place(fault: Fault) -> str:
    """Which unit it is, or the room itself; `equipment` must be loaded."""
    return fault.equipment.name if fault.equipment else _("The room itself")


def happened(entry: TimelineEntry) -> str:
    """What an entry of the timeline tells, as its title."""
    if entry.event and entry.event in EVENTS:
        return str(EVENTS[entry.event])
    return str(MOVED[entry.state]) if entry.state else _("Note")


def role_of(entry: TimelineEntry) -> str:
    """Who did it, by role; `person` must be loaded."""
    return str(ROLES[entry.person.role]) if entry.person else without_person(entry)


def without_person(entry: TimelineEntry) -> str:
    """Who did what no member of the staff did: the clock, or somebody in the room."""
    if entry.event is Event.MAILED:
        return _("By e-mail")
    return _("By itself") if entry.event in BY_THE_CLOCK else _("Somebody in the room")


def noticed(fault: Fault, now: datetime, zone: tzinfo) -> str:
    """Since when it is known: "First noticed 2 days ago."."""
    return _("First noticed %(when)s.", when=formats.ago(fault.reported_at, now, zone))


def promised(fault: Fault, now: datetime, zone: tzinfo) -> str:
    """What was promised, that it has to wait, or that the promise was not kept."""
    if fault.restore_by < now:
        return _("It takes longer than we said. We are sorry, and we are on it.")
    by = formats.by_when(fault.restore_by, now, zone)
    if fault.state is FaultState.WAITING:
        return _("It has to wait. It works again %(by)s.", by=by)
    return _("Works again %(when)s.", when=by)


def plain(typed: str | None) -> str:
    """What somebody typed, as it is kept: any script and emoji, but no control characters."""
    lines = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).strip()
