"""How much hangs on a room, and when support is there."""

from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    Time,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base


class Criticality(StrEnum):
    """How much hangs on a room: it sets how often it is checked and how fast it is restored."""

    A = "A"
    B = "B"
    C = "C"
    S = "S"

    @property
    def check_every(self) -> timedelta:
        """The longest time between two room checks.

        Defaults from the practice of classroom support teams: the most used rooms hands-on each
        week, general rooms every two weeks, rooms of low use each term; a statutory place as often
        as its most frequent usual duty, the weekly flush of an eyewash (ANSI Z358.1).
        """
        return CHECK_EVERY[self]


CHECK_EVERY = {
    Criticality.A: timedelta(days=7),
    Criticality.B: timedelta(days=14),
    Criticality.C: timedelta(days=120),
    Criticality.S: timedelta(days=7),
}


class SupportCalendar(Base):
    """When the support team is there, and the phone number that reaches it."""

    __tablename__ = "support_calendar"
    of_site = scope.shared("several sites may share one")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(String(40))
    timezone: Mapped[str] = mapped_column(String(64))

    hours: Mapped[list["SupportHours"]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="(SupportHours.weekday, SupportHours.opens)",
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the hours are meant."""
        return ZoneInfo(self.timezone)


class SupportHours(Base):
    """One span of a weekday (Monday is 0) on which support is there, in local time."""

    __tablename__ = "support_hours"
    of_site = scope.shared("of a support calendar")
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="opens_before_closing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)
