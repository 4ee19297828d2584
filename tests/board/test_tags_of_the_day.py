"""A manager's day says what the tags on the walls want; a technician's does not."""

from flask.testing import FlaskClient

from app.codes.models import TagState
from tests.builders import NOON, Builder
from tests.pages import fetch

HERE = "https://rooms.example.edu"


def test_tags_that_want_something_lead_to_their_lists(manager: FlaskClient, make: Builder) -> None:
    make.tag(state=TagState.PLACED, address="https://old.example.edu", scanned_on=NOON.date())
    make.tag(state=TagState.WORN, address=HERE)
    make.tag(state=TagState.PRINTED, address=HERE)
    page = fetch(manager, "/today")
    assert "1 tag bears another address" in page.text
    assert "1 tag is torn or faded" in page.text
    assert "1 tag was printed and not placed yet" in page.text
    assert "/tags?which=elsewhere" in page.response.text


def test_where_all_is_well_nothing_is_said(manager: FlaskClient, make: Builder) -> None:
    make.tag(state=TagState.PLACED, address=HERE)
    assert "Tags that want something" not in fetch(manager, "/today").text


def test_a_technician_sees_what_is_broken_and_due(technician: FlaskClient, make: Builder) -> None:
    make.tag(state=TagState.WORN, address=HERE)
    assert "Tags that want something" not in fetch(technician, "/today").text
