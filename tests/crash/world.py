"""The rooms and people of a storm, and the checks that they make."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from PIL import Image

from app.people.models import Person
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.crash.phones import Sent, Who
from tests.sync.sending import MINUTE, NOW, token

ROOMS, UNITS, PEOPLE = 12, 3, 16


@dataclass(frozen=True)
class World:
    """What there is when the storm begins; `units` by the key of their room."""

    url: str
    data: Path
    people: list[Who]
    units: dict[int, list[int]]
    photo: bytes

    def check(
        self, who: Who, chance: random.Random, *, failing: float = 0.1, pictured: float = 0.05
    ) -> Sent:
        """A check that nobody made before: each word and key is its own."""
        room = chance.choice(list(self.units))
        key = str(UUID(int=chance.getrandbits(128), version=4))
        findings = [
            {"unit": unit, "result": "fail", "note": f"Dark {key} {unit}"}
            if chance.random() < failing
            else {"unit": unit, "result": "pass"}
            for unit in self.units[room]
        ]
        message = {"key": key, "person": who.person, "room": room, "scope": "room_check"}
        message |= {"note": key, "findings": findings, "done": NOW, "sent": NOW + 10 * MINUTE}
        return Sent(message, (self.photo,) if chance.random() < pictured else ())


def world(app: Flask, make: Builder, url: str, data: Path) -> World:
    """Stored rooms with units, and technicians who have signed in."""
    make.symptom(code="OTHER")
    model = make.model()
    floor = make.floor()
    units = {}
    for _ in range(ROOMS):
        room = make.room(floor=floor)
        units[room.id] = [make.equipment(room=room, model=model).id for _ in range(UNITS)]
    people = [_who(app, make.person()) for _ in range(PEOPLE)]
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return World(url, data, people, units, file.getvalue())


def _who(app: Flask, person: Person) -> Who:
    client = signed_in_client(app, person)
    said = token(client)
    cookie = client.get_cookie("session")
    assert cookie
    return Who(person.id, cookie.value, said)
