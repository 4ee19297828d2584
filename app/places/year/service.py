"""Commands on a site's terms and holidays."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import Refusal
from app.extensions import db
from app.formats import full_date
from app.places.models import Holiday, Site, Term
from app.places.words import LONGEST_NAME, named

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
MOST_LINES = 1000
LINE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[\s,;:]+(.*))?")

Day = tuple[date, str]
"""A holiday and its name."""


@dataclass(frozen=True)
class Added:
    """How many holidays came, and how many were there already and stayed as they were."""

    new: int
    known: int


def add_term(site: Site, name: str, starts_on: date, ends_on: date) -> Term:
    """A new term of the site, both days included; refuses one that overlaps another."""
    term = Term(site_id=site.id)
    _take_term(term, name, starts_on, ends_on)
    db.session.add(term)
    db.session.flush()
    return term


def change_term(term: Term, name: str, starts_on: date, ends_on: date) -> None:
    """The term under another name, or on other days."""
    _take_term(term, name, starts_on, ends_on)
    db.session.flush()


def remove(entry: Term | Holiday) -> None:
    """The term or the holiday is none any more."""
    db.session.delete(entry)
    db.session.flush()


def change_holiday(holiday: Holiday, day: date, name: str) -> None:
    """The holiday under another name, or on another day; refuses a day that is one already."""
    _in_bounds(day, "day")
    there = select(Holiday).where(Holiday.site_id == holiday.site_id, Holiday.day == day)
    other = db.session.scalar(there.where(Holiday.id != holiday.id))
    if other:
        told = {"day": full_date(day), "name": other.name}
        raise Refusal(_("%(day)s is “%(name)s” already.", **told), field="day")
    holiday.day, holiday.name = day, named(name)
    db.session.flush()


def add_holidays(site: Site, days: Iterable[Day]) -> Added:
    """New holidays of the site; a day that is one already stays as it is."""
    known = set(db.session.scalars(select(Holiday.day).where(Holiday.site_id == site.id)))
    new: dict[date, str] = {}
    asked = 0
    for day, name in days:
        asked += 1
        if day not in known:
            new.setdefault(day, name)
    db.session.add_all(
        Holiday(site_id=site.id, day=day, name=named(name, field="lines"))
        for day, name in new.items()
    )
    db.session.flush()
    return Added(len(new), asked - len(new))


def holidays_typed(text: str) -> list[Day]:
    """The days of lines like "2026-12-25 Christmas"; refuses a line that is none, by its number."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise Refusal(_("Enter at least one day, such as 2026-12-25 Christmas."), field="lines")
    if len(lines) > MOST_LINES:
        raise Refusal(_("Enter at most %(most)s lines.", most=MOST_LINES), field="lines")
    return [_day_of(number, line) for number, line in lines]


def _day_of(number: int, line: str) -> Day:
    found = LINE.fullmatch(line)
    try:
        day = date(*map(int, found.group(1, 2, 3))) if found else None
    except ValueError:
        day = None
    if found is None or day is None or not EARLIEST <= day <= LATEST:
        raise Refusal(
            _("Line %(number)s is no day: “%(line)s”.", number=number, line=line[:60]),
            field="lines",
        )
    return day, (found.group(4) or "").strip()[:LONGEST_NAME] or _("Holiday")


def _take_term(term: Term, name: str, starts_on: date, ends_on: date) -> None:
    _in_bounds(starts_on, "starts_on")
    _in_bounds(ends_on, "ends_on")
    if ends_on < starts_on:
        raise Refusal(_("The term ends before it begins."), field="ends_on")
    others = select(Term).where(Term.site_id == term.site_id, Term.id.is_distinct_from(term.id))
    crossing = others.where(Term.starts_on <= ends_on, Term.ends_on >= starts_on)
    if other := db.session.scalar(crossing.order_by(Term.starts_on).limit(1)):
        raise Refusal(
            _(
                "It overlaps “%(name)s”, %(since)s to %(until)s.",
                name=other.name,
                since=full_date(other.starts_on),
                until=full_date(other.ends_on),
            ),
            field="starts_on",
        )
    term.name, term.starts_on, term.ends_on = named(name), starts_on, ends_on


def _in_bounds(day: date, field: str) -> None:
    if not EARLIEST <= day <= LATEST:
        raise Refusal(_("Enter a day between 1970 and 2199."), field=field)
