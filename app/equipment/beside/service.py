"""Commands on vendors and spares."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.audit.acts import Act
from app.equipment.models import Equipment, EquipmentModel, Spare, SpareStock, Vendor
from app.errors import Refusal
from app.extensions import db
from app.places.service import unique
from app.places.words import LONGEST_NAME, named

REACHED_BY = ("email", "phone", "address", "hours", "contract", "contract_until", "note")


class VendorDetails(TypedDict, total=False):
    """How a vendor is reached, and what is good to know of it."""

    email: str
    phone: str
    address: str
    hours: str
    contract: str
    contract_until: date | None
    note: str


class SpareDetails(TypedDict, total=False):
    """What a spare need not have."""

    part_number: str
    set_number: str
    category: str
    note: str
    vendor: Vendor | None


def vendor_called(name: str) -> Vendor | None:
    """The vendor of that name, however its letters are written; None where there is none."""
    words = _plain(name)
    found = _likeliest({key: each for each, key in _names()}, words)
    return db.session.get(Vendor, found) if found else None


def vendor_named(name: str, *, field: str = "name") -> Vendor | None:
    """The vendor of that name, found or made; None where no name is given."""
    if not _plain(name):
        return None
    words = named(name, longest=LONGEST_NAME, field=field)
    return vendor_called(words) or add_vendor(words)


def add_vendor(name: str, **details: Unpack[VendorDetails]) -> Vendor:
    """A new vendor; refuses a name that another one bears in whatever letter case."""
    vendor = Vendor(name=_free(name, None))
    _describe(vendor, details)
    with unique(_taken(vendor.name), "name"):
        db.session.add(vendor)
    return vendor


def change_vendor(vendor: Vendor, name: str, **details: Unpack[VendorDetails]) -> None:
    """Change what is given."""
    words = _free(name, vendor)
    with unique(_taken(words), "name"):
        vendor.name = words
        _describe(vendor, details)


def merge_vendor(vendor: Vendor, into: Vendor) -> None:
    """Two that are one firm: what named the first names the other, which learns what it lacked."""
    if vendor is into:
        raise Refusal(_("This is the same vendor. Name the other one."), field="into")
    for name in REACHED_BY:
        if not getattr(into, name):
            setattr(into, name, getattr(vendor, name))
    for table in (Equipment, Spare):
        moved = update(table).where(table.vendor_id == vendor.id)
        db.session.execute(moved.values(vendor_id=into.id))
    audit.note(Act.VENDORS_MERGED, into, changes={"name": (vendor.name, into.name)})
    db.session.delete(vendor)
    db.session.flush()


def remove_vendor(vendor: Vendor) -> None:
    """Forget a vendor; refuses one that a unit or a spare names, retired units too."""
    sentence = _(
        "%(name)s is named by equipment or spares: merge it into another one.", name=vendor.name
    )
    try:
        with db.session.begin_nested():
            db.session.delete(vendor)
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(sentence) from error


def add_spare(model: EquipmentModel, name: str, **details: Unpack[SpareDetails]) -> Spare:
    """A new spare for units of the model; refuses one of that name twice."""
    spare = Spare(model_id=model.id, name=_free_for(model, name, None))
    _equip(spare, details)
    with unique(_taken_for(spare.name), "name"):
        db.session.add(spare)
    return spare


def change_spare(
    spare: Spare, model: EquipmentModel, name: str, **details: Unpack[SpareDetails]
) -> None:
    """Change what is given."""
    words = _free_for(model, name, spare)
    with unique(_taken_for(words), "name"):
        spare.name, spare.model_id = words, model.id
        _equip(spare, details)


def remove_spare(spare: Spare) -> None:
    """Forget a spare; refuses one that a site keeps or has kept."""
    kept = select(SpareStock.id).where(SpareStock.spare_id == spare.id).limit(1)
    if db.session.scalar(kept):
        raise Refusal(_("Sites keep %(name)s, and what became of it is kept too.", name=spare.name))
    db.session.delete(spare)
    db.session.flush()


def _describe(vendor: Vendor, details: VendorDetails) -> None:
    for name, said in details.items():
        plain = said.replace("\0", "").strip() if isinstance(said, str) else said
        setattr(vendor, name, plain)


def _equip(spare: Spare, details: SpareDetails) -> None:
    if "vendor" in details:
        vendor = details.pop("vendor")
        spare.vendor_id = vendor.id if vendor else None
    for name, text in details.items():
        setattr(spare, name, str(text).replace("\0", "").strip())


def _free(name: str, own: Vendor | None) -> str:
    words = named(name)
    taken = {key: each for each, key in _names() if own is None or each != own.id}
    if (found := _likeliest(taken, words)) is not None:
        known = db.session.get_one(Vendor, found).name
        raise Refusal(_taken(known), field="name")
    return words


def _free_for(model: EquipmentModel, name: str, own: Spare | None) -> str:
    words = named(name)
    others = select(Spare.id, Spare.name).where(Spare.model_id == model.id)
    for key, known in db.session.execute(others):
        if known.casefold() == words.casefold() and (own is None or key != own.id):
            raise Refusal(_taken_for(known), field="name")
    return words


def _taken(name: str) -> str:
    return _("There is a vendor “%(name)s” already.", name=name)


def _taken_for(name: str) -> str:
    return _("There is a spare “%(name)s” for this model already.", name=name)


def _names() -> list[tuple[int, str]]:
    found = db.session.execute(select(Vendor.id, Vendor.name).order_by(Vendor.id))
    return [(key, name) for key, name in found]


def _likeliest(known: dict[str, int], words: str) -> int | None:
    """The key of that very name, else of the oldest that differs in letter case alone."""
    if words in known:
        return known[words]
    alike = (key for name, key in known.items() if name.casefold() == words.casefold())
    return min(alike, default=None)


def _plain(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
