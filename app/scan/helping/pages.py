"""What can be tried, as plain values."""

from dataclasses import dataclass
from uuid import uuid4

from flask import url_for
from flask_babel import gettext as _

from app.codes.models import Tag
from app.equipment.models import Equipment, Symptom
from app.equipment.queries import unit_in
from app.faults.queries import symptoms_of
from app.guides.trying import Help, things_to_try
from app.scan.chips import ROOM


@dataclass(frozen=True)
class HelpPage:
    """What to try for one unit, or the room itself, against one symptom."""

    code: str
    room: str
    unit: str
    """Its name; empty for the room itself."""
    value: str
    """What stands for it in addresses and forms."""
    symptom: str
    label: str
    help: Help
    key: str
    """Of this page: the same tap sent twice counts once."""
    report_address: str


@dataclass(frozen=True)
class Chosen:
    """What somebody chose at a tag."""

    unit: Equipment | None
    value: str
    symptom: Symptom


def chosen(tag: Tag, unit: str, symptom: str) -> Chosen | None:
    """What the two answers stand for in the tag's room; None where they stand for nothing."""
    found = unit_in(tag.home.id, unit)
    if found is None and unit != ROOM:
        return None
    named = next((each for each in symptoms_of(found) if each.code == symptom), None)
    return Chosen(found, unit, named) if named else None


def help_page(tag: Tag, about: Chosen) -> HelpPage | None:
    """What to try; None where nothing is known to help."""
    found = things_to_try(about.unit, [about.symptom]).get(about.symptom.code)
    if found is None:
        return None
    return HelpPage(
        code=tag.code,
        room=tag.home.name,
        unit=about.unit.name if about.unit else "",
        value=about.value,
        symptom=about.symptom.code,
        label=str(_(about.symptom.label)),
        help=found,
        key=str(uuid4()),
        report_address=url_for(
            "scan.report", code=tag.code, unit=about.value, symptom=about.symptom.code
        ),
    )
