"""Whoever changes the audit log is found out: by a removed, a slipped in, a replaced entry."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.audit import jobs
from app.audit import service as audit
from app.audit.acts import Act
from app.audit.chaining.chain import BOUND, bound
from app.audit.models import AuditEntry
from app.audit.proving import anchors
from app.audit.proving.whole import verify
from app.audit.sealing.closing import close
from app.audit.sealing.opening import passing
from app.extensions import db
from tests.builders import NOON, Builder

TABLE: Any = AuditEntry.__table__
DAY = timedelta(days=1)


@pytest.fixture
def log(make: Builder) -> None:
    """Six entries, a day apart, and how the chain ended then."""
    room = make.room(name="2.14")
    for days in range(6):
        audit.note(Act.PLACE_CHANGED, room, at=NOON + days * DAY)
        db.session.commit()
    jobs.anchor(NOON)


def told() -> list[str]:
    """The places that do not fit, in words."""
    return [str(each) for each in verify().breaks]


def without_guard(*statements: Any) -> None:
    """What somebody does who has the database in hand, and triggers out of the way."""
    with passing("audit_entry"):
        for each in statements:
            db.session.execute(each)
    db.session.commit()


def row(number: int) -> dict[str, Any]:
    """An entry as it stands there."""
    found = db.session.execute(select(*TABLE.c).where(TABLE.c.number == number)).one()
    return dict(zip(TABLE.c.keys(), found, strict=True))


def anew(number: int, **changes: Any) -> dict[str, Any]:
    """The entry with other values, and a hash that fits them."""
    found = row(number) | changes
    said = {name: value for name, value in found.items() if name not in BOUND}
    return bound(found["previous"], said)


def test_a_whole_log_has_no_break(log: None) -> None:
    found = verify()
    assert not found.breaks
    assert not found.odd
    assert (found.log.count, found.log.number) == (6, 6)


def test_a_removed_entry_is_named(log: None) -> None:
    without_guard(delete(AuditEntry).where(AuditEntry.number == 3))
    assert told() == ["audit_entry 3: is missing"]


def test_an_entry_that_was_hashed_anew_is_named(log: None) -> None:
    without_guard(update(AuditEntry).where(AuditEntry.number == 3).values(anew(3, name="3.01")))
    assert told() == ["audit_entry 3: was replaced by another that was hashed anew"]


def test_entries_that_changed_places_are_named(log: None) -> None:
    third, fourth = row(3) | {"number": 4}, row(4) | {"number": 3}
    without_guard(
        delete(AuditEntry).where(AuditEntry.number.in_([3, 4])),
        insert(AuditEntry).values(third),
        insert(AuditEntry).values(fourth),
    )
    assert {each.split(",")[0].split(":")[0] for each in told()} == {
        "audit_entry 3",
        "audit_entry 4",
    }


def test_an_entry_that_is_slipped_in_is_named(log: None) -> None:
    without_guard(
        insert(AuditEntry).values(bound(row(6)["previous"], _said(row(6)) | {"number": 7}))
    )
    assert told()
    assert "6" in told()[0]


def test_a_log_that_was_cut_at_its_end_is_told_by_its_anchor(log: None) -> None:
    without_guard(delete(AuditEntry).where(AuditEntry.number >= 5))
    assert told() == ["audit_entry 4: is the last, and there were more"]
    jobs.anchor(NOON + 9 * DAY)
    assert told(), "the shorter end must not take the place of the longer one"


def test_a_log_that_was_cut_at_its_end_is_told_by_the_seals(log: None, make: Builder) -> None:
    make.check()
    db.session.commit()
    jobs.seal("check", at=NOON)
    anchors._path().unlink()
    without_guard(delete(AuditEntry).where(AuditEntry.number >= 5))
    assert "audit_entry 4: is the last, and there were more" in told()


def test_a_log_that_was_made_anew_from_some_entry_on_is_told_by_a_known_end(log: None) -> None:
    known = {6: row(6)["hash"]}
    anchors._path().unlink()
    previous, rows = row(4)["hash"], []
    for number in (5, 6):
        rows.append(anew(number, previous=previous))
        rows[-1]["name"] = "other"
        rows[-1] = bound(previous, _said(rows[-1]))
        previous = rows[-1]["hash"]
    without_guard(
        delete(AuditEntry).where(AuditEntry.number >= 5),
        *(insert(AuditEntry).values(r) for r in rows),
    )
    assert not told(), "whoever can hash it all anew is found out by what stands elsewhere alone"
    assert [str(each) for each in verify(known).breaks] == [
        "audit_entry 6: was replaced by another that was hashed anew"
    ]


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in BOUND}


def test_a_log_that_was_cut_at_its_beginning_is_told(log: None) -> None:
    without_guard(delete(AuditEntry).where(AuditEntry.number <= 2))
    assert told() == ["audit_entry 3: is the first, and nothing tells why those before are gone"]


def test_what_has_to_go_in_time_goes_and_the_rest_still_fits(log: None) -> None:
    assert close(NOON + 3 * DAY, at=NOON + 9 * DAY) == 3
    db.session.commit()
    found = verify()
    assert not found.breaks
    assert (found.log.count, found.log.number) == (4, 7)
    assert close(NOON + 99 * DAY, at=NOON + 99 * DAY) == 3, "the newest stays"
    db.session.commit()
    assert not verify().breaks
    assert (verify().log.count, verify().log.number) == (2, 8)
    assert close(NOON, at=NOON + 99 * DAY) == 0


def test_a_clock_that_was_set_back_is_remarked(log: None) -> None:
    audit.note(Act.BACKED_UP, at=NOON)
    db.session.commit()
    found = verify()
    assert not found.breaks
    assert "a clock was set" in found.odd[0]


def test_an_anchor_that_was_written_by_another_is_remarked(log: None) -> None:
    path = anchors._path()
    path.write_text(path.read_text().replace('"log_number": 6', '"log_number": 5'))
    assert any("not signed" in each for each in verify().odd)


@pytest.mark.parametrize("name", [each.name for each in TABLE.c if each.name != "number"])
def test_each_column_is_in_the_hash(log: None, name: str) -> None:
    was = row(3)[name]
    other: Any = NOON if name == "at" else "visitor" if name == "who" else "0" * 9
    if was is None or isinstance(was, int):
        other = 99
    without_guard(update(TABLE).where(TABLE.c.number == 3).values({name: other}))
    assert told()[0] == f"audit_entry 3, {name}: was changed"


def test_the_command_names_each_place_and_ends_with_one(log: None, app: Flask) -> None:
    runner = app.test_cli_runner()
    whole = runner.invoke(args=["verify"])
    assert whole.exit_code == 0, whole.output
    assert "The audit log: 6 entries, whole." in whole.output
    without_guard(delete(AuditEntry).where(AuditEntry.number == 3))
    broken = runner.invoke(args=["verify"])
    assert broken.exit_code == 1
    assert "Broken: audit_entry 3: is missing." in broken.output
