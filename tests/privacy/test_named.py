"""The public reads a technician's name only where its owner wants that."""

from flask.testing import FlaskClient

from app.checks.models import Check
from app.codes.models import Tag
from app.extensions import db
from app.people.models import Person, Role
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.pages import fetch


def test_a_name_is_on_a_public_page_once_its_owner_gives_one_and_no_longer(
    client: FlaskClient, make: Builder
) -> None:
    tag: Tag = make.tag(room=make.room())
    maria: Person = make.person(name="Maria Lopez", role=Role.TECHNICIAN)
    _check: Check = make.check(room=tag.room, person=maria)
    db.session.commit()
    browser, address = signed_in_client(client.application, maria), f"/t/{tag.code}?page=1"
    assert "by a technician, in-house" in fetch(client, address).text

    fetch(browser, "/account/public-name").form().send({"public_name": " Maria from AV "})
    page = fetch(client, address).text
    assert "by Maria from AV, in-house" in page
    assert "Lopez" not in page

    fetch(browser, "/account/public-name").form().send({"public_name": ""})
    assert "Maria" not in fetch(client, address).text
