"""Somebody with a password, and browsers in which they sign in by the form."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.people import service
from app.people.models import Person
from tests.builders import Builder
from tests.pages import FROM_OUR_PAGE, fetch

PASSWORD = "quiet rooms keep well"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


def sent(client: FlaskClient, address: str, **typed: str) -> int:
    """The status of a form sent from the account's page, with its token."""
    page = fetch(client, "/account")
    token = next(each for each in page.document.all("input") if each.get("name") == "csrf_token")
    data = typed | {"csrf_token": token.get("value", "")}
    return client.post(address, data=data, headers=FROM_OUR_PAGE).status_code


SignIn = Callable[..., FlaskClient]


@pytest.fixture
def ada(make: Builder) -> Person:
    """A technician with a password."""
    person = make.person(name="Ada", email="ada@example.edu")
    service.choose_password(person, PASSWORD)
    db.session.commit()
    return person


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Opens a browser in which the person signs in by the form."""

    def signed_in(
        person: Person, password: str = PASSWORD, agent: str = FIREFOX, *, stays: bool = False
    ) -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = agent
        typed = {"email": person.email, "password": password}
        sent = (
            fetch(client, "/sign-in")
            .form("/sign-in")
            .send(typed | ({"remember": "y"} if stays else {}))
        )
        assert sent.status_code == 302, sent.text
        return client

    return signed_in
