"""The history of a room, and what failed last time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.checks.logging.failing import latest_findings
from app.checks.models import Reason, Result, Scope
from app.checks.queries import DEEPEST_PAGE, history
from app.extensions import db
from app.faults.models import FaultState
from app.people.models import Role
from tests.builders import NOON, Builder


def test_a_room_never_checked_has_no_history(make: Builder) -> None:
    past = history(make.room().id)

    assert (past.checks, past.page, past.has_more) == ((), 1, False)


def test_the_history_tells_when_by_which_role_and_what_was_found(make: Builder) -> None:
    room = make.room()
    beamer = make.equipment(room=room, name="Beamer")
    light = make.equipment(room=room, name="Light")
    check = make.check(room=room, result=Result.FAIL, person=make.person(role=Role.MANAGER))
    fault = make.fault(equipment=beamer)
    make.finding(check=check, equipment=light)
    make.finding(check=check, equipment=beamer, item_text="Shows an image")
    make.finding(
        check=check, equipment=beamer, item_text="In focus", result=Result.FAIL, fault=fault
    )

    (past,) = history(room.id).checks

    assert (past.done_at, past.role) == (NOON - timedelta(days=2), Role.MANAGER)
    assert (past.scope, past.result, past.reason) == (Scope.ROOM_CHECK, Result.FAIL, None)
    assert (past.tally.fine, past.tally.failed) == (1, 1)
    assert [(each.unit_name, each.item, each.fault_id) for each in past.noted] == [
        ("Beamer", "In focus", fault.id)
    ]


def test_what_was_not_checked_and_what_was_read_is_told(make: Builder) -> None:
    room = make.room()
    unit = make.equipment(room=room)
    check = make.check(room=room)
    item = make.check_item(unit="°C")
    make.finding(check=check, equipment=unit, item=item, reading=21.5, unit="°C")
    make.finding(check=check, equipment=unit, result=Result.NOT_CHECKED, reason=Reason.IN_USE)
    make.finding(check=check, equipment=unit, result=Result.NOT_APPLICABLE)

    (past,) = history(room.id).checks

    assert [(each.result, each.reading, each.measure, each.reason) for each in past.noted] == [
        (Result.PASS, 21.5, "°C", None),
        (Result.NOT_CHECKED, None, "", Reason.IN_USE),
    ]


def test_the_history_bears_no_name_and_no_words_of_a_technician(make: Builder) -> None:
    room = make.room()
    check = make.check(room=room, person=make.person(name="Ada Marker"), note="Marker note")
    make.finding(
        check=check,
        equipment=make.equipment(room=room),
        result=Result.NOT_CHECKED,
        reason=Reason.LOCKED,
        note="Marker of Ms X",
    )

    assert "Marker" not in repr(history(room.id))


def test_the_history_comes_page_by_page_newest_first(make: Builder) -> None:
    room = make.room()
    made = [make.check(room=room, done_at=NOON - timedelta(days=day)).id for day in range(21)]
    make.check()

    pages = [history(room.id, page) for page in (1, 2, 3, 4)]

    assert [check.id for page in pages for check in page.checks] == made
    assert [len(page.checks) for page in pages] == [10, 10, 1, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (10**12, DEEPEST_PAGE)])
def test_a_page_that_cannot_be_is_the_nearest_one(make: Builder, asked: int, shown: int) -> None:
    assert history(make.room().id, asked).page == shown


def _asked_by(answer: Callable[[], object]) -> list[tuple[str, Any]]:
    """The SELECTs that an answer takes, with their values."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, given: Any, *_rest: object) -> None:
        asked.append((statement, given))

    event.listen(db.engine, "before_cursor_execute", note)
    answer()
    event.remove(db.engine, "before_cursor_execute", note)
    return [each for each in asked if each[0].startswith("SELECT")]


def _plan_of(answer: Callable[[], object], words: str) -> str:
    statement, given = next(each for each in _asked_by(answer) if words in each[0])
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return " | ".join(row[3] for row in plan)


def test_a_history_takes_two_queries_however_long_it_is(make: Builder) -> None:
    room = make.room()
    unit = make.equipment(room=room)
    for _ in range(12):
        make.finding(check=make.check(room=room), equipment=unit)
    room_id = room.id
    db.session.expunge_all()

    assert len(_asked_by(lambda: history(room_id))) == 2


@pytest.mark.sqlite
def test_the_history_is_read_along_its_index(make: Builder) -> None:
    room_id = make.check().room_id
    plan = _plan_of(lambda: history(room_id), 'FROM "check"')

    assert "ix_check_room_time" in plan
    assert "TEMP B-TREE" not in plan


def test_what_failed_last_time_is_remembered_until_its_fault_is_fixed(make: Builder) -> None:
    room = make.room()
    unit = make.equipment(room=room, name="Beamer")
    fault = make.fault(equipment=unit)
    for days, note in ((14, "first"), (2, "again")):
        check = make.check(room=room, done_at=NOON - timedelta(days=days), result=Result.FAIL)
        make.finding(
            check=check,
            equipment=unit,
            item_text="In focus",
            result=Result.FAIL,
            fault=fault,
            note=note,
        )

    (failing,) = latest_findings(room.id)
    assert (failing.noted.unit_name, failing.noted.item) == ("Beamer", "In focus")
    assert (failing.note, failing.since) == ("again", NOON - timedelta(days=2))
    assert failing.state is FaultState.REPORTED

    fault.state = FaultState.RESTORED
    assert latest_findings(room.id) == ()


def test_what_failed_on_a_unit_that_has_gone_is_not_asked_again(make: Builder) -> None:
    room = make.room()
    unit = make.equipment(room=room, retired_at=NOON)
    make.finding(
        check=make.check(room=room),
        equipment=unit,
        result=Result.FAIL,
        fault=make.fault(equipment=unit),
    )

    assert latest_findings(room.id) == ()


@pytest.mark.sqlite
def test_what_failed_is_found_by_its_faults_and_not_by_all_findings(make: Builder) -> None:
    unit = make.equipment()
    fault = make.fault(equipment=unit)
    make.finding(check=make.check(room=unit.room), equipment=unit, result=Result.FAIL, fault=fault)
    plan = _plan_of(lambda: latest_findings(unit.room_id), "FROM finding")

    assert "ix_finding_fault" in plan
    assert "SCAN finding" not in plan
