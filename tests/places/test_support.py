"""Support minutes: counted only while support is there, and never lost when clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.places.models import SupportCalendar, SupportHours
from app.places.support import after, is_open
from tests.builders import NOON

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
)
MINUTE = timedelta(minutes=1)
MIDNIGHT = time(23, 59)


def calendar(*spans: tuple[int, time, time], zone: str = "UTC") -> SupportCalendar:
    hours = [SupportHours(weekday=day, opens=opens, closes=ends) for day, opens, ends in spans]
    return SupportCalendar(name="Desk", phone="5555", timezone=zone, hours=hours)


OFFICE = tuple((day, time(8), time(18)) for day in range(5))
ALWAYS = tuple((day, time(0), MIDNIGHT) for day in range(7))

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
spans = st.tuples(st.integers(0, 6), times, times).filter(lambda span: span[1] < span[2])
calendars = st.builds(
    lambda days, zone: calendar(*days, zone=zone),
    st.lists(spans, min_size=1, max_size=5, unique_by=lambda span: span[0]),
    st.sampled_from(ZONES),
)
CHANGES = (
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia leaves out a Friday
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, and at midnight Beirut
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York, and at midnight Havana
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, by half an hour
)
moments = st.one_of(
    st.integers(0, 10**7).map(lambda minutes: NOON + minutes * MINUTE),
    st.builds(
        lambda change, minutes: change + minutes * MINUTE,
        st.sampled_from(CHANGES),
        st.integers(-3 * 24 * 60, 2 * 24 * 60),
    ),
)
"""Some twenty years, and often the days around a change of clocks."""
lengths = st.integers(0, 3000)


@settings(deadline=None)
@given(calendars, moments, lengths, lengths)
def test_minutes_may_be_counted_in_two_steps(
    hours: SupportCalendar, start: datetime, first: int, then: int
) -> None:
    assert after(hours, after(hours, start, first), then) == after(hours, start, first + then)


@settings(deadline=None)
@given(calendars, moments, lengths, st.integers(1, 3000))
def test_more_minutes_end_later(
    hours: SupportCalendar, start: datetime, minutes: int, more: int
) -> None:
    sooner = after(hours, start, minutes)
    assert start <= sooner < after(hours, start, minutes + more)


@settings(deadline=None, max_examples=40)
@given(calendars, moments, st.integers(1, 45))
def test_exactly_so_many_open_minutes_lie_between(
    hours: SupportCalendar, start: datetime, minutes: int
) -> None:
    end = after(hours, start, minutes)
    assume(end - start < timedelta(days=2))
    steps = int((end - start) / MINUTE)
    assert sum(is_open(hours, start + step * MINUTE) for step in range(steps)) == minutes


@settings(deadline=None)
@given(moments, lengths, st.sampled_from(ZONES))
def test_support_round_the_clock_loses_and_gains_nothing_when_clocks_change(
    start: datetime, minutes: int, zone: str
) -> None:
    assert after(calendar(*ALWAYS, zone=zone), start, minutes) == start + minutes * MINUTE


@settings(deadline=None)
@given(calendars, moments, st.integers(1, 3000))
def test_the_last_minute_was_an_open_one(
    hours: SupportCalendar, start: datetime, minutes: int
) -> None:
    assert is_open(hours, after(hours, start, minutes) - MINUTE)


def test_a_fault_on_friday_evening_is_promised_for_monday() -> None:
    friday = datetime(2026, 3, 6, 17, 30, tzinfo=UTC)
    assert after(calendar(*OFFICE), friday, 60) == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


def test_a_promise_that_ends_with_the_day_is_for_that_day() -> None:
    friday = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    assert after(calendar(*OFFICE), friday, 60) == datetime(2026, 3, 6, 18, 0, tzinfo=UTC)


def test_hours_follow_the_local_clock_through_summer_time() -> None:
    berlin = calendar(*OFFICE, zone="Europe/Berlin")
    friday = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)  # 18:00 in Berlin; clocks change on Sunday
    assert after(berlin, friday, 1) == datetime(2026, 3, 30, 6, 1, tzinfo=UTC)


def test_nobody_is_there_before_opening_and_from_closing_on() -> None:
    tuesday = datetime(2026, 3, 3, tzinfo=UTC)
    there = [is_open(calendar(*OFFICE), tuesday + timedelta(hours=hour)) for hour in (7, 8, 17, 18)]
    assert there == [False, True, True, False]


def test_a_calendar_without_hours_is_refused_rather_than_waited_for() -> None:
    with pytest.raises(ValueError, match="without hours"):
        after(calendar(), datetime(2026, 3, 3, tzinfo=UTC), 1)
    assert not is_open(calendar(), datetime(2026, 3, 3, tzinfo=UTC))
