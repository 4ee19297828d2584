"""What pages cost somebody who serves some sites: `python -m bench.sites [--rooms N]`.

One estate of three sites: a half, the rest, and one building. Each page is asked by a manager of
all sites, of the half and of the one building, in turn, and its median time is told.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import create_app
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Building, Site
from app.places.serving import service
from app.settings import Settings
from bench.estate import fill
from tests.sign_ins import enter

PAGES = (
    *("/today", "/rooms", "/rooms?q=seminar", "/rooms?use=overdue", "/rooms/25", "/equipment"),
    *("/equipment?q=projector", "/faults", "/checks", "/checks?q=seminar", "/checks/year", "/tags"),
    *("/buildings", "/exports/checks.csv"),
)
TIMES = 5


def main() -> None:
    """Fill an estate and tell a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=50_000)
    parser.add_argument("--checks", type=int, default=4, help="of each room")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), asked.rooms, checks=asked.checks)
        with _program(Path(folder)) as app:
            people = _people()
            clients = {name: _client(app, person) for name, person in people.items()}
            print(f"{'':28}" + "".join(f"{name:>16}" for name in clients))
            for page in PAGES:
                told = [_milliseconds(client, page) for client in clients.values()]
                print(f"{page:28}" + "".join(f"{each:13.0f} ms" for each in told))


@contextmanager
def _program(folder: Path) -> Iterator[Flask]:
    app = create_app(Settings(data=folder, cookie_secure=False, log_format="console", testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _people() -> dict[str, Person]:
    """A manager of all sites, of a half, and of one building."""
    whole = db.session.scalars(select(Site)).one()
    half, one = (
        Site(name=name, support_calendar_id=whole.support_calendar_id) for name in ("Half", "One")
    )
    db.session.add_all((half, one))
    db.session.flush()
    halls = db.session.scalars(select(Building.id).order_by(Building.id)).all()
    for site, ids in ((half, halls[: len(halls) // 2]), (one, halls[-2:-1])):
        db.session.execute(update(Building).where(Building.id.in_(ids)).values(site_id=site.id))
    found = {name: _manager(name) for name in ("all", "half", "one building")}
    service.serve(found["half"], [half])
    service.serve(found["one building"], [one])
    db.session.commit()
    return found


def _manager(name: str) -> Person:
    facts = {"role": Role.MANAGER, "fs_uniquifier": name, "created_at": datetime.now(UTC)}
    person = Person(email=f"{name}@example.edu", name=name, **facts)
    db.session.add(person)
    db.session.flush()
    return person


def _client(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    enter(client, person)
    return client


def _milliseconds(client: FlaskClient, page: str) -> float:
    """The median of some requests, after one that warms up."""
    took = []
    for _ in range(TIMES + 1):
        begin = time.perf_counter()
        answer = client.get(page)
        answer.get_data()
        took.append((time.perf_counter() - begin) * 1000)
        assert answer.status_code == 200, (page, answer.status)
    return statistics.median(took[1:])


if __name__ == "__main__":
    main()
