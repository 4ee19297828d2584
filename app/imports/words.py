"""What the fields are called that lists tell, and that an import makes or changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

_OF_PLACES: Mapping[str, Any] = {
    "site": _l("Site"),
    "building": _l("Building"),
    "floor": _l("Floor"),
    "room": _l("Room"),
    "location": _l("Place in one text"),
    "description": _l("Description"),
    "criticality": _l("Criticality"),
    "external_id": _l("Id in this list"),
    "external_source": _l("Whose id it is"),
    "source": _l("Whose id it is"),
    "retired_on": _l("Out of use since"),
    "parent": _l("Part of"),
}
_OF_EQUIPMENT: Mapping[str, Any] = {
    "equipment_type": _l("Type"),
    "type": _l("Type"),
    "maker": _l("Maker"),
    "model_number": _l("Model number"),
    "model": _l("Model"),
    "equipment": _l("Equipment"),
    "name": _l("Name"),
    "asset_tag": _l("Asset tag"),
    "serial_number": _l("Serial number"),
    "installed_on": _l("Installed on"),
    "purchased_on": _l("Bought on"),
    "warranty_until": _l("Warranty until"),
    "vendor": _l("Vendor"),
    "condition": _l("Condition"),
    "note": _l("Note"),
    "archived": _l("Out of use"),
}
_OF_THINGS: Mapping[str, Any] = {
    "members": _l("Belongs to it"),
    "rooms": _l("Rooms"),
    "units": _l("Equipment"),
    "category": _l("Kind"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "address": _l("Address"),
    "contract": _l("Contract"),
    "contract_until": _l("Contract until"),
    "part_number": _l("Part number"),
    "set_number": _l("Set number"),
    "spare": _l("Spare"),
    "place": _l("Where it lies"),
    "count": _l("How many there are"),
    "minimum": _l("How many there should be"),
}
_OF_WORK: Mapping[str, Any] = {
    "job": _l("Work to do"),
    "every": _l("How often"),
    "rrule": _l("How often"),
    "period": _l("Period"),
    "days": _l("Days of the week"),
    "based_on": _l("Counted from"),
    "ends_on": _l("Last on"),
    "minutes": _l("Minutes"),
    "hours": _l("Hours"),
    "scope": _l("Size of the work"),
    "qualification": _l("Who may do it"),
    "unit_id": _l("Id of the equipment"),
    "unit_name": _l("Name of the equipment"),
    "done_on": _l("Done on"),
    "started_on": _l("Begun on"),
    "planned_on": _l("Planned for"),
    "result": _l("Result"),
    "words": _l("What was done"),
    "notes": _l("Notes"),
    "who": _l("By whom"),
    "work_kind": _l("Kind of work"),
    "kind": _l("Kind of work"),
    "readings": _l("Readings"),
}
FIELD_WORDS: Mapping[str, Any] = {**_OF_PLACES, **_OF_EQUIPMENT, **_OF_THINGS, **_OF_WORK}
"""Every field by its name in code: of lists, of what they change, of what past imports recorded."""


def field_word(name: str) -> str:
    """What a field is called; a name that is none of ours, such as a list's own, stays."""
    return str(FIELD_WORDS.get(name, name))
