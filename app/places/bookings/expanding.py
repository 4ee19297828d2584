"""The child that reads a calendar from outside: bytes in on stdin, one line of JSON out.

Run as a script by `app.bounded`, apart from the application; it imports nothing of ours. Only what
says *when* is parsed at all: titles, people and places of bookings are thrown away as text. What
its libraries make of a damaged calendar is any error at all; the one who started this says so.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

TOLD = {
    *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "X-WR-TIMEZONE", "UID", "SEQUENCE"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    *("STATUS", "TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"),
}
WHEN = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
Span = tuple[int, int]


def main() -> int:
    """Says when the room is booked: in its zone, from one moment to another, in UTC seconds."""
    zone = ZoneInfo(sys.argv[1])
    since, until = (datetime.fromtimestamp(int(each), UTC) for each in sys.argv[2:4])
    content = sys.stdin.buffer.read()
    line: dict[str, Any]
    if problem := refused(content):
        line = {"refused": problem}
    else:
        try:
            line = told(plain(content), zone, since, until)
        except MemoryError:
            line = {"refused": "burst"}
    sys.stdout.write(json.dumps(line) + "\n")
    return 0


def refused(content: bytes) -> str:
    """Why it is no calendar, in a word that the application has a sentence for; else empty."""
    begun = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    if begun.startswith(b"<"):
        return "page"
    if not begun.startswith(b"BEGIN:VCALENDAR"):
        return "none"
    end = content[-4000:].rstrip(b"\x00 \t\r\n").upper()
    return "" if end.endswith(b"END:VCALENDAR") else "torn"


def plain(content: bytes) -> str:
    """The calendar with only those lines that say when something is, unfolded (RFC 5545, 3.1)."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.replace("\n ", "").replace("\n\t", "").split("\n")
    return "\r\n".join(each for each in lines if _name(each) in TOLD) + "\r\n"


def _name(line: str) -> str:
    return line.partition(":")[0].partition(";")[0].strip().upper()


def told(text: str, zone: ZoneInfo, since: datetime, until: datetime) -> dict[str, Any]:
    """The spans in order, each once, and how many entries could not be understood."""
    spans: set[Span] = set()
    unread = 0
    for calendar in Calendar.from_ical(text, multiple=True):
        unread += sum(map(_is_unclear, calendar.walk("VEVENT")))
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        spans.update(_booked(query.between(since, until), zone))
    return {"spans": sorted(spans), "unread": unread}


def _is_unclear(event: Any) -> bool:
    return "DTSTART" not in event or any(name in WHEN for name, _why in event.errors)


def _booked(events: list[Any], zone: ZoneInfo) -> Iterator[Span]:
    for event in events:
        is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
        if not is_off and str(event.get("TRANSP", "")).upper() != "TRANSPARENT":
            start, end = (_seconds(each, zone) for each in (event.start, event.end))
            if start < end:
                yield start, end


def _seconds(moment: date, zone: ZoneInfo) -> int:
    """The moment in UTC; a date is its midnight, and one without a zone is meant in the room's."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0))
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return int(aware.timestamp())


if __name__ == "__main__":
    sys.exit(main())
