"""What can be wrong with things, as short links: one tap chooses the thing and what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.equipment.models import Equipment, Symptom
from app.faults.queries import symptoms_of
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

    By what stands for it in addresses. Units of one type have one list, which is asked for once.
    """
    by_type: dict[int | None, list[Symptom]] = {}
    found = {}
    for unit in units:
        kind = unit.model.type_id if unit else None
        if kind not in by_type:
            by_type[kind] = symptoms_of(unit)
        chips = (_chip("scan.report", code, unit, each) for each in by_type[kind])
        found[str(unit.id) if unit else ROOM] = tuple(chips)
    return found


def _chip(page: str, code: str, unit: Equipment | None, symptom: Symptom) -> Chip:
    value = unit.id if unit else ROOM
    address = url_for(page, code=code, unit=value, symptom=symptom.code)
    return Chip(address, str(_(symptom.label)))
