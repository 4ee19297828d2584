"""When work is due next: on its grid however late it was done, and never on a closed day."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.due.calendars import Calendar, calendar, shifted
from app.checks.due.dates import Due, Past, Schedule, grace, moved_on, next_due, room_check
from app.checks.due.rules import read
from app.checks.models import Shift

ZONES = (
    *("Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Los_Angeles"),
    *("America/New_York", "America/Nuuk", "America/Santiago", "America/Sao_Paulo"),
    *("America/St_Johns", "Antarctica/Troll", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran"),
    *("Asia/Tokyo", "Australia/Lord_Howe", "Europe/Berlin", "Europe/London", "Pacific/Apia"),
    *("Pacific/Chatham", "Pacific/Kiritimati"),
)
GRIDS = (
    *(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=31",
    ),
    *("FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
)
EVERY_DAY = calendar()
MON_TO_FRI = calendar(range(5))
TUESDAY = date(2026, 3, 3)


def local(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def due(schedule: Schedule, past: Past, site: Calendar = EVERY_DAY) -> date:
    found = next_due(schedule, site, past)
    assert found
    return found.on


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("text", GRIDS)
def test_fifteen_years_of_work_by_the_minute_around_midnight_stay_on_their_grid(
    zone: str, text: str
) -> None:
    begins, ends = date(2011, 1, 1), date(2026, 1, 1)
    start = datetime.combine(begins, time(0))
    told = rrulestr(text, dtstart=start).between(start, datetime.combine(ends, time(0)), inc=True)
    schedule, done_on, found = Schedule(read(text), starts_on=begins), None, []
    clocks = (time(0, 1), time(2, 30), time(23, 59))

    while (on := due(schedule, Past(begins - timedelta(days=1), done_on))) <= ends:
        found.append(on)
        clock = clocks[len(found) % 3]
        done_at = datetime.combine(on, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        done_on = max(on, local(done_at, zone))

    assert found == [each.date() for each in told]


SCHEDULES = st.builds(
    Schedule,
    rule=st.sampled_from([*map(read, GRIDS), read("FREQ=DAILY"), read("FREQ=MONTHLY;INTERVAL=6")]),
    shift=st.sampled_from(Shift),
    in_term=st.booleans(),
    statutory=st.booleans(),
    starts_on=st.none() | st.dates(date(2011, 1, 1), date(2030, 12, 31)),
) | st.builds(
    Schedule,
    every_days=st.integers(1, 400),
    shift=st.sampled_from(Shift),
    in_term=st.booleans(),
    starts_on=st.none() | st.dates(date(2011, 1, 1), date(2030, 12, 31)),
)
DAYS = st.dates(date(2011, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    lambda weekdays, holidays, breaks: calendar(
        weekdays,
        holidays,
        [
            (each + timedelta(days=9), following - timedelta(days=1))
            for each, following in pairwise([date(2010, 1, 1), *sorted(breaks), date(2031, 1, 1)])
            if (following - each).days > 10
        ],
    ),
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(DAYS, max_size=40),
    st.sets(DAYS, max_size=12),
)


@given(SCHEDULES, CALENDARS, DAYS, st.integers(0, 800), st.integers(0, 90))
@settings(deadline=None, max_examples=400)
def test_what_is_done_later_is_never_due_sooner(
    schedule: Schedule, site: Calendar, came_on: date, after: int, later: int
) -> None:
    done_on = came_on + timedelta(days=after)
    one = next_due(schedule, site, Past(came_on, done_on))
    other = next_due(schedule, site, Past(came_on, done_on + timedelta(days=later)))

    assert one is None or one.on > done_on
    assert other is None or (one and one.on <= other.on)


@given(CALENDARS, DAYS, st.sampled_from(Shift), st.booleans())
@settings(deadline=None, max_examples=400)
def test_a_date_that_moves_never_lands_on_a_closed_day(
    site: Calendar, day: date, shift: Shift, in_term: bool
) -> None:
    moved = shifted(site, day, shift, in_term)

    if shift is Shift.STAY:
        assert moved in {day, None}
    elif moved and moved != day:
        assert site.is_open(moved, in_term=in_term)
        assert (moved < day) == (shift is Shift.BEFORE)
        between = (day + timedelta(days=n) for n in range(1, (moved - day).days))
        assert not any(site.is_open(each, in_term=in_term) for each in between)
    elif moved is None:
        assert shift is Shift.SKIP
        assert not site.is_open(day, in_term=in_term)


@pytest.mark.parametrize(
    ("shift", "moved"),
    [
        (Shift.STAY, date(2026, 4, 5)),
        (Shift.BEFORE, date(2026, 4, 2)),
        (Shift.AFTER, date(2026, 4, 7)),
        (Shift.SKIP, date(2026, 4, 12)),
    ],
)
def test_a_date_at_easter_goes_where_its_plan_says(shift: Shift, moved: date) -> None:
    site = calendar((0, 1, 2, 3, 4, 6), [date(2026, 4, n) for n in (3, 5, 6)])
    schedule = Schedule(read("FREQ=WEEKLY;BYDAY=SU"), shift=shift)

    assert due(schedule, Past(date(2026, 3, 30)), site) == moved


def test_between_terms_work_of_terms_waits_and_other_work_does_not() -> None:
    terms = calendar(terms=[(date(2026, 1, 5), date(2026, 3, 20)), (date(2026, 4, 20), TUESDAY)])
    site = calendar(range(5), terms=[terms.terms[0], (date(2026, 4, 20), date(2026, 7, 3))])
    monthly = read("FREQ=MONTHLY;BYMONTHDAY=1")
    past = Past(TUESDAY)

    assert due(Schedule(monthly, in_term=True), past, site) == date(2026, 4, 20)
    assert due(Schedule(monthly), past, site) == date(2026, 4, 1)
    after_all = Past(date(2026, 7, 30))
    assert due(Schedule(monthly, in_term=True), after_all, site) == date(2026, 8, 3)


def test_statutory_work_is_done_before_a_closed_day_never_after() -> None:
    eyewash = Schedule(read("FREQ=WEEKLY;BYDAY=MO"), statutory=True, shift=Shift.SKIP, in_term=True)
    site = calendar(range(5), [date(2026, 3, 9)])

    found = next_due(eyewash, site, Past(TUESDAY))

    assert found == Due(date(2026, 3, 6), date(2026, 3, 7), of=date(2026, 3, 9))


def test_work_done_late_comes_again_on_its_grid_and_work_done_early_is_not_asked_twice() -> None:
    schedule = Schedule(read("FREQ=MONTHLY;BYMONTHDAY=1"))
    came_on = date(2025, 12, 15)

    assert due(schedule, Past(came_on)) == date(2026, 1, 1)
    assert due(schedule, Past(came_on, date(2026, 1, 20))) == date(2026, 2, 1)
    assert due(schedule, Past(came_on, date(2026, 1, 25))) == date(2026, 2, 1)
    assert due(schedule, Past(came_on, date(2026, 1, 26))) == date(2026, 3, 1)


def test_days_after_the_last_time_count_from_when_it_was_done() -> None:
    schedule = Schedule(every_days=90)

    assert due(schedule, Past(TUESDAY)) == TUESDAY + timedelta(days=90)
    assert due(schedule, Past(TUESDAY, date(2026, 9, 1))) == date(2026, 11, 30)
    assert due(Schedule(every_days=90, starts_on=TUESDAY), Past(TUESDAY)) == TUESDAY


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("FREQ=DAILY", 0),
        ("FREQ=WEEKLY;BYDAY=MO", 1),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 3),
        ("FREQ=MONTHLY;BYMONTHDAY=1", 6),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", 18),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1", 28),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", 28),
    ],
)
def test_grace_is_a_fifth_of_the_interval_and_four_weeks_at_most(text: str, days: int) -> None:
    found = next_due(Schedule(read(text)), EVERY_DAY, Past(TUESDAY))
    assert found
    assert found.late_from - found.on == timedelta(days=days + 1)
    lawful = next_due(Schedule(read(text), statutory=True), EVERY_DAY, Past(TUESDAY))
    assert lawful == Due(found.on, found.on + timedelta(days=1), found.of)


def test_a_room_check_has_the_grace_of_its_interval() -> None:
    fortnight, term = timedelta(days=14), timedelta(days=120)
    assert room_check(TUESDAY, fortnight, statutory=False).late_from == date(2026, 3, 21)
    assert room_check(TUESDAY, term, statutory=False).late_from - TUESDAY == timedelta(145)
    assert room_check(TUESDAY, fortnight, statutory=True).late_from == date(2026, 3, 18)
    assert [grace(7), grace(30), grace(1000)] == [1, 6, 28]


def values(*pairs: tuple[int, float]) -> list[tuple[date, float]]:
    return [(TUESDAY + timedelta(days=days), value) for days, value in pairs]


@pytest.mark.parametrize(
    ("readings", "done", "days"),
    [
        (values((0, 1000), (10, 1100)), 0, 50),
        (values((0, 1000), (10, 1100), (20, 1200)), 10, 60),
        (values((0, 1000), (10, 1600)), 0, 10),
        (values((0, 1000), (10, 1000)), 0, None),
        (values((0, 1000)), 0, None),
        (values((0, 1000), (0, 1100)), 0, None),
        ([], 0, None),
        (values((0, 3000), (10, 40), (20, 140)), 0, 56),
        (values((0, 1), (3000, 2)), 0, None),
    ],
)
def test_a_reading_is_forecast_from_how_it_grew(
    readings: list[tuple[date, float]], done: int, days: int | None
) -> None:
    found = moved_on(readings, 500, TUESDAY + timedelta(days=done))
    assert found == (None if days is None else TUESDAY + timedelta(days=days))


def test_what_comes_first_counts_the_date_or_the_reading() -> None:
    lamp = Schedule(every_days=365, reading_every=500)
    quick = values((0, 1000), (10, 1100))

    assert due(lamp, Past(TUESDAY, TUESDAY, quick)) == TUESDAY + timedelta(days=50)
    assert due(lamp, Past(TUESDAY, TUESDAY, quick), MON_TO_FRI) == TUESDAY + timedelta(days=50)
    slow = values((0, 1000), (10, 1001))
    assert due(lamp, Past(TUESDAY, TUESDAY, slow)) == TUESDAY + timedelta(days=365)


def test_a_rule_that_has_ended_asks_for_nothing() -> None:
    ended = Schedule(read("FREQ=DAILY;UNTIL=20260301"))
    assert next_due(ended, EVERY_DAY, Past(TUESDAY)) is None
    never_open = Schedule(read("FREQ=WEEKLY;BYDAY=SU"), shift=Shift.SKIP)
    assert next_due(never_open, MON_TO_FRI, Past(TUESDAY)) is None
