"""A week that is levelled: what can be moved, and how the weeks would be after it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import formats
from app.checks.ahead.load import Week
from app.checks.levelling.queries import MOST, Batch, Movable
from app.checks.levelling.spreading import monday
from app.places.words import where

LIGHTEST = "lightest"


@dataclass(frozen=True)
class Line:
    """A piece of work: what, where, when, and when it may be instead; `to` is empty if it stays."""

    id: int
    room: str
    place: str
    what: str
    on: str
    may: str
    minutes: str
    by_law: bool
    to: str = ""
    move: str = ""
    """What the form sends of it: its key and its day."""


@dataclass(frozen=True)
class WeekLine:
    """A week before and after, in hours; bars are shares of the fullest, in hundredths."""

    words: str
    before: str
    after: str
    bar_before: int
    bar_after: int


@dataclass(frozen=True)
class LevelPage:
    """What can be moved away from a week."""

    title: str
    hours: str
    lines: tuple[Line, ...]
    stuck: int
    targets: list[tuple[str, str]]
    day: str
    building: str
    is_cut: bool
    back: str


@dataclass(frozen=True)
class PreviewPage:
    """How it would be: each piece on its new day, and the weeks that change."""

    title: str
    lines: tuple[Line, ...]
    staying: int
    weeks: tuple[WeekLine, ...]
    action: str
    back: str
    key: str


@dataclass(frozen=True)
class MovedLine:
    """What was moved at once, and can be taken back."""

    words: str
    address: str


def _week(starts_on: date) -> str:
    return _("Week of %(day)s", day=format_date(starts_on, _("d MMMM y")))


def _hours(minutes: int) -> str:
    return formats.number(round(minutes / 60, 1))


def _day(day: date) -> str:
    return str(format_date(day, "EEE d MMM"))


def level_page(
    starts_on: date, found: Sequence[Movable], weeks: Mapping[date, Week], building: str
) -> LevelPage:
    """The page of a week; `weeks` are those of the year ahead by their Mondays."""
    movable = [each for each in found if set(each.days) - {each.work.due_on}]
    reached = sorted({monday(day) for each in movable for day in each.days} - {starts_on})
    targets = [
        (each.isoformat(), f"{_week(each)}: {_in_hours(weeks[each].minutes)}")
        for each in reached
        if each in weeks
    ]
    return LevelPage(
        title=_week(starts_on),
        hours=_in_hours(weeks[starts_on].minutes) if starts_on in weeks else "",
        lines=tuple(_line(each) for each in movable),
        stuck=len(found) - len(movable),
        targets=[(LIGHTEST, _("To the weeks with least work")), *targets],
        day=starts_on.isoformat(),
        building=building,
        is_cut=len(found) == MOST,
        back=url_for("checks.week", day=starts_on.isoformat(), building=building or None),
    )


def _in_hours(minutes: int) -> str:
    return _("%(hours)s hours", hours=_hours(minutes))


def _line(each: Movable, to: date | None = None) -> Line:
    work = each.work
    unit = work.equipment.name if work.equipment else ""
    return Line(
        id=work.id,
        room=work.room.name,
        place=where(work.room),
        what=": ".join(part for part in (unit, work.plan.name if work.plan else "") if part),
        on=_day(work.due_on),
        may=_("%(first)s to %(last)s", first=_day(each.days[0]), last=_day(each.days[-1])),
        minutes=formats.number(work.minutes),
        by_law=work.statutory,
        to=_day(to) if to else "",
        move=f"{work.id}:{to.isoformat()}" if to else "",
    )


def preview_page(
    starts_on: date,
    chosen: Iterable[Movable],
    moves: Mapping[int, date],
    weeks: Mapping[date, Week],
    building: str,
) -> PreviewPage:
    """The page of these moves; what stays where it is, is only counted."""
    found = list(chosen)
    moved = [each for each in found if each.work.id in moves]
    here = url_for("checks.level", day=starts_on.isoformat(), building=building or None)
    return PreviewPage(
        title=_week(starts_on),
        lines=tuple(_line(each, moves[each.work.id]) for each in moved),
        staying=len(found) - len(moved),
        weeks=tuple(_changes(moved, moves, weeks)),
        action=here,
        back=here,
        key=str(uuid4()),
    )


def _changes(
    moved: Sequence[Movable], moves: Mapping[int, date], weeks: Mapping[date, Week]
) -> Iterable[WeekLine]:
    before = {each: week.minutes for each, week in weeks.items()}
    after = dict(before)
    for each in moved:
        for day, sign in ((each.work.due_on, -1), (moves[each.work.id], 1)):
            after[monday(day)] = after.get(monday(day), 0) + sign * each.work.minutes
    changed = sorted(day for day in before if after[day] != before[day])
    most = max([1, *(load[day] for day in changed for load in (before, after))])
    for day in changed:
        shares = (round(100 * load[day] / most) for load in (before, after))
        yield WeekLine(_week(day), _hours(before[day]), _hours(after[day]), *shares)


def moved_lines(batches: Sequence[Batch]) -> tuple[MovedLine, ...]:
    """What was moved by hand and is not over."""
    return tuple(
        MovedLine(
            ngettext(
                "%(num)d piece of work, by %(name)s on %(day)s",
                "%(num)d pieces of work, by %(name)s on %(day)s",
                each.pieces,
                name=each.by,
                day=formats.full_date(each.at.date()),
            ),
            url_for("checks.take_back_moves", key=each.key),
        )
        for each in batches
    )
