"""Photos that a phone kept with its check."""

import io

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from app.checks.models import Check, CheckPhoto
from app.extensions import db
from app.people.models import Person
from tests.builders import Builder
from tests.sync.sending import message, send


def _photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return file.getvalue()


def _counts() -> tuple[int, int]:
    checks = db.session.scalar(select(func.count()).select_from(Check)) or 0
    return checks, db.session.scalar(select(func.count()).select_from(CheckPhoto)) or 0


def test_the_photos_of_a_check_are_stored_with_it_once(
    technician: FlaskClient, make: Builder
) -> None:
    me = db.session.scalars(select(Person)).one()
    said = message(make.equipment(), person=me.id)
    for _ in range(2):
        photos = [(io.BytesIO(_photo()), f"photo-{n}") for n in (1, 2)]
        assert send(technician, said, photos=photos).status_code == 200

    assert _counts() == (1, 2)


def test_a_photo_that_is_none_is_refused_with_a_sentence_and_nothing_is_stored(
    technician: FlaskClient, make: Builder
) -> None:
    me = db.session.scalars(select(Person)).one()
    said = message(make.equipment(), person=me.id)
    answer = send(technician, said, photos=[(io.BytesIO(b"no photo"), "photo-1")])

    assert answer.json["refused"] is True  # type: ignore[index]
    assert 400 <= answer.status_code < 500
    assert _counts() == (0, 0)
