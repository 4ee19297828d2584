"""What of a unit a line of a list would change."""

from __future__ import annotations

from collections.abc import Iterator

from app.imports.meaning.records import EquipmentRow
from app.imports.planning.conflicts import agree
from app.imports.planning.equipping.models import Models, Named, named
from app.imports.planning.estate import OTHER, Model, Room, Unit
from app.imports.planning.plans import Change, Values

PLAIN = (
    *("name", "asset_tag", "serial_number", "installed_on"),
    *("note", "vendor", "purchased_on", "warranty_until"),
)
"""The fields that a list tells as they are kept. What works and what does not is staff's to say."""


def place_of(room: Room) -> str:
    """Where a unit is, in words."""
    return f"{room.name} · {room.building.name}"


def told_of(
    row: EquipmentRow, unit: Unit, room: Room | None, kind: str
) -> Iterator[tuple[str, object]]:
    """The fields of which the row, of that type, says something else; an empty cell says nothing.

    A model is told by its name; a room that is not there yet, by words.
    """
    if room is not unit.room:
        yield "room", room or f"{row.room} · {row.building}"
    known = named(unit.model)
    model = _model_of(row, known, kind)
    if not agree(model, known):
        yield "model", model
    for name in PLAIN:
        said = getattr(row, name)
        if said and not agree(said, getattr(unit, name)):
            yield name, said


def _model_of(row: EquipmentRow, known: Named, kind: str) -> Named:
    """The model as far as the row tells; what it does not tell stays as it is known."""
    return (
        known[0] if kind == OTHER else kind,
        known[1] if row.maker is None else row.maker,
        known[2] if row.model_number is None else row.model_number,
    )


def values_of(told: dict[str, object], models: Models) -> Iterator[tuple[str, object]]:
    """The values to be stored for what is told; a room that has to be made is the caller's."""
    for name, value in told.items():
        yield name, models.model(value) if isinstance(value, tuple) else value


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
