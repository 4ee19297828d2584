"""What tests of notices share: receivers, and a program whose settings name them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.settings import Settings
from tests.notices.receivers import HttpReceiver, MailServer, http_receiver, mail_server


@pytest.fixture(scope="package")
def one_mail_server() -> Iterator[MailServer]:
    """One for all tests, as each kept program names its port."""
    with mail_server() as found:
        yield found


@pytest.fixture(scope="package")
def one_receiver() -> Iterator[HttpReceiver]:
    """One for all tests."""
    with http_receiver() as found:
        yield found


@pytest.fixture
def mailbox(one_mail_server: MailServer) -> MailServer:
    """A mail server that listens and has nothing yet."""
    one_mail_server.mails.clear()
    one_mail_server.raw.clear()
    one_mail_server.receivers.clear()
    one_mail_server.answer = "250 taken"
    return one_mail_server


@pytest.fixture
def receiver(one_receiver: HttpReceiver) -> HttpReceiver:
    """An HTTP receiver that listens and has nothing yet."""
    one_receiver.came.clear()
    one_receiver.status = 201
    return one_receiver


@pytest.fixture(autouse=True)
def _rested(app: Flask) -> None:
    """What a worker knew of the ways before is forgotten."""
    app.extensions.pop("ways of notices", None)


@pytest.fixture
def settings(
    settings: Settings, one_mail_server: MailServer, one_receiver: HttpReceiver
) -> Settings:
    """The program may reach them, and only them."""
    return settings.model_copy(
        update={
            "mail_host": "127.0.0.1",
            "mail_port": one_mail_server.port,
            "mail_tls": "none",
            "mail_from": "rooms@example.edu",
            "outgoing_allow": f"127.0.0.1, 127.0.0.1:{one_receiver.port}",
        }
    )
