"""The campus as it begins, and what people do there, each through the program's own pages."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.codes.models import Tag
from app.equipment.models import Equipment, EquipmentType
from app.equipment.seeds import plant_types
from app.extensions import db
from app.imports.applying import service as importing
from app.imports.models import ImportBatch
from app.imports.past.undoing import foresee, undo
from app.people.models import Person, Role
from app.places.models import Room
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.imports.test_applying import prepared
from tests.pages import FROM_OUR_PAGE, fetch
from tests.sync.sending import token

HEADER = "Building,Floor,Room,Type,Maker,Model,Asset tag"


class Staff:
    """People of the campus, each with a browser, and the pages that they use."""

    def __init__(self, app: Flask) -> None:
        self.app, self.make = app, Builder()
        plant_types()
        kind = db.session.scalars(select(EquipmentType).filter_by(slug="projector")).one()
        room = self.make.room()
        for _ in range(2):
            self.make.equipment(room=room, model=self.make.model(type=kind))
        self.technicians = [self.make.person() for _ in range(2)]
        self.manager = self.browser(self.make.person(role=Role.MANAGER))
        self.admin = self.browser(self.make.person(role=Role.ADMIN))
        self.technician = self.browser(self.technicians[0])
        self.stranger = app.test_client()
        staff = (self.manager, self.admin, self.technician)
        self._tokens = {id(each): token(each) for each in staff}
        self._tokens[id(self.stranger)] = self._token_of_stranger(room)

    def browser(self, person: Person) -> FlaskClient:
        """In which they have signed in."""
        return signed_in_client(self.app, person)

    def post(self, client: FlaskClient, path: str, **fields: Any) -> TestResponse:
        """What a form of ours is answered; the form bears the browser's own token."""
        said = {"csrf_token": self._tokens[id(client)]} | fields
        return client.post(path, data=said, headers=FROM_OUR_PAGE)

    def _token_of_stranger(self, room: Room) -> str:
        path = f"/t/{self.make.tag(room=room).code}/report"
        form = fetch(self.stranger, f"{path}?unit=room").form(path)
        return str(form.filled["csrf_token"])

    def import_list(self, rooms: list[int]) -> tuple[int, set[str]]:
        """The number of an applied import, and the rooms that it names."""
        names = [f"9.{each:02d}" for each in rooms]
        lines = [f"East,9,{name},Projector,Epson,EB-9,E{name}" for name in names]
        made = prepared(HEADER, *lines)
        assert made.plan
        assert made.origin
        batch = importing.apply(made.plan, made.origin, at=clock.now(), timezone="UTC")
        db.session.commit()
        return batch.id, set(names)

    def undo_import(self, number: int) -> None:
        """Take back what nobody built on."""
        batch = db.session.get_one(ImportBatch, number)
        if foresee(batch).taken:
            undo(batch, None, at=clock.now())
        db.session.commit()

    def order(self, **what: Any) -> TestResponse:
        """An order of tags as a list for a label program, printed at once."""
        return self.post(self.manager, "/sheets", kind="csv", **what)

    def units(self) -> list[Equipment]:
        """The units in use."""
        wanted = select(Equipment).where(Equipment.retired_at.is_(None)).order_by(Equipment.id)
        return list(db.session.scalars(wanted))

    def tag_of(self, unit: Equipment) -> Tag | None:
        """The tag that answers for the unit."""
        wanted = select(Tag).where(Tag.equipment_id == unit.id, Tag.voided_at.is_(None))
        found: Tag | None = db.session.scalars(wanted.order_by(Tag.id.desc())).first()
        return found if found and found.printed_at else None
