"""Job plans as pages show them: the list, one plan, and its dates while it is being typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import formats
from app.checks.due.calendars import Calendar
from app.checks.due.computing.places import site_days
from app.checks.models import Basis, CheckItem, ItemKind, JobPlan, Result
from app.checks.plans import queries
from app.checks.plans.queries import PlanFilter, Plans, Reach
from app.checks.plans.rhythm import next_dates, rule_of
from app.checks.plans.service import Target
from app.checks.plans.words import KINDS, often, sentence
from app.checks.words import SCOPES
from app.equipment.models import EquipmentType
from app.paging import Pages, pages
from app.places.models import Site
from app.places.words import where


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list; `what_for` is empty where it is for all units of its type."""

    address: str
    name: str
    what_for: str
    often: str
    minutes: str
    statutory: bool
    size: str


@dataclass(frozen=True)
class PlansPage:
    """The list of plans, by the title of their types."""

    groups: tuple[tuple[str, tuple[PlanRow, ...]], ...]
    types: list[tuple[str, str]]
    uses: list[tuple[str, str]]
    wanted: PlanFilter
    pages: Pages
    is_filtered: bool


@dataclass(frozen=True)
class Expected:
    """A rhythm in words and its next dates (as ISO and in words); `note` says how they are meant.

    `problem` says what there is to mend, where there can be no dates.
    """

    sentence: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    note: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ItemLine:
    """An item of a plan: how it is answered and when that is a failure, in words."""

    item: CheckItem
    kind: str
    detail: str
    options: tuple[tuple[str, bool], ...]
    picture: str


@dataclass(frozen=True)
class PlanPage:
    """One plan in full."""

    plan: JobPlan
    what_for: str
    reach: str
    size: str
    minutes: str
    expected: Expected
    items: tuple[ItemLine, ...]
    of_room: bool


def plans_page(found: Plans, wanted: PlanFilter, types: Sequence[EquipmentType]) -> PlansPage:
    """The page of the list, with the ways to its neighbours."""
    by_type = groupby(found.plans, key=lambda plan: plan.type.title)
    return PlansPage(
        groups=tuple((_(title), tuple(map(_row, plans))) for title, plans in by_type),
        types=[("", _("All")), *((str(each.id), _(each.title)) for each in types)],
        uses=[("", _("In use")), ("retired", _("Retired"))],
        wanted=wanted,
        pages=pages(found.part, lambda page: _address(wanted, page)),
        is_filtered=wanted != PlanFilter(),
    )


def _address(wanted: PlanFilter, page: int) -> str:
    sides: dict[str, Any] = {
        "q": wanted.words,
        "type": wanted.type_id,
        "use": "retired" if wanted.retired else "",
        "page": page,
    }
    return url_for("checks.plans", **{name: value for name, value in sides.items() if value})


def _row(plan: JobPlan) -> PlanRow:
    return PlanRow(
        address=url_for("checks.plan", plan_id=plan.id),
        name=plan.name,
        what_for=_narrow(plan.model, plan.equipment, plan.room),
        often=often(plan),
        minutes=formats.number(plan.minutes),
        statutory=plan.statutory,
        size=str(SCOPES[plan.scope]),
    )


def _narrow(model: Any, equipment: Any, room: Any) -> str:
    if equipment:
        return _("%(unit)s in room %(room)s", unit=equipment.name, room=equipment.room.name)
    if model:
        return str(model.label)
    return _("Room %(room)s, %(place)s", room=room.name, place=where(room)) if room else ""


def what_for(target: Target | JobPlan) -> str:
    """What a plan is for, in words: "all units of the type Projector"."""
    narrow = _narrow(target.model, target.equipment, target.room)
    return narrow or _("all equipment of the type “%(type)s”", type=_(target.type.title))


def plan_page(plan: JobPlan, today: date) -> PlanPage:
    """All about a plan on that day."""
    return PlanPage(
        plan=plan,
        what_for=what_for(plan),
        reach=_reach(plan),
        size=str(SCOPES[plan.scope]),
        minutes=ngettext("%(num)s minute", "%(num)s minutes", plan.minutes),
        expected=expected(plan, today, queries.reading_of(plan)),
        items=tuple(map(_line, queries.items_of(plan.id))),
        of_room=plan.room_id is not None,
    )


def _reach(plan: JobPlan) -> str:
    if plan.room_id is not None:
        return _("1 room")
    return ngettext("%(num)s unit in use", "%(num)s units in use", queries.units_of(plan))


def expected(plan: JobPlan, today: date, reading: str = "") -> Expected:
    """The rhythm of a plan, stored or being typed, on that day."""
    site = queries.site_of(plan)
    days = site_days(site.id) if site else Calendar()
    dates = next_dates(plan, today, days)
    return Expected(
        sentence=sentence(plan, reading),
        dates=tuple((each.isoformat(), str(format_date(each, "EEE d MMM y"))) for each in dates),
        note=" ".join(_notes(plan, site)) if dates else _why_none(plan),
    )


def _notes(plan: JobPlan, site: Site | None) -> Iterator[str]:
    if plan.basis is Basis.AFTER:
        yield _("If it is done today, and then each time on its day.")
    elif plan.starts_on is None:
        yield _("For a room or unit that comes today: each counts from the day it came.")
    if site:
        yield _("With the working days, holidays and terms of %(site)s.", site=site.name)


def _why_none(plan: JobPlan) -> str:
    """Why a plan with a rule has no date; empty where it is to have none."""
    if not plan.rrule:
        return ""
    if rule_of(plan) is None:
        return _("Nobody can follow this rule, so nothing is due by it. Change the plan.")
    return _("It has no date any more: its rule has ended, or each date is left out.")


def _line(item: CheckItem) -> ItemLine:
    return ItemLine(
        item=item,
        kind=str(KINDS[item.kind]),
        detail=_limits(item),
        options=tuple((each, item.judged_choice(each) is Result.FAIL) for each in item.options),
        picture=url_for("photos.show", key=item.picture.key) if item.picture else "",
    )


def _limits(item: CheckItem) -> str:
    if item.kind is ItemKind.DATE:
        return _("not fine when it has passed") if item.past_fails else ""
    low, high = (
        None if each is None else formats.number(each) for each in (item.minimum, item.maximum)
    )
    if low and high:
        return _("from %(low)s to %(high)s %(unit)s", low=low, high=high, unit=item.unit)
    if low:
        return _("at least %(low)s %(unit)s", low=low, unit=item.unit)
    if high:
        return _("at most %(high)s %(unit)s", high=high, unit=item.unit)
    return _("in %(unit)s", unit=item.unit) if item.unit else ""


@dataclass(frozen=True)
class Way:
    """One thing that a new plan can be for."""

    address: str
    title: str
    detail: str


@dataclass(frozen=True)
class TargetsPage:
    """The first step of a new plan: what is it for?"""

    words: str
    types: tuple[tuple[str, str, str], ...]
    ways: tuple[tuple[str, tuple[Way, ...]], ...]


def targets_page(words: str, types: Sequence[EquipmentType], found: Reach | None) -> TargetsPage:
    """All types, and what a search has found."""
    return TargetsPage(
        words=words,
        types=tuple((_way("type", each.id), _(each.title), each.icon) for each in types),
        ways=_ways(found) if found else (),
    )


def _way(kind: str, key: int) -> str:
    asked: dict[str, Any] = {kind: key}
    return url_for("checks.new_plan", **asked)


def _ways(found: Reach) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    models = (Way(_way("model", m.id), m.label, _(m.type.title)) for m in found.models)
    units = (
        Way(_way("unit", unit.id), unit.name, f"{unit.room.name} · {where(unit.room)}")
        for unit in found.units
    )
    rooms = (Way(_way("room", room.id), room.name, where(room)) for room in found.rooms)
    ways = ((_("Models"), models), (_("Units"), units), (_("Rooms"), rooms))
    kept = ((title, tuple(each)) for title, each in ways)
    return tuple((title, each) for title, each in kept if each)
