"""The queue as plain values: its tabs, and each fault with what it owes soonest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app import formats
from app.faults import words
from app.faults.models import Fault, FaultState, Kind, Pause, Priority, Promise
from app.faults.queue.queries import ASKED, MINE, NOBODYS, SETTLED, Found, Wanted
from app.faults.queue.words import KINDS, left, owed
from app.paging import Pages, pages
from app.places.models import Building


@dataclass(frozen=True)
class Row:
    """A fault as the queue lists it."""

    address: str
    number: int
    title: str
    place: str
    room: str
    building: str
    kind: str
    """What it is besides something broken; empty for that."""
    priority: Priority
    state: FaultState
    state_word: str
    effect: str
    left: str
    """How much is left of what is owed soonest, or what it waits for."""
    owes: str
    """What that is: "to be seen"; empty where nothing is owed."""
    late: bool
    assignee: str
    told: int


@dataclass(frozen=True)
class Tab:
    """A way into the queue."""

    words: str
    address: str
    current: bool


@dataclass(frozen=True)
class QueuePage:
    """The faults that were asked for."""

    rows: tuple[Row, ...]
    wanted: Wanted
    tabs: tuple[Tab, ...]
    states: tuple[tuple[str, str], ...]
    """Settled states to choose from; nothing where the tab is no settled one."""
    holders: tuple[tuple[str, str], ...]
    """Whose they may be; nothing where the tab says it."""
    buildings: tuple[tuple[str, str], ...]
    on_call: tuple[tuple[str, str], ...]
    """Who is on call now, calendar by calendar; empty where nobody is."""
    pages: Pages
    version: str
    """Changes with what the page says, so that nobody is sent it twice."""


def queue_page(
    wanted: Wanted,
    found: Found,
    buildings: Sequence[Building],
    on_call: tuple[tuple[str, str], ...],
    now: datetime,
) -> QueuePage:
    """A page of the queue with its tabs and filters, and who is on call."""
    rows = tuple(
        row(
            each,
            found.told.get(each.id, 0),
            found.owed.get(each.id, ()),
            found.waits.get(each.id),
            now,
        )
        for each in found.faults
    )
    listed = (rows, wanted, found.part.total, on_call, str(get_locale()))
    return QueuePage(
        rows=rows,
        wanted=wanted,
        tabs=_tabs(wanted),
        states=_states(wanted),
        holders=(("", _("Anybody's")), (MINE, _("Mine")), (NOBODYS, _("Nobody's yet")))
        if wanted.who != MINE
        else (),
        buildings=(("", _("All")), *((str(each.id), each.name) for each in buildings)),
        on_call=on_call,
        pages=pages(found.part, lambda number: _address(wanted, page=number)),
        version=blake2b(repr(listed).encode(), digest_size=12).hexdigest(),
    )


def row(
    fault: Fault, told: int, promises: Sequence[Promise], waits: Pause | None, now: datetime
) -> Row:
    """A fault in a line, with what it owes, the soonest first, and what it waits for."""
    room = fault.room_now
    much, of_what, late = soonest(fault, promises, waits, now)
    return Row(
        address=url_for("faults.fault", fault_id=fault.id),
        number=fault.id,
        title=str(_(words.title(fault))),
        place=words.place(fault),
        room=room.name,
        building=room.building.name,
        kind="" if fault.kind is Kind.BROKEN else str(KINDS[fault.kind]),
        priority=fault.priority,
        state=fault.state,
        state_word=str(words.STATES[fault.state]),
        effect=str(words.EFFECTS[fault.effect]),
        left=much,
        owes=of_what,
        late=late,
        assignee=fault.assignee.name if fault.assignee else "",
        told=told,
    )


def soonest(
    fault: Fault, promises: Sequence[Promise], waits: Pause | None, now: datetime
) -> tuple[str, str, bool]:
    """How much is left of what a fault owes soonest, of what, and whether it is late.

    `promises` are what it owes, the soonest first; `waits` what it waits for.
    """
    zone = fault.room_now.support.zone
    if not fault.state.is_open:
        done = fault.resolved_at or fault.restored_at or fault.reported_at
        return _("settled %(when)s", when=formats.ago(done, now, zone)), "", False
    due = promises[0].due_at if promises else fault.restore_by
    if waits and due >= now:
        return *_waiting(waits, now, zone), False
    return left(due, now, zone), owed(promises[0], fault) if promises else "", due < now


def _waiting(waits: Pause, now: datetime, zone: tzinfo) -> tuple[str, str]:
    day = formats.day_in_words(waits.next_on, now.astimezone(zone).date())
    return _("looked at again %(day)s", day=day), str(words.AWAITING[waits.awaiting])


def _tabs(wanted: Wanted) -> tuple[Tab, ...]:
    bare = Wanted(q=wanted.q, building=wanted.building)
    listed: tuple[tuple[str, dict[str, Any]], ...] = (
        (_("Team"), {}),
        (_("Mine"), {"who": MINE}),
        (_("Waiting"), {"state": FaultState.WAITING.value}),
        (_("Questions and wishes"), {"kind": ASKED}),
        (_("Settled"), {"state": SETTLED}),
    )
    here = _tab_of(wanted)
    return tuple(
        Tab(each, _address(replace(bare, **chosen)), chosen == here) for each, chosen in listed
    )


def _tab_of(wanted: Wanted) -> dict[str, str]:
    if wanted.who == MINE:
        return {"who": MINE}
    if wanted.kind == ASKED:
        return {"kind": ASKED}
    if wanted.state == FaultState.WAITING:
        return {"state": FaultState.WAITING.value}
    return {"state": SETTLED} if _is_settled(wanted.state) else {}


def _is_settled(state: str) -> bool:
    return state == SETTLED or (state in set(FaultState) and not FaultState(state).is_open)


def _states(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    if not _is_settled(wanted.state):
        return ()
    settled = [each for each in FaultState if not each.is_open]
    return ((SETTLED, _("All")), *((each.value, str(words.STATES[each])) for each in settled))


def _address(wanted: Wanted, **other: Any) -> str:
    asked: dict[str, Any] = vars(wanted) | {"page": 1} | other
    said = {name: value for name, value in asked.items() if value and (name, value) != ("page", 1)}
    return url_for("faults.queue", **said)
