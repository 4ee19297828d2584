"""Faults, the reports of them, and the timeline that reporters and staff both read."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, foreign, mapped_column, relationship, remote

from app import scope
from app.audit.staying import seal
from app.database import Base, choice
from app.equipment.models import Equipment, Symptom
from app.faults.models.states import Channel, Effect, Event, FaultState, Kind, Priority, Restoration
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Room

OPEN = "state IN ('reported', 'seen', 'attended', 'waiting', 'reopened')"
"""The open states in the words of the indexes: said literally, so that an engine uses them."""


class Fault(Base):
    """Something cannot do its job: a unit, or the room itself where `equipment_id` is None.

    A question and a suggestion are told, answered and closed like a fault, and break nothing.

    `room_id` tells where it was noticed; `room_now` is where it is: a fault goes with its unit.
    `restore_by` is the promise: when it was said that it would work again. `resolved_at` is when
    it was settled for good: the cause gone, or the fault rejected.
    """

    __tablename__ = "fault"
    of_site = scope.where(
        "fault.equipment_id IS NULL"
        " AND EXISTS (SELECT 1 FROM room WHERE room.id = fault.room_id AND {room})"
        " OR EXISTS (SELECT 1 FROM equipment WHERE equipment.id = fault.equipment_id"
        " AND {equipment})"
    )
    __table_args__ = (
        Index(
            "ix_fault_open_in_room",
            "room_id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_fault_state_restore_by", "state", "restore_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    symptom_id: Mapped[int] = mapped_column(ForeignKey("symptom.id"))
    detail: Mapped[str] = mapped_column(Text, default="")
    """Words for the public, written by staff; a stranger's note stays with the report."""
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.BROKEN)
    state: Mapped[FaultState] = mapped_column(choice(FaultState))
    effect: Mapped[Effect] = mapped_column(choice(Effect))
    priority: Mapped[Priority] = mapped_column(choice(Priority))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    reported_at: Mapped[datetime]
    restore_by: Mapped[datetime]
    restored_at: Mapped[datetime | None]
    restoration: Mapped[Restoration | None] = mapped_column(choice(Restoration))
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    times_reopened: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("fault.id"), index=True)
    """The fault that this one is the same as; set while it is a duplicate."""
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    room_now: Mapped[Room] = relationship(
        primaryjoin=lambda: remote(Room.id) == room_id_now(), viewonly=True, lazy="raise_on_sql"
    )
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    symptom: Mapped[Symptom] = relationship(lazy="raise_on_sql")
    assignee: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    reports: Mapped[list["Report"]] = relationship(lazy="raise_on_sql", back_populates="fault")
    timeline: Mapped[list["TimelineEntry"]] = relationship(
        lazy="raise_on_sql", order_by="TimelineEntry.id"
    )
    merged_into: Mapped["Fault | None"] = relationship(lazy="raise_on_sql", remote_side="Fault.id")


def room_id_now() -> ColumnElement[int]:
    """Where a fault is now, in a query: its unit's room, or the room that it is a fault of."""
    return _room_id_now()


@cache
def _room_id_now() -> ColumnElement[int]:
    """Made once, as most statements about faults say it."""
    unit = aliased(Equipment)
    of_unit = select(unit.room_id).where(unit.id == Fault.equipment_id).correlate_except(unit)
    return func.coalesce(of_unit.scalar_subquery(), foreign(Fault.room_id))


class Report(Base):
    """One person telling us of a fault, without an account.

    `secret` opens the reporter's own page; `key` is the form's, so that sending twice counts once.
    """

    __tablename__ = "report"
    of_site = scope.by("fault_id")
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
        Index(
            "ix_report_with_contact",
            "fault_id",
            sqlite_where=text("contact <> ''"),
            postgresql_where=text("contact <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), index=True)
    secret: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    note: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(default="")
    me_too: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel] = mapped_column(choice(Channel), default=Channel.TAG)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who of the staff wrote it down, where it did not come at a tag."""
    language: Mapped[str] = mapped_column(String(20), default="en")
    """What the reporter reads, as a locale; messages are written in it."""
    reported_at: Mapped[datetime]
    rating: Mapped[int | None]
    rating_note: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    """When staff let everybody read its words; else they are for staff and whoever wrote them."""
    shown_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    fault: Mapped[Fault] = relationship(lazy="raise_on_sql", back_populates="reports")
    photos: Mapped[list["ReportPhoto"]] = relationship(
        lazy="raise_on_sql", order_by="ReportPhoto.photo_id"
    )


class ReportPhoto(Base):
    """A picture that a reporter sent; public only once somebody of the staff has approved it."""

    __tablename__ = "report_photo"
    of_site = scope.by("report_id")

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    photo: Mapped[Photo] = relationship(lazy="raise_on_sql")


class TimelineEntry(Base):
    """A move, an event or a note in the life of a fault.

    `state` is the one moved to, None where nothing moved. `person_id` is None where a visitor did
    it. What is not `public` is for staff alone.
    """

    __tablename__ = "timeline_entry"
    of_site = scope.by("fault_id")
    __table_args__ = (
        CheckConstraint(
            "state IS NOT NULL OR event IS NOT NULL OR note <> ''", name="says_something"
        ),
        Index(
            "ix_timeline_entry_photo",
            "photo_id",
            sqlite_where=text("photo_id IS NOT NULL"),
            postgresql_where=text("photo_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[FaultState | None] = mapped_column(choice(FaultState))
    event: Mapped[Event | None] = mapped_column(choice(Event))
    note: Mapped[str] = mapped_column(Text, default="")
    public: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))

    photo: Mapped[Photo | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


seal(TimelineEntry.__table__, late={"photo_id"})
