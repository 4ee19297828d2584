"""The page of one person: what they do here is changed by an administrator, never one's own."""

from flask.testing import FlaskClient

from app.extensions import db
from app.people.models import Person, Role
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.pages import fetch, read


def test_another_role_counts_at_once_and_signs_out(admin: FlaskClient, make: Builder) -> None:
    person = make.person(name="Sam", role=Role.MANAGER)
    sams, number = signed_in_client(admin.application, person), person.id
    fetch(sams, "/imports")

    page = fetch(admin, fetch(admin, f"/people/{number}").link("Edit"))
    page.form().send({"name": "Sam Okoro", "role": "technician"})
    assert "Technician" in fetch(admin, f"/people/{number}").main
    assert sams.get("/imports").status_code == 302
    known = db.session.get_one(Person, number)
    assert (known.name, known.role) == ("Sam Okoro", Role.TECHNICIAN)


def test_nobody_gives_themselves_another_role(admin: FlaskClient) -> None:
    own = db.session.query(Person).filter_by(role=Role.ADMIN).one().id
    page = fetch(admin, f"/people/{own}/edit")
    answer = page.form().send({"name": "I", "role": "technician"})
    assert "You can't change your own role" in read(answer, 422, admin).text
    assert db.session.get_one(Person, own).role is Role.ADMIN
