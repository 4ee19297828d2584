"""What helps on the demo's campus before anybody reports: rooms that stand in, and guides."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.equipment.models import EquipmentModel, Symptom
from app.extensions import db
from app.guides import service as guides
from app.guides.models import GuideKind
from app.guides.service import About, Wording
from app.people.models import Person
from app.places.contingency import service as contingency
from app.places.contingency.service import Helps
from app.places.models import Room

STANDS_IN = (
    ("Curie Building/1.02", ("Curie Building/1.03",), "", "The laboratory steward, room G.03."),
    (
        "Brunel Hall/LT2",
        ("Brunel Hall/LT1", "Lovelace House/G.02"),
        "A projector and a screen on wheels in the media room -1.01; the porter has the key.",
        "The porter in the foyer, 8:00 to 22:00.",
    ),
    ("Lovelace House/2.14", ("Lovelace House/2.15",), "", ""),
)
"""A room, those that can stand in for it, its loan kit, and who else helps."""

LAMP, PANEL, BAR = ("Lumora", "LX-400"), ("Tessera", "T7"), ("Meridia", "Bar 2")
GUIDES = (
    (
        *(LAMP, "SPURIOUS_STOP", GuideKind.SELF_HELP, "The projector goes off by itself"),
        (
            "1. Wait two minutes: it cools down with its fan running.\n"
            "2. Press **Power** on the panel once, and wait until the lamp is bright.\n"
            "3. If it goes off again, use the other projector.\n"
        ),
    ),
    (
        *(PANEL, "CONTROL_FAIL", GuideKind.SELF_HELP, "The panel is frozen"),
        (
            "1. Hold the button at the side for ten seconds.\n"
            "2. Wait for the start page, some forty seconds.\n"
            "3. Tap your input again.\n"
        ),
    ),
    (
        *(BAR, "VC_FAIL", GuideKind.SELF_HELP, "Others can't see or hear you"),
        (
            "- Choose **Bar 2** as camera and as microphone in your meeting.\n"
            "- Is the shutter before the lens open?\n"
        ),
    ),
    (
        *(PANEL, None, GuideKind.KNOWN_ERROR, "Firmware 2.3 freezes after some days"),
        "Restart it, then bring firmware 2.4.1 on: menu, *Service*, *Update*. Some 6 minutes.\n",
    ),
)
"""Maker and number, symptom, kind, title, text."""


def add_help(
    rooms: Mapping[str, Room],
    models: Mapping[tuple[str, str], EquipmentModel],
    by: Person,
    *,
    at: datetime,
) -> None:
    """Which rooms stand in for which, and guides written by somebody at the moment."""
    for key, others, kit, call in STANDS_IN:
        equals = [rooms[other] for other in others]
        contingency.provide(rooms[key], equals, Helps(loan_kit=kit, call=call))
    symptoms = {each.code: each for each in db.session.scalars(select(Symptom))}
    for model, code, kind, title, body in GUIDES:
        about = About(models[model].type, models[model])
        wording = Wording(kind, title, body, symptoms[code] if code else None)
        guides.write(about, wording, by, at=at)
