"""What a calendar from outside says: what counts as a booking, and what can't be read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.errors import Refusal
from app.places.bookings import reading
from app.places.bookings.expanding import plain
from tests.builders import NOON
from tests.places.calendars import calendar, event

BERLIN = ZoneInfo("Europe/Berlin")


def _read(content: bytes, zone: ZoneInfo = BERLIN) -> list[str]:
    found = reading.sent(content, zone, at=NOON - timedelta(hours=12))
    return [f"{start:%m%d %H%M}-{end:%m%d %H%M}" for start, end in found.spans]


def _refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        reading.sent(content, BERLIN, at=NOON)
    return str(refusal.value)


DAILY = "RRULE:FREQ=DAILY;COUNT=3"


@pytest.mark.parametrize(
    ("told", "spans"),
    [
        ([event("20260303T090000Z", "20260303T100000Z")], ["0303 0900-0303 1000"]),
        ([event("20260303T090000", "20260303T100000")], ["0303 0800-0303 0900"]),
        ([event(";VALUE=DATE:20260303", ";VALUE=DATE:20260304")], ["0302 2300-0303 2300"]),
        (
            [event(";TZID=America/New_York:20260306T090000", "20260306T160000Z")],
            ["0306 1400-0306 1600"],
        ),
        (
            [event(";TZID=W. Europe Standard Time:20260303T090000", "20260303T090000Z")],
            ["0303 0800-0303 0900"],
        ),
        (
            [event("20260327T090000", "20260327T100000", "RRULE:FREQ=WEEKLY;COUNT=2")],
            ["0327 0800-0327 0900", "0403 0700-0403 0800"],
        ),
        (
            [event("20260303T090000Z", "20260303T100000Z", DAILY, "EXDATE:20260304T090000Z")],
            ["0303 0900-0303 1000", "0305 0900-0305 1000"],
        ),
        (
            [
                event("20260303T090000Z", "20260303T100000Z", DAILY),
                event("20260304T150000Z", "20260304T160000Z", "RECURRENCE-ID:20260304T090000Z"),
                event(
                    *("20260305T090000Z", "20260305T100000Z"),
                    *("RECURRENCE-ID:20260305T090000Z", "STATUS:CANCELLED"),
                ),
            ],
            ["0303 0900-0303 1000", "0304 1500-0304 1600"],
        ),
        ([event("20260303T090000Z", "20260303T100000Z", "STATUS:CANCELLED")], []),
        ([event("20260303T090000Z", "20260303T100000Z", "TRANSP:TRANSPARENT")], []),
        ([event("20260303T090000Z", "20260303T090000Z")], []),
        ([event("20260302T090000Z", "20260302T100000Z")], []),
        ([event("20270901T090000Z", "20270901T100000Z")], []),
        ([event("20260301T090000Z", "20260305T100000Z")], ["0301 0900-0305 1000"]),
        (
            [event("20260303T090000Z", "20260303T100000Z", uid=uid) for uid in "ab"],
            ["0303 0900-0303 1000"],
        ),
    ],
)
def test_a_booking_is_what_takes_the_room(app: Flask, told: list[str], spans: list[str]) -> None:
    assert _read(calendar(*told)) == spans


def test_an_entry_that_nobody_understands_is_counted_and_left_out(app: Flask) -> None:
    bad = event("tomorrow", "20260303T100000Z", uid="bad")
    worse = event("20260303T090000Z", "20260303T100000Z", "RRULE:FREQ=NOW", uid="worse")
    good = event("20260304T090000Z", "20260304T100000Z")
    found = reading.sent(calendar(bad, worse, good), BERLIN, at=NOON)
    assert found.unread == 2
    assert found.spans[-1][0] == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_title_is_not_even_parsed(app: Flask) -> None:
    told = calendar(event("20260303T090000Z", "20260303T100000Z", "ATTENDEE:ann", " @example.edu"))
    assert b"Ann" in told
    assert "Ann" not in plain(told)
    assert "@" not in plain(told)
    assert "DTSTART:20260303T090000Z" in plain(told)


FINE = calendar(event("20260303T090000Z", "20260303T100000Z"))


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "This file is empty."),
        (b"<!doctype html><title>Sign in</title>", "A web page comes instead of a calendar"),
        (b"name,from,until\n", "This is no iCalendar."),
        (b"\x00\xff" * 500, "This is no iCalendar."),
        (FINE[:-20], "The calendar breaks off before its end."),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR", "This calendar can't be understood"),
        (b"x" * (reading.MOST_BYTES + 1), "It has more than 10 MB."),
    ],
)
def test_what_is_no_calendar_is_refused(app: Flask, content: bytes, begins: str) -> None:
    assert _refused(content).startswith(begins)


def test_a_rule_without_an_end_is_read_as_far_as_is_asked(app: Flask) -> None:
    spans = _read(calendar(event("20200101T090000Z", "20200101T100000Z", "RRULE:FREQ=DAILY")))
    assert len(spans) == reading.FILE_AHEAD.days


def test_what_never_ends_to_be_read_is_cut_off(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    endless = event("20260303T090000Z", "20260303T090001Z", "RRULE:FREQ=SECONDLY")
    assert _refused(calendar(endless)).startswith("It holds too much to be read")


def test_a_room_that_is_booked_each_few_minutes_is_no_room(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 300)
    often = event("20260303T090000Z", "20260303T093000Z", "RRULE:FREQ=DAILY")
    assert _refused(calendar(often)).startswith("It books the room more than 300 times.")
