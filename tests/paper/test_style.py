"""The house style: what tags look like and say, looked at before it is kept."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.extensions import db
from app.paper import queries
from app.paper.looks import style
from app.paper.models import HouseStyle
from app.photos.models import Photo
from tests.pages import Page, fetch, read

STYLE = "/sheets/style"


def _logo(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> tuple[BytesIO, str]:
    out = BytesIO()
    Image.new("RGB", size, "#7a1f3d").save(out, kind)
    out.seek(0)
    return out, f"logo.{kind.lower()}"


def _send(client: FlaskClient, typed: dict[str, Any], **given: Any) -> Any:
    return fetch(client, STYLE).form(STYLE).send(typed, **given)


def _pictures(page: Page) -> list[str]:
    return [each.get("src", "") for each in page.document.all("img")]


def _shown(client: FlaskClient, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.mimetype == "image/png", answer.text
    return Image.open(BytesIO(answer.data)).convert("RGB")


def test_a_house_gives_its_name_its_colour_and_its_words(manager: FlaskClient) -> None:
    typed = {
        "organisation": " Northfield  University ",
        "accent": "#7a1f3d",
        "help_line": "Call 4444",
        "second_verb": "Etwas kaputt? Scannen.",
    }
    assert _send(manager, typed).status_code == 303
    house = queries.house()
    assert (house.organisation, house.accent) == ("Northfield University", "#7a1f3d")
    assert (house.verb, house.second_verb) == ("", "Etwas kaputt? Scannen.")
    _send(manager, {"accent": ""})
    assert (queries.house().accent, queries.house().help_line) == ("", "Call 4444")
    assert db.session.query(HouseStyle).count() == 1


@pytest.mark.parametrize("accent", ["#ffe066", "green", "#12", "#0b5d5"])
def test_a_colour_that_white_can_not_be_read_on_is_refused(
    manager: FlaskClient, accent: str
) -> None:
    page = read(_send(manager, {"accent": accent, "organisation": "Northfield"}), 422, manager)
    assert len(page.errors) == 1
    assert page.form(STYLE).filled["accent"] == accent
    assert page.form(STYLE).filled["organisation"] == "Northfield"
    assert db.session.query(HouseStyle).count() == 0


def test_words_that_no_font_can_draw_are_refused(manager: FlaskClient) -> None:
    page = read(_send(manager, {"second_verb": "Scan \ue000 me"}), 422, manager)
    assert page.errors == [
        "No font that can be printed draws \ue000 (U+E000) in “Scan \ue000 me”. Leave it out."
    ]
    assert page.form(STYLE).filled["second_verb"] == "Scan \ue000 me"


def test_a_logo_is_taken_in_kept_and_taken_off(manager: FlaskClient) -> None:
    assert _send(manager, {"logo": _logo()}).status_code == 303
    logo = style(queries.house()).logo
    assert logo is not None
    assert (logo.media_type, logo.width, logo.height) == ("image/png", 40, 20)
    _send(manager, {"organisation": "Northfield"})
    assert queries.house().logo is not None
    fetch(manager, STYLE).form(button="Take the logo off").send()
    assert queries.house().logo is None
    assert queries.house().organisation == "Northfield"


def test_what_is_no_picture_of_dots_is_refused_beside_the_logo(manager: FlaskClient) -> None:
    drawing = (BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "logo.svg")
    page = read(_send(manager, {"logo": drawing, "organisation": "Northfield"}), 422, manager)
    assert "PNG" in page.errors[0]
    assert page.form(STYLE).filled["organisation"] == "Northfield"
    assert db.session.query(Photo).count() == db.session.query(HouseStyle).count() == 0


def test_a_logo_of_eighty_megapixels_is_refused(manager: FlaskClient) -> None:
    page = read(_send(manager, {"logo": _logo(size=(10_000, 8_000))}), 422, manager)
    assert "80 megapixels" in page.errors[0]


def test_a_style_is_looked_at_before_it_is_kept(manager: FlaskClient) -> None:
    typed = {"organisation": "Northfield", "accent": "#7a1f3d"}
    page = read(_send(manager, typed, press="Look at it"), 200, manager)
    assert page.form(STYLE).filled["accent"] == "#7a1f3d"
    assert len(_pictures(page)) == 3
    picture = _shown(manager, _pictures(page)[1])
    assert (0x7A, 0x1F, 0x3D) in {each[1] for each in picture.getcolors(1 << 20) or ()}
    assert db.session.query(HouseStyle).count() == 0


def test_a_logo_is_looked_at_and_then_kept_without_being_sent_again(manager: FlaskClient) -> None:
    before = [_shown(manager, each) for each in _pictures(fetch(manager, STYLE))]
    page = read(_send(manager, {"logo": _logo()}, press="Look at it"), 200, manager)
    seen = [_shown(manager, each) for each in _pictures(page)]
    assert all(a.tobytes() != b.tobytes() for a, b in zip(seen, before, strict=True))
    assert "The logo on the pictures is kept when you save." in page.main
    assert db.session.query(HouseStyle).count() == 0
    assert page.form(STYLE).send({"organisation": "Northfield"}).status_code == 303
    logo = queries.house().logo
    assert logo is not None
    assert (logo.width, logo.height) == (40, 20)


@pytest.mark.parametrize(
    ("logo", "said"),
    [
        ((BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "logo.svg"), "save it as a PNG"),
        (_logo(size=(10_000, 8_000)), "80 megapixels"),
    ],
)
def test_a_logo_that_can_not_be_printed_is_refused_when_looked_at(
    manager: FlaskClient, logo: tuple[BytesIO, str], said: str
) -> None:
    page = read(_send(manager, {"logo": logo, "verb": "Scan me"}, press="Look at it"), 422, manager)
    assert said in page.errors[0]
    assert page.form(STYLE).filled["verb"] == "Scan me"
    assert db.session.query(Photo).count() == 0


@pytest.mark.parametrize("button", ["Look at it", "Save"])
def test_a_logo_sent_with_wrong_words_is_to_be_chosen_again(
    manager: FlaskClient, button: str
) -> None:
    page = read(_send(manager, {"logo": _logo(), "accent": "green"}, press=button), 422, manager)
    assert "Choose the logo again before you save." in page.main
    assert page.form(STYLE).send({"accent": ""}).status_code == 303
    assert queries.house().logo is None


def test_a_looked_at_logo_that_is_gone_is_never_said_to_be_kept(manager: FlaskClient) -> None:
    page = read(_send(manager, {"looked_at": "x" * 32}), 422, manager)
    assert page.errors == ["This logo is no longer here. Choose it again."]
    assert db.session.query(HouseStyle).count() == 0


def test_a_logo_that_is_looked_at_stands_on_what_follows_the_typing(manager: FlaskClient) -> None:
    page = read(_send(manager, {"logo": _logo()}, press="Look at it"), 200, manager)
    key = page.form(STYLE).filled["looked_at"]
    assert f"looked_at={key}" in manager.get(f"{STYLE}/preview?verb=Scan&looked_at={key}").text


def test_the_page_says_where_the_name_of_the_house_stands(manager: FlaskClient) -> None:
    page = fetch(manager, STYLE)
    assert "On tags. Pages keep the name from the settings." in page.main


def test_the_logo_stands_on_the_pictures(manager: FlaskClient) -> None:
    before = [_shown(manager, each) for each in _pictures(fetch(manager, STYLE))]
    _send(manager, {"logo": _logo()})
    after = [_shown(manager, each) for each in _pictures(fetch(manager, STYLE))]
    assert all(a.tobytes() != b.tobytes() for a, b in zip(after, before, strict=True))


def test_the_pictures_follow_the_typing(manager: FlaskClient) -> None:
    shown = manager.get(f"{STYLE}/preview?organisation=North+%26+field&accent=%237a1f3d")
    assert shown.text.count("<img") == 3
    assert "organisation=North+%26+field&amp;accent=%237a1f3d&amp;design=label" in shown.text
    wrong = manager.get(f"{STYLE}/preview?accent=%23ffff00")
    assert "too light" in wrong.text
    assert "<img" not in wrong.text


@pytest.mark.parametrize("asked", ["design=mural", "design=label&accent=red", "verb=" + "x" * 99])
def test_a_picture_that_can_not_be_is_refused_in_words(manager: FlaskClient, asked: str) -> None:
    answer = manager.get(f"{STYLE}/picture.png?{asked}")
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
