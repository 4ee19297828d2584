"""The year ahead as managers read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import formats
from app.checks.ahead.load import Week
from app.checks.models import DueWork
from app.checks.words import SCOPES
from app.paging import Pages, Slice, pages
from app.places.models import Building
from app.places.words import where

BAR = 100


@dataclass(frozen=True)
class WeekRow:
    """One week of the year ahead; `bar` is its share of the fullest week, in hundredths."""

    address: str
    words: str
    iso: str
    hours: str
    bar: int
    what: str
    statutory: str


@dataclass(frozen=True)
class YearPage:
    """The weeks of a year, of all buildings or one."""

    weeks: list[WeekRow]
    buildings: list[tuple[str, str]]
    building: str
    lead: str
    moved: Sequence[object]
    """What was moved by hand, for those who may take it back."""


@dataclass(frozen=True)
class WorkRow:
    """One piece of work that is due."""

    address: str
    room: str
    place: str
    what: str
    when: str
    iso: str
    is_late: bool
    minutes: int
    moved: str
    """The day of its plan, where somebody moved it by hand."""


@dataclass(frozen=True)
class WeekPage:
    """What is known to be due in a week."""

    title: str
    rows: list[WorkRow]
    pages: Pages
    back: str
    level: str
    """Where a manager levels the week."""


def year_page(
    weeks: Sequence[Week],
    buildings: Sequence[Building],
    building: str,
    moved: Sequence[object] = (),
) -> YearPage:
    """The page of these weeks."""
    most = max(week.minutes for week in weeks) or 1
    hours = formats.number(round(sum(week.minutes for week in weeks) / 60))
    return YearPage(
        [_week(week, most, building) for week in weeks],
        [("", _("All buildings")), *((str(each.id), each.name) for each in buildings)],
        building,
        _(
            "About %(hours)s hours of work in the next 52 weeks, if each piece is done on its day.",
            hours=hours,
        ),
        moved,
    )


def _week(week: Week, most: int, building: str) -> WeekRow:
    return WeekRow(
        url_for("checks.week", day=week.starts_on.isoformat(), building=building or None),
        _week_words(week.starts_on),
        week.starts_on.isoformat(),
        formats.number(round(week.minutes / 60, 1)),
        round(week.minutes / most * BAR),
        ", ".join(part for part in (_checks(week.checks), _services(week.services)) if part)
        or _("nothing"),
        ngettext("%(num)d by law", "%(num)d by law", week.statutory) if week.statutory else "",
    )


def _week_words(starts_on: date) -> str:
    return _("Week of %(day)s", day=format_date(starts_on, _("d MMMM y")))


def _checks(count: int) -> str:
    return ngettext("%(num)d room check", "%(num)d room checks", count) if count else ""


def _services(count: int) -> str:
    return ngettext("%(num)d service", "%(num)d services", count) if count else ""


def week_page(
    starts_on: date, work: Sequence[DueWork], part: Slice, building: str, today: date
) -> WeekPage:
    """The page of what is due in the week that starts on the day."""
    chosen, day = building or None, starts_on.isoformat()
    return WeekPage(
        _week_words(starts_on),
        [_work(each, today) for each in work],
        pages(part, lambda n: url_for("checks.week", day=day, page=n, building=chosen)),
        url_for("checks.year", building=chosen),
        url_for("checks.level", day=day, building=chosen),
    )


def _work(work: DueWork, today: date) -> WorkRow:
    what = work.plan.name if work.plan else str(SCOPES[work.scope])
    unit = work.equipment.name if work.equipment else ""
    return WorkRow(
        url_for("scan.room", room_id=work.room_id),
        work.room.name,
        where(work.room),
        ": ".join(part for part in (unit, what) if part),
        formats.day_in_words(work.due_on, today),
        work.due_on.isoformat(),
        work.late_from <= today,
        work.minutes,
        _("Moved by hand from %(day)s", day=format_date(work.moved_from, "EEE d MMM"))
        if work.moved_from
        else "",
    )
