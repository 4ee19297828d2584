"""An empty database becomes the demo campus with two years of history. Flushes, never commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.checks.models import CheckItem, ItemKind, JobPlan, Scope
from app.codes.models import Tag
from app.demo.beside import add_beside
from app.demo.helping import add_help
from app.demo.history import Estate, write_down
from app.demo.rhythm import add_plans, keep_rhythm, live_year
from app.demo.rounds import plan_rounds
from app.demo.story.telling import ReadItem, Story, told
from app.demo.story.troubles import Rules
from app.demo.story.world import HOURS, Campus, UnitPlan, campus
from app.demo.tags import hang_tags
from app.equipment import service as equipment
from app.equipment.models import Equipment, EquipmentModel, EquipmentType, Symptom
from app.extensions import db
from app.people.models import Person
from app.places import service as places
from app.places.models import Building, Criticality, Room, Site, SupportCalendar


def fill(people: dict[str, Person], *, address: str, at: datetime) -> dict[str, Tag]:
    """The tags of the demo's rooms by the rooms' keys; with them all that happened up to `at`.

    `address` is the public one that stands on the demo's paper. Types, symptoms and job plans must
    be planted. Wants "tom", "ines", "sam" and "mara" among `people`.
    """
    plan = campus(at)
    calendar = _calendar(plan)
    site = places.add_site(plan.site, calendar)
    rooms = _rooms(plan, site)
    items = {item.code: item for item in db.session.scalars(select(CheckItem))}
    story = story_of(plan, calendar)
    models = _models(plan)
    units = _units(plan, rooms, models)
    keep_rhythm()
    live_year(plan, site, rooms)
    add_beside(plan, rooms, units, models)
    add_help(rooms, models, people["mara"], at=plan.begun_at)
    write_down(story, Estate(people, rooms, units, items, calendar))
    add_plans(models, units)
    plan_rounds(people["tom"], people["mara"], at=at)
    return hang_tags(rooms, units, people["tom"], address=address, since=plan.begun_at, at=at)


def _calendar(plan: Campus) -> SupportCalendar:
    return places.add_support_calendar(
        plan.calendar_name, phone=plan.phone, timezone=plan.timezone, hours=HOURS
    )


def _rooms(plan: Campus, site: Site) -> dict[str, Room]:
    buildings: dict[str, Building] = {}
    rooms = {}
    for line in plan.rooms:
        if line.building not in buildings:
            buildings[line.building] = places.add_building(site, line.building)
        building = buildings[line.building]
        rooms[line.key] = places.add_room(
            building,
            line.name,
            floor=places.floor_of(building, line.floor),
            description=line.description,
            criticality=Criticality(line.criticality),
            at=plan.begun_at,
        )
    return rooms


Models = dict[tuple[str, str], EquipmentModel]
"""By maker and number."""


def _models(plan: Campus) -> Models:
    types = {kind.slug: kind for kind in db.session.scalars(select(EquipmentType))}
    models: Models = {}
    for line in (unit for room in plan.rooms for unit in room.units):
        if (line.maker, line.model) not in models:
            model = equipment.model_of(types[line.type], line.maker, line.model)
            models[line.maker, line.model] = model
    return models


def _units(plan: Campus, rooms: dict[str, Room], models: Models) -> dict[str, Equipment]:
    units = {
        line.key: _unit(line, rooms[line.room], models[line.maker, line.model])
        for room in plan.rooms
        for line in room.units
    }
    db.session.add_all(units.values())
    db.session.flush()
    return units


def _unit(line: UnitPlan, room: Room, model: EquipmentModel) -> Equipment:
    return Equipment(
        room_id=room.id,
        model_id=model.id,
        model=model,
        name=line.name,
        asset_tag=line.asset_tag,
        serial_number=line.serial_number,
        installed_on=line.installed_on,
        note="",
        created_at=line.placed_at,
        retired_at=line.retired_at,
    )


def story_of(plan: Campus, calendar: SupportCalendar) -> Story:
    """What happened on the campus, by the types, symptoms and job plans that are planted."""
    statutory = select(EquipmentType.slug).where(EquipmentType.statutory)
    rules = Rules(
        symptoms={each.code: each for each in db.session.scalars(select(Symptom))},
        statutory=frozenset(db.session.scalars(statutory)),
        items={item.code: item.text for item in db.session.scalars(select(CheckItem))},
        calendar=calendar,
    )
    return told(plan, rules, _readable())


def _readable() -> dict[str, list[ReadItem]]:
    """What is read off, by type; without the work that only a qualified person may sign."""
    plans = db.session.execute(
        select(JobPlan, EquipmentType.slug, EquipmentType.statutory)
        .join(EquipmentType, EquipmentType.id == JobPlan.type_id)
        .where(JobPlan.qualification == "")
        .options(selectinload(JobPlan.items))
        .order_by(JobPlan.id)
    )
    readable: dict[str, list[ReadItem]] = {}
    for plan, slug, statutory in plans:
        readable.setdefault(slug, []).extend(
            ReadItem(item.code, plan.scope is Scope.ROOM_CHECK, statutory, item.optional)
            for item in plan.items
            if item.kind is not ItemKind.PASS_FAIL
        )
    return readable
