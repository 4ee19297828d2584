"""Signals: what is unusual about a check, said in a sentence, with what may be behind it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.checks.audits.signals.noticing import (
    Kind,
    Reading,
    Visit,
    hurried,
    quick,
    same_photos,
    same_readings,
    same_words,
    tenth,
)
from app.checks.audits.signals.queries import signals
from app.checks.models import CheckPhoto, Grade
from app.extensions import db
from app.photos import service as photos
from app.photos.cleaning import Picture
from tests.builders import NOON, Builder
from tests.pages import fetch

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def visit(number: int, took: float | None = None, **given: Any) -> Visit:
    done: datetime = given.pop("done", NOON + number * timedelta(hours=1))
    began = done - timedelta(seconds=took) if took is not None else None
    fields: dict[str, Any] = {"person_id": 1, "room_id": 1, "place": (1, 1, 1)}
    return Visit(id=number, began=began, done=done, **(fields | given))


def test_the_tenth_percentile_is_by_the_nearest_rank() -> None:
    assert tenth([float(each) for each in range(1, 21)]) == 2
    assert tenth([float(each) for each in range(1, 22)]) == 3
    assert tenth([7.0]) == 7


def test_a_check_far_quicker_than_its_rooms_own_is_a_signal() -> None:
    usual = [visit(number, 100 + number) for number in range(1, 30)]
    found = list(quick([*usual, visit(99, 40)]))
    assert [(each.check_id, each.figures) for each in found] == [(99, (40, 102, 30))]


def test_of_a_room_with_few_checks_nothing_is_said() -> None:
    usual = [visit(number, 100) for number in range(1, 19)]
    assert not list(quick([*usual, visit(99, 1)]))
    assert [each.check_id for each in quick([*usual, visit(98, 100), visit(99, 1)])] == [99]


def test_the_slow_and_the_unscanned_are_no_signal() -> None:
    usual = [visit(number, 100) for number in range(1, 30)]
    assert not list(quick([*usual, visit(98, 51), visit(99)]))


@pytest.mark.parametrize(
    ("place", "seconds", "is_told"),
    [
        ((1, 1, 1), 1, False),
        ((1, 1, 2), 14, True),
        ((1, 1, 2), 15, False),
        ((1, 2, 1), 59, True),
        ((1, 2, 1), 60, False),
        ((2, 2, 1), 299, True),
        ((2, 2, 1), 300, False),
        ((1, 1, None), 1, False),
    ],
)
def test_two_checks_too_far_apart_for_the_time_between(
    place: tuple[int, int, int | None], seconds: int, *, is_told: bool
) -> None:
    second = visit(2, done=NOON + timedelta(seconds=seconds), place=place)
    assert bool(list(hurried([second, visit(1, done=NOON)]))) is is_told


def test_the_way_ends_where_the_second_check_was_scanned() -> None:
    second = visit(2, 100, done=NOON + 2 * MINUTE, place=(1, 2, 1))
    (found,) = hurried([visit(1, done=NOON), second])
    assert (found.check_id, found.other_id, found.figures) == (2, 1, (20,))


def test_what_nobody_knows_the_time_of_is_no_signal() -> None:
    unknown = Visit(2, 1, 2, (2, 2, 2), None, None)
    assert not list(hurried([visit(1, done=NOON), unknown]))


def test_two_people_are_in_two_places() -> None:
    other = visit(2, done=NOON, place=(2, 2, 2), person_id=2)
    assert not list(hurried([visit(1, done=NOON), other]))


def test_the_same_words_in_three_rooms() -> None:
    text = "All was fine and  CLEAN here"
    visits = [visit(n, room_id=n, texts=(text.lower() if n else text,)) for n in (1, 2, 3)]
    assert [each.check_id for each in same_words(visits)] == [1, 2, 3]
    assert not list(same_words(visits[:2]))
    assert not list(same_words(visit(n, room_id=n, texts=("Fine",)) for n in (1, 2, 3)))
    assert not list(same_words(visit(n, room_id=n, person_id=n, texts=(text,)) for n in (1, 2, 3)))


def test_equal_readings_where_those_before_vary() -> None:
    def read(*values: float) -> list[Reading]:
        return [Reading(number, (1, 1), value) for number, value in enumerate(values)]

    (found,) = same_readings(read(20, 21, 22, 20.5, 20.5, 20.5, 20.5))
    assert (found.check_id, found.figures) == (6, (20.5, 4))
    assert not list(same_readings(read(20, 21, 22, 20.5, 20.5, 20.5)))
    assert not list(same_readings(read(20, 20, 20, 20, 20, 20, 20)))


def test_the_same_photo_in_another_check() -> None:
    (found,) = same_photos([(1, "a"), (1, "a"), (2, "b"), (3, "a")])
    assert (found.check_id, found.other_id) == (3, 1)


def test_signals_are_read_from_what_is_stored(make: Builder) -> None:
    one, person = make.room(name="A1"), make.person()
    other = make.room(name="B1")
    scanned = {"grade": Grade.SCANNED, "person": person}
    first = make.check(room=one, scan="s1", done_at=NOON - MINUTE, **scanned)
    second = make.check(room=other, scan="s2", done_at=NOON - MINUTE / 2, **scanned)
    make.check(room=make.room(), person=person, grade=Grade.RECORDED, done_at=NOON - MINUTE / 3)
    picture = Picture(b"the same bytes", 10, 10)
    for check in (first, second):
        photo = photos.keep(picture, at=NOON)
        db.session.add(CheckPhoto(check_id=check.id, photo_id=photo.id))
    db.session.flush()
    found = {each.kind: each for each in signals(None, NOON)}
    assert found.keys() == {Kind.TRAVEL, Kind.PHOTOS}
    assert found[Kind.PHOTOS].check_id == second.id
    assert found[Kind.TRAVEL].other_id == first.id
    assert not signals(Kind.TEXTS, NOON)
    assert not signals(Kind.TRAVEL, NOON + timedelta(days=91))


def test_the_page_says_what_was_seen_and_what_may_be_behind_it(
    auditor: FlaskClient, make: Builder
) -> None:
    person = make.person(name="Tess Tech")
    make.check(room=make.room(name="A1"), person=person, done_at=NOON - MINUTE)
    late = {"done_at": NOON - MINUTE / 2, "is_offline": True, "received_at": NOON}
    make.check(room=make.room(name="B1"), person=person, **late)
    page = fetch(auditor, "/checks/audits/signals?kind=travel").text
    assert "It began 30 s after another check, too far away for that." in page
    assert "the times are the phone's own" in page
    assert "Two people with one account" in page
    assert "Nothing unusual" in fetch(auditor, "/checks/audits/signals?kind=photos").text
    assert fetch(auditor, "/checks/audits/signals?kind=nonsense&page=999")


@pytest.mark.parametrize("actor", ["technician", "manager"])
def test_signals_are_for_auditors(request: pytest.FixtureRequest, actor: str, app: Flask) -> None:
    browser: FlaskClient = request.getfixturevalue(actor)
    assert browser.get("/checks/audits/signals").status_code == 403
