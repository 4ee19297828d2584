"""Estates of any shape with nasty names, stored; and what importing a file of theirs would do."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from app.cells import EMPTY_WORDS, FORMULA, clean
from app.checks.models import JobPlan, Scope
from app.equipment.models import (
    Condition,
    Equipment,
    EquipmentModel,
    EquipmentType,
    Spare,
    SpareStock,
    System,
    SystemUnit,
    Vendor,
)
from app.equipment.seeds import plant_types
from app.exports.cobie.book import House
from app.exports.lists import Asked, write
from app.extensions import db
from app.imports.preparing import Choices, Prepared, prepare
from app.imports.reading.cleaning import spelled
from app.imports.reading.vocabulary import FIELDS
from app.places.models import (
    Building,
    Criticality,
    Floor,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
    Zone,
    ZoneRoom,
)

WORK: dict[str, Any] = {"scope": Scope.SERVICE, "rrule": "FREQ=MONTHLY", "minutes": 5}
PART_NUMBERS = ("", "=1+1", "6.37702E+15", "n/a")
FIRMS = (None, "Acme", "=2.14", None)
CALENDAR = "The calendar of this estate"
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
HEADERS = sorted({*FIELDS["rooms"], *FIELDS["equipment"], "Name", "RoomTag", "Criticality"})


def stored_as(text: str) -> str:
    """The name that the forms would store for a text."""
    return " ".join(text.replace("\0", "").split())


def is_name(text: str) -> bool:
    """Whether the text can be seen, and is no longer than a name may be."""
    return bool(clean(text)) and max(len(text), len(clean(text))) <= 200


NASTY = st.sampled_from(
    [
        *("=2.14", "+1", "-12", "@home", "＝1+1", "'=x", "''n/a", "'s-Gravenhage", "'", '"', '""'),
        *("a,b", 'say "x"', "a;b;c;d;e;f;g;h;i;j;k;l;m;n", "a|b|c|d|e|f|g|h", "007", "1E+5"),
        *("6.37702E+15", "TRUE", "2024-01-02", "3/4/2024", "1/2", "45353", "_x0041_", "<b>", "1.0"),
        *("قاعة المحاضرات", "\u200fקפה\u200f", "A\u200b1", "Cafe\u0301", "会議室", "🎓 Aula", "ß"),
        *("SS", "x" * 200, "é" * 200, "A101", "a101", "[1]", "{}", "sep=;", "#REF!", "&amp;"),
        *("\ufffe!", "\x07bell"),
    ]
)
NAMES = (
    st.one_of(
        NASTY,
        st.sampled_from([*EMPTY_WORDS, *HEADERS, *FORMULA]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        st.text("Aa1 '=-,;\"", max_size=8),
    )
    .map(stored_as)
    .filter(is_name)
)
NUMBERS = NAMES.filter(lambda name: max(len(name), len(clean(name))) <= 100)
LABELS = NAMES.filter(lambda name: max(len(name), len(clean(name))) <= 40)
DAYS = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2100, 12, 31)))


def seen(named: Any) -> str:
    """What may stand once among its like: names are told apart as far as a person sees them."""
    return clean(named["name"])


def lists_of(strategy: Any, most: int = 3) -> Any:
    return st.lists(strategy, max_size=most)


UNITS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "model": st.integers(0, 3),
        "asset_tag": st.one_of(st.none(), NUMBERS),
        "serial_number": st.one_of(st.just(""), NUMBERS),
        "installed_on": DAYS,
        "external": st.sampled_from([None, None, "erp", "=sap"]),
        "vendor": st.sampled_from([None, None, "Acme", "=2.14", "n/a", "ß", "Vendor"]),
        "until": st.sampled_from([None, date(2020, 2, 29), date(2031, 1, 31)]),
        "note": st.one_of(st.just(""), NAMES),
        "retired": st.sampled_from([False, False, False, True]),
    }
)
ROOMS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "description": st.one_of(st.just(""), NAMES),
        "criticality": st.sampled_from(Criticality),
        "floor": st.integers(-1, 2),
        "external": st.sampled_from([None, None, "erp", "n/a"]),
        "retired": st.sampled_from([False, False, False, True]),
        "units": lists_of(UNITS),
    }
)
BUILDINGS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "floors": st.lists(LABELS, max_size=3, unique_by=clean),
        "rooms": st.lists(ROOMS, max_size=4, unique_by=seen),
        "gone": lists_of(ROOMS, 1),
    }
)
SITES = st.fixed_dictionaries(
    {"name": NAMES, "buildings": st.lists(BUILDINGS, min_size=1, max_size=2, unique_by=seen)}
)
ESTATES = st.fixed_dictionaries(
    {
        "sites": st.lists(SITES, min_size=1, max_size=2, unique_by=seen),
        "models": st.lists(
            st.tuples(
                st.sampled_from(["projector", "other", "aed", "laser_cutter"]),
                st.one_of(st.just(""), NAMES),
                st.one_of(st.just(""), NAMES),
            ),
            min_size=4,
            max_size=4,
            unique_by=lambda model: (model[0], clean(model[1]), clean(model[2])),
        ),
    }
)


def prepare_types() -> None:
    """The shipped types, one of the house's own, and a calendar for all sites."""
    plant_types()
    db.session.add(EquipmentType(slug="laser_cutter", title="Laser cutter", discipline="lab"))
    hours = [SupportHours(weekday=0, opens=time(8), closes=time(18))]
    db.session.add(
        SupportCalendar(name=CALENDAR, phone="5555", timezone="Pacific/Auckland", hours=hours)
    )
    db.session.commit()


def store(estate: dict[str, Any]) -> None:
    """Nothing but this estate, in the database."""
    emptied()
    calendar = db.session.query(SupportCalendar).one()
    kinds = {each.slug: each for each in db.session.query(EquipmentType)}
    models = [
        EquipmentModel(type=kinds[slug], maker=maker, model_number=number)
        for slug, maker, number in estate["models"]
    ]
    db.session.add_all(models)
    name = estate["sites"][0]["name"]
    spares = [
        Spare(model=model, name=name, note="=1", part_number=number, vendor=_vendor(vendor))
        for model, number, vendor in zip(models, PART_NUMBERS, FIRMS, strict=True)
    ]
    db.session.add_all(spares)
    for model in models:
        db.session.add(JobPlan(model=model, type=model.type, name="n/a", **WORK))
    for each in estate["sites"]:
        site = Site(name=each["name"], support_calendar=calendar)
        db.session.add_all(_stock(site, spare, n) for n, spare in enumerate(spares[1:]))
        for told in each["buildings"]:
            _store_building(site, told, models)
    for number, thing in enumerate([*db.session.new]):
        if isinstance(thing, Room | Equipment) and thing.source:
            thing.external_id = f"={number}"
    db.session.commit()


def _stock(site: Site, spare: Spare, count: int) -> SpareStock:
    """What a site has of a spare; of the first there is none."""
    return SpareStock(
        site=site, spare=spare, count=count, minimum=2, place=("", "n/a", "=A1")[count]
    )


def _store_building(site: Site, told: dict[str, Any], models: list[EquipmentModel]) -> None:
    building = Building(site=site, name=told["name"])
    zone, system = Zone(building=building, name="n/a"), System(building=building, name=told["name"])
    floors = [Floor(building=building, label=label) for label in told["floors"]]
    db.session.add_all([building, *floors])
    for each in [*told["rooms"], *(gone | {"retired": True} for gone in told["gone"])]:
        room = Room(
            building=building,
            floor=floors[each["floor"]] if 0 <= each["floor"] < len(floors) else None,
            name=each["name"],
            description=each["description"],
            criticality=each["criticality"],
            source=each["external"],
            created_at=NOW - timedelta(days=9),
            retired_at=NOW - timedelta(days=1) if each["retired"] else None,
        )
        units = [_unit(room, unit, models) for unit in each["units"]]
        db.session.add_all([room, ZoneRoom(zone=zone, room=room), *units])
        db.session.add_all(SystemUnit(system=system, equipment=unit) for unit in units)


def _unit(room: Room, told: dict[str, Any], models: list[EquipmentModel]) -> Equipment:
    return Equipment(
        room=room,
        model=models[told["model"]],
        name=told["name"],
        asset_tag=told["asset_tag"],
        serial_number=told["serial_number"],
        installed_on=told["installed_on"],
        purchased_on=told["until"],
        warranty_until=told["until"],
        note=told["note"],
        vendor=_vendor(told["vendor"]),
        source=told["external"],
        condition=Condition.UP,
        created_at=NOW,
        retired_at=NOW if told["retired"] else None,
    )


def _vendor(name: str | None) -> Vendor | None:
    """The vendor of that name, made where it is the first."""
    there = {each.name: each for each in db.session.new if isinstance(each, Vendor)}
    if name and name not in there:
        there[name] = Vendor(name=name, email=f"desk@{len(name)}.example", note="=note")
        db.session.add(there[name])
    return there.get(name or "")


def asked(**filters: str) -> Asked:
    """What the address of a list's page asks, by a manager."""
    return Asked(MultiDict(filters), NOW, House("https://rooms.example.edu", "Northfield"))


def written(name: str, ending: str, **filters: str) -> bytes:
    """The file that a list goes out as."""
    out = io.BytesIO()
    write(name, ending, asked(**filters), out)
    return out.getvalue()


def trial(content: bytes, ending: str) -> Prepared:
    """The dry run of importing the file, with nothing chosen by hand."""
    return prepare(content, f"list.{ending}", Choices())


def told_apart(estate: dict[str, Any]) -> dict[str, Any]:
    """The estate with only what a list can make anew: in use, and no two names or tags alike."""
    for site in estate["sites"]:
        tags: set[str] = set()
        site["buildings"] = _once(site["buildings"])
        for building in site["buildings"]:
            labels = {spelled(label): label for label in building["floors"]}
            building |= {"floors": list(labels.values()), "gone": []}
            building["rooms"] = _once(each for each in building["rooms"] if not each["retired"])
            for room in building["rooms"]:
                room["units"] = [each for each in room["units"] if _is_new(each, tags)]
    models = {tuple(map(spelled, each)): each for each in estate["models"]}
    of_no_maker = [("other", "", ""), ("aed", "", ""), ("projector", "", ""), ("other", "x", "")]
    for each in of_no_maker:
        if len(models) < 4:
            models.setdefault(tuple(map(spelled, each)), each)
    return {"sites": _once(estate["sites"]), "models": list(models.values())}


def _once(named: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({spelled(each["name"]): each for each in named}.values())


def _is_new(unit: dict[str, Any], tags: set[str]) -> bool:
    """Whether the unit is in use, has a tag that no other has, and a date that means one."""
    tag = spelled(unit["asset_tag"] or "")
    if unit["retired"] or tag in tags or unit["installed_on"] == date(1970, 1, 1):
        return False
    tags |= {tag} - {""}
    return True


def emptied() -> None:
    """No place and no unit is left in the database."""
    things = (SystemUnit, ZoneRoom, System, Zone, SpareStock, Spare, JobPlan)
    for table in (*things, Equipment, EquipmentModel, Vendor, Room, Floor, Building, Site):
        db.session.execute(delete(table))
    made = select(SupportCalendar.id).where(SupportCalendar.name != CALENDAR)
    db.session.execute(delete(SupportHours).where(SupportHours.calendar_id.in_(made)))
    db.session.execute(delete(SupportCalendar).where(SupportCalendar.id.in_(made)))
    db.session.commit()
