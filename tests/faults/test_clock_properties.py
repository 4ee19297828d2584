"""The clock of a promise, by property: minutes are never negative, and never counted twice.

Odd support hours, zones all over the world, changes of their clocks, holidays, and pauses that
overlap, lie within each other, or began before the fault did.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.faults.models import Priority, Stage
from app.faults.promises.clock import Clock, Still
from app.faults.promises.targets import DEFAULTS, stages
from app.places import support
from app.places.models import SupportCalendar, SupportHours
from tests.building import NOON

MINUTE = timedelta(minutes=1)
SECOND = 1 / 60
ZONES = (
    *("UTC", "Europe/London", "Europe/Vienna", "Europe/Moscow", "Africa/Cairo"),
    *("Africa/Johannesburg", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Tehran"),
    *("Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham"),
    *("Pacific/Apia", "America/New_York", "America/St_Johns", "America/Los_Angeles"),
    *("America/Sao_Paulo", "America/Phoenix"),
)

MORNING, LAST = 5 * 60, 23 * 60 + 59
"""Hours begin after the night in which clocks change: what is meant then is told elsewhere."""

CHANGES = (
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
)
"""Days on which the clocks of many zones change."""


def clock_at(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def hours(draw: st.DrawFn) -> list[SupportHours]:
    """Spans of a week, some days with two, some with none; one day has some."""
    found = []
    for weekday in range(7):
        edges = draw(st.lists(st.integers(MORNING, LAST), max_size=4, unique=True).map(sorted))
        for opens, closes in zip(edges[::2], edges[1::2], strict=False):
            span = {"opens": clock_at(opens), "closes": clock_at(closes)}
            found.append(SupportHours(weekday=weekday, **span))
    assume(found)
    return found


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """A whole minute within some days of a change of clocks."""
    near = draw(st.sampled_from(CHANGES))
    return near + draw(st.integers(-4 * 1440, 4 * 1440)) * MINUTE


@st.composite
def pauses(draw: st.DrawFn, around: datetime) -> tuple[Still, ...]:
    """Up to three spans that may overlap, and may begin before the fault."""
    found = []
    for _each in range(draw(st.integers(0, 3))):
        starts = around + draw(st.integers(-3000, 6000)) * MINUTE
        found.append(Still(starts, starts + draw(st.integers(0, 4000)) * MINUTE))
    return tuple(found)


@st.composite
def clocks(draw: st.DrawFn) -> tuple[Clock, datetime]:
    """A clock, and the moment at which a promise begins."""
    began = draw(moments())
    days = st.integers(-3, 12).map(lambda n: began.date() + timedelta(days=n))
    named = {"name": "Desk", "phone": "5555", "timezone": draw(st.sampled_from(ZONES))}
    calendar = SupportCalendar(hours=draw(st.one_of(hours(), st.just([]))), **named)
    holidays: frozenset[date] = frozenset(draw(st.lists(days, max_size=3)))
    return Clock(calendar, holidays, draw(pauses(began))), began


COUNTS = st.integers(1, 3 * 480)
Counted = tuple[Clock, datetime]


def is_running(clock: Clock, moment: datetime) -> bool:
    """Whether a minute that begins at the moment counts: said anew, from the wall's clock."""
    if any(each.began_at <= moment < each.ended_at for each in clock.pauses):
        return False
    if not clock.calendar.hours:
        return True
    here = moment.astimezone(ZoneInfo(clock.calendar.timezone))
    if here.date() in clock.holidays:
        return False
    return any(
        each.weekday == here.weekday()
        and each.opens <= here.time()
        and (here.time() < each.closes or each.closes >= support.LAST_MINUTE)
        for each in clock.calendar.hours
    )


@settings(deadline=None)
@given(clocks(), COUNTS)
def test_what_is_promised_falls_into_support_time_and_into_no_pause(
    counted: Counted, minutes: int
) -> None:
    clock, began = counted
    due = clock.after(began, minutes)
    assert due > began
    assert is_running(clock, due - timedelta(seconds=1))


@settings(deadline=None)
@given(clocks(), COUNTS)
def test_as_many_minutes_have_passed_by_the_target_as_were_promised(
    counted: Counted, minutes: int
) -> None:
    clock, began = counted
    assert clock.passed(began, clock.after(began, minutes)) == pytest.approx(minutes, abs=SECOND)


@settings(deadline=None)
@given(clocks(), COUNTS, COUNTS)
def test_more_minutes_are_never_over_sooner(counted: Counted, some: int, more: int) -> None:
    clock, began = counted
    assert clock.after(began, some) < clock.after(began, some + more)


@settings(deadline=None)
@given(clocks(), st.integers(-500, 9000), st.integers(0, 9000))
def test_minutes_are_never_negative_and_never_counted_twice(
    counted: Counted, first: int, second: int
) -> None:
    clock, began = counted
    middle, end = began + first * MINUTE, began + (first + second) * MINUTE
    whole, until = clock.passed(began, end), clock.passed(began, middle)
    assert 0 <= until <= whole
    if first >= 0:
        assert until + clock.passed(middle, end) == pytest.approx(whole, abs=SECOND)


@settings(max_examples=60, deadline=None)
@given(clocks(), st.integers(0, 3 * 1440))
def test_the_clock_counts_what_the_wall_counts_minute_by_minute(
    counted: Counted, minutes: int
) -> None:
    clock, began = counted
    running = sum(is_running(clock, began + n * MINUTE) for n in range(minutes))
    counts = running if clock.calendar.hours else running / 3
    assert clock.passed(began, began + minutes * MINUTE) == pytest.approx(counts, abs=SECOND)


@settings(deadline=None)
@given(clocks(), COUNTS, st.integers(0, 6000), st.integers(0, 4000))
def test_a_pause_moves_what_is_promised_by_exactly_its_own_minutes(
    counted: Counted, minutes: int, after: int, length: int
) -> None:
    clock, began = counted
    starts = began + after * MINUTE
    ends = starts + length * MINUTE
    assume(starts < clock.after(began, minutes))
    paused = Clock(clock.calendar, clock.holidays, (*clock.pauses, Still(starts, ends)))
    due, stood = paused.after(began, minutes), clock.passed(starts, ends)
    assert clock.passed(began, due) == pytest.approx(minutes + stood, abs=2 * SECOND)


DUE = {
    Priority.P1: ("03T12:02", "03T12:10", "03T12:15", "03T16:00"),
    Priority.P2: ("03T12:05", "03T12:30", "03T13:00", "04T10:00"),
    Priority.P3: ("03T13:00", "04T10:00", "04T18:00", "05T16:00"),
    Priority.P4: ("03T16:00", None, None, "13T12:00"),
}
"""Support from 8 to 18, from Monday to Friday; reported on Tuesday at noon."""


@pytest.mark.parametrize("priority", Priority)
def test_each_priority_is_due_by_its_line_of_the_table(priority: Priority) -> None:
    week = [SupportHours(weekday=day, opens=time(8), closes=time(18)) for day in range(5)]
    clock = Clock(SupportCalendar(name="Desk", phone="5555", timezone="UTC", hours=week))
    found = {
        stage: clock.after(NOON, minutes).strftime("%dT%H:%M")
        for stage, minutes in stages(DEFAULTS, priority).items()
    }
    said = zip(Stage, DUE[priority], strict=True)
    assert found == {stage: due for stage, due in said if due is not None}
