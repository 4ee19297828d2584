"""What was typed is offered once more where a form came too late; never what another site sent."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.equipment.models import Equipment
from app.extensions import db
from app.people.models import Person
from tests.builders import Builder
from tests.pages import read

OURS = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/localhost"},
    {"Referer": "http://[evil"},
    {},
)


def test_a_form_that_came_after_the_session_ended_is_sent_by_one_tap(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room()
    typed = {
        "building": str(room.building_id),
        "room": room.name,
        "type": str(make.equipment_type().id),
        "name": "Projector <left>",
        "model_number": "EB-1",
        "csrf_token": "of a session that is over",
    }
    late = manager.post("/equipment/new", data=typed, headers=OURS)
    page = read(late, 400, manager)
    assert "Name Projector <left>" in page.main
    assert "Model number EB-1" in page.main
    assert page.form().send().status_code == 303
    assert db.session.scalar(select(Equipment.name)) == "Projector <left>"


@pytest.mark.parametrize(
    "headers", [OURS, {"Origin": "http://localhost"}, {"Referer": "http://localhost/faults"}]
)
def test_who_was_signed_out_meanwhile_loses_nothing(
    client: FlaskClient, make: Builder, headers: dict[str, str]
) -> None:
    address = f"/faults/{make.fault().id}/move"
    page = read(client.post(address, data={"note": "Lamp ordered"}, headers=headers), 401)
    assert page.form().filled["note"] == "Lamp ordered"
    assert page.form().action == address


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_what_another_site_sends_is_never_offered_again_and_leaves_no_trace(
    client: FlaskClient, make: Builder, headers: dict[str, str]
) -> None:
    address = f"/faults/{make.fault().id}/move"
    answer = client.post(address, data={"note": "By somebody else"}, headers=headers)
    assert answer.status_code == 401
    assert "By somebody else" not in answer.text
    assert not answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("address", ["/people/new", "/welcome/token", "/people/1/on", "/sign-in"])
def test_what_gives_an_account_is_always_typed_anew(
    client: FlaskClient, admin: FlaskClient, address: str
) -> None:
    typed = {"name": "Eve", "email": "eve@example.edu", "role": "admin"}
    for browser in (client, admin):
        answer = browser.post(address, data=typed, headers=OURS)
        assert "eve@example.edu" not in answer.text or address == "/sign-in"
        assert "Send it again" not in answer.text
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_flood_is_told_when_to_come_back_and_keeps_what_it_typed(guarded: Flask) -> None:
    client = guarded.test_client()
    address = "/t/7K3QX9MP2TA4/report"
    sent = [client.post(address, data={"note": "Dark"}, headers=OURS) for _ in range(31)]
    assert sent[-2].status_code == 404
    assert read(sent[-1], 429).form().filled["note"] == "Dark"
    assert 1 <= int(sent[-1].headers["Retry-After"]) <= 61
