"""The demo campus, made once for all the tests that only look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.checks.seeds import plant_job_plans
from app.codes.models import Tag
from app.demo.accounts import add_people
from app.demo.fill import fill
from app.demo.story.world import HISTORY
from app.equipment.seeds import plant_types
from app.extensions import db
from app.faults import queries as faults
from app.faults.models import Fault
from app.places import queries as places
from app.places.models import Room
from app.settings import Settings

AT = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)
"""A Tuesday in term."""


def filled(at: datetime = AT) -> dict[str, Tag]:
    """The tags of the demo that was just made in the empty database, by the rooms' keys."""
    plant_types()
    plant_job_plans()
    accounts = add_people(at=at - HISTORY)
    people = {name: account.person for name, account in accounts.items()}
    tags = fill(people, address="https://rooms.example.edu", at=at)
    db.session.commit()
    return tags


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Tag]]:
    """The demo as of `AT`, not to be changed; its tags by the rooms' keys."""
    folder: Path = tmp_path_factory.mktemp("demo")
    app = create_app(
        Settings(testing=True, data=folder, database_url="sqlite://", log_format="console")
    )
    with app.app_context():
        db.create_all()
        yield filled()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def rooms(demo: dict[str, Tag]) -> list[Room]:
    """All rooms, with what their state needs."""
    found = (places.room(id_) for id_ in db.session.scalars(select(Room.id)))
    return [room for room in found if room]


@pytest.fixture(scope="module")
def every_fault(demo: dict[str, Tag]) -> list[Fault]:
    """All faults, whole."""
    found = (faults.fault(id_) for id_ in db.session.scalars(select(Fault.id)))
    return [fault for fault in found if fault]
