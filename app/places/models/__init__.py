"""Places: sites to rooms, their support calendars, terms, holidays and bookings."""

from app.places.models.places import (
    Building,
    Contingency,
    Floor,
    Room,
    RoomAlternative,
    Site,
    Zone,
    ZoneRoom,
)
from app.places.models.serving import PersonSite
from app.places.models.support import CHECK_EVERY, Criticality, SupportCalendar, SupportHours
from app.places.models.year import Booking, CalendarFeed, Holiday, Term

__all__ = [
    "CHECK_EVERY",
    "Booking",
    "Building",
    "CalendarFeed",
    "Contingency",
    "Criticality",
    "Floor",
    "Holiday",
    "PersonSite",
    "Room",
    "RoomAlternative",
    "Site",
    "SupportCalendar",
    "SupportHours",
    "Term",
    "Zone",
    "ZoneRoom",
]
