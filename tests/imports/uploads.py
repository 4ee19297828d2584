"""A list sent through the import page, looked at again, applied."""

from __future__ import annotations

import io
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.places.models import Room
from tests.pages import Form, Page, fetch, read

ROOMS = (
    "Building,Floor,Room,Description",
    "Main Hall,0,0.01,Lecture theatre",
    "Main Hall,2,2.01,Seminar room",
    "Main Hall,2,2.01,Office",
)
WHERE = {"site": "Main campus", "phone": "5555"}


def sent(client: FlaskClient, content: bytes, name: str = "rooms.csv", **typed: Any) -> Page:
    """The page after uploading."""
    form = fetch(client, "/imports").form()
    answer = form.send({"file": (io.BytesIO(content), name), **typed})
    assert answer.status_code == 303, read(answer, 422).errors
    return fetch(client, answer.location)


def refused(client: FlaskClient, content: bytes, name: str, **typed: Any) -> Page:
    """The upload page that says why not."""
    form = fetch(client, "/imports").form()
    return read(form.send({"file": (io.BytesIO(content), name), **typed}), 422, client)


def looked_again(page: Page, **typed: Any) -> Page:
    """The page after pressing “Look again”."""
    answer = page.form(button="Look again").send(typed)
    assert answer.status_code == 303
    assert page.client
    return fetch(page.client, answer.location)


def applied(page: Page) -> Page:
    """The page after pressing “Apply …”."""
    answer = to_apply(page).send()
    assert answer.status_code == 303
    assert page.client
    return fetch(page.client, answer.location)


def to_apply(page: Page) -> Form:
    """The form of “Apply …”."""
    (button,) = [each for each in page.each("button") if each.startswith("Apply: ")]
    return page.form(button=button)


def names() -> list[str]:
    return sorted(db.session.scalars(select(Room.name)))
