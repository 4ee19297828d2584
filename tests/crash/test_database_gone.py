"""PostgreSQL ends the process of our connection before any statement of a check, or its commit."""

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


@contextmanager
def gone_before(statement: int, other: sa.Engine) -> Iterator[list[str]]:
    """Inside, the process of our connection is ended before its so-manieth statement."""
    seen: list[str] = []

    def end(connection: sa.Connection, _cursor: Any = None, text: str = "COMMIT", *_: Any) -> None:
        seen.append(text)
        if len(seen) == statement + 1:
            driver: Any = connection.connection.dbapi_connection
            ended = sa.text("SELECT pg_terminate_backend(:pid, 5000)")
            with other.connect() as helper:
                helper.execute(ended, {"pid": driver.info.backend_pid})

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(db.engine, moment, end)
    yield seen
    for moment in ("before_cursor_execute", "commit"):
        sa.event.remove(db.engine, moment, end)


def test_a_phone_is_asked_to_wait_whichever_statement_finds_the_database_gone(
    app: Flask, prepared: World
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    phone, who = Browser(app, app.response_class), prepared.people[0]
    phone.set_cookie("session", who.cookie)
    other = sa.create_engine(prepared.url, poolclass=sa.NullPool)
    chance, sent = random.Random(8), []  # noqa: S311 - no secret
    wrong: list[tuple[int, str]] = []

    def told(check: Sent) -> int:
        headers = {"X-CSRFToken": who.token}
        answer = phone.post("/sync/checks", json=check.message, headers=headers)
        if answer.status_code == 200:
            check.answers.append(json.loads(answer.data))
        return answer.status_code

    for statement in count():
        check = prepared.check(who, chance, failing=0.5, pictured=0)
        sent.append(check)
        with gone_before(statement, other) as seen:
            status = told(check)
        if len(seen) <= statement:
            break
        if status not in BUSY:
            wrong.append((status, seen[-1]))
        assert told(check) == 200

    assert statement > 20
    assert wrong == []
    assert troubles(other, prepared.data / "photos", sent) == []
