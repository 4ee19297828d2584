"""History that came is sealed, and what is touched later is named."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.audit import jobs
from app.audit.models import Seal
from app.audit.proving.whole import verify
from app.audit.sealing import service
from app.audit.sealing.opening import opened, passing
from app.audit.staying import SEALED
from app.checks.models import Check, Finding, Result
from app.database import Base
from app.extensions import db
from app.faults.models import TimelineEntry
from tests.builders import NOON, Builder


def sealed(at: int = 0) -> None:
    """Everything that waits is sealed, so many minutes after noon."""
    for name in list(SEALED):
        jobs.seal(name, at=NOON + timedelta(minutes=at))


def broken() -> list[str]:
    """The places that do not fit, in words."""
    return [str(each) for each in verify().breaks]


@pytest.fixture
def history(make: Builder) -> list[Check]:
    """Three checks with two findings each, and a fault, all sealed."""
    checks = [make.check(note=f"Check {n}") for n in range(3)]
    unit = make.equipment()
    for check in checks:
        for _ in range(2):
            make.finding(check=check, equipment=unit)
    make.fault()
    db.session.commit()
    sealed()
    return checks


def test_what_was_sealed_is_whole(history: list[Check]) -> None:
    found = verify()
    assert not found.breaks
    assert {name: proof.count for name, proof in found.tables.items()} == {
        "check": 3,
        "finding": 6,
        "timeline_entry": 1,
    }


@pytest.mark.parametrize("table", ["check", "finding", "timeline_entry"])
def test_the_database_refuses_to_change_or_remove_history(history: list[Check], table: str) -> None:
    there = Base.metadata.tables[table]
    changes = [
        update(there).values({name: there.c[name]})
        for name in SEALED[table]
        if (table, name) != ("timeline_entry", "photo_id")
    ]
    for each in (*changes, delete(there)):
        with pytest.raises(IntegrityError):
            db.session.execute(each)
        db.session.rollback()


def test_the_moment_of_a_scan_may_be_forgotten(history: list[Check]) -> None:
    db.session.execute(update(Check).values(scanned_at=None))
    db.session.commit()
    assert not broken()


def test_a_changed_value_is_named_with_its_row_and_column(history: list[Check]) -> None:
    with passing("check"):
        db.session.execute(update(Check).where(Check.id == 2).values(grade=0))
    db.session.commit()
    assert broken() == ["check 2, grade: was changed"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table in SEALED for name in SEALED[table][1:]]
)
def test_each_column_is_in_the_seal(
    history: list[Check], careless: None, table: str, name: str
) -> None:
    there = Base.metadata.tables[table]
    was = db.session.scalar(sa.select(there.c[name]).where(there.c.id == 1))
    with passing(table):
        change = f'UPDATE "{table}" SET "{name}" = :other WHERE id = 1'  # noqa: S608
        db.session.execute(sa.text(change), _other(was))
    assert broken() == [f"{table} 1, {name}: was changed"]
    db.session.rollback()


@pytest.fixture
def careless(app: Flask) -> Iterator[None]:
    """SQLite takes any value while this lasts, as it would of whoever writes into its file."""
    for each in ("ignore_check_constraints = ON", "defer_foreign_keys = ON"):
        db.session.execute(sa.text(f"PRAGMA {each}"))
    yield
    db.session.execute(sa.text("PRAGMA ignore_check_constraints = OFF"))


def _other(was: Any) -> dict[str, Any]:
    if isinstance(was, bool):
        return {"other": not was}
    return {"other": 77 if was is None or isinstance(was, int) else "2001-01-01 00:00:00.000000"}


def test_a_removed_row_is_named(history: list[Check]) -> None:
    with passing("finding"):
        db.session.execute(delete(Finding).where(Finding.id == 4))
    db.session.commit()
    assert broken() == ["finding 4: is missing"]


def test_a_row_that_is_slipped_in_later_is_named(history: list[Check], make: Builder) -> None:
    with passing("finding"):
        db.session.execute(delete(Finding).where(Finding.id == 4))
    with opened("finding", [4], "a test", at=NOON):
        pass
    make.finding(id=4, check=history[0], result=Result.PASS)
    db.session.commit()
    assert broken() == ["finding 4: was added later"]


def test_rows_that_changed_places_are_named(history: list[Check]) -> None:
    with passing("check"):
        for key, note in ((1, "Check 1"), (2, "Check 0")):
            db.session.execute(update(Check).where(Check.id == key).values(note=note))
    db.session.commit()
    assert broken() == ["check 1, note: was changed", "check 2, note: was changed"]


def test_erasing_what_the_law_wants_is_noted_and_sealed_anew(history: list[Check]) -> None:
    with opened("check", [3], "erasure", at=NOON):
        db.session.execute(update(Check).where(Check.id == 3).values(note=""))
    db.session.commit()
    found = verify()
    assert not found.breaks
    assert (found.log.count, found.tables["check"].count) == (1, 3)
    assert db.session.scalars(sa.select(Seal.why).where(Seal.replaces.is_not(None))).all() == [
        "erasure"
    ]


def test_what_was_broken_before_an_erasure_does_not_become_whole_by_it(
    history: list[Check],
) -> None:
    with passing("check"):
        db.session.execute(update(Check).where(Check.id == 1).values(note="forged"))
    with opened("check", [3], "erasure", at=NOON):
        db.session.execute(update(Check).where(Check.id == 3).values(note=""))
    db.session.commit()
    assert any("broken before: erasure" in each for each in verify().odd)


def test_keys_that_come_again_after_an_erasure_are_no_strangers(
    history: list[Check], make: Builder
) -> None:
    with opened("timeline_entry", [1], "over", at=NOON):
        db.session.execute(delete(TimelineEntry))
    db.session.commit()
    make.fault()
    db.session.commit()
    assert not broken()
    sealed(20)
    assert not broken()
    assert verify().tables["timeline_entry"].count == 1


def test_a_seal_that_is_touched_is_named(history: list[Check]) -> None:
    with passing("seal"):
        db.session.execute(update(Seal).where(Seal.number == 2).values(ids="1-5"))
    db.session.commit()
    assert "seal 2, ids: was changed" in broken()


def test_new_rows_wait_for_others_a_quarter_of_an_hour_at_most(
    history: list[Check], make: Builder, app: Flask
) -> None:
    make.check()
    db.session.commit()
    assert service.waiting(at=NOON + timedelta(minutes=14)) == []
    assert service.waiting(at=NOON + timedelta(minutes=15)) == ["check"]


@pytest.mark.parametrize("table", ["check", "finding", "timeline_entry"])
def test_every_column_of_history_is_sealed_unless_it_is_said_why_not(table: str) -> None:
    left = set(Base.metadata.tables[table].c.keys()) - set(SEALED[table])
    assert left == ({"scanned_at"} if table == "check" else set())
