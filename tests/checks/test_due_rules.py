"""How often work comes: rules are read, checked, expanded and told in words."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.due.grids import dates_between, grid
from app.checks.due.rules import read
from app.checks.due.words import in_words
from app.errors import Refusal

LAST_DAY = date(2041, 12, 31)

ON_DAYS = {
    "DAILY": st.sampled_from(["", ";BYMONTH=1,6", ";BYDAY=MO,TU,WE,TH,FR", ";BYMONTHDAY=1,-1"]),
    "WEEKLY": st.sampled_from(
        [";BYDAY=MO", ";BYDAY=TU,FR", ";BYDAY=SU;WKST=SU", ";BYDAY=WE;BYMONTH=9,10"]
    ),
    "MONTHLY": st.sampled_from(
        [
            *(";BYMONTHDAY=31", ";BYMONTHDAY=-1", ";BYMONTHDAY=1,15", ";BYDAY=1MO", ";BYDAY=-1FR"),
            *(";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ";BYDAY=SA,SU;BYSETPOS=1,-1;BYMONTH=2,8"),
        ]
    ),
    "YEARLY": st.sampled_from(
        [
            *(";BYMONTH=9;BYMONTHDAY=1", ";BYMONTH=2;BYMONTHDAY=29", ";BYYEARDAY=1,366"),
            *(";BYWEEKNO=1,53;BYDAY=MO", ";BYDAY=1MO;BYMONTH=9", ";BYDAY=-1SU", ";BYMONTHDAY=-1"),
        ]
    ),
}
RULES = st.sampled_from(sorted(ON_DAYS)).flatmap(
    lambda often: st.builds(
        lambda interval, on: f"FREQ={often};INTERVAL={interval}{on}",
        st.integers(1, 4),
        ON_DAYS[often],
    )
)
DAYS = st.dates(date(1996, 1, 1), date(2030, 12, 31))


@given(RULES, DAYS)
@settings(deadline=None, max_examples=300)
def test_dates_are_those_that_dateutil_tells_itself(text: str, first_day: date) -> None:
    start = datetime(first_day.year, first_day.month, first_day.day)  # noqa: DTZ001
    until = first_day + timedelta(days=15 * 366)
    end = datetime(until.year, until.month, until.day)  # noqa: DTZ001
    told = [each.date() for each in rrulestr(text, dtstart=start).between(start, end, inc=True)]

    assert dates_between(read(text), first_day, first_day, until) == told


@pytest.mark.parametrize(
    ("text", "first_day", "told"),
    [
        ("FREQ=MONTHLY", "2023-10-31", ["2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31"]),
        ("FREQ=MONTHLY", "2024-01-30", ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"]),
        ("FREQ=MONTHLY;INTERVAL=6", "2025-08-31", ["2025-08-31", "2026-02-28", "2026-08-31"]),
        ("FREQ=YEARLY", "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        ("FREQ=YEARLY", "2025-02-28", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-28"]),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-03-03", ["2026-03-03", "2026-03-17", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;COUNT=3", "2025-12-31", ["2025-12-31", "2026-01-31", "2026-02-28"]),
        ("FREQ=DAILY;UNTIL=20260303T120000Z", "2026-03-01", ["2026-03-01", "2026-03-02"]),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last_only_where_the_rule_names_none(
    text: str, first_day: str, told: list[str]
) -> None:
    first = date.fromisoformat(first_day)
    found = dates_between(read(text), first, first, LAST_DAY)
    assert [str(each) for each in found[: len(told)]] == told


def test_a_rule_that_has_ended_has_no_date_more() -> None:
    for text in ("FREQ=DAILY;UNTIL=20260303", "FREQ=DAILY;COUNT=3"):
        dates = grid(read(text), date(2026, 3, 1))
        assert [dates.after(date(2026, 3, 2)), dates.after(date(2026, 3, 3))] == [
            date(2026, 3, 3),
            None,
        ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the rule as parts"),
        ("every Monday", "Write the rule as parts"),
        ("BYDAY=MO", "does not say how often"),
        ("FREQ=HOURLY", "Work is planned by days"),
        ("FREQ=MINUTELY;INTERVAL=5", "Work is planned by days"),
        ("FREQ=DAILY;BYHOUR=3", "BYHOUR are not known"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ twice"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY can't be XX"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY can't be 0"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY can't be 32"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL can't be -1"),
        ("FREQ=DAILY;INTERVAL=٣", "INTERVAL can't be"),
        ("FREQ=YEARLY;INTERVAL=900", "more than 50 years"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20300101", "Keep one"),
        ("FREQ=DAILY;UNTIL=20300231", "UNTIL can't be"),
        ("FREQ=WEEKLY;BYDAY=2MO", "of a month or a year"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "no BYMONTHDAY"),
        ("FREQ=DAILY;BYYEARDAY=1", "for yearly rules"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "for yearly rules"),
        ("FREQ=MONTHLY;BYSETPOS=1", "say which"),
    ],
)
def test_a_rule_that_cant_be_followed_is_refused_in_a_sentence(
    app: Flask, text: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
    ],
)
def test_a_rule_with_no_date_ever_is_found_and_refused(app: Flask, text: str) -> None:
    with pytest.raises(Refusal, match="no such day, ever"):
        read(text)


def test_intervals_that_miss_their_days_have_no_date_and_end() -> None:
    tuesdays = grid(read("FREQ=DAILY;INTERVAL=7;BYDAY=MO"), date(2026, 3, 3))
    assert tuesdays.after(date(2026, 3, 3)) is None
    odd_years = grid(read("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29"), date(2025, 1, 1))
    assert odd_years.after(date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "each day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every 2 weeks on Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "each week on Monday to Friday"),
        ("FREQ=WEEKLY;BYDAY=TU,MO", "each week on Monday and Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "each month on the last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "each month on day 15"),
        ("FREQ=MONTHLY;BYDAY=1MO", "each month on the first Monday"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "each month on the last day from Monday to Friday",
        ),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1", "each year on 1 September"),
        (
            "FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SU",
            "each year on the last Sunday in March and September",
        ),
        ("FREQ=YEARLY;BYWEEKNO=36", "each year in calendar week 36"),
        ("FREQ=YEARLY;BYYEARDAY=100", "each year on day 100 of the year"),
        ("FREQ=MONTHLY;INTERVAL=3;UNTIL=20270501", "every 3 months until 1 May 2027"),
        ("FREQ=DAILY;COUNT=10", "each day 10 times"),
    ],
)
def test_a_rule_is_told_in_plain_words(app: Flask, text: str, words: str) -> None:
    with force_locale("en_GB"):
        assert in_words(read(text)) == words
