"""An estate of any number of rooms, written straight into the tables, to measure on."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from app.checks.models import Check, Finding, Grade, Result, Scope
from app.codes.code import new_code
from app.codes.models import Tag, TagState
from app.database import Base
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import (
    Building,
    Criticality,
    Floor,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
)
from app.settings import Settings

UNITS, CHECKS, ROOMS_A_BUILDING, CHUNK = 8, 10, 500, 20_000
START = datetime.now(UTC) - timedelta(days=700)


def fill(folder: Path, rooms: int, database_url: str = "", checks: int = CHECKS) -> list[str]:
    """Fill a fresh database, in the folder unless told where; gives the tag codes of its rooms.

    Each room has so many checks behind it, spread over two years.
    """
    app = create_app(Settings(data=folder, database_url=database_url, cookie_secure=False))
    with app.app_context():
        upgrade()
        _world(rooms)
        ids = range(1, rooms + 1)
        codes = [new_code() for _ in ids]
        _insert(Room, (_room(id_) for id_ in ids))
        _insert(Tag, (_tag(id_, code) for id_, code in zip(ids, codes, strict=True)))
        _insert(Equipment, (_unit(id_, n) for id_ in ids for n in range(UNITS)))
        _insert(Check, (_check(id_, n, checks) for n in range(checks) for id_ in ids))
        _insert(Finding, (_finding(n, rooms) for n in range(rooms * checks)))
        db.session.commit()
        db.engine.dispose()
    return codes


def _insert(table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    waiting: Iterator[dict[str, Any]] = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        db.session.execute(insert(table), chunk)


def _world(rooms: int) -> None:
    hours = [SupportHours(weekday=day, opens=time(8), closes=time(18)) for day in range(5)]
    calendar = SupportCalendar(name="Support", phone="5555", timezone="UTC", hours=hours)
    site = Site(name="Campus", support_calendar=calendar)
    kind = EquipmentType(slug="projector", title="Projector", discipline="av", icon="projector")
    db.session.add_all([site, EquipmentModel(type=kind, maker="Lumora", model_number="LX-400")])
    for number in range(rooms // ROOMS_A_BUILDING + 1):
        building = Building(site=site, name=f"Hall {number}")
        db.session.add(Floor(building=building, label="1", position=1))
    db.session.add(
        Person(
            email="t@example.edu",
            name="T",
            role=Role.TECHNICIAN,
            fs_uniquifier="t",
            created_at=START,
        )
    )
    db.session.flush()


def _room(id_: int) -> dict[str, Any]:
    hall = id_ // ROOMS_A_BUILDING + 1
    return {
        "id": id_,
        "building_id": hall,
        "floor_id": hall,
        "name": f"{id_ // 100}.{id_ % 100:02d}",
        "description": "Seminar room, 30 seats",
        "criticality": Criticality.B,
        "version": 1,
        "last_checked_at": _moment(0, 1),
        "last_checked_grade": Grade.PRESENTED,
        "created_at": START,
    }


def _tag(id_: int, code: str) -> dict[str, Any]:
    return {"room_id": id_, "code": code, "state": TagState.PRINTED, "issued_at": START}


def _unit(id_: int, number: int) -> dict[str, Any]:
    return {
        "room_id": id_,
        "model_id": 1,
        "name": f"Projector {number + 1}",
        "condition": "up",
        "created_at": START,
    }


def _moment(number: int, of: int) -> datetime:
    return START + timedelta(days=690 * (number + 1) / of)


def _check(id_: int, number: int, of: int) -> dict[str, Any]:
    return {
        "room_id": id_,
        "person_id": 1,
        "scope": Scope.ROOM_CHECK,
        "result": Result.PASS,
        "done_at": _moment(number, of),
        "received_at": _moment(number, of),
        "key": f"{id_}-{number}",
        "body_hash": "0" * 64,
        "grade": Grade.PRESENTED,
    }


def _finding(number: int, rooms: int) -> dict[str, Any]:
    return {
        "check_id": number + 1,
        "equipment_id": (number % rooms) * UNITS + 1,
        "result": Result.PASS,
    }
