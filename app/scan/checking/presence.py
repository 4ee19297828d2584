"""That somebody scanned a tag, carried from the scanned page to the check that begins there.

The printed address is in capitals and ours are not: so who opens it has scanned the code. The page
then gives out a scan, signed for this tag and this person, that leads into one check; nothing is
stored until the check is. A photo of the code scans as well: see the grades in `app.checks`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.codes.models import Tag
from app.people.models import Person

TO_OPEN = timedelta(minutes=20)
"""How long after the scan the check may begin."""
TO_FINISH = timedelta(hours=4)
"""How long a check that began with a scan may take; a full service takes 90 minutes."""


@dataclass(frozen=True)
class Scan:
    """A scan of a tag by a person: what tells it from all others, when it was, in which part.

    `began` is when its check was opened; None before that.
    """

    nonce: str
    at: datetime
    began: datetime | None = None


def scanned(tag: Tag, by: Person, *, at: datetime) -> str:
    """A new scan, as text for an address."""
    return _signed(tag, by, Scan(secrets.token_urlsafe(18), at))


def beginning(tag: Tag, by: Person, text: str, *, at: datetime) -> str:
    """The scan as the form of a check bears it; "" where there is none, or it is too old."""
    scan = _read(tag, by, text)
    if scan is None or not _within(TO_OPEN, scan.at, at):
        return ""
    return _signed(tag, by, Scan(scan.nonce, scan.at, at))


def presented(tag: Tag, by: Person, text: str, *, at: datetime) -> Scan | None:
    """The scan by which a check began, which is sent now; None: it was none."""
    scan = _read(tag, by, text)
    if scan is None or scan.began is None or not _within(TO_FINISH, scan.began, at):
        return None
    return scan


def _within(most: timedelta, since: datetime, at: datetime) -> bool:
    return timedelta(0) <= at - since <= most


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="a scan of a tag")


def _signed(tag: Tag, by: Person, scan: Scan) -> str:
    began = scan.began.timestamp() if scan.began else None
    said = [tag.code, by.id, scan.nonce, scan.at.timestamp(), began]
    return str(_serializer().dumps(said))


def _read(tag: Tag, by: Person, text: str) -> Scan | None:
    try:
        code, person_id, nonce, at, began = _serializer().loads(text)
    except (BadData, ValueError):
        return None
    if (code, person_id) != (tag.code, by.id):
        return None
    return Scan(nonce, _moment(at), None if began is None else _moment(began))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
