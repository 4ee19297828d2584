"""A vendor as plain values, for its own page and for those of units and faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.equipment.models import Equipment, Vendor
from app.equipment.vendors.cover import Cover, contract, warranty


@dataclass(frozen=True)
class VendorFacts:
    """How a vendor is reached, and what it has to do with a unit."""

    id: int
    name: str
    address: str
    """Of its page."""
    phone: str
    phone_address: str
    email: str
    hours: str
    postal: str
    note: tuple[str, ...]
    contract: str
    contract_cover: Cover | None
    warranty: Cover | None


def vendor_facts(vendor: Vendor, today: date, unit: Equipment | None = None) -> VendorFacts:
    """The vendor on that day, with the warranty of the unit where one is named."""
    return VendorFacts(
        id=vendor.id,
        name=vendor.name,
        address=url_for("equipment.vendor", vendor_id=vendor.id),
        phone=vendor.phone,
        phone_address=phone_address(vendor.phone),
        email=vendor.email,
        hours=vendor.hours,
        postal=vendor.address,
        note=tuple(vendor.note.splitlines()),
        contract=vendor.contract,
        contract_cover=contract(vendor, today),
        warranty=warranty(unit, today) if unit else None,
    )


def phone_address(phone: str) -> str:
    """The link that calls a number as it was typed, up to where words begin (RFC 3966)."""
    kept = [letter for letter in phone if letter.isascii() and letter.isdecimal()]
    plus = "+" if phone.strip().startswith("+") else ""
    return f"tel:{plus}{''.join(kept)}" if kept else ""
