"""Site, building, floor, room and zone, and what to do when a room can't be used."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.places.models.support import Criticality, SupportCalendar


class Site(Base):
    """A campus or property that holds buildings."""

    __tablename__ = "site"
    of_site = scope.where("site.id IN ({sites})")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    support_calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"))

    support_calendar: Mapped[SupportCalendar] = relationship(lazy="raise_on_sql")


class Building(Base):
    """One building of a site."""

    __tablename__ = "building"
    of_site = scope.by("site_id")
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]

    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class Floor(Base):
    """A storey; its label ("EG", "-1", "2") and its place in the order are two things."""

    __tablename__ = "floor"
    of_site = scope.by("building_id")
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
    of_site = scope.by("building_id")
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
    of_site = scope.by("building_id")
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
    of_site = scope.by("zone_id", "room_id")

    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)

    zone: Mapped[Zone] = relationship(lazy="raise_on_sql")
    room: Mapped[Room] = relationship(lazy="raise_on_sql")


class Contingency(Base):
    """What to do when a room can't be used, besides taking another room."""

    __tablename__ = "contingency"
    of_site = scope.by("room_id")

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    loan_kit: Mapped[str] = mapped_column(String(500), default="")
    """Where a loan kit stands, and who has its key."""
    call: Mapped[str] = mapped_column(String(500), default="")
    """Who helps here besides support, such as the porter."""
    note: Mapped[str] = mapped_column(Text, default="")

    room: Mapped[Room] = relationship(lazy="raise_on_sql")


class RoomAlternative(Base):
    """A room that can stand in for another; the first of them is the nearest equal."""

    __tablename__ = "room_alternative"
    of_site = scope.by("room_id", "other_id")
    __table_args__ = (CheckConstraint("room_id <> other_id", name="another"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    other: Mapped[Room] = relationship(lazy="raise_on_sql", foreign_keys=[other_id])
