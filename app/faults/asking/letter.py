"""What a vendor is told of a fault: the unit, what is wrong, what was tried, and where.

Never who reported it, nor a word that they wrote: reports are not looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app import formats
from app.equipment.models import Equipment
from app.equipment.vendors.cover import warranty
from app.faults import words
from app.faults.models import Fault
from app.places.words import where


@dataclass(frozen=True)
class Letter:
    """A mail to a vendor, before anybody has changed a word."""

    to: str
    subject: str
    body: str


def letter(fault: Fault, unit: Equipment, to: str, now: datetime) -> Letter:
    """The mail about the fault of a unit, of which model, type and room are loaded."""
    room, zone = fault.room_now, fault.room_now.support.zone
    wrong = str(_(words.title(fault)))
    model = unit.model.label or str(_(unit.model.type.title))
    asked = _("Please tell us how it can be mended, and when.")
    place = _("Place: %(place)s, room %(room)s", place=where(room), room=room.name)
    call = _("To reach us: %(phone)s", phone=room.support.phone) if room.support.phone else ""
    parts = (
        _("Good day,"),
        _("this equipment needs your help:"),
        "\n".join(_unit_lines(unit, model, now.astimezone(zone).date())),
        "\n".join(_fault_lines(fault, wrong, formats.full_moment(fault.reported_at, zone))),
        "\n".join(each for each in (place, room.building.site.name, call) if each),
        _("Our number for it: %(number)s", number=fault.id),
        asked,
    )
    subject = _(
        "%(model)s: %(wrong)s (our number %(number)s)", model=model, wrong=wrong, number=fault.id
    )
    return Letter(to, subject, "\n\n".join(each for each in parts if each))


def _unit_lines(unit: Equipment, model: str, today: date) -> list[str]:
    cover = warranty(unit, today)
    said = (
        (_("Model"), model),
        (_("Serial number"), unit.serial_number),
        (_("Asset tag"), unit.asset_tag or ""),
    )
    lines = [f"{name}: {value}" for name, value in said if value]
    return [*lines, cover.words] if cover else lines


def _fault_lines(fault: Fault, wrong: str, since: str) -> list[str]:
    lines = [_("What is wrong: %(wrong)s", wrong=wrong), _("Since: %(since)s", since=since)]
    if fault.detail:
        lines.append(_("What we know: %(detail)s", detail=fault.detail))
    tried = [str(_(step)) for step in fault.symptom.self_help_steps]
    if tried:
        lines.append(_("What users are asked to try first: %(steps)s", steps=" ".join(tried)))
    return lines
