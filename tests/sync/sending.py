"""A phone that sends: the message it makes of a check, and the answer that it gets."""

import json
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.equipment.models import Equipment

MINUTE = 60_000
NOW = 1_772_539_200_000
"""The phone's clock: it need not be ours."""


def message(unit: Equipment, **given: Any) -> dict[str, Any]:
    """A check of the unit's room, in which the unit was fine, made 10 minutes before sending."""
    fine = {"unit": unit.id, "result": "pass"}
    fields = {"key": str(uuid4()), "person": 1, "room": unit.room_id, "scope": "room_check"}
    return fields | {"findings": [fine], "done": NOW, "sent": NOW + 10 * MINUTE} | given


def token(client: FlaskClient) -> str:
    """What a phone asks for before it sends."""
    return str(client.get("/sync/session").json["token"])  # type: ignore[index]


def send(client: FlaskClient, said: dict[str, Any], **parts: Any) -> TestResponse:
    """The answer to the message, with the photos in `parts`, as a phone sends it."""
    return client.post(
        "/sync/checks",
        data={"check": json.dumps(said)} | parts,
        headers={"X-CSRFToken": token(client)},
    )
