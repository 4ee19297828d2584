"""The zones, systems, spares and jobs of a COBie workbook.

A zone or a system has a row for each member, or one row that names several. Its rows may tell
different categories: all of them are its category. A job of several tasks has a row for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.imports.meaning.cells import MAX_NOTE, MAX_NUMBER, Cells, Refusal
from app.imports.meaning.cobie.building import Tables, cells_of
from app.imports.meaning.cobie.contacts import several
from app.imports.meaning.cobie.units import Type, Units, number_of
from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.meaning.things import Kind, ThingRow
from app.imports.meaning.work.rules import rule_of
from app.imports.reading.cleaning import plain
from app.imports.reading.sheets import ImportRefused
from app.language import N_

OF_TYPE = "JobPlan of type"
"""The object of a job of ours that is for a whole type, not for one model."""

MINUTES = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 480, "days": 480}
"""Of a unit of time; a day of work has eight hours."""

MOST_DAYS = 21
MOST_MINUTES = MOST_DAYS * 480
LOOKS = frozenset({"inspection", "inspections", "room check"})
"""Categories of the short look; all other work is a service."""

Members = Mapping[str, RoomRow | None] | Mapping[str, EquipmentRow | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows about things may name."""

    rooms: Mapping[str, RoomRow | None]
    types: Mapping[str, Type | None]
    units: Mapping[str, EquipmentRow | None]
    models: Mapping[
        str, EquipmentRow
    ]  # a row of each type: of one of its components, if it has any


def things(
    tables: Tables,
    made: Units,
    rooms: Mapping[str, RoomRow | None],
    types: Mapping[str, Type | None],
    units: Mapping[str, EquipmentRow | None],
) -> Iterator[ThingRow | Refusal]:
    """A row for each row of Zone, System, Spare and Job, or its refusals."""
    known = Known(rooms, types, units, _models(tables, made, types, units))
    yield from _sets(tables, made, "zone", rooms)
    yield from _sets(tables, made, "system", units)
    for cells in cells_of(tables["Spare"]) if "Spare" in tables else ():
        spare = _spare(cells, made, known)
        yield from cells.refusals or (spare,)
    tasks: Counter[tuple[str | None, str | None]] = Counter()
    for cells in cells_of(tables["Job"]) if "Job" in tables else ():
        of = cells.text("Name"), cells.text("TypeName")
        tasks[of] += 1
        job = _job(cells, made, known, tasks[of])
        yield from cells.refusals or (job,)


def _models(
    tables: Tables,
    made: Units,
    types: Mapping[str, Type | None],
    units: Mapping[str, EquipmentRow | None],
) -> dict[str, EquipmentRow]:
    found = {name: _row_of(kind, made) for name, kind in types.items() if kind}
    named = {each.line: each for each in units.values() if each}
    for cells in cells_of(tables["Component"]):
        name, unit = cells.text("TypeName"), named.get(cells.line)
        if name in found and unit and found[name].sheet == "Type":
            found[name] = unit
    return found


def _row_of(kind: Type, made: Units) -> EquipmentRow:
    """The type alone, as a row that has no unit."""
    return EquipmentRow(
        kind.line,
        made.building.name,
        "",
        equipment_type=kind.slug,
        type_text=kind.text,
        maker=kind.maker,
        model_number=kind.model_number,
        sheet="Type",
    )


_SETS: Mapping[Kind, tuple[str, str, str]] = {
    "zone": ("Zone", "SpaceNames", "Space"),
    "system": ("System", "ComponentNames", "Component"),
}


def _sets(tables: Tables, made: Units, kind: Kind, known: Members) -> Iterator[ThingRow | Refusal]:
    sheet, column, of = _SETS[kind]
    if sheet not in tables:
        return
    categories = _categories(tables, sheet)
    within = RoomRow(0, made.building.name, "", made.building.site)
    for cells in cells_of(tables[sheet]):
        name = cells.required("Name", N_("This row has no name."))
        members = _members(cells, column, of, known)
        category = "; ".join(categories[name])
        values = {"category": category} if category else {}
        if cells.refusals:
            yield from cells.refusals
        else:
            yield ThingRow(
                cells.line, kind, name, values, within, members=members, sheet=cells.sheet
            )


def _categories(tables: Tables, sheet: str) -> Mapping[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for cells in cells_of(tables[sheet]):
        if told := cells.text("Category"):
            found[cells.text("Name") or ""][told] = None
    return found


def _members(
    cells: Cells, column: str, sheet: str, known: Members
) -> tuple[RoomRow | EquipmentRow, ...]:
    text = cells.text(column, MAX_NOTE)
    found: list[RoomRow | EquipmentRow] = []
    for name in [text] if text and text in known else several(text or ""):
        member = known.get(name)
        if member:
            found.append(member)
        elif name in known:
            cells.refuse(column, N_("“%(name)s” was refused."), name=name)
        else:
            message = N_("The sheet %(sheet)s has nothing named “%(name)s”.")
            cells.refuse(column, message, sheet=sheet, name=name)
    return tuple(found)


def _model(cells: Cells, known: Known) -> EquipmentRow | None:
    name = cells.required("TypeName", N_("This row names no type."))
    if name and name not in known.models:
        refused = N_("Its type “%(name)s” was refused.")
        unknown = N_("The sheet Type has no type named “%(name)s”.")
        cells.refuse("TypeName", refused if name in known.types else unknown, name=name)
    return known.models.get(name)


def _spare(cells: Cells, made: Units, known: Known) -> ThingRow:
    name = cells.required("Name", N_("This row has no name."))
    own = made.building.is_ours
    told = {
        "category": cells.text("Category"),
        "part_number": cells.code("PartNumber", MAX_NUMBER),
        "set_number": cells.code("SetNumber", MAX_NUMBER),
        "note": made.building.told("Spare", name, "Note")
        if own
        else cells.text("Description", MAX_NOTE),
    }
    suppliers = several(cells.text("Suppliers", MAX_NOTE) or "")
    firms = [made.contacts.firm(each) or each for each in suppliers]
    return ThingRow(
        cells.line,
        "spare",
        (own and cells.text("Description")) or name,
        {column: value for column, value in told.items() if value},
        model=_model(cells, known),
        vendor=firms[0] if firms else None,
        sheet=cells.sheet,
    )


def _job(cells: Cells, made: Units, known: Known, again: int) -> ThingRow:
    name = cells.required("Name", N_("This row has no name."))
    own = made.building.is_ours
    description = cells.text("Description", MAX_NOTE)
    if own:
        name = cells.text("ExtIdentifier") or name
        description = None if description == name else description
    elif again > 1:
        name = f"{name} ({again})"
    told = {
        "description": description,
        "scope": "room_check" if _category(cells) in LOOKS else "service",
        "rrule": _rule(cells),
        "minutes": _minutes(cells),
        "qualification": cells.text("ResourceNames", 40) if own else None,
    }
    return ThingRow(
        cells.line,
        "job",
        name,
        {column: value for column, value in told.items() if value},
        model=_model(cells, known),
        of_type=own and cells.text("ExtObject") == OF_TYPE,
        sheet=cells.sheet,
    )


def _category(cells: Cells) -> str:
    return plain((cells.text("Category") or "").rpartition(":")[2])


def _rule(cells: Cells) -> str | None:
    """How often, as a rule (RFC 5545); None where it is done as required."""
    unit, every = cells.text("FrequencyUnit"), cells.text("Frequency")
    if not unit or plain(unit) == "as required":
        return None
    number = number_of(every)
    if number is not None and number == int(number):
        every = str(int(number))
    try:
        return rule_of(every or "", unit)
    except ImportRefused as refused:
        cells.refuse("Frequency", refused.message, **refused.values)
        return None


def _minutes(cells: Cells) -> int | None:
    number, unit = number_of(cells.text("Duration")), plain(cells.text("DurationUnit") or "")
    if not number:
        return None
    minutes = round(number * MINUTES[unit]) if unit in MINUTES else 0
    if not 0 < minutes <= MOST_MINUTES:
        message = N_(
            "%(told)s is no duration. Tell it in minutes, hours, or at most %(most)s days."
        )
        cells.refuse("Duration", message, told=f"{number:g} {unit}".strip(), most=MOST_DAYS)
    return minutes
