"""A site's terms and holidays, as its page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.formats import full_date
from app.places.models import Holiday, Site, Term


@dataclass(frozen=True)
class Entry:
    """A term or a holiday in its list."""

    name: str
    when: str
    address: str


@dataclass(frozen=True)
class YearPage:
    """All terms of a site, and its holidays of a year."""

    year: int
    terms: tuple[Entry, ...]
    holidays: tuple[Entry, ...]
    before: str
    after: str


@dataclass(frozen=True)
class CountryPage:
    """What can be chosen before a country's holidays are taken over."""

    site: Site
    year: int
    country: str
    part: str
    countries: list[tuple[str, str]]
    parts: list[tuple[str, str]]
    address: str


def term(site_id: int, term_id: int) -> Term | None:
    """The term of the site; None where there is none."""
    asked = select(Term).where(Term.id == term_id, Term.site_id == site_id)
    return db.session.scalar(asked)


def holiday(site_id: int, holiday_id: int) -> Holiday | None:
    """The holiday of the site; None where there is none."""
    asked = select(Holiday).where(Holiday.id == holiday_id, Holiday.site_id == site_id)
    return db.session.scalar(asked)


def year_page(site: Site, year: int) -> YearPage:
    """The site's terms, the latest first, and its holidays of that year."""
    terms = select(Term).where(Term.site_id == site.id).order_by(Term.starts_on.desc())
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = select(Holiday).where(Holiday.site_id == site.id, Holiday.day.between(first, last))
    return YearPage(
        year=year,
        terms=tuple(_term(each) for each in db.session.scalars(terms)),
        holidays=tuple(_holiday(each) for each in db.session.scalars(days.order_by(Holiday.day))),
        before=url_for("places.year", site_id=site.id, year=year - 1),
        after=url_for("places.year", site_id=site.id, year=year + 1),
    )


def _term(term: Term) -> Entry:
    when = _(
        "%(since)s to %(until)s", since=full_date(term.starts_on), until=full_date(term.ends_on)
    )
    address = url_for("places.edit_term", site_id=term.site_id, term_id=term.id)
    return Entry(term.name, when, address)


def _holiday(holiday: Holiday) -> Entry:
    address = url_for("places.edit_holiday", site_id=holiday.site_id, holiday_id=holiday.id)
    return Entry(holiday.name, str(format_date(holiday.day, _("EEEE d MMMM"))), address)


def country_page(
    site: Site,
    year: int,
    asked: Mapping[str, str],
    countries: Sequence[tuple[str, str]],
    parts: Sequence[str],
) -> CountryPage:
    """The page on which a country's holidays are chosen, as its address asks."""
    chosen: dict[str, Any] = {name: asked.get(name, "") for name in ("country", "part")}
    return CountryPage(
        site=site,
        year=year,
        countries=[("", _("Choose a country")), *countries],
        parts=[("", _("The whole country")), *((code, code) for code in parts)] if parts else [],
        address=url_for("places.country_holidays", site_id=site.id, year=year, **chosen),
        **chosen,
    )
