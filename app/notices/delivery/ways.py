"""The ways that letters go by: a broken one rests for a while, and holds up no other.

What is known of them is kept by the worker in memory: one that starts anew tries each once.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, and_

from app.notices.models import Notice, Via

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
SECONDS = 30.0
"""So long one way may keep a worker in one sweep."""

Way = tuple[Via, str]
"""All mail is one way; so is each service that pushes, by its host, and each channel."""


def way_of(notice: Notice) -> Way:
    """The way that a notice goes by."""
    if notice.via is Via.EMAIL:
        return Via.EMAIL, ""
    return notice.via, _host(notice.address) if notice.via is Via.PUSH else notice.address


def _host(subscription: str) -> str:
    try:
        return str(urlsplit(json.loads(subscription)["endpoint"]).netloc)
    except (ValueError, KeyError, TypeError):
        return ""


def goes_by(way: Way) -> ColumnElement[bool]:
    """What goes by the way, as a condition."""
    via, where = way
    if via is Via.EMAIL:
        return Notice.via == via
    if via is Via.PUSH:
        return and_(Notice.via == via, Notice.address.contains(f"//{where}/", autoescape=True))
    return and_(Notice.via == via, Notice.address == where)


@dataclass
class Ways:
    """Which ways rest, until when."""

    rests: dict[Way, tuple[datetime, timedelta]] = field(default_factory=dict)

    def rest(self, way: Way, *, at: datetime) -> None:
        """Leave the way alone for a while; twice as long as the last time."""
        _until, last = self.rests.get(way, (at, FIRST_REST / 2))
        pause = min(LONGEST_REST, last * 2)
        self.rests[way] = at + pause, pause

    def works(self, way: Way) -> None:
        """The way is open."""
        self.rests.pop(way, None)

    def shut(self, *, at: datetime) -> list[ColumnElement[bool]]:
        """What not to try now."""
        resting = [goes_by(way) for way, (until, _pause) in self.rests.items() if until > at]
        return [*resting, *never()]


def never() -> list[ColumnElement[bool]]:
    """What can't be sent as the settings are: mail, where no server is named."""
    return [] if current_app.config["SETTINGS"].sends_mail else [Notice.via == Via.EMAIL]


@dataclass
class Turn:
    """What each way has taken of one sweep's time."""

    spent: dict[Way, float] = field(default_factory=dict)

    def add(self, way: Way, began: float) -> None:
        """The way was used since then."""
        self.spent[way] = self.spent.get(way, 0.0) + time.monotonic() - began

    def used_up(self) -> list[ColumnElement[bool]]:
        """What has to leave the worker to others until the next sweep."""
        return [goes_by(way) for way, spent in self.spent.items() if spent > SECONDS]


def known() -> Ways:
    """What this worker knows of the ways."""
    found: Ways = current_app.extensions.setdefault("ways of notices", Ways())
    return found
