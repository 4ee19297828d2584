"""Two people in one round at the same moment: nothing is lost, nothing is done twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from app.checks.models import Round, RoundStop, StopState
from app.extensions import db
from app.people.models import Role
from tests.builders import Builder
from tests.checks.test_rounds import made
from tests.conftest import signed_in_client
from tests.faults.test_at_once import database_url, ready  # noqa: F401 - a shared database

ROUNDS = 4
"""What goes wrong only sometimes is tried some times."""


def at_once(senders: list[Callable[[], int]]) -> list[int]:
    """What each was answered, all sent at the same moment."""
    db.session.remove()
    barrier = Barrier(len(senders))

    def send(one: Callable[[], int]) -> int:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(senders)) as pool:
        return sorted(pool.map(send, senders))


def stops(walk_id: int) -> list[RoundStop]:
    order = select(RoundStop).where(RoundStop.round_id == walk_id).order_by(RoundStop.position)
    return list(db.session.scalars(order))


def test_of_two_who_take_a_round_at_once_one_has_it(app: Flask, make: Builder) -> None:
    people = [make.person() for _ in range(2)]
    phones = [signed_in_client(app, each) for each in people]
    ids = {each.id for each in people}
    for number in range(ROUNDS):
        walk = made(make, [make.room()], None, key=str(number)).id
        senders = [ready(app, each, f"/rounds/{walk}", "Take it and start") for each in phones]
        answers = at_once(senders)
        assert answers[0] == 303
        assert answers[1] in {404, 409}
        assert db.session.get_one(Round, walk).person_id in ids


def test_a_room_that_is_checked_while_somebody_skips_it_is_done(app: Flask, make: Builder) -> None:
    for number in range(ROUNDS):
        ada, boss, tag = make.person(), make.person(role=Role.MANAGER), make.tag()
        phone, desk = signed_in_client(app, ada), signed_in_client(app, boss)
        assert tag.room
        walk = made(make, [tag.room], ada, key=str(number)).id
        stop = stops(walk)[0].id
        check = {"unit-room": "pass"}
        senders = [
            ready(app, phone, f"/t/{tag.code}/check", "Log this check", **check),
            ready(app, desk, f"/rounds/{walk}/stops/{stop}", "Skip this room", reason="locked"),
        ]
        answers = at_once(senders)
        assert answers in ([303, 303], [303, 422])
        found = stops(walk)[0]
        assert (found.state, found.reason) == (StopState.DONE, None)
        assert db.session.get_one(Round, walk).ended_at


def test_two_who_check_the_last_two_rooms_at_once_end_the_round(app: Flask, make: Builder) -> None:
    phones = [signed_in_client(app, make.person()) for _ in range(2)]
    for number in range(ROUNDS):
        tags = [make.tag() for _ in range(2)]
        rooms = [each.room for each in tags if each.room]
        walk = made(make, rooms, None, key=str(number)).id
        check = {"unit-room": "pass"}
        senders = [
            ready(app, phone, f"/t/{tag.code}/check", "Log this check", **check)
            for phone, tag in zip(phones, tags, strict=True)
        ]
        assert at_once(senders) == [303, 303]
        assert [each.state for each in stops(walk)] == [StopState.DONE] * 2
        assert db.session.get_one(Round, walk).ended_at


def test_a_new_round_sent_many_times_at_once_is_one(app: Flask, make: Builder) -> None:
    desk = signed_in_client(app, make.person(role=Role.MANAGER))
    make.room()
    for number in range(1, ROUNDS + 1):
        impatient = ready(app, desk, "/rounds/new", "Make this round", name=f"Round {number}")
        assert at_once([impatient] * 4) == [303] * 4
        assert len(db.session.scalars(select(Round.id)).all()) == number
