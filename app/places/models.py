"""Places, the support calendar that answers for them, and the days on which they are used."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, choice


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
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="opens_before_closing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)


class Site(Base):
    """A campus or property that holds buildings."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    support_calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"))

    support_calendar: Mapped[SupportCalendar] = relationship(lazy="raise_on_sql")


class Building(Base):
    """One building of a site."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]

    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class Floor(Base):
    """A storey; its label ("EG", "-1", "2") and its place in the order are two things."""

    __tablename__ = "floor"
    __table_args__ = (UniqueConstraint("building_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    label: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)

    building: Mapped[Building] = relationship(lazy="raise_on_sql")


class Room(Base):
    """The place a tag stands for and people book.

    `name` is what stands on the door, unique within the building among rooms in use; `description`
    says what the room is. `version` grows with every change that the room's public page shows.
    """

    __tablename__ = "room"
    __table_args__ = (
        Index(
            "uq_room_building_name_in_use",
            "building_id",
            "name",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        Index("ix_room_listed", "retired_at", "name", "id", "searched", "building_id"),
        Index("ix_room_retired_checked", "retired_at", "last_checked_at"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    floor_id: Mapped[int | None] = mapped_column(ForeignKey("floor.id"), index=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    criticality: Mapped[Criticality] = mapped_column(choice(Criticality))
    support_calendar_id: Mapped[int | None] = mapped_column(ForeignKey("support_calendar.id"))
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    last_checked_at: Mapped[datetime | None]
    """When the room was last really checked; a visit that could check nothing does not count."""
    last_checked_grade: Mapped[int | None]
    """How that check was made: its evidence grade."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    searched: Mapped[str] = mapped_column(
        String(401), Computed("lower(name || ' ' || description)", persisted=True), deferred=True
    )
    """The room's own words in small letters, kept by the database; lists search in them."""

    building: Mapped[Building] = relationship(lazy="raise_on_sql")
    floor: Mapped[Floor | None] = relationship(lazy="raise_on_sql")
    support_calendar: Mapped[SupportCalendar | None] = relationship(lazy="raise_on_sql")

    @property
    def is_retired(self) -> bool:
        """Whether the room is no longer in use."""
        return self.retired_at is not None

    @property
    def check_due_on(self) -> date:
        """The local date by which the next room check is due, at the latest."""
        since = self.last_checked_at or self.created_at
        return (since.astimezone(self.support.zone) + self.criticality.check_every).date()

    @property
    def support(self) -> SupportCalendar:
        """The calendar that answers for this room: its own, or its site's."""
        return self.support_calendar or self.building.site.support_calendar


class Zone(Base):
    """A named set of rooms of a building, such as those of one round, tenant or fire section."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("building_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    name: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    """Of which kind it is, in its owner's words."""

    building: Mapped[Building] = relationship(lazy="raise_on_sql")


class ZoneRoom(Base):
    """A room of a zone; a room may be in several."""

    __tablename__ = "zone_room"

    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)

    zone: Mapped[Zone] = relationship(lazy="raise_on_sql")
    room: Mapped[Room] = relationship(lazy="raise_on_sql")


class Term(Base):
    """A span of a site's year in which its rooms are used; both days are included."""

    __tablename__ = "term"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="begins_before_its_end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Holiday(Base):
    """A day on which nobody works at a site."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date]
    name: Mapped[str]


class CalendarFeed(Base):
    """Where the bookings of a room are told: an iCalendar address, or a file that was sent."""

    __tablename__ = "calendar_feed"

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
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_its_end"),
        Index("ix_booking_room_time", "room_id", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
