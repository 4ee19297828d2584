"""Systems, which come with lists, are seen: each with its building and its units."""

from __future__ import annotations

from flask.testing import FlaskClient

from app.equipment.models import System, SystemUnit
from app.extensions import db
from tests.builders import NOON, Builder
from tests.pages import fetch

SYSTEMS = "/equipment/systems"


def test_a_system_leads_to_its_units_in_use(technician: FlaskClient, make: Builder) -> None:
    hall = make.building(name="Main Hall")
    room = make.room(building=hall)
    speaker = make.equipment(name="Speaker", room=room)
    gone = make.equipment(name="Amplifier", room=room, retired_at=NOON)
    make.equipment(name="Projector", room=room)
    system = System(building_id=hall.id, name="Public address", category="Voice alarm")
    db.session.add_all((system, System(building_id=hall.id, name="Sprinklers")))
    db.session.flush()
    db.session.add_all(
        SystemUnit(system_id=system.id, equipment_id=each.id) for each in (speaker, gone)
    )
    db.session.commit()
    assert fetch(technician, "/equipment").link("Systems") == SYSTEMS
    page = fetch(technician, f"{SYSTEMS}?q=voice")
    assert page.rows[1:] == [["Public address Voice alarm", "Main Hall", "1 unit"]]
    page = fetch(technician, page.link("1 unit"))
    assert [row[0].split()[0] for row in page.rows[1:]] == ["Speaker"]
    assert "Of system Public address." in page.main
    assert [row[2] for row in fetch(technician, SYSTEMS).rows[1:]] == ["1 unit", "–"]
    unit = fetch(technician, f"/equipment/{speaker.id}")
    assert unit.link("Public address") == f"/equipment?system={system.id}"


def test_before_there_is_a_system_the_list_says_where_it_comes_from(
    technician: FlaskClient,
) -> None:
    assert "No systems yet" in fetch(technician, SYSTEMS).main
    assert "No system answers to that" in fetch(technician, f"{SYSTEMS}?q=zzz").main
