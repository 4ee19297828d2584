"""One tap says which thing and what is wrong with it: on a unit's tag, and as a report begins."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from tests.builders import Builder
from tests.pages import Page, fetch


@pytest.fixture
def projector(make: Builder) -> Equipment:
    """With one symptom that something helps against, and one that nothing does."""
    dark = make.symptom(code="NO_PICTURE", label="No picture", self_help="Push the cable in.")
    hums = make.symptom(code="HUMS", label="It hums", self_help="")
    make.symptom(code="OTHER", label="Something else", self_help="")
    model = make.model(type=make.equipment_type(symptoms=(dark, hums)))
    return make.equipment(name="Projector left", model=model)


def reported(page: Page, tag: Tag) -> tuple[str, str]:
    """What the form of a report has chosen already."""
    filled = page.form(f"/t/{tag.code}/report").filled
    return filled["unit"], filled["symptom"]


def test_a_units_tag_leads_from_what_is_wrong_to_what_to_try(
    client: FlaskClient, make: Builder, projector: Equipment
) -> None:
    tag = make.tag(equipment=projector)
    page = fetch(client, f"/t/{tag.code}")
    assert page.each("chip") == ["No picture", "It hums", "Something else"]
    tried = fetch(client, page.link("No picture"))
    assert (tried.h1, "Push the cable in." in tried.main) == ("No picture", True)
    after = fetch(client, tried.link("It didn't help: report"))
    assert reported(after, tag) == (str(projector.id), "NO_PICTURE")


def test_where_nothing_helps_the_report_keeps_what_was_chosen(
    client: FlaskClient, make: Builder, projector: Equipment
) -> None:
    tag = make.tag(equipment=projector)
    page = fetch(client, f"/t/{tag.code}")
    led = client.get(page.link("It hums"))
    assert reported(fetch(client, led.location), tag) == (str(projector.id), "HUMS")
    other = fetch(client, page.link("Something else"))
    assert reported(other, tag) == (str(projector.id), "OTHER")


def test_a_rooms_tag_has_no_chips_and_a_unit_out_of_reach_none_either(
    client: FlaskClient, technician: FlaskClient, make: Builder, projector: Equipment
) -> None:
    assert not fetch(client, f"/t/{make.tag(room=projector.room).code}").each("chip")
    assert not fetch(technician, f"/rooms/{projector.room_id}").each("chip")


def test_a_report_begins_with_all_that_can_be_wrong(
    client: FlaskClient, make: Builder, projector: Equipment
) -> None:
    tag = make.tag(room=projector.room)
    first = fetch(client, f"/t/{tag.code}/report")
    assert first.each("chip")[:3] == ["No picture", "It hums", "Something else"]
    second = fetch(client, first.link("It hums"))
    assert reported(second, tag) == (str(projector.id), "HUMS")
    sent = second.form(f"/t/{tag.code}/report").send()
    assert "Someone will be with you" in fetch(client, sent.location).main


def test_forty_units_of_one_type_ask_no_more_often_than_twenty(
    client: FlaskClient, make: Builder, projector: Equipment
) -> None:
    room, model = projector.room, projector.model
    tag, counts = make.tag(room=room), []
    for _times in range(3):
        seen: list[str] = []
        listen = lambda *given, seen=seen: seen.append(given[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        fetch(client, f"/t/{tag.code}/report")
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(seen))
        for _more in range(20):
            make.equipment(room=room, model=model)
    assert counts[1] == counts[2]
