"""Entries of the audit log, newest first, by what was asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select

from app.audit.models import AuditEntry
from app.cells import clean
from app.extensions import db
from app.logbook.words import GROUPS, THINGS
from app.numbers import LARGEST
from app.paging import contains
from app.people.models import Person
from app.places.models import Site

PAGE_SIZE = 100
CHUNK = 1000
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """Which entries a list shows; None, or nothing, leaves a side open. Both days are included."""

    person_id: int | None = None
    group: str = ""
    about: str = ""
    about_id: int | None = None
    since: date | None = None
    until: date | None = None
    q: str = ""
    before: int | None = None
    """Only entries with a lower number: where the page before has ended."""
    zone: tzinfo = UTC


@dataclass(frozen=True)
class Listing:
    """A page of entries, whether older ones follow, and how those in it are called."""

    entries: Sequence[AuditEntry]
    has_more: bool
    names: Mapping[int, str]
    sites: Mapping[int, str] = field(default_factory=dict)
    """How the sites are called, where there are several."""


def asked_for(typed: Mapping[str, str], zone: tzinfo) -> tuple[Filter, bool]:
    """The filter that was asked for, and whether all of it could be read."""
    days = {name: _day(typed.get(name, "")) for name in ("since", "until")}
    group, about = typed.get("group", ""), typed.get("about", "")
    wanted = Filter(
        person_id=_number(typed.get("person", "")),
        group=group if group in GROUPS else "",
        about=about if about in THINGS else "",
        about_id=_number(typed.get("id", "")) if about else None,
        **days,
        q=clean(typed.get("q", ""))[:100],
        before=_number(typed.get("before", "")),
        zone=zone,
    )
    return wanted, all(days[name] or not typed.get(name) for name in days)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2200 else None


def _number(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 10
    return min(int(typed), LARGEST) if is_number else None


def listing(wanted: Filter) -> Listing:
    """One page; it begins where `before` says, so that the last is as quick as the first."""
    found = _entries(wanted, PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    return Listing(shown, len(found) > PAGE_SIZE, names(shown), _sites())


def _sites() -> dict[int, str]:
    found = {each.id: each.name for each in db.session.execute(select(Site.id, Site.name))}
    return found if len(found) > 1 else {}


def chunks(wanted: Filter) -> Iterator[Listing]:
    """All of them, a thousand at a time."""
    while found := _entries(wanted, CHUNK):
        yield Listing(found, len(found) == CHUNK, names(found))
        wanted = replace(wanted, before=found[-1].number)
        db.session.expunge_all()


def _entries(wanted: Filter, most: int) -> Sequence[AuditEntry]:
    ordered = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.number.desc())
    return db.session.scalars(ordered.limit(most)).all()


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.person_id is not None:
        yield AuditEntry.person_id == wanted.person_id
    if wanted.group:
        yield AuditEntry.act >= wanted.group
        yield AuditEntry.act < wanted.group + "\x7f"
    if wanted.about:
        yield AuditEntry.about == wanted.about
    if wanted.about_id is not None:
        yield AuditEntry.about_id == wanted.about_id
    if wanted.q:
        yield contains(func.lower(AuditEntry.name), wanted.q)
    yield from _within(wanted)


def _within(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield AuditEntry.at >= datetime.combine(wanted.since, time(), wanted.zone)
    if wanted.until:
        yield AuditEntry.at < datetime.combine(wanted.until + DAY, time(), wanted.zone)
    if wanted.before is not None:
        yield AuditEntry.number < wanted.before


def names(entries: Collection[AuditEntry]) -> dict[int, str]:
    """How the people of the entries are called today, by number; erased ones are not in it."""
    keys = {each.person_id for each in entries if each.person_id is not None}
    keys |= {each.about_id for each in entries if each.about == "person" and each.about_id}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {each.id: each.name for each in found}
