"""What can be wrong with things, as short links: one tap chooses the thing and what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.equipment.models import Equipment, Symptom
from app.faults.queries import symptoms_by_type, symptoms_of
from app.faults.words import OTHER

ROOM = "room"
"""What stands for the room itself where a unit is asked for."""

Units = Iterable[Equipment | None]
"""Units with their models; None stands for the room itself."""


@dataclass(frozen=True)
class Chip:
    """What is wrong, and where one goes on with it."""

    address: str
    words: str


def to_help(unit: Equipment, code: str) -> tuple[Chip, ...]:
    """The unit's symptoms, each leading to what to try; "something else" to its report."""
    return tuple(
        _chip("scan.report" if each.code == OTHER else "scan.help_first", code, unit, each)
        for each in symptoms_of(unit)
    )


def to_report(units: Units, code: str) -> dict[str, tuple[Chip, ...]]:
    """The symptoms of each, leading to a report that needs but to be sent.

    By what stands for it in addresses.
    """
    things = list(units)
    by_type = symptoms_by_type(things)
    found = {}
    for unit in things:
        words = by_type[unit.model.type_id if unit else None]
        chips = (_chip("scan.report", code, unit, each) for each in words)
        found[str(unit.id) if unit else ROOM] = tuple(chips)
    return found


def _chip(page: str, code: str, unit: Equipment | None, symptom: Symptom) -> Chip:
    value = unit.id if unit else ROOM
    address = url_for(page, code=code, unit=value, symptom=symptom.code)
    return Chip(address, str(_(symptom.label)))
