"""The page of one unit as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.checks.models import JobPlan
from app.checks.plans.words import often
from app.checks.unit import queries
from app.equipment.beside import listing
from app.equipment.models import Equipment, Spare, System, Vendor
from app.formats import full_date


@dataclass(frozen=True)
class Plan:
    """Work that is done again and again: its name, how often, and what it is."""

    address: str
    name: str
    when: str
    text: str


@dataclass(frozen=True)
class UnitPage:
    """All that staff see of a unit."""

    unit: Equipment
    model: str
    dates: tuple[tuple[str, str], ...]
    warranty: str
    is_over: bool
    vendor: Vendor | None
    spares: Sequence[Spare]
    systems: Sequence[System]
    plans: tuple[Plan, ...]


def unit_page(unit: Equipment, vendor: Vendor | None, today: date) -> UnitPage:
    """What is known of the unit on that day."""
    until = unit.warranty_until
    kind = _(unit.model.type.title)
    days = ((_("Installed on"), unit.installed_on), (_("Bought on"), unit.purchased_on))
    return UnitPage(
        unit=unit,
        model=f"{kind} · {unit.model.label}" if unit.model.label else kind,
        dates=tuple((word, full_date(day)) for word, day in days if day),
        warranty=full_date(until) if until else "",
        is_over=until is not None and until < today,
        vendor=vendor,
        spares=listing.spares_of(unit.model_id),
        systems=listing.systems_of(unit.id),
        plans=tuple(map(_plan, queries.plans_of(unit))),
    )


def _plan(plan: JobPlan) -> Plan:
    parts = [often(plan)]
    if plan.minutes:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", plan.minutes))
    address = url_for("checks.plan", plan_id=plan.id)
    return Plan(address, plan.name, " · ".join(parts), plan.description)
