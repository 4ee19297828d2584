"""Who pays when a unit breaks: its warranty, and the contract with its vendor, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.equipment.models import Equipment, Vendor
from app.formats import full_date


@dataclass(frozen=True)
class Cover:
    """Whether a day that ends warranty or contract has passed, in words."""

    words: str
    is_over: bool


def warranty(unit: Equipment, today: date) -> Cover | None:
    """The unit's warranty on that day, its last day included; None where nothing is known."""
    until = unit.warranty_until
    if until is None:
        return None
    if until < today:
        return Cover(_("Warranty ended %(day)s", day=full_date(until)), is_over=True)
    return Cover(_("Under warranty until %(day)s", day=full_date(until)), is_over=False)


def contract(vendor: Vendor, today: date) -> Cover | None:
    """The contract with the vendor on that day; None where no end is known."""
    until = vendor.contract_until
    if until is None:
        return None
    if until < today:
        return Cover(_("Contract ended %(day)s", day=full_date(until)), is_over=True)
    return Cover(_("Contract until %(day)s", day=full_date(until)), is_over=False)
