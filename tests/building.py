"""Builders of people and places, and what all builders share: the moment, and storing a row."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar

from app.database import Base
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import (
    Building,
    Criticality,
    Floor,
    Holiday,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
    Term,
)

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
"""The moment of the tests: a Tuesday in term."""

Row = TypeVar("Row", bound=Base)


def stored(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    db.session.commit()
    return row


class PlaceBuilder:
    """Makes stored people and places."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._codes = (f"{n:011d}" for n in count(10_000_000_001))

    def person(self, **given: Any) -> Person:
        """A person, by default an active technician without a password."""
        n = next(self._numbers)
        fields = {
            "email": f"person{n}@example.edu",
            "name": f"Person {n}",
            "role": Role.TECHNICIAN,
            "fs_uniquifier": f"uniquifier-{n}",
            "created_at": NOON,
        }
        return stored(Person(**(fields | given)))

    def support_calendar(self, **given: Any) -> SupportCalendar:
        """A calendar in UTC, Monday to Friday from 8 to 18."""
        hours = [SupportHours(weekday=day, opens=time(8), closes=time(18)) for day in range(5)]
        fields = {
            "name": f"Support {next(self._numbers)}",
            "phone": "+44 20 5555 0100",
            "timezone": "UTC",
            "hours": hours,
        }
        return stored(SupportCalendar(**(fields | given)))

    def site(self, **given: Any) -> Site:
        """A site with a support calendar."""
        if "support_calendar" not in given:
            given["support_calendar"] = self.support_calendar()
        return stored(Site(**({"name": f"Campus {next(self._numbers)}"} | given)))

    def term(self, **given: Any) -> Term:
        """A term of a site in spring, around the tests' own moment."""
        if not given.keys() & {"site", "site_id"}:
            given["site"] = self.site()
        if "site" in given:
            given["site_id"] = given.pop("site").id
        fields = {"name": "Spring", "starts_on": date(2026, 2, 2), "ends_on": date(2026, 5, 29)}
        return stored(Term(**(fields | given)))

    def holiday(self, **given: Any) -> Holiday:
        """A holiday of a site, at Christmas."""
        if not given.keys() & {"site", "site_id"}:
            given["site"] = self.site()
        if "site" in given:
            given["site_id"] = given.pop("site").id
        return stored(Holiday(**({"day": date(2026, 12, 25), "name": "Christmas"} | given)))

    def building(self, **given: Any) -> Building:
        """A building on a site."""
        if "site" not in given:
            given["site"] = self.site()
        return stored(Building(**({"name": f"Hall {next(self._numbers)}"} | given)))

    def floor(self, **given: Any) -> Floor:
        """A floor of a building."""
        if "building" not in given:
            given["building"] = self.building()
        n = next(self._numbers)
        return stored(Floor(**({"label": str(n), "position": n} | given)))

    def room(self, **given: Any) -> Room:
        """A general classroom on a floor, in use, never checked."""
        if "building" not in given:
            if "floor" not in given:
                given["floor"] = self.floor()
            given["building"] = given["floor"].building
        fields = {
            "name": f"2.{next(self._numbers):02d}",
            "description": "Seminar room",
            "criticality": Criticality.B,
            "created_at": NOON - timedelta(days=400),
        }
        return stored(Room(**(fields | given)))
