"""An administrator says what somebody may sign beside what everybody may."""

from flask.testing import FlaskClient

from app.extensions import db
from app.people.models import Person
from tests.builders import Builder
from tests.pages import fetch, read


def test_qualifications_are_written_down_once_each_and_compared_without_capitals(
    admin: FlaskClient, make: Builder
) -> None:
    person = make.person(name="Sam")
    id_ = person.id
    own = fetch(admin, fetch(admin, "/people").link("Sam"))
    page = fetch(admin, next(each for each in own.links if each.endswith("/qualifications")))
    page.form().send({"qualifications": "  Electrician \r\n\r\nelectrician\r\nFire   safety"})

    assert "electrician, Fire safety" in fetch(admin, "/people").text
    known = db.session.get_one(Person, id_)
    assert known.may_sign("FIRE SAFETY")
    assert known.may_sign("")
    assert not known.may_sign("fire")


def test_a_qualification_longer_than_a_plan_can_name_is_refused(
    admin: FlaskClient, make: Builder
) -> None:
    address = f"/people/{make.person().id}/qualifications"
    answer = fetch(admin, address).form().send({"qualifications": "x" * 41})
    assert "Use at most 40 characters for each." in read(answer, 422, admin).errors
