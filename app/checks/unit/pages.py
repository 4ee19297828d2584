"""The page of one unit as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.checks.due.queries import next_for_unit
from app.checks.logging.statutory import unfit
from app.checks.models import DueWork, JobPlan
from app.checks.plans.words import often
from app.checks.readings import Series, series_of
from app.checks.unit import queries
from app.checks.unit.history import UnitEntry, entry
from app.equipment.beside import listing
from app.equipment.models import Equipment, Spare, System, Vendor
from app.equipment.stock import queries as stocks
from app.equipment.stock.pages import Stock, shown
from app.equipment.vendors.cover import Cover, warranty
from app.equipment.vendors.facts import VendorFacts, vendor_facts
from app.faults.queries import open_in_room
from app.formats import day_in_words, full_date
from app.guides.models import Guide, GuideKind
from app.guides.queries import of_unit


@dataclass(frozen=True)
class Plan:
    """Work that is done again and again: its name, how often, what it is, and when it is next."""

    address: str
    name: str
    when: str
    text: str
    next: str
    iso: str
    is_late: bool


@dataclass(frozen=True)
class UnitPage:
    """All that staff see of a unit."""

    unit: Equipment
    model: str
    dates: tuple[tuple[str, str], ...]
    warranty: Cover | None
    vendor: VendorFacts | None
    spares: Sequence[Spare]
    stocks: Mapping[int, Stock]
    """What its site has of them, by the keys of the spares."""
    systems: Sequence[System]
    plans: tuple[Plan, ...]
    history: tuple[UnitEntry, ...]
    series: tuple[Series, ...]
    more_series: bool
    """Whether more was read off than is drawn here."""
    guides: Sequence[Guide]
    """The nearest first."""
    must_not: bool
    """Whether it failed work that the law asks for: nobody may use it."""


DRAWN = 2
"""So many lines of readings stand on the page itself."""


def unit_page(unit: Equipment, vendor: Vendor | None, now: datetime) -> UnitPage:
    """What is known of the unit at that moment; its room tells the local day."""
    zone = unit.room.support.zone
    today = now.astimezone(zone).date()
    series = series_of(unit)
    due = {work.plan_id: work for work in next_for_unit(unit.id)}
    kind = _(unit.model.type.title)
    days = ((_("Installed on"), unit.installed_on), (_("Bought on"), unit.purchased_on))
    return UnitPage(
        unit=unit,
        model=f"{kind} · {unit.model.label}" if unit.model.label else kind,
        dates=tuple((word, full_date(day)) for word, day in days if day),
        warranty=warranty(unit, today),
        vendor=vendor_facts(vendor, today) if vendor else None,
        spares=listing.spares_of(unit.model_id),
        stocks=_stocks(unit, now),
        systems=listing.systems_of(unit.id),
        plans=tuple(_plan(each, due.get(each.id), today) for each in queries.plans_of(unit)),
        history=tuple(entry(each, zone) for each in queries.visits_of(unit.id)),
        series=series[:DRAWN],
        more_series=len(series) > DRAWN,
        guides=of_unit(unit, *GuideKind),
        must_not=unit.id in unfit(each.id for each in open_in_room(unit.room_id)),
    )


def _stocks(unit: Equipment, now: datetime) -> dict[int, Stock]:
    found = stocks.stocks_for([unit.model_id], unit.room.building.site_id)
    return {each.spare_id: shown(each, now) for each in found}


def _plan(plan: JobPlan, work: DueWork | None, today: date) -> Plan:
    parts = [often(plan)]
    if plan.minutes:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", plan.minutes))
    address = url_for("checks.plan", plan_id=plan.id)
    if plan.statutory:
        parts.append(_("the law asks for it"))
    return Plan(
        address,
        plan.name,
        " · ".join(parts),
        plan.description,
        day_in_words(work.due_on, today) if work else "",
        work.due_on.isoformat() if work else "",
        bool(work and work.late_from <= today),
    )
