"""A passkey is made and used in a real browser, by a device that the browser plays."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from app.extensions import db
from app.people import service
from app.people.models import Passkey, Person
from tests.browsers import PHONE, Browsers, axe, fits
from tests.servers import PORT, Server, serving

Given = Callable[..., tuple[CDPSession, str]]
PASSWORD = "quiet rooms keep well"
PHONE_INSIDE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""What is built into a phone, and unlocked by a finger."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, journeys_database: str) -> Iterator[Server]:
    """The program at a name by which browsers allow passkeys without TLS."""
    given = {"public_url": f"http://localhost:{PORT}", "database_url": journeys_database}
    with serving(tmp_path_factory.mktemp("served"), **given) as server:
        yield server


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Browsers]:
    """Opens browsers at that name. What goes wrong fails the test."""
    browsers = Browsers(chromium, server.settings["ROOMWORTHY_PUBLIC_URL"])
    yield browsers
    faults = browsers.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def ada(server: Server) -> str:
    """Somebody with a password, and nothing else."""
    with server.rows() as make:
        db.session.query(Passkey).delete()
        known = db.session.query(Person).filter_by(email="ada@example.edu").one_or_none()
        person = known or make.person(name="Ada", email="ada@example.edu")
        service.choose_password(person, PASSWORD)
    return "ada@example.edu"


@pytest.fixture
def device(visit: Browsers) -> Iterator[Given]:
    """Gives a browser a device of its own, and tells its number."""
    sessions: list[CDPSession] = []

    def given(page: Page, **other: Any) -> tuple[CDPSession, str]:
        sessions.append(session := page.context.new_cdp_session(page))
        session.send("WebAuthn.enable")
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_INSIDE | other})
        return session, str(made["authenticatorId"])

    yield given
    for session in sessions:
        session.detach()  # else the browser waits for its device as it is closed


def _by_password(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today")


def _make_one(page: Page, name: str) -> None:
    page.goto("/account/passkeys")
    page.get_by_label("What shall we call it?").fill(name)
    axe(page)
    fits(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("You can sign in with this passkey now.")).to_be_visible()
    expect(page.get_by_text(name, exact=True)).to_be_visible()


def _sign_out(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in")


@pytest.mark.parametrize("transport", ["internal", "usb"])
def test_somebody_adds_a_passkey_and_signs_in_by_it_without_a_word(
    visit: Browsers, device: Given, ada: str, server: Server, transport: str
) -> None:
    page = visit(PHONE)
    session, number = device(page, transport=transport)
    _by_password(page, ada)
    _make_one(page, "My phone")
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    assert [each["isResidentCredential"] for each in kept] == [True]
    assert kept[0]["rpId"] == "localhost"

    _sign_out(page)
    axe(page)
    fits(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today")
    page.goto("/account")
    expect(page.get_by_text("this one")).to_be_visible()
    with server.rows():
        assert db.session.query(Passkey.sign_count).scalar() > 1


def test_a_device_that_does_not_know_its_owner_or_counts_backwards_is_refused(
    visit: Browsers, device: Given, ada: str, server: Server
) -> None:
    page = visit(PHONE)
    session, number = device(page)
    _by_password(page, ada)
    _make_one(page, "My phone")
    _sign_out(page)

    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work. Try again.")).to_be_visible()

    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": True})
    with server.rows():
        db.session.query(Passkey).update({"sign_count": 1000})  # a copy has signed so often
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here.")).to_be_visible()
    assert page.goto("/account").url.endswith("/sign-in?next=/account")  # type: ignore[union-attr]


def test_without_script_the_password_way_stays_and_nothing_else_is_offered(
    visit: Browsers, ada: str
) -> None:
    page = visit(PHONE, script=False)
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    _by_password(page, ada)
    page.goto("/account/passkeys")
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
