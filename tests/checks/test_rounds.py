"""What becomes of a round: made, taken, walked, skipped, handed over, ended."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.checks.models import (
    STOP_MOVES,
    DueWork,
    Reason,
    Result,
    Round,
    RoundStop,
    Scope,
    StopState,
)
from app.checks.rounds import queries, service
from app.checks.rounds.making.choosing import rooms_of
from app.checks.rounds.order import natural
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import Room
from tests.builders import NOON, Builder

pytestmark = pytest.mark.usefixtures("app")
TODAY = NOON.date()


def made(
    make: Builder,
    rooms: list[Room],
    person: Person | None,
    *,
    planned_on: date = TODAY,
    scope: Scope = Scope.ROOM_CHECK,
    key: str = "k",
) -> Round:
    by = make.person(role=Role.MANAGER)
    walk = service.make(
        "Tuesday",
        rooms_of([each.id for each in rooms]),
        person,
        by,
        planned_on=planned_on,
        scope=scope,
        key=key,
        at=NOON,
    )
    db.session.commit()
    return walk


def stops(walk: Round) -> list[RoundStop]:
    found = queries.round_(walk.id, Person(id=0, role=Role.MANAGER))
    assert found
    return found.stops


def states(walk: Round) -> list[StopState]:
    return [each.state for each in stops(walk)]


def statutory(room: Room, due_on: date = TODAY) -> None:
    db.session.add(
        DueWork(
            room_id=room.id,
            scope=Scope.ROOM_CHECK,
            due_on=due_on,
            late_from=due_on + timedelta(days=1),
            minutes=5,
            statutory=True,
        )
    )
    db.session.commit()


def test_names_sort_as_people_count() -> None:
    names = ["2.10", "2.9", "Aula", "2.9a", "10.1", "b2", "B10"]
    assert sorted(names, key=natural) == ["2.9", "2.9a", "2.10", "10.1", "Aula", "b2", "B10"]


def test_rooms_are_walked_by_building_floor_and_number(make: Builder) -> None:
    site = make.site()
    curie, brunel = make.building(site=site, name="Curie"), make.building(site=site, name="Brunel")
    upper = make.floor(building=brunel, label="1", position=1)
    ground = make.floor(building=brunel, label="G", position=0)
    rooms = [
        make.room(building=curie, name="1"),
        make.room(building=brunel, floor=upper, name="1.10"),
        make.room(building=brunel, floor=upper, name="1.9"),
        make.room(building=brunel, name="Roof"),
        make.room(building=brunel, floor=ground, name="G.2"),
    ]
    walk = made(make, [*rooms, rooms[0]], None)
    assert [each.room.name for each in stops(walk)] == ["G.2", "1.9", "1.10", "Roof", "1"]


def test_the_same_form_makes_one_round(make: Builder) -> None:
    by, rooms = make.person(role=Role.MANAGER), [make.room()]
    twice = [
        service.make(
            "Tuesday", rooms, None, by, planned_on=TODAY, scope=Scope.SERVICE, key="k", at=NOON
        ).id
        for _ in range(2)
    ]
    assert len(set(twice)) == 1
    with pytest.raises(Refusal, match="made a round already"):
        service.make(
            "Other", rooms, None, by, planned_on=TODAY, scope=Scope.SERVICE, key="k", at=NOON
        )


def test_rooms_out_of_use_are_left_out_and_alone_make_no_round(make: Builder) -> None:
    gone, used = make.room(retired_at=NOON), make.room()
    assert [each.room_id for each in stops(made(make, [gone, used], None))] == [used.id]
    with pytest.raises(Refusal, match="at least one room"):
        made(make, [gone], None, key="other")


def test_a_round_that_nobody_could_walk_is_refused(
    make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ROOMS", 2)
    room = make.room()
    with pytest.raises(Refusal, match="2 rooms at most; these are 3"):
        made(make, [room, make.room(floor=room.floor), make.room(floor=room.floor)], None)
    with pytest.raises(Refusal, match="switched off"):
        made(make, [room], make.person(active=False))


def test_whoever_begins_a_round_that_nobody_has_takes_it(make: Builder) -> None:
    ada, ben = make.person(), make.person()
    walk = made(make, [make.room()], None)
    service.start(walk, ada, at=NOON)
    assert (walk.person_id, walk.started_at) == (ada.id, NOON)
    service.start(walk, ada, at=NOON + timedelta(hours=1))
    assert walk.started_at == NOON
    with pytest.raises(Refusal, match="Somebody else took"):
        service.take(walk, ben)
    with pytest.raises(Refusal, match="somebody else's"):
        service.start(walk, ben, at=NOON)


def test_a_room_is_skipped_only_by_its_walker_or_a_manager_and_can_be_taken_up_again(
    make: Builder,
) -> None:
    ada, ben, boss = make.person(), make.person(), make.person(role=Role.MANAGER)
    walk = made(make, [make.room(), make.room()], ada)
    first, second = stops(walk)
    with pytest.raises(Refusal, match="somebody else's"):
        service.skip(first, Reason.LOCKED, "", ben, at=NOON)
    service.skip(first, Reason.LOCKED, " No key ", ada, at=NOON)
    assert (first.state, first.reason, first.note) == (
        StopState.SKIPPED,
        Reason.LOCKED,
        "No key",
    )
    assert walk.ended_at is None
    service.skip(second, Reason.NO_TIME, "", boss, at=NOON)
    assert walk.ended_at == NOON
    service.take_up(second, ada)
    assert (second.state, second.reason, walk.ended_at) == (StopState.OPEN, None, None)
    assert service.take_up(second, ada) is second


def test_nobodys_round_is_taken_before_rooms_are_skipped(make: Builder) -> None:
    stop = stops(made(make, [make.room()], None))[0]
    with pytest.raises(Refusal, match="Take it first"):
        service.skip(stop, Reason.LOCKED, "", make.person(), at=NOON)


def test_a_round_goes_to_another_person_with_all_that_was_done(make: Builder) -> None:
    ada, ben = make.person(), make.person()
    walk = made(make, [make.room(), make.room()], ada)
    service.skip(stops(walk)[0], Reason.LOCKED, "", ada, at=NOON)
    service.hand_over(walk, ben, ada)
    assert (walk.person_id, states(walk)) == (ben.id, [StopState.SKIPPED, StopState.OPEN])
    with pytest.raises(Refusal, match="somebody else's"):
        service.hand_over(walk, ada, ada)
    service.hand_over(walk, None, ben)
    assert walk.person_id is None


def test_a_round_ends_early_only_with_a_reason(make: Builder) -> None:
    ada = make.person()
    walk = made(make, [make.room(), make.room()], ada)
    with pytest.raises(Refusal, match="Say why"):
        service.end(walk, ada, reason=None, note="", at=NOON)
    service.end(walk, ada, reason=Reason.NO_TIME, note="", at=NOON)
    assert (walk.ended_at, states(walk)) == (NOON, [StopState.SKIPPED] * 2)
    for act in (
        lambda: service.start(walk, ada, at=NOON),
        lambda: service.take(walk, ada),
        lambda: service.hand_over(walk, None, ada),
    ):
        with pytest.raises(Refusal, match="has ended"):
            act()


def test_statutory_work_is_never_skipped(make: Builder) -> None:
    ada, lab = make.person(), make.room()
    statutory(lab)
    walk = made(make, [lab, make.room(floor=lab.floor)], ada)
    stop = next(each for each in stops(walk) if each.room_id == lab.id)
    with pytest.raises(Refusal, match="only done late"):
        service.skip(stop, Reason.LOCKED, "", ada, at=NOON)
    with pytest.raises(Refusal, match="only done late"):
        service.end(walk, ada, reason=Reason.NO_TIME, note="", at=NOON)
    db.session.rollback()
    visit = make.check(
        room=lab, person=ada, result=Result.NOT_CHECKED, reason=Reason.LOCKED, done_at=NOON
    )
    assert service.done(visit)
    assert set(states(walk)) == {StopState.OPEN}


def test_what_only_a_qualified_person_may_do_keeps_nobody_in_a_room(make: Builder) -> None:
    ada, lab = make.person(), make.room()
    statutory(lab)
    plan = make.job_plan(qualification="certified")
    db.session.execute(update(DueWork).values(plan_id=plan.id))
    stop = stops(made(make, [lab], ada))[0]
    assert service.skip(stop, Reason.LOCKED, "", ada, at=NOON).state is StopState.SKIPPED


def test_a_room_that_went_out_of_use_keeps_no_round_open(make: Builder) -> None:
    ada, room = make.person(), make.room()
    walk = made(make, [room, make.room(floor=room.floor)], ada)
    room.retired_at = NOON
    db.session.commit()
    left = queries.open_stops(walk)
    assert room.id not in {each.room_id for each in left}
    service.skip(next(iter(left)), Reason.IN_USE, "", ada, at=NOON)
    assert walk.ended_at == NOON
    far = queries.progress_of([walk.id])[walk.id]
    assert (far.rooms, far.done, far.skipped, far.gone, far.left) == (2, 0, 1, 1, 0)


def test_every_state_of_a_stop_has_its_moves(app: Flask) -> None:
    assert set(STOP_MOVES) == set(StopState)
