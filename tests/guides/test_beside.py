"""Technicians read at the scan what is known of a model, and what it was the last times."""

from datetime import timedelta

from flask.testing import FlaskClient

from app import clock
from app.equipment import queries as equipment
from app.extensions import db
from app.faults.models import Cause, Diagnosis, Mechanism, Remedy
from app.guides import service
from app.guides.models import GuideKind
from app.guides.service import About, Wording
from tests.builders import Builder
from tests.pages import fetch


def test_the_scan_shows_known_errors_and_the_last_three_causes(
    technician: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    unit = make.equipment(name="Projector left")
    tag, person = make.tag(room=unit.room), make.person()
    whole = equipment.model(unit.model_id)
    assert whole
    error = Wording(GuideKind.KNOWN_ERROR, "Fan stops at 60 degrees", "Clean the filter.")
    service.write(About(whole.type, whole), error, None, at=clock.now())
    for number in range(4):
        fault = make.fault(equipment=unit)
        said = {"mode": "FTF", "mechanism": Mechanism.CONNECTION, "cause": Cause.WEAR}
        at = clock.now() - timedelta(days=number)
        found = Diagnosis(fault_id=fault.id, remedy=Remedy.REPLACE, by_id=person.id, at=at, **said)
        found.minutes = 10 + number
        db.session.add(found)
    db.session.flush()
    main = fetch(technician, f"/t/{tag.code}").main
    assert "Fan stops at 60 degrees" in main
    assert [f"({minutes} min)" in main for minutes in (10, 11, 12, 13)] == [True, True, True, False]
    assert "Fan stops" not in fetch(client, f"/t/{tag.code}").main


def test_a_units_page_leads_to_its_guides_and_to_a_new_one(
    technician: FlaskClient, make: Builder
) -> None:
    unit = make.equipment()
    page = fetch(technician, f"/equipment/{unit.id}")
    written = fetch(technician, page.link("Write one for this unit alone")).form()
    written.send({"title": "Kick it", "body": "Gently.", "kind": "procedure"})
    assert "Kick it" in fetch(technician, f"/equipment/{unit.id}").main
    of_model = fetch(technician, page.link("Write a guide for this model")).form()
    of_model.send({"title": "Restart it", "body": "Wait.", "kind": "procedure"})
    assert fetch(technician, "/guides?model=epson").main.count("Restart it") == 1


def test_a_faults_own_page_shows_what_is_known_of_the_model_what_fits_first(
    technician: FlaskClient, make: Builder
) -> None:
    dark, hums = make.symptom(label="Dark"), make.symptom(label="It hums")
    kind = make.equipment_type(symptoms=(dark, hums))
    room = make.room()
    unit = make.equipment(room=room, model=make.model(type=kind))
    whole = equipment.model(unit.model_id)
    assert whole
    for title, symptom in (("A fan that hums", hums), ("Black after an update", dark)):
        error = Wording(GuideKind.KNOWN_ERROR, title, "Restart it.", symptom)
        service.write(About(whole.type, whole), error, None, at=clock.now())
    hint = Wording(GuideKind.SELF_HELP, "Push the cable in", "Both ends.", dark)
    service.write(About(whole.type, whole), hint, None, at=clock.now())
    fault = make.fault(equipment=unit, symptom=dark)
    page = fetch(technician, f"/faults/{fault.id}")
    assert page.main.index("Black after an update") < page.main.index("A fan that hums")
    assert page.link("Black after an updateKnown error, against: Dark").startswith("/guides/")
    assert "Push the cable in" not in page.main
    other = fetch(technician, f"/faults/{make.fault().id}")
    assert "What is known about it" not in other.main
    itself = make.fault(room=room, equipment=None)
    assert "What is known about it" not in fetch(technician, f"/faults/{itself.id}").main
