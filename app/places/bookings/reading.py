"""What a calendar from outside says, and why it can't be read, in a sentence."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app import bounded, outgoing
from app.errors import Refusal
from app.language import N_
from app.places.support import Span

MOST_BYTES = 10_000_000
MOST = 20_000
"""So many bookings of one room are kept."""
AHEAD = timedelta(days=120)
"""So far ahead an address is read; it is read again every hour."""
FILE_AHEAD = timedelta(days=400)
"""So far ahead a file is read, as nobody reads it again."""
MEMORY = 560 * 1024 * 1024  # bytes of address space
SECONDS = 15  # of processor time
FIRST_WRONG = 400  # of HTTP's states
_CHILD = Path(__file__).with_name("expanding.py")

_SENTENCES = {
    "empty": N_("This file is empty. Choose the calendar's file and send it again."),
    "large": N_("It has more than %(most)s MB. Export the coming year alone."),
    "page": N_(
        "A web page comes instead of a calendar, perhaps one to sign in. Look for the private"
        " iCalendar address of the room's calendar; it often ends in .ics."
    ),
    "none": N_("This is no iCalendar. It has to begin with BEGIN:VCALENDAR."),
    "torn": N_("The calendar breaks off before its end. Nothing of it was taken."),
    "burst": N_(
        "It holds too much to be read, such as a booking that is repeated each second, or many"
        " thousand entries. Export the coming year alone."
    ),
    "damaged": N_("This calendar can't be understood: it is damaged."),
    "many": N_("It books the room more than %(most)s times. Is it the calendar of one room?"),
    "locked": N_("It asks for a name and password. Look for the calendar's private address."),
    "gone": N_("There is no calendar at this address any more."),
    "wrong": N_("The server answers with error %(status)s."),
}


@dataclass(frozen=True)
class Calendar:
    """When a room is booked, and how many entries were left out as nobody understands them."""

    spans: tuple[Span, ...]
    unread: int


def fetched(address: str, zone: ZoneInfo, *, at: datetime) -> Calendar:
    """What the calendar at the address says of the coming days; refused in a sentence."""
    answer = outgoing.fetch(address, headers={"Accept": "text/calendar"}, most_bytes=MOST_BYTES)
    if answer.status >= FIRST_WRONG:
        why = {401: "locked", 403: "locked", 404: "gone", 410: "gone"}.get(answer.status, "wrong")
        raise _refusal(why, "address", status=answer.status)
    return _read(answer.body, zone, at, at + AHEAD, field="address")


def sent(content: bytes, zone: ZoneInfo, *, at: datetime) -> Calendar:
    """What the file says of the coming year; refused in a sentence."""
    if not content:
        raise _refusal("empty", "file")
    if len(content) > MOST_BYTES:
        raise _refusal("large", "file", most=MOST_BYTES // 1_000_000)
    return _read(content, zone, at, at + FILE_AHEAD, field="file")


def _read(content: bytes, zone: ZoneInfo, at: datetime, until: datetime, *, field: str) -> Calendar:
    words = (zone.key, str(int(at.timestamp())), str(int(until.timestamp())))
    try:
        told = bounded.run(_CHILD, *words, content=content, memory=MEMORY, seconds=SECONDS)
    except bounded.OutOfBoundsError:
        raise _refusal("burst", field) from None
    except bounded.BrokenError:
        raise _refusal("damaged", field) from None
    known = json.loads(told)
    if why := known.get("refused"):
        raise _refusal(why, field)
    if len(known["spans"]) > MOST:
        raise _refusal("many", field, most=MOST)
    spans = ((_moment(start), _moment(end)) for start, end in known["spans"])
    return Calendar(tuple(spans), known["unread"])


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _refusal(why: str, field: str, **values: object) -> Refusal:
    return Refusal(_(_SENTENCES[why], **values), field=field, status=422)
