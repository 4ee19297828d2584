"""A room or a unit made of the cells of a row."""

from __future__ import annotations

import datetime as dt

from app.imports.meaning.cells import (
    MAX_DESCRIPTION,
    MAX_FLOOR,
    MAX_NOTE,
    MAX_NUMBER,
    Cells,
)
from app.imports.meaning.places.parents import Place, PlaceRow
from app.imports.meaning.rows import EquipmentRow, RoomRow
from app.imports.meaning.things import ThingRow
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.meaning.words.states import condition_of, is_gone, says_yes
from app.imports.meaning.words.values import criticality_of, months_after, months_of
from app.language import N_

MAX_PHONE = 60  # characters; what the columns of the database hold
MAX_ADDRESS = 500
NO_BUILDING = N_("This row names no building. Fill the cell, or give one building for all rows.")
NO_ROOM = N_("This row names no room.")
NO_VENDOR = N_("This row names no vendor.")
NO_EQUIPMENT = N_("This row names no equipment: no type, name, model, asset tag or serial number.")
GONE = N_(
    "The list says that it is out of use (“%(word)s”), so it stays out. If it is in use, correct"
    " the list, or choose no column for this."
)
NO_PURCHASE = N_(
    "“%(text)s” may be months of warranty, but the row does not say when it was bought. Fill in"
    " the date, or leave the column out."
)


def room_of(cells: Cells) -> RoomRow | PlaceRow:
    """The room that the row tells; or the place, where rooms of other rows lie in it."""
    place = cells.place
    if place and place.what != "room" and not cells.says("building"):
        return _place_of(cells, place)
    return RoomRow(
        line=cells.line,
        building=cells.required("building", NO_BUILDING),
        room=cells.required("room", NO_ROOM),
        site=cells.text("site"),
        floor=cells.text("floor", MAX_FLOOR),
        description=cells.text("description", MAX_DESCRIPTION),
        criticality=cells.parsed("criticality", criticality_of),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        retired_on=cells.date("retired_on"),
        sheet=cells.sheet,
    )


def _place_of(cells: Cells, place: Place) -> PlaceRow:
    return PlaceRow(
        line=cells.line,
        what=place.what,
        name=cells.required("room", NO_ROOM),
        site=cells.text("site"),
        building=None if place.what == "site" else cells.required("building", NO_BUILDING),
        floor=cells.text("floor", MAX_FLOOR),
        sheet=cells.sheet,
    )


def unit_of(cells: Cells) -> EquipmentRow:
    """The unit that the row tells, in the words that people decided to be meant."""
    type_text, name = cells.text("equipment_type"), cells.text("name")
    type_meant = cells.decided.type(type_text or name) if cells.decided.types else None
    maker, model_number = _model(cells)
    purchased_on = cells.date("purchased_on")
    made = EquipmentRow(
        line=cells.line,
        building=cells.required("building", NO_BUILDING),
        room=cells.required("room", NO_ROOM),
        site=cells.text("site"),
        floor=cells.text("floor", MAX_FLOOR),
        equipment_type=type_meant or equipment_type_of(type_text or name or ""),
        type_text=type_text,
        maker=maker,
        model_number=model_number,
        name=name,
        asset_tag=cells.code("asset_tag", MAX_NUMBER),
        serial_number=cells.code("serial_number", MAX_NUMBER),
        installed_on=cells.date("installed_on"),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        retired_on=cells.date("retired_on"),
        sheet=cells.sheet,
        note=cells.text("note", MAX_NOTE),
        vendor=cells.text("vendor"),
        purchased_on=purchased_on,
        warranty_until=_warranty(cells, purchased_on),
        condition=_condition(cells),
    )
    _check_named(cells, made)
    return made


def _model(cells: Cells) -> tuple[str | None, str | None]:
    maker, model_number = cells.text("maker"), cells.code("model_number")
    if not cells.decided.makers and not cells.decided.models:  # most lists
        return maker, model_number
    meant = cells.decided.maker(maker)
    return meant, cells.decided.model(meant, model_number)


def _check_named(cells: Cells, made: EquipmentRow) -> None:
    told = (made.type_text, made.name, made.model_number, made.asset_tag, made.serial_number)
    if not any(told):
        cells.refuse("equipment_type", NO_EQUIPMENT)


def _warranty(cells: Cells, purchased_on: dt.date | None) -> dt.date | None:
    """The last day of the warranty; a number of months counts from the purchase (Snipe-IT)."""
    text = cells.text("warranty_until")
    months = months_of(text) if text else None
    if months is None:
        return cells.date("warranty_until") if text else None
    if purchased_on is None:
        cells.refuse("warranty_until", NO_PURCHASE, text=text)
        return None
    return months_after(purchased_on, months)


def _condition(cells: Cells) -> str | None:
    """Whether it works, as far as the word says so; refused where it is out of use for good."""
    state, archived = cells.text("condition"), cells.text("archived")
    if archived and says_yes(archived):
        cells.refuse("archived", GONE, word=archived)
    elif state and is_gone(state):
        cells.refuse("condition", GONE, word=state)
    return condition_of(state) if state else None


def vendor_of(cells: Cells) -> ThingRow:
    """The vendor that the row tells, and how it is reached; what it does not say stays out."""
    told: dict[str, object] = {
        "email": cells.text("email"),
        "phone": cells.text("phone", MAX_PHONE),
        "address": cells.text("address", MAX_ADDRESS),
        "hours": cells.text("hours"),
        "contract": cells.text("contract", MAX_ADDRESS),
        "contract_until": cells.date("contract_until"),
        "note": cells.text("note", MAX_NOTE),
    }
    values = {name: value for name, value in told.items() if value}
    name = cells.required("vendor", NO_VENDOR)
    return ThingRow(cells.line, "vendor", name, values, sheet=cells.sheet)
