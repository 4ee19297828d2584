"""PostgreSQL ends the process of our connection before any statement, or is away altogether."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from tests.crash.phones import BUSY, Sent
from tests.crash.reckoning import troubles
from tests.crash.world import World
from tests.programs import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


class Server:
    """PostgreSQL itself, as whoever runs it sees it."""

    def __init__(self, url: str) -> None:
        self.database = sa.make_url(url).database
        above = sa.make_url(url).set(database="postgres")
        self._engine = sa.create_engine(above, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def allow(self, *, connections: bool) -> None:
        """Let the database take connections from now on, or none, as while the server restarts."""
        with self._engine.connect() as connection:
            words = f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS {connections}'
            connection.execute(sa.text(words))

    def end(self, condition: str, value: object) -> None:
        """End the processes of connections."""
        ended = (
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {condition} = :of"  # noqa: S608 - our own words
        )
        with self._engine.connect() as connection:
            connection.execute(sa.text(ended), {"of": value})


@contextmanager
def gone_before(statement: int, server: Server, *, away: bool) -> Iterator[list[str]]:
    """Inside, the process of our connection is ended before its so-manieth statement.

    Where it is `away`, the database takes no other one until the end.
    """
    seen: list[str] = []

    def end(connection: sa.Connection, _cursor: Any = None, text: str = "COMMIT", *_: Any) -> None:
        seen.append(text)
        if len(seen) == statement + 1:
            driver: Any = connection.connection.dbapi_connection
            server.allow(connections=not away)
            server.end("pid", driver.info.backend_pid)

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(db.engine, moment, end)
    yield seen
    for moment in ("before_cursor_execute", "commit"):
        sa.event.remove(db.engine, moment, end)
    server.allow(connections=True)


@pytest.mark.parametrize(("away", "step"), [(False, 1), (True, 6)])
def test_a_phone_is_asked_to_wait_whichever_statement_finds_the_database_gone(
    app: Flask, prepared: World, *, away: bool, step: int
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    phone, who = Browser(app, app.response_class), prepared.people[0]
    phone.set_cookie("session", who.cookie)
    server = Server(prepared.url)
    chance, sent = random.Random(8), []  # noqa: S311 - no secret
    wrong: list[tuple[int, str]] = []

    def told(check: Sent) -> int:
        headers = {"X-CSRFToken": who.token}
        answer = phone.post("/sync/checks", json=check.message, headers=headers)
        if answer.status_code == 200:
            check.answers.append(json.loads(answer.data))
        return answer.status_code

    for statement in count(step=step):
        check = prepared.check(who, chance, failing=0.5, pictured=0)
        sent.append(check)
        with gone_before(statement, server, away=away) as seen:
            status = told(check)
        if len(seen) <= statement:
            break
        if status not in BUSY:
            wrong.append((status, seen[-1]))
        assert told(check) == 200

    assert statement > 20
    assert wrong == []
    other = sa.create_engine(prepared.url, poolclass=sa.NullPool)
    assert troubles(other, prepared.data / "photos", sent) == []


def test_everybody_is_asked_to_wait_while_the_database_takes_nobody(
    app: Flask, prepared: World
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    who = prepared.people[0]
    stranger, phone = (Browser(app, app.response_class) for _ in range(2))
    phone.set_cookie("session", who.cookie)
    check = prepared.check(who, random.Random(8), failing=0.5, pictured=0)  # noqa: S311 - no secret

    def told() -> list[tuple[int, str | None]]:
        answers = [
            phone.post("/sync/checks", json=check.message, headers={"X-CSRFToken": who.token}),
            *(each.get("/t/7K3QX9MP2TA4") for each in (phone, stranger)),
            *(phone.get(path) for path in ("/", "/today", "/no/such/page")),
        ]
        return [(each.status_code, each.headers.get("Retry-After")) for each in answers]

    server = Server(prepared.url)
    server.allow(connections=False)
    server.end("datname", server.database)
    answers = told()
    server.allow(connections=True)
    assert [each for each in answers if each != (503, "5")] == []
    assert {status for status, _wait in told()} <= {200, 302, 404}
