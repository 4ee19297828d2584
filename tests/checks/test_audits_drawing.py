"""Which checks are made again: chance decides, and nobody who makes or sends one has a say."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from app import jobs
from app.checks.audits import drawing
from app.checks.audits.drawing import draw, lots_of
from app.checks.models import Check, Reason, Result, Scope, SpotAudit
from app.extensions import db
from tests.builders import NOON, Builder

MANY = 20_000
LOT = lots_of("a key of this test")


def _lots(key: str) -> list[float]:
    lot = lots_of(key)
    return [lot(Check(id=number, key=f"key {number}")) for number in range(MANY)]


def test_of_many_checks_as_many_are_drawn_as_the_share_says() -> None:
    for key in ("one key", "another", "a third"):
        lots = _lots(key)
        assert all(0 <= lot < 1 for lot in lots)
        for percent in (5, 10, 50):
            share = percent / 100
            drawn = sum(lot < share for lot in lots) / MANY
            six_sigma = 6 * (share * (1 - share) / MANY) ** 0.5
            assert abs(drawn - share) < six_sigma, (key, percent, drawn)


def test_twenty_faked_checks_are_caught_with_88_percent() -> None:
    caught = 1 - 0.9**20
    assert round(caught, 2) == 0.88
    lots = _lots("whoever fakes twenty checks")
    fakers = [lots[start : start + 20] for start in range(0, MANY, 20)]
    found = sum(min(each) < 0.1 for each in fakers) / len(fakers)
    assert abs(found - caught) < 6 * (caught * (1 - caught) / len(fakers)) ** 0.5


def test_who_lacks_the_key_knows_nothing_of_the_draw() -> None:
    one, other = _lots("one key"), _lots("another key")
    both = sum(a < 0.1 and b < 0.1 for a, b in zip(one, other, strict=True)) / MANY
    assert abs(both - 0.01) < 6 * (0.01 * 0.99 / MANY) ** 0.5


def test_a_check_is_drawn_once_and_has_two_days(make: Builder) -> None:
    check = make.check(done_at=NOON - timedelta(minutes=2))
    (audit,) = draw(10, lambda _check: 0.099, at=NOON)
    assert (audit.check_id, audit.drawn_at) == (check.id, NOON)
    assert audit.due_by == NOON + timedelta(hours=48)
    assert draw(10, lambda _check: 0.099, at=NOON + timedelta(minutes=1)) == []


def test_a_lot_above_the_share_is_not_drawn(make: Builder) -> None:
    make.check(done_at=NOON)
    assert draw(10, lambda _check: 0.1, at=NOON) == []
    assert draw(0, lambda _check: 0.0, at=NOON) == []


def test_only_finished_room_checks_of_late_are_drawn(make: Builder) -> None:
    recent = {"done_at": NOON - timedelta(hours=1)}
    make.check(done_at=NOON - timedelta(hours=49))
    make.check(scope=Scope.SERVICE, **recent)
    make.check(result=Result.NOT_CHECKED, reason=Reason.LOCKED, **recent)
    make.check(room=make.room(retired_at=NOON), **recent)
    first = make.check(**recent)
    again = make.check(room=first.room, **recent)
    db.session.add(
        SpotAudit(
            check_id=first.id,
            drawn_at=NOON,
            due_by=NOON + timedelta(hours=48),
            again_id=again.id,
            agreed=0,
            compared=0,
        )
    )
    make.check(corrects_id=make.check(done_at=NOON - timedelta(days=9)).id, **recent)
    plain = make.check(**recent)
    assert [each.check_id for each in draw(100, lambda _check: 0.5, at=NOON)] == [plain.id]


def test_the_worker_draws_and_a_second_round_draws_no_more(app: Flask, make: Builder) -> None:
    make.check(done_at=datetime.now(UTC) - timedelta(hours=1))
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"audit_percent": 100})
    worker: jobs.Worker = app.extensions["jobs"]
    worker.sweep()
    worker.sweep()
    assert len(db.session.scalars(select(SpotAudit)).all()) == 1


def test_when_somebody_stood_there_is_forgotten_after_90_days(app: Flask, make: Builder) -> None:
    now = datetime.now(UTC)
    old = make.check(scanned_at=now - timedelta(days=91), done_at=now - timedelta(days=91))
    new = make.check(scanned_at=now - timedelta(days=89), done_at=now - timedelta(days=89))
    assert drawing.are_scans_to_forget(at=now)
    db.session.commit()
    worker: jobs.Worker = app.extensions["jobs"]
    worker.sweep()
    db.session.expire_all()
    assert db.session.get_one(Check, old.id).scanned_at is None
    assert db.session.get_one(Check, new.id).scanned_at is not None
    assert not drawing.are_scans_to_forget(at=now)
