"""Two sites that have one of everything; whatever is written at the other one bears its marks."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Enum, String, Table, Text, delete, insert, select, text, update

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import HistoryPass
from app.batches.models import BatchState
from app.checks.models import (
    CheckPart,
    CheckPhoto,
    DueWork,
    MovedWork,
    PastKind,
    PastWork,
    Round,
    RoundStop,
    Scope,
    SeededFault,
    SpotAudit,
)
from app.codes.models import Tag, TagState
from app.database import Base
from app.equipment.models import EquipmentType, Spare, SpareStock, StockMove, System, SystemUnit
from app.extensions import db
from app.faults.models import (
    Awaiting,
    Cause,
    Diagnosis,
    Fault,
    Follower,
    FollowVia,
    Mechanism,
    PartUsed,
    Pause,
    Promise,
    PromiseMove,
    Remedy,
    ReportPhoto,
    TimelineEntry,
)
from app.faults.models.arriving import Mail, MailPhoto, MailState
from app.guides.models import Guide, GuideKind, GuideVersion, Solved
from app.people.models import Person
from app.photos import store
from app.photos.models import Photo
from app.places.models import (
    Booking,
    CalendarFeed,
    Contingency,
    PersonSite,
    Room,
    RoomAlternative,
    Site,
    Zone,
    ZoneRoom,
)
from app.scope import condition_of
from tests.builders import Builder
from tests.building import NOON, stored

MARK = "zqx"
"""Begins every word that is written at the other site."""
NO_WORDS = {
    *("key", "secret", "code", "scan", "body_hash", "rrule", "timezone", "language", "made_from"),
    *("reading_code", "address", "fresh_address", "mode", "problem", "readings", "stock_id"),
    *("design_id", "used", "locale", "email", "source", "qualification"),
    *("act", "about", "changes", "way"),
}
"""Columns of texts that mean something to the program."""


@dataclass
class Estate:
    """One of everything at one site, by the names that addresses have for their keys."""

    site: Site
    kind: EquipmentType
    person: Person
    keys: dict[str, str] = field(default_factory=dict)


def estate(make: Builder, kind: EquipmentType, person: Person, n: int) -> Estate:
    """A site with one of everything; `kind` and `person` are of all sites."""
    site = make.site()
    made = Estate(site, kind, person)
    room, other = _places(make, made)
    unit = make.equipment(room=room, model=make.model(type=kind), asset_tag=f"A{n}")
    _equipment(make, made, unit, n)
    fault = _fault(make, made, room, unit, n)
    _checks(make, made, room, unit, n)
    tag = _tags(make, made, room, unit)
    _help(made, unit, fault, n)
    stored(RoomAlternative(room_id=room.id, other_id=other.id))
    audit.note(Act.PLACE_CHANGED, room, at=NOON)
    db.session.commit()
    made.keys |= {"room_id": str(room.id), "unit_id": str(unit.id), "code": tag.code}
    made.keys |= {"site_id": str(site.id), "building_id": str(room.building_id)}
    return made


def _put(made: Estate, name: str, row: Any) -> Any:
    stored(row)
    made.keys[name] = str(row.id)
    return row


def _places(make: Builder, made: Estate) -> tuple[Room, Room]:
    building = make.building(site=made.site)
    floor = make.floor(building=building)
    made.keys["floor_id"] = str(floor.id)
    room, other = make.room(floor=floor), make.room(floor=floor)
    made.keys["term_id"] = str(make.term(site_id=made.site.id).id)
    made.keys["holiday_id"] = str(make.holiday(site_id=made.site.id).id)
    zone = _put(made, "zone_id", Zone(building_id=building.id, name=f"East {building.id}"))
    stored(ZoneRoom(zone_id=zone.id, room_id=room.id))
    stored(Contingency(room_id=room.id, loan_kit="Store", call="Porter", note="Key"))
    stored(CalendarFeed(room_id=room.id, address="https://cal.example.edu/a"))
    stored(Booking(room_id=room.id, starts_at=NOON, ends_at=NOON + timedelta(hours=1)))
    stored(PersonSite(person_id=make.person().id, site_id=made.site.id))
    return room, other


def _equipment(make: Builder, made: Estate, unit: Any, n: int) -> None:
    system = stored(System(building_id=unit.room.building_id, name="Voice"))
    stored(SystemUnit(system_id=system.id, equipment_id=unit.id))
    spare = stored(Spare(model_id=unit.model_id, name=f"Lamp {n}"))
    kept = SpareStock(spare_id=spare.id, site_id=made.site.id, count=3, place="Shelf")
    _put(made, "kept_id", kept)
    made.keys["spare_id"] = str(spare.id)
    stored(StockMove(stock_id=kept.id, change=3, at=NOON, by_id=made.person.id, note="Bought"))


def _move(made: Estate) -> int:
    kept = int(made.keys["kept_id"])
    return stored(StockMove(stock_id=kept, change=-1, at=NOON, by_id=made.person.id)).id


def _photo(n: int, what: str) -> Photo:
    key = f"{what}{n}".ljust(32, "x")
    facts = {"media_type": "image/jpeg", "width": 2, "height": 2, "size": 9}
    photo = stored(Photo(key=key, taken_in_at=NOON, **facts))
    store.keep(photo.file_name, b"a picture")
    return photo


def _fault(make: Builder, made: Estate, room: Room, unit: Any, n: int) -> Fault:
    symptom = make.symptom()
    fault = make.fault(room=room, equipment=unit, symptom=symptom, assignee_id=made.person.id)
    report = make.report(fault=fault, note="Dark", secret=f"secret{n}".ljust(32, "s"))
    photo = _photo(n, "report")
    stored(ReportPhoto(photo_id=photo.id, report_id=report.id))
    stored(
        Pause(fault_id=fault.id, awaiting=Awaiting.PART, next_on=date(2026, 4, 1), began_at=NOON)
    )
    promise = db.session.scalars(select(Promise).where(Promise.fault_id == fault.id)).one()
    moved = {"due_before": NOON, "due_after": NOON, "told_at": NOON, "reason": "Late part"}
    stored(PromiseMove(promise_id=promise.id, at=NOON, by_id=made.person.id, **moved))
    said = {"mode": "FTF", "minutes": 5, "at": NOON, "by_id": made.person.id}
    settled = make.fault(room=room, equipment=unit, symptom=symptom)
    found = {"mechanism": Mechanism.MATERIAL, "cause": Cause.WEAR, "remedy": Remedy.CLEAN}
    stored(Diagnosis(fault_id=settled.id, **said, **found))
    stored(PartUsed(move_id=_move(made), fault_id=fault.id))
    follower = {"via": FollowVia.EMAIL, "address": f"{MARK}@example.edu", "asked_at": NOON}
    follows = stored(Follower(report_id=report.id, secret=f"follows{n}", **follower))
    note = {"note": "Went there", "person_id": made.person.id, "public": False}
    stored(TimelineEntry(fault_id=fault.id, at=NOON, photo_id=_photo(n, "line").id, **note))
    mail = {"key": f"mail{n}", "state": MailState.NOTE, "sender": "a@example.edu"}
    told = _put(made, "mail_id", Mail(**mail, arrived_at=NOON, fault_id=fault.id, subject="Dark"))
    stored(MailPhoto(photo_id=_photo(n, "mail").id, mail_id=told.id))
    made.keys |= {"fault_id": str(fault.id), "photo_id": str(photo.id), "key": photo.key}
    made.keys |= {
        "secret": report.secret,
        "report_id": str(report.id),
        "follower_id": str(follows.id),
    }
    return fault


def _checks(make: Builder, made: Estate, room: Room, unit: Any, n: int) -> None:
    check = make.check(room=room, person=made.person, note="Fine")
    finding = make.finding(check=check, equipment=unit, note="Warm")
    photo = _photo(n, "check")
    stored(CheckPhoto(check_id=check.id, finding_id=finding.id, photo_id=photo.id))
    stored(CheckPart(move_id=_move(made), check_id=check.id, equipment_id=unit.id))
    stored(SpotAudit(check_id=check.id, drawn_at=NOON, due_by=NOON + timedelta(days=9000)))
    plan = make.job_plan(type=made.kind, equipment_id=unit.id, name="Own plan")
    due = {"scope": Scope.SERVICE, "due_on": date(2026, 3, 9), "late_from": date(2026, 3, 16)}
    stored(DueWork(room_id=room.id, plan_id=plan.id, equipment_id=unit.id, minutes=3, **due))
    moved = {"occurrence": date(2026, 3, 9), "moved_to": date(2026, 3, 10), "moved_at": NOON}
    stored(
        MovedWork(
            plan_id=plan.id, equipment_id=unit.id, moved_by_id=made.person.id, key=f"{n}", **moved
        )
    )
    past = {"kind": PastKind.WORK, "done_on": date(2025, 1, 1), "source": "list"}
    stored(PastWork(room_id=room.id, equipment_id=unit.id, words="Old", created_at=NOON, **past))
    walk = {"name": "Monday", "scope": Scope.ROOM_CHECK, "planned_on": date(2026, 3, 3)}
    made_by = {"made_at": NOON, "made_by_id": made.person.id}
    round_ = _put(made, "round_id", Round(**walk, **made_by))
    _put(made, "stop_id", RoundStop(round_id=round_.id, room_id=room.id, position=1))
    seeded = SeededFault(
        room_id=room.id,
        equipment_id=unit.id,
        what="Loose",
        seeded_at=NOON,
        seeded_by_id=made.person.id,
    )
    _put(made, "seeded_id", seeded)
    made.keys |= {"check_id": str(check.id), "plan_id": str(plan.id)}
    item = make.check_item(job_plan=plan)
    made.keys["item_id"] = str(item.id)


def _tags(make: Builder, made: Estate, room: Room, unit: Any) -> Tag:
    tag = make.tag(room=room, state=TagState.PLACED, placed_at=NOON, placed_by_id=made.person.id)
    own = make.tag(equipment=unit)
    batch = make.batch(tag, own, person_id=made.person.id, state=BatchState.READY)
    made.keys |= {"batch_id": str(batch.id), "tag_id": str(tag.id)}
    return tag


def _help(made: Estate, unit: Any, fault: Fault, n: int) -> None:
    words = {"title": "Own guide", "body": "Press it"}
    given = {"kind": GuideKind.SELF_HELP, "confirmed_at": NOON, "created_at": NOON, **words}
    guide = _put(made, "guide_id", Guide(equipment_id=unit.id, **given))
    stored(GuideVersion(guide_id=guide.id, number=1, at=NOON, **words))
    given = {"room_id": unit.room_id, "symptom_id": fault.symptom_id, "at": NOON}
    stored(Solved(key=f"solved{n}", guide_id=guide.id, equipment_id=unit.id, **given))
    made.keys |= {"number": "1"}


def mark(site: Site) -> dict[str, int]:
    """Write the mark into each text of what does not belong to the site; how much, by table."""
    marked = {}
    with db.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            marked[table.name] = _mark(connection, table, f"NOT {condition_of(table, (site.id,))}")
    db.session.expire_all()
    return marked


def _mark(connection: Connection, table: Table, beyond: str) -> int:
    rows = connection.execute(select(*table.primary_key).where(text(beyond))).all()
    words = [each for each in table.c if _is_words(each)]
    connection.execute(insert(HistoryPass).values(of=table.name))
    for n, row in enumerate(rows):
        one = [column == key for column, key in zip(table.primary_key, row, strict=True)]
        said = {each.name: f"{MARK}{table.name}{n}{each.name}" for each in words}
        if said:
            connection.execute(update(table).where(*one).values(_cut(table, said)))
    connection.execute(delete(HistoryPass).where(HistoryPass.of == table.name))
    return len(rows)


def _is_words(column: Any) -> bool:
    is_text = isinstance(column.type, (String, Text)) and not isinstance(column.type, Enum)
    return is_text and column.name not in NO_WORDS and column.computed is None


def _cut(table: Table, said: dict[str, str]) -> dict[str, str]:
    return {name: words[: cast("Any", table.c[name].type).length] for name, words in said.items()}
