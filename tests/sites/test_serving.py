"""An administrator says which sites somebody serves; from the next request on they see these."""

from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.faults import queries as faults
from app.faults.promises.watching import people as told
from app.people import service as people
from app.people.models import Person, Role
from app.places import queries as places
from app.places.models import Room
from app.places.serving import service
from tests.builders import Builder
from tests.building import NOON
from tests.conftest import signed_in_client
from tests.pages import fetch, read
from tests.sites.conftest import Two
from tests.sites.estates import MARK


def test_an_administrator_chooses_sites_and_all_again(
    app: Flask, two: Two, make: Builder, admin: FlaskClient
) -> None:
    person = make.person(name="Grace")
    theirs, address = signed_in_client(app, person), f"/people/{person.id}/sites"
    assert theirs.get(f"/rooms/{two.others.keys['room_id']}").status_code == 200
    form = fetch(admin, address).form(address)
    answer = form.send({"reach": "some", "sites": [two.ours.keys["site_id"]]})
    assert answer.status_code == 303
    assert theirs.get(f"/rooms/{two.others.keys['room_id']}").status_code == 404
    assert theirs.get(f"/rooms/{two.ours.keys['room_id']}").status_code == 200
    assert "Some of them" in fetch(admin, "/people").text
    fetch(admin, address).form(address).send({"reach": "all"})
    assert theirs.get(f"/rooms/{two.others.keys['room_id']}").status_code == 200


def test_some_sites_are_at_least_one_and_none_for_an_administrator(
    two: Two, make: Builder, admin: FlaskClient
) -> None:
    address = f"/people/{make.person().id}/sites"
    answer = fetch(admin, address).form(address).send({"reach": "some", "sites": []})
    assert read(answer, 422, admin).errors == ["Tick at least one site."]
    address = f"/people/{make.person(role=Role.ADMIN).id}/sites"
    ours = [two.ours.keys["site_id"]]
    answer = fetch(admin, address).form(address).send({"reach": "some", "sites": ours})
    assert "An administrator gives accounts for all sites." in read(answer, 422, admin).text
    made_up = fetch(admin, address).form(address).send({"reach": "some", "sites": ["99999"]})
    assert made_up.status_code == 422


def test_who_is_switched_off_is_out_at_the_next_request(
    two: Two, limited: Person, theirs: FlaskClient, make: Builder
) -> None:
    assert theirs.get("/rooms").status_code == 200
    people.switch_off(limited, make.person())
    db.session.commit()
    assert theirs.get("/rooms").status_code == 302


def test_at_a_tag_of_another_site_staff_are_visitors(
    two: Two, limited: Person, theirs: FlaskClient, client: FlaskClient
) -> None:
    for at in (f"/t/{two.others.keys['code']}", f"/T/{two.others.keys['code']}"):
        assert fetch(theirs, at).main == fetch(client, at).main
    ours = f"/t/{two.ours.keys['code']}"
    assert fetch(theirs, ours).main != fetch(client, ours).main


def test_a_calendar_shows_the_sites_of_its_person(
    app: Flask, two: Two, limited: Person, client: FlaskClient
) -> None:
    people.renew_calendar(limited)
    db.session.commit()
    for page in ("mine", "everything"):
        answer = client.get(f"/calendar/{limited.calendar_secret}/{page}.ics")
        assert answer.status_code == (200 if page == "mine" or limited.is_manager else 404)
        assert MARK not in answer.get_data(as_text=True)
    service.serve_all(limited)
    db.session.commit()
    answer = client.get(f"/calendar/{limited.calendar_secret}/mine.ics")
    assert MARK in answer.get_data(as_text=True)


def test_a_picture_is_seen_by_those_who_see_what_bears_it(two: Two, theirs: FlaskClient) -> None:
    for at in ("photos", "guides/pictures"):
        assert theirs.get(f"/{at}/{two.ours.keys['key']}").status_code == 200
        assert theirs.get(f"/{at}/{two.others.keys['key']}").status_code == 404


def test_only_those_who_serve_the_site_are_told(two: Two, limited: Person) -> None:
    here, there = (places.room(int(each.keys["room_id"])) for each in (two.ours, two.others))
    fault = faults.fault(int(two.others.keys["fault_id"]))
    assert here
    assert there
    assert fault
    fault.assignee = None
    if limited.role is Role.TECHNICIAN:
        assert limited in told.technicians(here)
    for whom in (told.technicians(there), told.next_up(there, NOON), told.technicians()):
        assert limited not in whom
    assert limited not in told.responsible(fault, there, NOON)


def test_work_is_given_to_those_who_serve_its_site(
    app: Flask, two: Two, make: Builder, manager: FlaskClient
) -> None:
    stranger, colleague = make.person(name="Sam Elsewhere"), make.person(name="Lee Everywhere")
    service.serve(stranger, [two.ours.site])
    db.session.commit()
    fault, walk = (f"/faults/{two.others.keys['fault_id']}", two.others.keys["round_id"])
    page = fetch(manager, fault)
    assert "Lee Everywhere" in page.text
    assert "Sam Elsewhere" not in page.text
    answer = page.form(f"{fault}/assign").send({"person": str(stranger.id)})
    assert "Sam Elsewhere does not serve this site." in read(answer, 422, manager).text
    assert page.form(f"{fault}/assign").send({"person": str(colleague.id)}).status_code == 303
    over = f"/rounds/{walk}/hand-over"
    answer = fetch(manager, over).form(over).send({"person": str(stranger.id)})
    assert "Sam Elsewhere does not serve all of its sites." in read(answer, 422, manager).text


def test_what_concerns_all_sites_has_no_button_for_a_manager_of_some(
    app: Flask, make: Builder, two: Two, manager: FlaskClient
) -> None:
    local = make.person(role=Role.MANAGER)
    service.serve(local, [two.ours.site])
    theirs, kind = signed_in_client(app, local), make.equipment_type(title="Lamp")
    own, spent = make.own_stock(), make.own_stock(retired_at=NOON)
    plan, room = make.job_plan(type=kind), db.session.get_one(Room, int(two.ours.keys["room_id"]))
    old, printer = make.job_plan(type=kind, name="Old", retired_at=NOON), make.printer()
    for at in (
        *("/sheets/stocks", f"/sheets/stocks/own-{own.id}", f"/sheets/stocks/own-{spent.id}"),
        *("/sheets/printers", f"/sheets/printers/{printer.id}", "/sheets/style"),
        *(f"/checks/plans/{plan.id}", f"/checks/plans/{old.id}", "/checks/plans/new"),
    ):
        assert _ways_to_change(manager, at), at
        assert not _ways_to_change(theirs, at), at
        assert "all sites" in fetch(theirs, at).main
    asked = f"/checks/plans/new?q={room.name}"
    assert f"room={room.id}" in " ".join(fetch(theirs, asked).links)
    of_room = make.job_plan(room=room, type=kind)
    assert _ways_to_change(theirs, f"/checks/plans/{of_room.id}")


def _ways_to_change(client: FlaskClient, at: str) -> list[str]:
    """Where forms of the page send to, and its links to what is made or changed."""
    page = fetch(client, at)
    forms = [each for each in page.document.all("form") if each.get("method") == "post"]
    sent = [each.get("action", "") for each in forms if each.get("action") != "/sign-out"]
    made = [each for each in page.links if "/new" in each or each.endswith("/edit")]
    return sent + made
