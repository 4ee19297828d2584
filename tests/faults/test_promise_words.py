"""What whoever reported a fault reads of its promises."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.faults.models import Fault, FaultState, Kind, Promise, Stage
from app.faults.promises.words import next_promise
from tests.building import NOON

SOON, LATER, PAST = NOON + timedelta(minutes=30), NOON + timedelta(hours=5), NOON - timedelta(1)


def fault(**given: object) -> Fault:
    plain: dict[str, object] = {
        "state": FaultState.REPORTED,
        "kind": Kind.BROKEN,
        "restore_by": LATER,
        "times_reopened": 0,
    }
    return Fault(**(plain | given))


def promise(stage: Stage, due: datetime, **given: object) -> Promise:
    return Promise(**({"stage": stage, "turn": 0, "due_at": due, "first_due_at": due} | given))


COMES, WORKS = promise(Stage.ATTENDED, SOON), promise(Stage.RESTORED, LATER)


@pytest.mark.parametrize(
    ("promises", "found", "sentence"),
    [
        ([WORKS, COMES], fault(), "Someone will be with you by 12:30 PM today."),
        ([WORKS], fault(), "It works again by 5:00 PM today."),
        ([], fault(), "It works again by 5:00 PM today."),
        (
            [promise(Stage.ATTENDED, SOON, met_at=NOON), WORKS],
            fault(state=FaultState.ATTENDED),
            "It works again by 5:00 PM today.",
        ),
        (
            [promise(Stage.ATTENDED, SOON, turn=1)],
            fault(),
            "It works again by 5:00 PM today.",
        ),
        (
            [promise(Stage.ATTENDED, SOON, told_at=NOON), WORKS],
            fault(),
            "We try to be with you by 12:30 PM today. It may take longer.",
        ),
        (
            [promise(Stage.ATTENDED, SOON, first_due_at=PAST), WORKS],
            fault(),
            "We now say: someone will be with you by 12:30 PM today.",
        ),
        (
            [promise(Stage.ATTENDED, PAST), WORKS],
            fault(),
            "We are late, and sorry: we are on it. It works again by 5:00 PM today.",
        ),
        (
            [COMES],
            fault(state=FaultState.WAITING),
            "It has to wait. It works again by 5:00 PM today.",
        ),
        (
            [COMES],
            fault(kind=Kind.QUESTION),
            "You have an answer by 5:00 PM today.",
        ),
        (
            [],
            fault(restore_by=PAST),
            "It takes longer than we said. We are sorry, and we are on it.",
        ),
        ([COMES, WORKS], fault(state=FaultState.RESTORED), ""),
    ],
)
def test_one_sentence_says_what_comes_next(
    app: Flask, promises: list[Promise], found: Fault, sentence: str
) -> None:
    with app.test_request_context():
        said = next_promise(promises, found, NOON, UTC)
    assert said.replace("\u202f", " ") == sentence
