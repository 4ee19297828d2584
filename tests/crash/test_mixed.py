"""Everybody is about while everything ends: what anybody was answered is there, once and whole.

Phones send checks; reporters tell what is wrong, and that it happens to them, too; managers write,
give faults away, order tags and void lost ones; a worker sweeps. Server, worker and database
processes are killed, the mail server goes and comes back, the clock jumps by hours.
"""

import os
import random

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.settings import Settings
from tests.builders import Builder
from tests.crash.acts import Campus, Kind, campus
from tests.crash.conftest import Serve
from tests.crash.mixed import Mixed
from tests.crash.world import World
from tests.notices.conftest import mailbox, one_mail_server  # noqa: F401 - fixtures
from tests.notices.receivers import MailServer
from tests.telling import Telling

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("ROOMWORTHY_KILLS", "100")) * 3 // 20
PHONES = 4


@pytest.fixture
def settings(settings: Settings, one_mail_server: MailServer) -> Settings:  # noqa: F811
    """The program sends its mail to ours."""
    mail = {"mail_host": "127.0.0.1", "mail_port": one_mail_server.port, "mail_tls": "none"}
    return settings.model_copy(
        update=mail | {"mail_from": "rooms@example.edu", "outgoing_allow": "127.0.0.1"}
    )


@pytest.fixture
def busy(app: Flask, make: Builder, prepared: World) -> Campus:
    """What reporters and managers have before them."""
    made = campus(app, make, prepared)
    db.session.remove()
    db.engine.dispose()
    return made


def test_whatever_anybody_was_answered_is_there_once_whoever_is_killed(
    prepared: World,
    busy: Campus,
    serve: Serve,
    mailbox: MailServer,  # noqa: F811
    record_property: Telling,
) -> None:
    engine = sa.create_engine(prepared.url, poolclass=sa.NullPool)
    with serve() as server:
        chance = random.Random()  # noqa: S311 - no secret
        came = Mixed(prepared, server, engine, chance, campus=busy, mailbox=mailbox)
        came.begin(PHONES)
        while came.kills < KILLS and not came.troubles:
            came.strike()
        came.end()
    print(came)  # noqa: T201 - the figures
    record_property("kills", came.kills)
    record_property("acts", len(came.acts))
    assert came.troubles == [], "\n".join(came.troubles)
    answered = {each.kind for each in came.acts if each.answers}
    assert answered & {Kind.REPORT, Kind.ME_TOO}, "no reporter was answered"
    assert answered - {Kind.REPORT, Kind.ME_TOO}, "no manager was answered"
    assert mailbox.mails
