"""Logs tell what went wrong and where, and nothing that anyone typed."""

import pytest
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app.access import Audience, open_to
from app.extensions import db
from app.people.models import Person, Role
from tests.builders import NOON

SECRET = "MARKER-ada@example.edu"
ROW = {"email": SECRET, "name": SECRET, "role": Role.ADMIN, "created_at": NOON}


def _store_twice() -> str:
    for _ in range(2):
        db.session.execute(insert(Person).values(ROW | {"fs_uniquifier": SECRET}))
    return ""


def _wrapped() -> str:
    try:
        return _store_twice()
    except SQLAlchemyError as error:
        raise ValueError("something else") from error


def _badly_asked() -> str:
    db.session.execute(text("SELECT nothing FROM nowhere WHERE email = :email"), {"email": SECRET})
    return ""


def _detailed() -> str:
    """As PostgreSQL says it, parameters hidden or not."""
    said = Exception(f"duplicate key value\nDETAIL: Key (email)=({SECRET}) already exists.")
    raise IntegrityError("INSERT INTO person", {}, said)


def test_a_failing_statement_is_logged_without_what_was_typed(
    guarded: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for n, view in enumerate((_store_twice, _wrapped, _badly_asked, _detailed)):
        guarded.view_functions[f"broken{n}"] = open_to(Audience.ANYONE)(view)
        guarded.url_map.add(guarded.url_rule_class(f"/broken/{n}", endpoint=f"broken{n}"))
        assert guarded.test_client().get(f"/broken/{n}?secret={SECRET}").status_code in {500, 503}
    logged = caplog.text
    assert "MARKER" not in logged
    assert "IntegrityError" in logged
    assert "INSERT INTO person" in logged
    assert "SELECT nothing FROM nowhere" in logged
    assert "in _store_twice" in logged


def test_other_errors_are_logged_whole(guarded: Flask, caplog: pytest.LogCaptureFixture) -> None:
    guarded.view_functions["health.alive"] = open_to(Audience.ANYONE)(lambda: str(1 // 0))
    assert guarded.test_client().get("/healthz").status_code == 500
    assert "ZeroDivisionError" in caplog.text


def test_no_engine_ever_says_its_parameters(app: Flask) -> None:
    with pytest.raises(IntegrityError) as raised:
        _store_twice()
    assert "SQL parameters hidden" in str(raised.value)
    db.session.rollback()
