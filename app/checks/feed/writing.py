"""An iCalendar file (RFC 5545) of work and rounds, written by the icalendar library.

The same rows give the same bytes: each entry's stamp is when it last changed, not when it was
asked for. So a program that asks again is told that nothing is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from icalendar import Calendar, Event

from app.checks.models import DueWork, Round, Scope, StopState
from app.checks.words import SCOPES
from app.formats import full_date
from app.places.words import where

DAY = timedelta(days=1)
ASK_AGAIN = timedelta(hours=1)
PRODUCT = "-//Roomworthy//Checks//EN"


@dataclass(frozen=True)
class Entry:
    """A day in a calendar. `name` never changes while it stands for the same thing."""

    name: str
    on: date
    title: str
    place: str
    text: str
    address: str
    categories: list[str]
    changed_at: datetime


def calendar(title: str, entries: Sequence[Entry], base: str) -> bytes:
    """The file; `base` is the address of the program, which makes the entries' names its own."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("x-wr-calname", title)
    found.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT1H")
    host = urlsplit(base).hostname or "roomworthy"
    for each in entries:
        found.add_component(_event(each, base, host))
    return bytes(found.to_ical())


def _event(entry: Entry, base: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + DAY)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", f"{entry.text}\n{base}{entry.address}")
    event.add("url", f"{base}{entry.address}")
    event.add("categories", entry.categories)
    event.add("transp", "TRANSPARENT")  # a day on which something is due is not a busy day
    return event


def of_work(work: DueWork) -> Entry:
    """The day on which a piece of work is due; its room, plan and unit are loaded."""
    what = work.plan.name if work.plan else str(SCOPES[work.scope])
    room = f"{work.room.name} {work.room.building.name}"
    unit = f"{work.equipment.name}, " if work.equipment else ""
    by_law = [_("Required by law")] if work.statutory else []
    return Entry(
        name=f"work-{work.room_id}-{work.plan_id or 'room'}-{work.equipment_id or 'room'}",
        on=work.due_on,
        title=f"{what}: {unit}{room}" + (f" ({by_law[0]})" if by_law else ""),
        place=where(work.room),
        text="\n".join(_about(work)),
        address=url_for("scan.room", room_id=work.room_id),
        categories=[str(SCOPES[work.scope]), *by_law],
        changed_at=work.changed_at,
    )


def _about(work: DueWork) -> list[str]:
    said = []
    if work.minutes:
        said.append(ngettext("%(num)d minute", "%(num)d minutes", work.minutes))
    if work.statutory:
        said.append(_("The law asks for it: it can't be skipped."))
    elif work.late_from - DAY > work.due_on:
        said.append(_("In time until %(day)s.", day=full_date(work.late_from - DAY)))
    if work.moved_from:
        said.append(_("Moved by hand; its plan says %(day)s.", day=full_date(work.moved_from)))
    return said


def of_round(walk: Round) -> Entry:
    """The day of a round, with the rooms that are left; its stops and their rooms are loaded."""
    left = [each.room for each in walk.stops if each.state is StopState.OPEN]
    rooms = [f"{room.name} {room.building.name}" for room in left if not room.is_retired]
    sizes = {Scope.ROOM_CHECK: _("Round of room checks"), Scope.SERVICE: _("Round of services")}
    return Entry(
        name=f"round-{walk.id}",
        on=walk.planned_on,
        title=_("Round: %(name)s", name=walk.name),
        place=", ".join(sorted({room.building.name for room in left})),
        text="\n".join([sizes[walk.scope], *rooms]),
        address=url_for("checks.round", round_id=walk.id),
        categories=[_("Round")],
        changed_at=_last_changed(walk),
    )


def _last_changed(walk: Round) -> datetime:
    """When something last happened to the round: it was made, begun, or a room was checked."""
    checked = [each.check.received_at for each in walk.stops if each.check]
    return max([walk.made_at, *checked, *([walk.started_at] if walk.started_at else [])])
