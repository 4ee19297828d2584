"""Tags are chosen, looked at and printed; what is printed leads to its room."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import MultiDict

from app.codes import queries as codes
from app.codes.models import TagState
from app.sheets.addresses import complaint
from app.sheets.asking.forms import FURTHEST, read
from tests.builders import Builder
from tests.pages import fetch
from tests.sheets.printing import addresses, file_of, order, printed


def test_the_printed_codes_lead_to_the_rooms(manager: FlaskClient, make: Builder) -> None:
    hall = make.building()
    rooms = [make.room(building=hall, name=f"2.{n}") for n in range(3)]
    kept = make.tag(room=rooms[0])
    pdf = printed(manager, building=hall.id)
    tags = [codes.of_room(room.id) for room in rooms]
    assert {tag.state for tag in tags if tag} == {TagState.PRINTED}
    assert addresses(pdf) == {
        codes.address(tag, "https://rooms.example.edu") for tag in tags if tag
    }
    assert tags[0] is not None
    assert tags[0].code == kept.code


def test_looking_at_the_picture_issues_nothing(manager: FlaskClient, make: Builder) -> None:
    room = make.room()
    page = fetch(manager, f"/sheets?building={room.building_id}")
    assert "1 tag on 1 sheet" in page.text
    png = manager.get(f"/sheets/picture.png?building={room.building_id}")
    assert abs(Image.open(BytesIO(png.data)).width - 900) <= 1
    assert codes.of_room(room.id) is None


def test_rooms_are_chosen_by_words_and_by_what_was_printed(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building(name="Curie Building")
    make.tag(room=make.room(building=hall, name="LAB1"))
    make.room(building=hall, name="LAB2")
    make.room(building=hall, name="LAB3", retired_at=make.room().created_at)
    make.room(name="LAB4")
    assert "2 tags" in fetch(manager, "/sheets?q=curie lab").text
    assert "1 tag " in fetch(manager, "/sheets?q=curie lab&unprinted=1").text
    assert "Nothing is chosen yet" in fetch(manager, "/sheets").text


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"first": "23"}, "A sheet of Avery L7160 has labels 1 to 21"),
        ({"used": "99"}, "A sheet of Avery L7160 has labels 1 to 21"),
        ({"first": "9999999"}, "A sheet of Avery L7160 has labels 1 to 21"),
        ({"first": "22"}, "A sheet of Avery L7160 has labels 1 to 21"),
        ({"first": "0"}, "The first free label is a number, from 1"),
        ({"first": "two"}, "The first free label is a number"),
        ({"stock": "nothing-99"}, "nothing-99"),
        ({"stock": "avery-l6008"}, "smallest stock"),
        ({"design": "mural"}, "mural"),
    ],
)
def test_what_can_not_be_printed_is_said_where_it_can_be_mended(
    manager: FlaskClient, make: Builder, wish: dict[str, str], sentence: str
) -> None:
    room = make.room()
    asked = {"building": str(room.building_id)} | wish
    assert sentence in fetch(manager, "/sheets", query_string=asked).text
    answer = order(manager, **asked)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert codes.of_room(room.id) is None


def test_a_label_far_beyond_the_sheet_takes_no_memory() -> None:
    assert len(read(MultiDict({"first": "9999999"})).used) == FURTHEST


def test_an_order_of_no_rooms_is_refused(manager: FlaskClient, make: Builder) -> None:
    make.room()
    answer = order(manager)
    assert answer.status_code == 422
    assert "No room is chosen" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://rooms.example.edu",
        "https://localhost",
        "https://127.0.0.1",
        "https://[::1]",
        "https://10.0.0.7:8000",
        "https://printserver",
        "https://rooms.local",
    ],
)
def test_no_address_that_leads_nowhere_is_printed(address: str, app: Flask) -> None:
    with app.test_request_context():
        assert complaint(address)


def test_a_public_address_is_printed(app: Flask) -> None:
    with app.test_request_context():
        assert complaint("https://rooms.example.edu") is None
        assert complaint("https://rooms.example.edu:8443") is None


def test_the_host_of_a_request_never_gets_on_paper(manager: FlaskClient, make: Builder) -> None:
    room = make.room()
    manager.application.config["WTF_CSRF_ENABLED"] = False
    cookie = manager.get_cookie("session")
    assert cookie
    manager.set_cookie("session", cookie.value, domain="evil.example")
    asked: dict[str, Any] = {"data": {"building": room.building_id}}
    asked["headers"] = {"X-Forwarded-Host": "evil.example"}
    evil = manager.post("/sheets", environ_overrides={"HTTP_HOST": "evil.example"}, **asked)
    assert evil.status_code == 400
    answer = manager.post("/sheets", **asked)
    codes_said = addresses(file_of(manager, answer))
    assert all(each.startswith("HTTPS://ROOMS.EXAMPLE.EDU/T/") for each in codes_said)


class TestWithoutPublicAddress:
    """An installation that is only being tried out."""

    @pytest.fixture
    def app(self, app: Flask) -> Flask:
        settings = app.config["SETTINGS"]
        app.config["SETTINGS"] = settings.model_copy(
            update={"public_url": "", "trial_url": "http://127.0.0.1:8000"}
        )
        return app

    def test_only_trial_tags_are_printed_and_say_so(
        self, manager: FlaskClient, make: Builder
    ) -> None:
        building = make.room().building_id
        assert "These would be trial tags" in fetch(manager, f"/sheets?building={building}").text
        refused = order(manager, building=building)
        assert refused.status_code == 422
        assert "ROOMWORTHY_PUBLIC_URL" in refused.text
        wordless = order(manager, building=building, trial=1, design="small")
        assert wordless.status_code == 422
        assert "has no room to say that it is a trial" in wordless.text
        file = printed(manager, building=building, trial=1)
        assert all(each.startswith("HTTP://127.0.0.1:8000/T/") for each in addresses(file))
        with pypdfium2.PdfDocument(file) as document:
            assert "Trial: not for a wall" in document[0].get_textpage().get_text_bounded()

    def test_the_command_refuses_unless_told(
        self, app: Flask, make: Builder, tmp_path: Path
    ) -> None:
        make.room()
        out = tmp_path / "tags.pdf"
        runner = app.test_cli_runner()
        refused = runner.invoke(args=["tags", "print", "--all", "--out", str(out)])
        assert refused.exit_code == 1
        assert "ROOMWORTHY_PUBLIC_URL" in refused.output
        assert not list(tmp_path.glob("tags*"))

    def test_a_trial_address_with_a_path_is_refused(self, app: Flask, tmp_path: Path) -> None:
        given = ["tags", "print", "--all", "--out", str(tmp_path / "tags.pdf")]
        ran = app.test_cli_runner().invoke(args=[*given, "--trial", "http://10.0.0.7/rooms"])
        assert ran.exit_code == 2
        assert "without a path" in ran.output


def test_the_command_prints_to_a_file(app: Flask, make: Builder, tmp_path: Path) -> None:
    hall = make.building(name="Curie Building")
    for n in range(25):
        make.room(building=hall, name=f"LAB{n}")
    make.room()
    out = tmp_path / "tags.pdf"
    ran = app.test_cli_runner().invoke(
        args=["tags", "print", "--rooms", "Curie", "--skip", "3", "--out", str(out)]
    )
    assert ran.exit_code == 0, ran.output
    assert "25 tags on 2 pages" in ran.output
    refused = app.test_cli_runner().invoke(
        args=["tags", "print", "--rooms", "Curie", "--skip", "999999999", "--out", str(out)]
    )
    assert refused.exit_code == 2
    assert len(addresses(out.read_bytes())) == 25


def test_stocks_are_found_by_their_number(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "Avery US 5160" in runner.invoke(args=["stocks", "5260"]).output
    assert runner.invoke(args=["stocks", "nonsense"]).exit_code == 1


def test_only_managersorder(technician: FlaskClient, client: FlaskClient) -> None:
    assert technician.get("/sheets").status_code == 403
    assert client.get("/sheets").status_code == 302
