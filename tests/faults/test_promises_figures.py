"""How promises were kept, and whether whoever waited heard before one slipped."""

from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults.models import Awaiting, Fault, Pause, Priority, Promise, Stage
from app.faults.promises import keeping
from app.faults.promises.figures import queries
from app.faults.promises.figures.counting import Given, Share, figures
from tests.builders import NOON, Builder
from tests.pages import fetch

HOUR = timedelta(hours=1)
LATER = NOON + 9 * HOUR


def given(**said: object) -> Given:
    plain: dict[str, object] = {
        "priority": Priority.P2,
        "stage": Stage.RESTORED,
        "first_due_at": NOON,
        "met_at": None,
        "told_at": None,
    }
    return Given(**(plain | said))  # type: ignore[arg-type]


def test_what_is_told_before_it_passes_is_told_in_time() -> None:
    found = figures(
        [
            given(told_at=NOON - HOUR),
            given(told_at=NOON),
            given(met_at=NOON + HOUR, told_at=NOON - HOUR, priority=Priority.P1),
            given(met_at=NOON),
            given(stage=Stage.SEEN),
            given(first_due_at=LATER + HOUR),
        ],
        LATER,
    )
    assert (found.told.part, found.told.whole) == (2, 3)
    assert found.told.percent is None, "too few to say"
    assert found.told_by_priority[0] == Share("P1", 1, 1)
    assert found.told_by_month == (Share("2026-03", 2, 3),)
    assert found.kept_by_stage[-1] == Share("restored", 1, 4)
    assert found.kept_by_stage[0] == Share("seen", 0, 1)
    assert Share("", 4, 5).percent == 80


@pytest.fixture
def promise(make: Builder) -> Promise:
    """It was to work again at noon, and does not."""
    fault = make.fault(restore_by=NOON, reported_at=NOON - 5 * HOUR)
    return db.session.query(Promise).filter_by(fault_id=fault.id).one()


def told(promise: Promise) -> tuple[datetime | None, bool]:
    db.session.flush()
    [found] = queries.given(NOON - 9 * HOUR)
    return found.told_at, found.is_told_in_time


def test_nobody_was_told(promise: Promise) -> None:
    assert promise.stage is Stage.RESTORED
    assert told(promise) == (None, False)


def test_we_told_before_or_after(promise: Promise) -> None:
    for moment, in_time in ((NOON - HOUR, True), (NOON + HOUR, False)):
        promise.told_at = moment
        assert told(promise) == (moment, in_time)


@pytest.mark.parametrize(("first", "in_time"), [(-3, True), (1, False)])
def test_a_promise_that_was_moved_tells_with_its_reason(
    make: Builder, promise: Promise, first: int, *, in_time: bool
) -> None:
    fault, ada = db.session.get_one(Fault, promise.fault_id), make.person()
    for hours in (first, first + 1):
        at = NOON + hours * HOUR
        due = at + 8 * HOUR
        keeping.put_off(promise, fault, due, reason="The part.", by=ada, at=at)
    promise.told_at = NOON + 7 * HOUR
    assert told(promise) == (NOON + first * HOUR, in_time)


def test_a_promise_that_slipped_in_silence_is_not_told_in_time_by_moving_it_later(
    make: Builder, promise: Promise
) -> None:
    fault, ada = db.session.get_one(Fault, promise.fault_id), make.person()
    promise.told_at = NOON - HOUR
    at = NOON + HOUR
    keeping.put_off(promise, fault, LATER, reason="The part.", by=ada, at=at)
    assert told(promise) == (NOON - HOUR, True), "they had heard before"


def test_a_fault_that_has_to_wait_says_so_with_its_reason(promise: Promise) -> None:
    waits = {"awaiting": Awaiting.PART, "next_on": date(2026, 3, 9), "began_at": NOON - HOUR}
    db.session.add(Pause(fault_id=promise.fault_id, **waits))
    assert told(promise) == (NOON - HOUR, True)


def test_managers_read_the_figures_and_few_cases_give_no_share(
    manager: FlaskClient, make: Builder, promise: Promise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    page = fetch(manager, "/faults/promises")
    assert "1 slipped" in page.main
    assert "%" not in page.main
    for _n in range(4):
        fault = make.fault(restore_by=NOON, reported_at=NOON - 5 * HOUR)
        other = db.session.query(Promise).filter_by(fault_id=fault.id).one()
        other.told_at = NOON - HOUR
    db.session.commit()
    page = fetch(manager, "/faults/promises")
    assert "80 %" in page.main
    assert "March 2026" in page.main
