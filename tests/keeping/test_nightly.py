"""Each night by itself: begun by the worker, kept for a while, told where it fails, red if old."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.codes.models import Tag
from app.extensions import db
from app.guides import service as guides
from app.guides.models import GuideKind
from app.guides.service import About, Wording
from app.keeping import folder, jobs, orphans, service
from app.keeping.folder import Good, Kept, Try
from app.keeping.orphans import GRACE
from app.notices.models import Notice
from app.people.models import Role
from app.photos import store
from app.photos.models import Photo
from app.settings import Settings
from tests.builders import Builder
from tests.keeping.conftest import photo
from tests.pages import fetch

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def nightly(app: Flask, settings: Settings) -> Iterator[Settings]:
    """The settings of a program that backs up at two, at noon of a day after a week of service."""
    given = settings.model_copy(update={"backup_at": "02:00", "default_timezone": "Europe/Berlin"})
    app.config["SETTINGS"] = given
    with time_machine.travel(NOW, tick=False):
        folder.begun(given)
        was_born(given, NOW - timedelta(days=7))
        yield given


def was_born(settings: Settings, at: datetime) -> None:
    os.utime(settings.backups / folder.LOCK, (at.timestamp(), at.timestamp()))


def good(settings: Settings, ago: timedelta) -> None:
    folder.note_good(settings.backups, Good((NOW - ago).isoformat(), "x", 1))


def test_it_is_due_once_its_hour_has_passed_without_one(nightly: Settings) -> None:
    assert jobs.is_due(nightly, at=NOW), "there was none yet"
    good(nightly, 12 * HOUR)
    assert jobs.is_due(nightly, at=NOW), "the last one is of yesterday"
    good(nightly, 10 * HOUR)
    assert not jobs.is_due(nightly, at=NOW), "it was made at three"
    assert not jobs.is_due(nightly, at=NOW + 12 * HOUR)
    assert jobs.is_due(nightly, at=NOW + 14 * HOUR)


def test_a_new_installation_waits_for_its_first_night(nightly: Settings) -> None:
    was_born(nightly, NOW - HOUR)
    assert not jobs.is_due(nightly, at=NOW)
    assert jobs.is_due(nightly, at=NOW + 14 * HOUR)


def test_one_that_failed_is_tried_again_after_an_hour(nightly: Settings) -> None:
    folder.note_try(nightly.backups, Try(NOW.isoformat(), "The disk is full."))
    assert not jobs.is_due(nightly, at=NOW + timedelta(minutes=59))
    assert jobs.is_due(nightly, at=NOW + HOUR)
    with folder.alone(nightly.backups):
        assert not jobs.is_due(nightly, at=NOW + HOUR), "somebody is at it"


def test_two_o_clock_is_two_o_clock_on_the_days_when_clocks_change() -> None:
    for day, hours in (("2026-03-29", 1), ("2026-10-25", 1), ("2026-07-01", 0), ("2026-01-01", 1)):
        noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
        due = folder.last_due("02:00", BERLIN, at=noon)
        assert noon - due < timedelta(hours=13), day
        assert due.hour in {hours, 0}, day


@pytest.mark.sqlite
def test_the_worker_makes_it_in_a_process_of_its_own(
    nightly: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "COMMAND", ["true"])
    jobs.sweep()
    assert app.extensions["backup"].wait(10) == 0
    assert (nightly.data / jobs.SEEN).exists()


def test_admins_are_told_once_of_one_that_failed(nightly: Settings, make: Builder) -> None:
    make.person(role=Role.ADMIN, email="admin@example.edu")
    make.person(role=Role.MANAGER)
    folder.note_try(nightly.backups, Try(NOW.isoformat(), "The disk is full."))
    for _ in "12":
        jobs.sweep()
    told = db.session.scalars(sa.select(Notice)).all()
    assert {each.address for each in told if each.via == "email"} == {"admin@example.edu"}
    assert all("The disk is full." in each.body for each in told)
    assert len({each.id for each in told}) == 1


def kept(settings: Settings, days: float, kind: str = "nightly") -> Path:
    path = settings.backups / folder.name(kind, NOW - timedelta(days=days))
    path.write_bytes(b"")
    return path


def test_of_each_day_and_each_week_the_newest_stays(nightly: Settings) -> None:
    made = {days: kept(nightly, days) for days in range(60)}
    twice = kept(nightly, 0.2, "asked")
    before_upgrades = [kept(nightly, days, "upgrade") for days in (50.5, 55.5, 58.5)]
    mine = nightly.backups / "mine.backup"
    mine.write_bytes(b"")
    service.let_go(nightly.backups, nightly)
    left = set(nightly.backups.glob("*.backup"))
    assert {made[days] for days in range(7)} <= left
    assert twice not in left, "a newer one is of the same day"
    assert [path in left for path in before_upgrades] == [True, True, False]
    assert mine in left
    weeks = {path for days, path in made.items() if days >= 7 and path in left}
    assert len(weeks) == 2, "of the four weeks the first two are among the seven days"


def test_the_newest_is_never_let_go(nightly: Settings) -> None:
    lonely = kept(nightly, 400)
    service.let_go(nightly.backups, nightly)
    assert lonely.exists()
    found = folder.good_ones(nightly.backups)
    assert folder.to_let_go(found, BERLIN, daily=1, weekly=0) == []
    assert isinstance(found[0], Kept)


@pytest.mark.parametrize(
    ("hours", "says", "red"),
    [(5, "Last good backup: 5 hours ago", False), (25.9, "yesterday", False), (27, "made", True)],
)
def test_managers_see_how_old_it_is_and_red_after_26_hours(
    nightly: Settings, manager: FlaskClient, hours: float, says: str, red: bool
) -> None:
    good(nightly, timedelta(hours=hours))
    page = fetch(manager, "/today")
    assert says in page.text
    assert ("notice--danger" in manager.get("/today").text) is red
    assert ("flask doctor" in page.text) is red


def test_managers_see_that_there_is_none_and_why(nightly: Settings, manager: FlaskClient) -> None:
    folder.note_try(nightly.backups, Try(NOW.isoformat(), "The disk is full."))
    page = fetch(manager, "/today")
    assert "There is no good backup" in page.text
    assert "The disk is full." in page.text


def test_technicians_have_no_use_for_it(nightly: Settings, technician: FlaskClient) -> None:
    assert "backup" not in fetch(technician, "/today").text


def aged(settings: Settings, name: str, by: timedelta) -> None:
    then = (NOW - by).timestamp()
    os.utime(settings.data / "photos" / name[:2] / name, (then, then))


def test_a_file_that_nothing_leads_to_goes_after_a_day_and_one_in_use_never(
    nightly: Settings,
) -> None:
    used = photo(b"in use")
    for name in ("a" * 32 + ".jpg", "b" * 32 + ".jpg"):
        store.keep(name, b"left over")
    aged(nightly, used, timedelta(days=4000))
    aged(nightly, "a" * 32 + ".jpg", GRACE + HOUR)
    aged(nightly, "b" * 32 + ".jpg", GRACE - HOUR)
    found: dict[str, float] = {}
    assert orphans.sweep(found, at=NOW) == 0
    assert [*found] == ["a" * 32 + ".jpg"]
    assert orphans.sweep(found, at=NOW) == 0, "it was found a moment ago"
    found = {name: since - orphans.PATIENCE_SECONDS for name, since in found.items()}
    assert orphans.sweep(found, at=NOW) == 1
    assert found == {}
    assert store.content(used) == b"in use"
    assert store.content("b" * 32 + ".jpg") == b"left over"
    with pytest.raises(FileNotFoundError):
        store.content("a" * 32 + ".jpg")


def test_a_file_whose_row_came_late_stays_however_the_clock_jumped(nightly: Settings) -> None:
    late = photo(b"its row came late")
    aged(nightly, late, GRACE + HOUR)
    found = {late: -1e9}
    assert orphans.sweep(found, at=NOW) == 0
    assert found == {}
    assert store.content(late) == b"its row came late"


def number_of(name: str) -> int:
    asked = sa.select(Photo.id).where(Photo.key == name.partition(".")[0])
    return db.session.scalars(asked).one()


def test_a_photo_that_nothing_bears_goes_and_one_that_is_in_use_or_may_be_never(
    nightly: Settings, make: Builder
) -> None:
    replaced, worn, shown, before, since, late = (photo(b"%d" % each) for each in range(6))
    make.tag().photo_id = number_of(worn)
    first, next_ = (
        Wording(GuideKind.PROCEDURE, "How", f"See ![it](photo:{name[:32]})")
        for name in (before, shown)
    )
    guide = guides.write(About(make.equipment_type()), first, None, at=NOW)
    guides.rewrite(guide, next_, make.person(), seen=1, at=NOW)
    db.session.get_one(Photo, number_of(late)).taken_in_at = NOW - timedelta(days=29)
    db.session.commit()
    found: dict[int, float] = {}
    assert orphans.sweep_rows(found, at=NOW) == 0
    assert set(found) == {number_of(replaced), number_of(since)}
    assert orphans.sweep_rows(found, at=NOW) == 0, "they were found a moment ago"
    found = {number: at - orphans.PATIENCE_SECONDS for number, at in found.items()}
    make.tag().photo_id = number_of(since)
    db.session.commit()
    assert orphans.sweep_rows(found, at=NOW) == 1
    assert found == {}
    keys = set(db.session.scalars(sa.select(Photo.key)))
    assert keys == {name[:32] for name in (worn, shown, before, since, late)}
    assert store.content(replaced), "its file goes later"


def test_a_photo_that_is_put_to_use_between_the_look_and_the_sweep_stays(
    nightly: Settings, make: Builder
) -> None:
    taken, left = number_of(photo(b"taken")), number_of(photo(b"left"))
    tag = make.tag()
    db.session.commit()
    put_on = sa.update(Tag).where(Tag.id == tag.id).values(photo_id=taken)

    def somebody_else(_session: object) -> None:
        with db.engine.begin() as connection:
            connection.execute(put_on)

    sa.event.listen(db.session, "after_rollback", somebody_else, once=True)
    assert orphans.sweep_rows(dict.fromkeys((taken, left), -1e9), at=NOW) == 1
    assert db.session.scalars(sa.select(Photo.id)).all() == [taken]


def test_the_worker_looks_for_them_once_a_day_and_until_they_are_gone(
    nightly: Settings, app: Flask
) -> None:
    app.config["SETTINGS"] = nightly.model_copy(update={"backup_at": ""})
    left = photo(b"replaced")
    for _ in "12":
        jobs.sweep()
        for found in (app.extensions["orphans"], app.extensions["unborne"]):
            found.update({each: at - orphans.PATIENCE_SECONDS for each, at in found.items()})
    db.session.rollback()
    assert db.session.scalar(sa.select(Photo.key)) is None
    assert store.content(left)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        aged(nightly, left, timedelta(days=4000))
        for _ in "12":
            jobs.sweep()
            known = app.extensions["orphans"]
            known.update({each: at - orphans.PATIENCE_SECONDS for each, at in known.items()})
    with pytest.raises(FileNotFoundError):
        store.content(left)


def test_a_photo_whose_file_is_gone_is_known(nightly: Settings) -> None:
    here, gone = photo(b"here"), photo(b"gone")
    store.erase(gone)
    assert list(orphans.missing()) == [gone]
    assert here not in orphans.missing()
