"""A site's year: terms and holidays; and when its rooms are booked."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base
from app.places.models.places import Room


class Term(Base):
    """A span of a site's year in which its rooms are used; both days are included."""

    __tablename__ = "term"
    of_site = scope.by("site_id")
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="begins_before_its_end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Holiday(Base):
    """A day on which nobody works at a site."""

    __tablename__ = "holiday"
    of_site = scope.by("site_id")
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date]
    name: Mapped[str]


class CalendarFeed(Base):
    """Where the bookings of a room are told: an iCalendar address, or a file that was sent."""

    __tablename__ = "calendar_feed"
    of_site = scope.by("room_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), unique=True)
    address: Mapped[str] = mapped_column(String(500), default="")
    """Empty where a file was sent."""
    read_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be read the last time, or what was left out, as a sentence."""
    failing_since: Mapped[datetime | None]
    """Since when no reading came to a good end; the bookings are those of `read_at`."""
    next_at: Mapped[datetime | None]
    """When the address is read next; a file is read once."""

    room: Mapped[Room] = relationship(lazy="raise_on_sql")


class Booking(Base):
    """When a room is booked; by whom and for what is nobody's business here, and is not kept."""

    __tablename__ = "booking"
    of_site = scope.by("room_id")
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_its_end"),
        Index("ix_booking_room_time", "room_id", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
