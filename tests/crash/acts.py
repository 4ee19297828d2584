"""What reporters and managers do in a storm, each as a form that is sent until it is answered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from app.equipment.models import Equipment
from app.extensions import db
from app.people.models import Role
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.crash.world import World
from tests.documents import Document
from tests.sync.sending import token

NOTED, JOINED, GIVEN, VOIDED = 3, 3, 20, 25
"""Faults to write notes at, faults to join; faults to give away and tags to void, each once."""
BLANKS = 3
BROWSERS = 4
"""Reporters, and as many managers."""


class Kind(StrEnum):
    """What is done."""

    REPORT = "report"
    ME_TOO = "me too"
    NOTE = "note"
    GIVE = "give"
    ORDER = "order"
    VOID = "void"


@dataclass
class Act:
    """A form that is sent, and where its answers led."""

    kind: Kind
    path: str
    fields: dict[str, str]
    about: int = 0
    """The fault, the tag, or the unit."""
    answers: list[str] = field(default_factory=list)
    tries: int = 0

    @property
    def word(self) -> str:
        """What tells it from all others."""
        return f"{self.kind} {self.fields.get('key') or self.fields.get('note') or self.about}"

    def is_settled(self, status: int) -> bool:
        """Whether the answer says that an earlier try, whose answer was lost, had done it."""
        done = {Kind.VOID: 404, Kind.GIVE: 422}.get(self.kind)
        return self.tries > 1 and status == done


@dataclass(frozen=True)
class Session:
    """A browser's cookie, and the token that its forms bear."""

    cookie: str
    token: str


@dataclass
class Campus:
    """What reporters and managers of the storm have before them."""

    tags: list[tuple[str, int]]
    """Codes, each with its unit."""
    joined: dict[int, str]
    """Faults that happen to more people, by the code of their room's tag."""
    noted: list[int]
    given: list[int]
    voided: list[tuple[str, int]]
    takers: list[int]
    reporters: list[Session]
    managers: list[Session]

    def reported(self, chance: random.Random) -> Act:
        """A report with words of its own, or one more person to whom a known fault happens."""
        key = str(UUID(int=chance.getrandbits(128), version=4))
        if chance.random() < 0.3:
            fault = chance.choice(list(self.joined))
            path = f"/t/{self.joined[fault]}/report/me-too"
            return Act(Kind.ME_TOO, path, {"key": key, "fault": str(fault)}, fault)
        code, unit = chance.choice(self.tags)
        fields = {"key": key, "unit": str(unit), "symptom": "OTHER", "note": f"Told {key}"}
        return Act(Kind.REPORT, f"/t/{code}/report", fields, unit)

    def managed(self, chance: random.Random) -> Act:
        """A note, a fault given to somebody, an order of tags, a lost tag."""
        kind = chance.choice((Kind.NOTE, Kind.GIVE, Kind.GIVE, Kind.ORDER, Kind.VOID))
        if kind is Kind.GIVE and self.given:
            fault = self.given.pop()
            fields = {"held_by": "", "person": str(chance.choice(self.takers))}
            return Act(kind, f"/faults/{fault}/assign", fields, fault)
        if kind is Kind.VOID and self.voided:
            code, number = self.voided.pop()
            return Act(kind, f"/t/{code}/void", {}, number)
        if kind is Kind.ORDER:
            wish = {"of": "blank", "blanks": str(BLANKS), "kind": "csv", "shown": str(BLANKS)}
            return Act(kind, "/sheets", wish, chance.getrandbits(60))
        fault = chance.choice(self.noted)
        fields = {"note": f"Noted {chance.getrandbits(100)}", "made_from": "reported", "seen": "0"}
        return Act(Kind.NOTE, f"/faults/{fault}/move", fields | {"state": ""}, fault)


def campus(app: Flask, make: Builder, world: World) -> Campus:
    """Tags and faults beside the world's rooms, and who reports and manages there."""
    tags = [
        (make.tag(equipment=db.session.get(Equipment, each)).code, each)
        for units in world.units.values()
        for each in units
    ]
    floor, model, symptom = make.floor(), make.model(), make.symptom()

    def faults(number: int) -> Iterator[tuple[int, str]]:
        room = make.room(floor=floor)
        code = make.tag(room=room).code
        for _ in range(number):
            unit = make.equipment(room=room, model=model)
            yield make.fault(equipment=unit, symptom=symptom).id, code

    voided = [make.tag(room=None) for _ in range(VOIDED)]
    takers = [each.person for each in world.people]
    browsers = [app.test_client() for _ in range(BROWSERS)]
    heads = [signed_in_client(app, make.person(role=Role.MANAGER)) for _ in range(BROWSERS)]
    return Campus(
        tags,
        dict(faults(JOINED)),
        [fault for fault, _code in faults(NOTED)],
        [fault for fault, _code in faults(GIVEN)],
        [(each.code, each.id) for each in voided],
        takers,
        [_visitor(*each) for each in zip(browsers, cycle(tags), strict=False)],
        [_head(each) for each in heads],
    )


def _head(client: FlaskClient) -> Session:
    said = token(client)
    return Session(_cookie(client), said)


def _visitor(client: FlaskClient, at: tuple[str, int]) -> Session:
    page = Document(client.get(f"/t/{at[0]}/report?unit={at[1]}").text)
    fields = {each.get("name"): each.get("value", "") for each in page.all("input")}
    return Session(_cookie(client), fields["csrf_token"])


def _cookie(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    assert found
    return found.value
