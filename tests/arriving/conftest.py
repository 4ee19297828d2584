"""What tests of mail that comes in share: an inbox, and a program whose settings name it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.arriving.fetching import fetch
from app.faults.models import Mail
from app.people.models import Person
from app.places.models import Room
from app.settings import Settings
from tests.arriving.imap import PASSWORD, ImapServer, imap_server
from tests.builders import Builder
from tests.conftest import signed_in_client

OURS = "rooms@example.edu"


@pytest.fixture(scope="package")
def one_inbox() -> Iterator[ImapServer]:
    """One for all tests, as each kept program names its port."""
    with imap_server() as found:
        yield found


@pytest.fixture
def inbox(one_inbox: ImapServer) -> ImapServer:
    """An inbox that listens and has nothing yet."""
    one_inbox.mails.clear()
    one_inbox.seen.clear()
    one_inbox.heard.clear()
    one_inbox.forgets = False
    return one_inbox


@pytest.fixture
def settings(settings: Settings, one_inbox: ImapServer) -> Settings:
    """The program reads it."""
    return settings.model_copy(
        update={
            "inbox_host": "127.0.0.1",
            "inbox_port": one_inbox.port,
            "inbox_tls": "none",
            "inbox_user": "rooms",
            "inbox_password": PASSWORD,
            "mail_host": "127.0.0.1",
            "mail_from": OURS,
        }
    )


@pytest.fixture
def hall(make: Builder) -> Room:
    """A room whose name means nothing else."""
    return make.room(name="ARC 112")


@pytest.fixture
def beamer(make: Builder, hall: Room) -> Equipment:
    """Something in it."""
    return make.equipment(room=hall, name="Beamer left")


@pytest.fixture
def ada(make: Builder) -> Person:
    """A technician."""
    return make.person(name="Ada Lovelace")


@pytest.fixture
def staff(app: Flask, ada: Person) -> FlaskClient:
    """Her browser."""
    return signed_in_client(app, ada)


def mail(body: str = "It is dark.", *, subject: str = "Room ARC 112", **headers: str) -> bytes:
    """A mail as a person's program writes it."""
    told = {
        "From": "Bea Visitor <bea@example.org>",
        "To": OURS,
        "Subject": subject,
        "Message-ID": f"<{abs(hash((body, subject, *headers.values())))}@example.org>",
        "Content-Type": "text/plain; charset=utf-8",
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in (told | named).items())
    return f"{head}\r\n{body}\r\n".encode()


def take_in(inbox: ImapServer, *mails: bytes, at: datetime | None = None) -> list[Mail]:
    """The mails come, and the inbox is read; every mail that is known by then."""
    inbox.mails.extend(mails)
    fetch((lambda: at) if at else clock.now)
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


@pytest.fixture(autouse=True)
def _program(app: Flask) -> None:
    """Each test has the program."""
