"""The story is the same for the same moment, and believable whenever it is told."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Table, select

from app.checks.models import Result
from app.checks.readiness import Readiness, readiness
from app.checks.seeds import plant_job_plans
from app.database import Base
from app.demo.fill import story_of
from app.demo.story.telling import Story
from app.demo.story.troubles import Trouble
from app.demo.story.visits import OVERDUE, visits
from app.demo.story.world import HISTORY, HOURS, campus
from app.equipment.seeds import plant_types
from app.extensions import db
from app.places.models import Criticality, SupportCalendar, SupportHours
from tests.demo.conftest import AT, filled

SECRET = {
    "person": {"password", "fs_uniquifier"},
    "tag": {"code"},
    "report": {"secret", "key"},
}
"""Columns that are made anew in each installation."""

DAYS = (
    datetime(2026, 12, 28, 9, 0, tzinfo=UTC),
    datetime(2027, 1, 11, 0, 5, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    datetime(2027, 8, 16, 6, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 55, tzinfo=UTC),
    datetime(2027, 10, 31, 12, 0, tzinfo=UTC),
)
"""Christmas, the first Monday of term at night, a change of the clocks, summer, a leap day."""


def _rows(table: Table) -> list[tuple[object, ...]]:
    shown = [column for column in table.columns if column.name not in SECRET.get(table.name, ())]
    rows = db.session.execute(select(*shown).order_by(*table.primary_key.columns))
    return [tuple(row) for row in rows]


def _everything() -> dict[str, list[tuple[object, ...]]]:
    return {table.name: _rows(table) for table in Base.metadata.sorted_tables}


def test_the_same_moment_gives_the_same_rows(app: Flask) -> None:
    first = [tag.code for tag in filled().values()]
    once = _everything()
    db.session.expunge_all()
    db.session.commit()
    db.drop_all()  # history can't be deleted, as its tables refuse that
    db.create_all()
    second = [tag.code for tag in filled().values()]
    twice = _everything()
    assert [len(rows) for rows in once.values()] == [len(rows) for rows in twice.values()]
    if db.engine.dialect.name == "sqlite":  # elsewhere numbers go on where they were
        assert once == twice
    assert not set(first) & set(second), "codes are secrets, made anew each time"


def _told(at: datetime) -> Story:
    plant_types()
    plant_job_plans()
    plan = campus(at)
    hours = [SupportHours(weekday=day, opens=start, closes=end) for day, start, end in HOURS]
    calendar = SupportCalendar(name="Any", phone="5555", timezone=plan.timezone, hours=hours)
    return story_of(plan, calendar)


def _states(story: Story) -> Counter[Readiness]:
    zone, today = story.campus.zone, story.campus.today
    checked = {
        seen.visit.room.key: seen.visit.done_at.astimezone(zone)
        for seen in story.checks
        if seen.result is not Result.NOT_CHECKED
    }
    return Counter(
        readiness(
            [each.effect for each in _open(story) if each.incident.room == room],
            checked[room.key],
            (checked[room.key] + Criticality(room.criticality).check_every).date(),
            today,
        )
        for room in story.campus.rooms
    )


def _open(story: Story) -> list[Trouble]:
    return [each for each in story.troubles if each.state.is_open]


@pytest.mark.parametrize("at", DAYS)
def test_it_is_fresh_on_any_day(app: Flask, at: datetime) -> None:
    story = _told(at)
    states = _states(story)
    assert states[Readiness.WORKING] >= 45
    assert states[Readiness.UNCHECKED] == len(OVERDUE)
    assert states[Readiness.NOT_WORKING] == 1
    assert len(_open(story)) == 8
    assert len(story.troubles) > 120
    moments = [entry.at for trouble in story.troubles for entry in trouble.entries]
    moments += [report.at for trouble in story.troubles for report in trouble.told]
    assert max(moments) < at
    assert min(moments) > at - HISTORY


def test_nobody_comes_over_christmas_of_a_past_year() -> None:
    days = Counter(visit.done_at.date() for visit in visits(campus(AT)))
    assert days[date(2025, 12, 15)]
    assert not any(days[date(2025, 12, 22) + timedelta(days=n)] for n in range(13))


def test_some_visits_are_in_vain_and_most_of_those_are_made_good_the_same_day() -> None:
    walked = visits(campus(AT))
    vain = [(visit.room.key, visit.done_at.date()) for visit in walked if visit.reason]
    seen = {(visit.room.key, visit.done_at.date()) for visit in walked if not visit.reason}
    assert 0.01 < len(vain) / len(walked) < 0.08
    assert sum(each in seen for each in vain) > 0.9 * len(vain)
