"""Where somebody is signed in is listed, ended from elsewhere, and ends by itself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError

from app import database
from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.database import LOCK_WAIT_SECONDS, in_no_time, reading
from app.extensions import db
from app.people import jobs
from app.people import service as people
from app.people.models import Person, Role, SignIn
from app.people.sessions.devices import browser_of, system_of
from tests.builders import NOON, Builder
from tests.pages import fetch
from tests.people.conftest import PASSWORD, SAFARI, sent

Entering = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def _is_in(client: FlaskClient) -> bool:
    return client.get("/today").status_code == 200


def _rows() -> list[SignIn]:
    db.session.expire_all()
    return list(db.session.scalars(select(SignIn).order_by(SignIn.id)))


def test_each_device_is_listed_in_plain_words_and_this_one_said_so(
    ada: Person, sign_in: Entering
) -> None:
    desk = sign_in(ada)
    sign_in(ada, agent=SAFARI, stays=True)
    page = fetch(desk, "/account")
    this, other = page.each("place")
    assert this.startswith("Firefox on Windows · this one")
    assert other.startswith("Safari on iPhone Last used in the last 15 minutes")
    assert "stays signed in" in other


def test_a_device_that_is_ended_is_refused_at_its_next_request(
    ada: Person, sign_in: Entering
) -> None:
    desk, phone = sign_in(ada), sign_in(ada, agent=SAFARI, stays=True)
    on_the_phone = fetch(phone, "/account").form("/account/sign-ins/end-others")
    fetch(desk, "/account").form(f"/account/sign-ins/{_rows()[1].id}/end").send()
    assert not _is_in(phone)
    assert on_the_phone.send().status_code == 401
    assert _is_in(desk)


def test_all_others_are_ended_at_once(ada: Person, sign_in: Entering) -> None:
    desk, *others = (sign_in(ada) for _ in range(3))
    fetch(desk, "/account").form("/account/sign-ins/end-others").send()
    assert [_is_in(each) for each in (desk, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses(
    ada: Person, sign_in: Entering, technician: FlaskClient
) -> None:
    desk = sign_in(ada)
    mine = next(each.id for each in _rows() if each.person_id == ada.id)
    assert sent(technician, f"/account/sign-ins/{mine}/end") == 404
    assert sent(technician, "/account/sign-ins/end-others") == 303
    assert _is_in(desk)


def test_signing_out_ends_the_row_and_a_kept_cookie_is_worth_nothing(
    ada: Person, sign_in: Entering, app: Flask
) -> None:
    desk = sign_in(ada, stays=True)
    kept = desk.get_cookie("session")
    assert kept
    sent(desk, "/sign-out")
    assert not _rows()
    thief = app.test_client()
    thief.set_cookie("session", kept.value)
    assert not _is_in(thief)


def test_the_session_changes_at_sign_in(ada: Person, app: Flask) -> None:
    browser = app.test_client()
    form = fetch(browser, "/sign-in").form("/sign-in")
    planted = browser.get_cookie("session")
    token = form.filled["csrf_token"]
    form.send({"email": ada.email, "password": PASSWORD})
    after = browser.get_cookie("session")
    assert planted
    assert after
    assert planted.value != after.value
    other = app.test_client()
    other.set_cookie("session", planted.value)
    assert not _is_in(other)  # whoever planted the cookie is not let in with it
    assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_what_ends_a_device_is_noted_in_the_log(ada: Person, sign_in: Entering) -> None:
    desk = sign_in(ada)
    sign_in(ada)
    fetch(desk, "/account").form("/account/sign-ins/end-others").send()
    noted = select(AuditEntry.about_id).where(AuditEntry.act == Act.SESSION_ENDED.value)
    assert list(db.session.scalars(noted)) == [ada.id]


def test_signing_out_and_in_again_leaves_one_row(ada: Person, sign_in: Entering) -> None:
    desk = sign_in(ada)
    sent(desk, "/sign-out")
    fetch(desk, "/sign-in").form("/sign-in").send({"email": ada.email, "password": PASSWORD})
    assert len(_rows()) == 1


@pytest.mark.parametrize("how", ["password", "role", "off"])
def test_what_changes_the_account_ends_every_sign_in(
    ada: Person, sign_in: Entering, make: Builder, how: str
) -> None:
    desk = sign_in(ada, stays=True)
    if how == "password":
        people.choose_password(ada, "other rooms keep well")
    elif how == "role":
        ada.role = Role.MANAGER
    else:
        people.switch_off(ada, make.person(role=Role.ADMIN))
    db.session.commit()
    assert not _is_in(desk)
    if how == "off":
        people.switch_on(ada)
        db.session.commit()
        assert not _is_in(desk)


def test_an_unused_sign_in_ends_and_one_that_stays_goes_on(
    ada: Person, sign_in: Entering, time_machine: Any
) -> None:
    desk, phone = sign_in(ada), sign_in(ada, stays=True)
    time_machine.move_to(NOON + timedelta(hours=12), tick=False)
    assert not _is_in(desk)
    time_machine.move_to(NOON + timedelta(days=29), tick=False)
    assert _is_in(phone)
    time_machine.move_to(NOON + timedelta(days=30), tick=False)
    assert not _is_in(phone)


def test_a_used_sign_in_goes_on_until_the_longest(
    ada: Person, sign_in: Entering, time_machine: Any
) -> None:
    desk = sign_in(ada)
    hours = 0
    while hours < 30 * 24 - 11:
        hours += 11
        time_machine.move_to(NOON + timedelta(hours=hours), tick=False)
        assert _is_in(desk), hours
    time_machine.move_to(NOON + timedelta(days=30), tick=False)
    assert not _is_in(desk)


def test_the_limits_are_settings(
    ada: Person, sign_in: Entering, app: Flask, time_machine: Any
) -> None:
    told = {"sign_in_idle_hours": 1, "sign_in_days": 2}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=told)
    desk, phone = sign_in(ada), sign_in(ada, stays=True)
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    assert [_is_in(desk), _is_in(phone)] == [False, True]
    time_machine.move_to(NOON + timedelta(days=2), tick=False)
    assert not _is_in(phone)


def test_a_page_writes_that_it_was_used_once_in_a_quarter_of_an_hour(
    ada: Person, sign_in: Entering, time_machine: Any
) -> None:
    desk = sign_in(ada)
    time_machine.move_to(NOON + timedelta(minutes=14), tick=False)
    assert _is_in(desk)
    assert _rows()[0].seen_at == NOON
    later = NOON + timedelta(minutes=15)
    time_machine.move_to(later, tick=False)
    assert _is_in(desk)
    assert _rows()[0].seen_at == later


@pytest.mark.sqlite
def test_what_may_be_left_out_waits_for_no_writer_and_others_wait_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'held.db'}")
    waits: list[float] = []
    monkeypatch.setattr(database, "sleep", waits.append)
    with reading(only=False), engine.connect() as other, other.begin():
        with pytest.raises(OperationalError, match="locked"), in_no_time(engine):
            pass
        assert not waits
        with pytest.raises(OperationalError, match="locked"), engine.begin():
            pass
        assert sum(waits) == pytest.approx(LOCK_WAIT_SECONDS, rel=0.01)
    with in_no_time(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE it (works)")
    engine.dispose()


def test_what_has_ended_is_cleared_away(ada: Person, sign_in: Entering, time_machine: Any) -> None:
    sign_in(ada)
    jobs.sweep()
    assert len(_rows()) == 1
    time_machine.move_to(NOON + timedelta(hours=12), tick=False)
    sign_in(ada)
    jobs.sweep()
    assert [each.began_at for each in _rows()] == [NOON + timedelta(hours=12)]
    people.choose_password(ada, "other rooms keep well")
    db.session.commit()
    jobs.sweep()
    assert not _rows()


def test_neither_the_secret_nor_the_address_is_stored(
    ada: Person, sign_in: Entering, app: Flask
) -> None:
    desk = sign_in(ada)
    with desk.session_transaction() as session:
        secret = session["sign_in"]
    rows = db.session.execute(text("SELECT * FROM sign_in")).all()
    assert secret not in str(rows)
    assert "127.0.0.1" not in str(rows)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (SAFARI, ("Safari", "iPhone")),
        (
            "Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36 Edg/142", ("Edge", "Linux")),
        ("curl/8.5 <script>", ("", "")),
    ],
)
def test_devices_are_named_in_plain_words(agent: str, said: tuple[str, str]) -> None:
    assert (browser_of(agent), system_of(agent)) == said
