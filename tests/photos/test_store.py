"""A stored picture: whole, for the program's eyes alone, shown to those who sign in."""

import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.errors import Refusal
from app.extensions import db
from app.photos import queries, service
from app.photos.models import Photo
from app.settings import Settings
from tests.builders import NOON
from tests.pages import fetch
from tests.photos import corpus


@pytest.fixture
def photo(app: Flask) -> Photo:
    taken = service.take_in(corpus.talkative("JPEG"), at=NOON)
    db.session.commit()
    return taken


def _file(settings: Settings, photo: Photo) -> Path:
    return settings.data / "photos" / photo.key[:2] / f"{photo.key}.jpg"


def test_its_file_is_readable_by_the_program_alone_and_nothing_else_lies_about(
    settings: Settings, photo: Photo
) -> None:
    file = _file(settings, photo)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path for path in (settings.data / "photos").rglob("*") if path.is_file()] == [file]


def test_two_of_the_same_picture_have_keys_that_say_nothing(app: Flask, photo: Photo) -> None:
    other = service.take_in(corpus.talkative("JPEG"), at=NOON)
    assert photo.key != other.key
    assert len(photo.key) == 32


def test_it_is_shown_as_the_file_that_it_is(technician: FlaskClient, photo: Photo) -> None:
    answer = technician.get(f"/photos/{photo.key}")
    assert answer.status_code == 200
    assert answer.data == queries.content(photo)
    said = {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
        "Cache-Control": "private, max-age=3600",
    }
    assert {name: answer.headers[name] for name in said} == said
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_logo_is_shown_as_a_png(app: Flask, technician: FlaskClient) -> None:
    logo = service.take_in_logo(corpus.talkative("PNG"), at=NOON)
    db.session.commit()
    answer = technician.get(f"/photos/{logo.key}")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")


@pytest.mark.parametrize("key", ["x" * 32, "1", "..", "%00" * 32, "x" * 5000])
def test_an_unknown_key_is_not_found(technician: FlaskClient, key: str) -> None:
    fetch(technician, f"/photos/{key}", 404)


def test_a_picture_whose_file_is_gone_says_so(
    technician: FlaskClient, settings: Settings, photo: Photo
) -> None:
    _file(settings, photo).unlink()
    with pytest.raises(Refusal, match="missing"):
        queries.content(photo)
    assert (
        "The file of this picture is missing" in fetch(technician, f"/photos/{photo.key}", 404).main
    )
