"""Whatever is done about a room, the next scan shows it, kept page or not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Any, TypeVar

import pytest
from flask.testing import FlaskClient

from app.checks import service as checks
from app.checks.models import Result, Scope
from app.checks.service import Found
from app.codes import queries as codes
from app.codes import service as tags
from app.equipment import queries as units
from app.equipment import service as equipment
from app.equipment.models import Condition, Equipment, EquipmentModel
from app.extensions import db
from app.faults import queries as faults
from app.faults import service as reports
from app.faults.models import Effect, Fault, FaultState, Report
from app.people.models import Person
from app.places import queries as places
from app.places import service as estate
from app.places.models import Building, Room, Site, SupportCalendar
from tests.builders import NOON, Builder

HOURS = [(day, time(9), time(11)) for day in range(7)]


T = TypeVar("T")


def there(found: T | None) -> T:
    """What was found; nothing would be a fault of the scene."""
    assert found is not None
    return found


@dataclass(frozen=True)
class Scene:
    """A room with a tag, a unit, and a fault of another unit; keys only, read anew by each act."""

    code: str
    room_id: int
    unit_id: int
    retired_id: int
    broken_id: int
    fault_id: int
    elsewhere_id: int
    distant_unit_id: int
    make: Builder

    @property
    def room(self) -> Room:
        """The room with its places."""
        return there(places.room(self.room_id))

    @property
    def building(self) -> Building:
        """Its building with its site."""
        return there(places.building(self.room.building_id))

    @property
    def site(self) -> Site:
        """Its site with its calendar."""
        return there(places.site(self.building.site_id))

    @property
    def calendar(self) -> SupportCalendar:
        """Who answers for it."""
        return self.site.support_calendar

    @property
    def elsewhere(self) -> Room:
        """Another room."""
        return there(places.room(self.elsewhere_id))

    def unit(self, unit_id: int | None = None) -> Equipment:
        """A unit, by default the one that works."""
        return there(units.unit(unit_id or self.unit_id))

    @property
    def fault(self) -> Fault:
        """The open fault with all that staff see of it."""
        return there(faults.fault(self.fault_id))

    @property
    def staff(self) -> Person:
        """Somebody who acts."""
        return self.make.person()


@pytest.fixture
def scene(make: Builder, time_machine: Any) -> Scene:
    """The scene, at noon."""
    time_machine.move_to(NOON, tick=False)
    room = make.room(last_checked_at=NOON)
    broken, distant = make.equipment(room=room), make.equipment()
    kind = make.equipment_type(symptoms=(make.symptom(),))
    return Scene(
        code=make.tag(room=room).code,
        room_id=room.id,
        unit_id=make.equipment(room=room, model=make.model(type=kind)).id,
        retired_id=make.equipment(room=room, retired_at=NOON).id,
        broken_id=broken.id,
        fault_id=make.fault(equipment=broken, effect=Effect.DEGRADED).id,
        elsewhere_id=distant.room_id,
        distant_unit_id=distant.id,
        make=make,
    )


def _model(scene: Scene) -> EquipmentModel:
    return equipment.model_of(scene.make.equipment_type(), "Newmaker", "N1")


def _change_calendar(scene: Scene) -> None:
    calendar = scene.calendar
    estate.change_support_calendar(
        calendar, name=calendar.name, phone="7777", timezone="UTC", hours=HOURS
    )


def _change_site(scene: Scene) -> None:
    other = scene.make.support_calendar(phone="8888")
    estate.change_site(scene.site, name="Campus", calendar=other)


def _report(scene: Scene) -> Report:
    symptom = faults.symptoms_of(scene.unit())[0]
    told: dict[str, Any] = {"note": "", "contact": "", "key": "key", "at": NOON}
    return reports.report(scene.room, scene.unit(), symptom, **told)


def _move(state: FaultState) -> Callable[[Scene], object]:
    return lambda scene: reports.move(scene.fault, state, by=scene.staff, note="Because", at=NOON)


def _reopen(scene: Scene) -> None:
    report = scene.make.report(fault=scene.fault)
    reports.move(scene.fault, FaultState.RESTORED, by=scene.staff, note="", at=NOON)
    reports.still_broken(there(faults.report(report.secret)), at=NOON)


def _set_effect(scene: Scene, effect: Effect, detail: str) -> None:
    reports.set_effect(scene.fault, effect, detail=detail, by=scene.staff, at=NOON)


def _check(scene: Scene, result: Result) -> None:
    checks.log(
        scene.room,
        scene.staff,
        Scope.ROOM_CHECK,
        [Found(scene.unit(), result, note="Lamp dark")],
        key="key",
        at=NOON,
        received_at=NOON,
    )


ACTS: dict[str, Callable[[Scene], object]] = {
    "a room is described": lambda s: estate.change_room(s.room, description="Studio"),
    "a room is renamed": lambda s: estate.change_room(s.room, name="9.99"),
    "a room gets its own calendar": lambda s: estate.change_room(
        s.room, support_calendar=s.make.support_calendar(phone="9999")
    ),
    "a room moves to another building": lambda s: estate.change_room(
        s.room, building=s.make.building()
    ),
    "a room is retired": lambda s: estate.retire_room(s.room, at=NOON),
    "a building is renamed": lambda s: estate.change_building(
        s.building, name="New Hall", site=s.site
    ),
    "a site gets another calendar": _change_site,
    "a calendar is changed": _change_calendar,
    "a unit is added": lambda s: equipment.add_unit(s.room, _model(s), "Camera", at=NOON),
    "a unit is renamed": lambda s: equipment.change_unit(s.unit(), name="Beamer"),
    "a unit is of another model": lambda s: equipment.change_unit(s.unit(), model=_model(s)),
    "a unit moves away": lambda s: equipment.move_unit(s.unit(), s.elsewhere),
    "a unit moves in": lambda s: equipment.move_unit(s.unit(s.distant_unit_id), s.room),
    "a unit is retired": lambda s: equipment.retire_unit(s.unit(), at=NOON),
    "a unit is brought back": lambda s: equipment.bring_back_unit(s.unit(s.retired_id)),
    "a broken unit moves away": lambda s: equipment.move_unit(s.unit(s.broken_id), s.elsewhere),
    "a broken unit is retired": lambda s: equipment.retire_unit(s.unit(s.broken_id), at=NOON),
    "a fault is reported": _report,
    "a fault is restored": _move(FaultState.RESTORED),
    "a fault is rejected": _move(FaultState.REJECTED),
    "a fault is open again": _reopen,
    "a fault is worse": lambda s: _set_effect(s, Effect.ROOM_DOWN, ""),
    "a fault is explained": lambda s: _set_effect(s, Effect.DEGRADED, "Use the other one"),
    "a check found all fine": lambda s: _check(s, Result.PASS),
    "a check found a fault": lambda s: _check(s, Result.FAIL),
    "a tag is void": lambda s: tags.void(there(codes.answering(s.code)), at=NOON),
    "a tag is replaced": lambda s: tags.replace(there(codes.answering(s.code)), at=NOON),
    "another tag is claimed for the room": lambda s: tags.claim(
        s.make.tag(room=None), s.room, s.staff, at=NOON
    ),
}


def _unit_is_down(scene: Scene) -> None:
    equipment.set_condition(scene.unit(), Condition.DOWN)


def _replace_tag_of_unit(scene: Scene) -> None:
    tags.replace(there(codes.answering(there(codes.of_unit(scene.unit_id)).code)), at=NOON)


UNIT_ACTS: dict[str, Callable[[Scene], object]] = {
    "the unit moves": lambda s: equipment.move_unit(s.unit(), s.elsewhere),
    "the unit is renamed": lambda s: equipment.change_unit(s.unit(), name="Beamer"),
    "the unit is of another model": lambda s: equipment.change_unit(s.unit(), model=_model(s)),
    "the unit is down": _unit_is_down,
    "the unit is retired": lambda s: equipment.retire_unit(s.unit(), at=NOON),
    "its room is renamed": lambda s: estate.change_room(s.room, name="9.99"),
    "its room is retired": lambda s: estate.retire_room(s.room, at=NOON),
    "its tag is void": lambda s: tags.void(there(codes.of_unit(s.unit_id)), at=NOON),
    "its tag is replaced": _replace_tag_of_unit,
    "another tag is claimed for it": lambda s: tags.claim(
        s.make.tag(room=None), s.unit(), s.staff, at=NOON
    ),
    "a fault of it is reported": _report,
}


@pytest.mark.parametrize("act", UNIT_ACTS.values(), ids=UNIT_ACTS)
def test_the_next_scan_of_a_unit_shows_it(
    client: FlaskClient, scene: Scene, act: Callable[[Scene], object]
) -> None:
    code = scene.make.tag(equipment=scene.unit()).code
    test_the_next_scan_shows_it(client, replace(scene, code=code), act)


def test_a_blank_tag_shows_its_room_as_soon_as_it_is_claimed(
    client: FlaskClient, scene: Scene
) -> None:
    blank = scene.make.tag(room=None)
    assert client.get(f"/t/{blank.code}").status_code == 404
    tags.claim(blank, scene.room, scene.staff, at=NOON)
    db.session.commit()
    assert client.get(f"/t/{blank.code}").status_code == 200


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_next_scan_shows_it(
    client: FlaskClient, scene: Scene, act: Callable[[Scene], object]
) -> None:
    address = f"/t/{scene.code}"
    before = client.get(address).text
    assert client.get(address).text == before
    act(scene)
    db.session.commit()
    after = client.get(address).text
    assert after != before
    assert after == client.get(f"{address}?page=1").text, "the long way shows the same"
