"""A second factor: set up by its owner, asked for after the password, slow to guess."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select, text

from app.extensions import db
from app.notices.models import Notice
from app.people.factors import codes, service
from app.people.factors.queries import factor_of
from app.people.models import Person, Proof, RecoveryCode, Role, SignIn
from tests.builders import NOON, Builder
from tests.conftest import KEY
from tests.pages import Page, fetch, read
from tests.people.conftest import PASSWORD

Entering = Callable[..., FlaskClient]
AT_CODE = "/sign-in/code"


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def _sealed(person: Person) -> str:
    db.session.expire_all()
    factor = factor_of(person)
    assert factor is not None
    return factor.secret


def _shown(person: Person, after: float = 0) -> str:
    return codes.shown(_sealed(person), KEY, at=NOON + timedelta(seconds=after))


def _set_up(client: FlaskClient, person: Person) -> Page:
    """The page of the recovery codes."""
    fetch(client, "/account/second-factor").form("/account/second-factor/begin").send()
    page = fetch(client, "/account/second-factor")
    assert page.link("On this phone: open the app with it").startswith("otpauth://totp/")
    form = page.form("/account/second-factor/confirm")
    return read(form.send({"code": _shown(person)}), 200, client)


@pytest.fixture
def paper(ada: Person, sign_in: Entering) -> list[str]:
    """The recovery codes of Ada, who has set up her phone a minute ago."""
    return _set_up(sign_in(ada), ada).each("recovery-code")


def _password(app: Flask, person: Person, **more: str) -> FlaskClient:
    """A browser in which the password was right."""
    client = app.test_client()
    typed = {"email": person.email, "password": PASSWORD} | more
    answer = fetch(client, "/sign-in?next=/rooms").form("/sign-in").send(typed)
    assert (answer.location or "").startswith(AT_CODE), answer.location
    return client


def _try(client: FlaskClient, code: str) -> int:
    return fetch(client, AT_CODE).form().send({"code": code}).status_code


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_phone_reads_the_secret_from_a_picture_that_no_browser_keeps(
    ada: Person, sign_in: Entering
) -> None:
    desk = sign_in(ada)
    fetch(desk, "/account/second-factor").form("/account/second-factor/begin").send()
    page = fetch(desk, "/account/second-factor")
    [picture] = page.document.of_class("factor-picture")
    answer = desk.get(picture.get("src", ""))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "image/svg+xml"
    address = codes.address_of(_sealed(ada), KEY, name=ada.email, issuer="Roomworthy")
    assert _read_back(answer.data) == address
    assert address.startswith("otpauth://totp/Roomworthy:ada@example.edu?secret=")


def _read_back(svg: bytes) -> str:
    """What stands in the code, read from its squares of a millimetre each."""
    image = Image.new("L", (100, 100), 255)
    for x, y in re.findall(rb'x="(\d+)mm" y="(\d+)mm" width="1mm"', svg):
        image.putpixel((int(x), int(y)), 0)
    return str(zxingcpp.read_barcodes(image.resize((400, 400), Image.Resampling.NEAREST))[0].text)


def test_from_then_on_the_code_is_asked_for_and_one_is_led_where_one_wanted(
    ada: Person, paper: list[str], app: Flask, time_machine: Any
) -> None:
    assert len(set(paper)) == 10
    client = _password(app, ada)
    assert not _is_in(client)
    time_machine.move_to(NOON + timedelta(seconds=60), tick=False)
    answer = fetch(client, f"{AT_CODE}?next=/rooms").form().send({"code": _shown(ada, 60)})
    assert answer.location == "/rooms"
    assert _is_in(client)
    newest = db.session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert newest is not None
    assert newest.proof is Proof.CODE


def test_staying_signed_in_is_remembered_across_the_code(
    ada: Person, paper: list[str], app: Flask
) -> None:
    client = _password(app, ada, remember="y")
    _try(client, paper[0])
    assert db.session.scalars(select(SignIn.stays).order_by(SignIn.id.desc())).first() is True


@pytest.mark.parametrize(("off", "counts"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(
    ada: Person, paper: list[str], app: Flask, time_machine: Any, off: int, counts: bool
) -> None:
    time_machine.move_to(NOON + timedelta(seconds=600), tick=False)
    client = _password(app, ada)
    assert _try(client, _shown(ada, 600 + off)) == (303 if counts else 422)
    assert _is_in(client) is counts


def test_a_code_counts_once_and_none_before_it_after(
    ada: Person, paper: list[str], app: Flask, time_machine: Any
) -> None:
    assert _try(_password(app, ada), _shown(ada)) == 422  # it was used to set the phone up
    time_machine.move_to(NOON + timedelta(seconds=120), tick=False)
    assert _try(_password(app, ada), _shown(ada, 120)) == 303
    assert _try(_password(app, ada), _shown(ada, 120)) == 422
    assert _try(_password(app, ada), _shown(ada, 90)) == 422
    assert _try(_password(app, ada), _shown(ada, 150)) == 303


def test_a_recovery_code_lets_in_once_however_it_is_typed(
    ada: Person, paper: list[str], app: Flask
) -> None:
    assert _try(_password(app, ada), paper[3].lower().replace("-", " ").replace("0", "o")) == 303
    assert _try(_password(app, ada), paper[3]) == 422
    assert _try(_password(app, ada), paper[4]) == 303


def test_new_recovery_codes_end_those_before(ada: Person, paper: list[str], app: Flask) -> None:
    client = _password(app, ada)
    _try(client, paper[0])
    page = fetch(client, "/account/second-factor")
    assert "9 recovery codes are left." in page.text
    new = read(page.form("/account/second-factor/codes").send(), 200, client)
    assert _try(_password(app, ada), paper[1]) == 422
    assert _try(_password(app, ada), new.each("recovery-code")[1]) == 303


def test_neither_secret_nor_recovery_codes_are_stored_as_they_are(
    ada: Person, paper: list[str]
) -> None:
    kept = str(db.session.execute(text("SELECT * FROM recovery_code")).all())
    kept += str(db.session.execute(text("SELECT * FROM second_factor")).all())
    assert codes.typed_in(_sealed(ada), KEY).replace(" ", "") not in kept
    assert not [each for each in paper if each in kept or each.replace("-", "") in kept]
    assert codes.typed_in(_sealed(ada), KEY) != codes.typed_in(_sealed(ada), "another key")


def test_guessing_is_shut_for_longer_and_longer_across_browsers(
    ada: Person, paper: list[str], app: Flask, time_machine: Any
) -> None:
    later = NOON + timedelta(hours=1)
    time_machine.move_to(later, tick=False)
    for _each in range(5):
        assert _try(_password(app, ada), "000000") == 422
    right = _shown(ada, 3600)
    page = read(fetch(_password(app, ada), AT_CODE).form().send({"code": right}), 422)
    assert "Try again in 16 minutes." in page.text
    time_machine.move_to(later + timedelta(minutes=15), tick=False)
    for _each in range(5):
        assert _try(_password(app, ada), "000000") == 422
    time_machine.move_to(later + timedelta(minutes=44), tick=False)
    assert _try(_password(app, ada), paper[0]) == 422
    time_machine.move_to(later + timedelta(minutes=45), tick=False)
    assert _try(_password(app, ada), paper[0]) == 303


def test_no_code_is_taken_without_the_password_or_too_late(
    ada: Person, paper: list[str], app: Flask, client: FlaskClient, time_machine: Any
) -> None:
    assert (client.get(AT_CODE).location or "").startswith("/sign-in")
    late = _password(app, ada)
    form = fetch(late, AT_CODE).form()
    time_machine.move_to(NOON + timedelta(minutes=11), tick=False)
    assert (form.send({"code": paper[0]}).location or "").startswith("/sign-in")
    assert not _is_in(late)


def test_only_the_owner_turns_it_off(
    ada: Person, paper: list[str], app: Flask, time_machine: Any
) -> None:
    client = _password(app, ada)
    _try(client, paper[0])
    page = fetch(client, "/account/second-factor")
    time_machine.move_to(NOON + timedelta(minutes=16), tick=False)
    answer = page.form("/account/second-factor/off").send()
    assert answer.location == "/account/again?next=/account/second-factor"
    assert factor_of(ada) is not None
    again = fetch(client, answer.location)
    read(again.form("/account/again").send({"password": "something else"}), 422)
    again.form("/account/again").send({"password": PASSWORD})
    fetch(client, "/account/second-factor").form("/account/second-factor/off").send()
    db.session.expire_all()
    assert factor_of(ada) is None
    assert not db.session.scalars(select(RecoveryCode)).all()


def test_setting_it_up_signs_out_what_had_a_password_alone(ada: Person, sign_in: Entering) -> None:
    desk, other = sign_in(ada), sign_in(ada)
    _set_up(desk, ada)
    assert _is_in(desk)
    assert not _is_in(other)


def test_an_administrator_resets_it_for_a_reason_that_is_told(
    ada: Person, paper: list[str], app: Flask, admin: FlaskClient
) -> None:
    page = fetch(admin, f"/people/{ada.id}/second-factor")
    read(page.form().send({"reason": ""}), 422)
    assert page.form().send({"reason": "Phone lost, called back"}).status_code == 303
    db.session.expire_all()
    assert factor_of(ada) is None
    [told] = [each for each in db.session.scalars(select(Notice)) if "reset" in each.body]
    assert told.address == ada.email
    assert "Phone lost, called back" in told.body
    client = app.test_client()
    sent = (
        fetch(client, "/sign-in").form("/sign-in").send({"email": ada.email, "password": PASSWORD})
    )
    assert sent.location == "/today"


def test_nobody_resets_their_own(admin: FlaskClient) -> None:
    me = db.session.scalars(select(Person).where(Person.role == Role.ADMIN)).one()
    page = fetch(admin, f"/people/{me.id}/second-factor")
    assert "Turn your own off" in read(page.form().send({"reason": "x"}), 422).text


@pytest.fixture
def boss(make: Builder, ada: Person) -> Person:
    """A manager, in a house that asks managers for a second factor."""
    ada.role = Role.MANAGER
    db.session.commit()
    return ada


def test_a_role_that_is_asked_for_it_reaches_nothing_before(
    boss: Person, sign_in: Entering, app: Flask
) -> None:
    told = {"second_factor_for": "admin manager"}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=told)
    desk = sign_in(boss)
    assert desk.get("/rooms").location == "/account/second-factor"
    page = fetch(desk, "/account/second-factor")
    assert "Your role asks for it." in page.text
    assert desk.post("/rooms/new", data={}).status_code in {400, 403}
    _set_up(desk, boss)
    assert desk.get("/rooms").status_code == 200
    page = fetch(desk, "/account/second-factor")
    with pytest.raises(AssertionError):
        page.form("/account/second-factor/off")


def test_a_wrong_code_of_a_browser_is_kept_with_nothing_else(
    ada: Person, paper: list[str], app: Flask
) -> None:
    _try(_password(app, ada), "000000")
    db.session.expire_all()
    factor = factor_of(ada)
    assert factor is not None
    assert factor.misses == 1
    assert service.MISSES == 5
