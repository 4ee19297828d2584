"""What of a unit a line of a list would change, in words."""

from __future__ import annotations

from collections.abc import Iterator

from app.imports.planning.estate import Model, Room, Unit
from app.imports.planning.plans import Change, Values
from app.imports.reading.cleaning import spelled


def agree(told: object, known: object) -> bool:
    """Whether a cell says what is known; letter case makes no other text."""
    if isinstance(told, str) and isinstance(known, str):
        return spelled(told) == spelled(known)
    return told == known


def place_of(room: Room) -> str:
    """Where a unit is, in words."""
    return f"{room.name} · {room.building.name}"


def changes(unit: Unit, values: Values) -> Iterator[Change]:
    """Each field of the unit that gets another value."""
    for name, new in values.items():
        if name == "room" and isinstance(new, Room):
            yield Change(name, place_of(unit.room), place_of(new))
        elif name == "model" and isinstance(new, Model):
            yield from _model_changes(unit.model, new)
        elif name != "source":
            yield Change(name, str(getattr(unit, name) or ""), str(new))


def _model_changes(old: Model, new: Model) -> Iterator[Change]:
    pairs = (
        ("equipment_type", old.type, new.type),
        ("maker", old.maker, new.maker),
        ("model_number", old.model_number, new.model_number),
    )
    yield from (Change(*each) for each in pairs if each[1] != each[2])
