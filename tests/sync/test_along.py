"""What a phone takes along, and the files that make it work without signal."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, DueWork, ItemKind, Round, RoundStop, Scope, StopState
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Room
from tests.builders import Builder
from tests.pages import fetch
from tests.sync.sending import NOW, message, send

NOT_DUE = {"last_checked_at": datetime.now(UTC), "last_checked_grade": 1}


@pytest.fixture
def me(technician: FlaskClient) -> Person:
    return db.session.scalars(select(Person).where(Person.role == Role.TECHNICIAN)).one()


def _along(client: FlaskClient) -> list[str]:
    return [each["name"] for each in client.get("/sync/round.json").json["rooms"]]  # type: ignore[index]


def _stop(room: Room, person: Person, state: StopState = StopState.OPEN) -> None:
    today = datetime.now(UTC)
    tour = Round(name="Tour", scope=Scope.ROOM_CHECK, planned_on=today.date(), made_at=today)
    tour.person_id = person.id
    db.session.add(tour)
    db.session.flush()
    db.session.add(RoundStop(round_id=tour.id, room_id=room.id, position=1, state=state))
    db.session.commit()


def test_ones_own_open_stops_come_first_then_what_is_due(
    technician: FlaskClient, me: Person, make: Builder
) -> None:
    make.room(name="Due")
    make.room(name="Gone", retired_at=datetime.now(UTC))
    make.room(name="Fresh", **NOT_DUE)
    planned = make.room(name="Planned", **NOT_DUE)
    due_on = datetime.now(UTC).date()
    work = {"scope": Scope.SERVICE, "due_on": due_on, "late_from": due_on + timedelta(days=1)}
    db.session.add(DueWork(room_id=planned.id, minutes=9, **work))
    _stop(make.room(name="Mine", **NOT_DUE), me)
    _stop(make.room(name="Bo's", **NOT_DUE), make.person())

    names = _along(technician)
    assert names[0] == "Mine"
    assert sorted(names[1:]) == ["Due", "Planned"]
    assert [each in fetch(technician, "/sync/round").main for each in names] == [True] * 3


def test_a_room_comes_with_its_code_units_and_lists(technician: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    unit = make.equipment(room=tag.room, name="Beamer")
    plan = make.job_plan(type=unit.model.type, items=0)
    item = make.check_item(job_plan=plan, text="Lamp", kind=ItemKind.NUMBER, maximum=45, unit="dB")
    given = technician.get("/sync/round.json").json
    assert given
    (room,) = given["rooms"]

    assert room["code"] == tag.code
    assert room["units"][0]["name"] == "Beamer"
    assert room["units"][0]["lists"] == {"room_check": [item.id], "service": [item.id]}
    assert given["items"][str(item.id)]["hint"] == "at most 45 dB"


def test_the_room_behind_one_tag_comes_alone_though_nothing_is_due(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(name="Fresh", **NOT_DUE))
    make.tag()
    (room,) = technician.get(f"/sync/tags/{tag.code.lower()}.json").json["rooms"]  # type: ignore[index]

    assert (room["name"], room["code"]) == ("Fresh", tag.code)
    assert technician.get("/sync/tags/000000000000.json").status_code == 404


def test_the_page_without_signal_is_the_same_for_everyone(
    client: FlaskClient, technician: FlaskClient
) -> None:
    for address in ("/offline", "/offline/queue"):
        page = fetch(client, address)
        assert page.h1 == "Without signal"
        assert "needs JavaScript" in page.main
        assert page.response.data == fetch(technician, address).response.data
        assert "Set-Cookie" not in page.response.headers


def test_the_worker_is_served_for_the_whole_site_and_every_file_of_its_list_is_there(
    client: FlaskClient,
) -> None:
    answer = client.get("/sw.js")
    files = answer.text.splitlines()[0].partition('"files": [')[2].partition("]")[0]

    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"
    assert len(files.split(", ")) > 10
    for each in files.split(", "):
        with client.get(each.strip('"')) as file:
            assert file.status_code == 200


def test_the_manifest_makes_it_an_app_with_an_icon(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")

    assert answer.mimetype == "application/manifest+json"
    assert answer.json
    with client.get(answer.json["icons"][0]["src"]) as icon:
        assert icon.status_code == 200


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (NOW + 60_000, "kept on a phone until it was sent"),
        (NOW - 60_000, "When it was made is not known"),
        (NOW + 60_000, "behind"),
    ],
)
def test_a_check_says_that_it_was_made_without_signal_and_what_of_the_clock(
    technician: FlaskClient, me: Person, make: Builder, sent: int, words: str
) -> None:
    send(technician, message(make.equipment(), person=me.id, sent=sent))
    check = db.session.scalars(select(Check)).one()

    assert words in fetch(technician, f"/checks/{check.id}").main
