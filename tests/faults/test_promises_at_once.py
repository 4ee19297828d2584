"""Two workers at once, and one that is killed: nobody is told twice, nobody is left out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import jobs, record
from app.faults.models import Channel, Effect, Event, FaultState, TimelineEntry
from app.faults.promises.watching import service
from app.notices.models import Notice
from app.places import queries as places
from app.places.models import Criticality
from tests import databases
from tests.builders import NOON, Builder

FAULTS = 4


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several connections share: a file, or the server."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    url: str = request.getfixturevalue("postgres_with_tables")
    yield url
    databases.empty(url)


@pytest.fixture(autouse=True)
def waiting(app: Flask, make: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of which somebody is to be warned, and one to be closed."""
    make.person()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=24))
    for _n in range(FAULTS):
        room = places.room(make.room(criticality=Criticality.A).id)
        assert room
        unit, word = make.equipment(room=room), make.symptom()
        origin = record.Origin(Channel.TAG)
        record.opened(room, unit, word, Effect.UNIT_DOWN, origin=origin, at=NOON)
    make.fault(state=FaultState.RESOLVED, resolved_at=NOON - timedelta(days=9))
    db.session.commit()


def told() -> list[str]:
    return sorted(db.session.scalars(select(Notice.subject)))


def events() -> list[str]:
    happened = select(TimelineEntry.event).where(TimelineEntry.event.is_not(None))
    return sorted(each.value for each in db.session.scalars(happened) if each)


ONCE = sorted([Event.WARNED, Event.MAY_SLIP] * FAULTS + [Event.BY_TIME])


def test_two_workers_at_once_do_each_once(app: Flask) -> None:
    db.session.remove()
    barrier = Barrier(2)

    def work() -> None:
        with app.app_context():
            barrier.wait()
            jobs.sweep()
            db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(work) for _worker in range(2)]:
            each.result()
    assert events() == ONCE
    assert len(told()) == len(set(told())) > 0


class Killed(BaseException):
    """The process ends here, without a word."""


def test_a_worker_that_is_killed_before_it_commits_leaves_all_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit, commits = db.session.commit, iter(range(99))

    def dies() -> None:
        if next(commits) == 2:
            raise Killed
        commit()

    monkeypatch.setattr(db.session, "commit", dies)
    with pytest.raises(Killed):
        jobs.sweep()
    db.session.rollback()
    assert events().count(Event.WARNED) == 2
    monkeypatch.setattr(db.session, "commit", commit)
    jobs.sweep()
    jobs.sweep()
    assert events() == ONCE
    assert len(told()) == len(set(told()))


def test_what_was_found_to_do_is_looked_at_again_before_it_is_done(make: Builder) -> None:
    fault = make.fault(state=FaultState.REOPENED)
    service.close(fault.id, at=NOON)
    assert fault.state is FaultState.REOPENED
