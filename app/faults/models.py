"""Faults, the reports of them, and the timeline that reporters and staff both read."""

from datetime import datetime
from enum import StrEnum

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

from app.database import Base, choice
from app.equipment.models import Equipment, Symptom
from app.people.models import Person
from app.places.models import Room


class FaultState(StrEnum):
    """Where a fault stands. Restored (it works again) is not resolved (the cause is gone)."""

    REPORTED = "reported"
    SEEN = "seen"
    ATTENDED = "attended"
    WAITING = "waiting"
    RESTORED = "restored"
    RESOLVED = "resolved"
    REJECTED = "rejected"

    @property
    def is_open(self) -> bool:
        """Whether something is still broken."""
        return self in OPEN_STATES


OPEN_STATES = frozenset(
    {FaultState.REPORTED, FaultState.SEEN, FaultState.ATTENDED, FaultState.WAITING}
)

MOVES = {
    FaultState.REPORTED: frozenset(
        {
            FaultState.SEEN,
            FaultState.ATTENDED,
            FaultState.WAITING,
            FaultState.RESTORED,
            FaultState.REJECTED,
        }
    ),
    FaultState.SEEN: frozenset(
        {FaultState.ATTENDED, FaultState.WAITING, FaultState.RESTORED, FaultState.REJECTED}
    ),
    FaultState.ATTENDED: frozenset({FaultState.WAITING, FaultState.RESTORED, FaultState.REJECTED}),
    FaultState.WAITING: frozenset({FaultState.ATTENDED, FaultState.RESTORED, FaultState.REJECTED}),
    FaultState.RESTORED: frozenset({FaultState.RESOLVED, FaultState.SEEN}),
    FaultState.RESOLVED: frozenset({FaultState.SEEN}),
    FaultState.REJECTED: frozenset({FaultState.SEEN}),
}
"""Which state may follow which; going back to seen is a fault that came again."""


class Effect(StrEnum):
    """What the fault takes away: part of a unit, the unit, or the use of the room."""

    DEGRADED = "degraded"
    UNIT_DOWN = "unit_down"
    ROOM_DOWN = "room_down"

    def outweighs(self, other: "Effect") -> bool:
        """Whether it takes away more than the other."""
        return list(Effect).index(self) > list(Effect).index(other)


class Channel(StrEnum):
    """How a fault came to be known."""

    TAG = "tag"
    CHECK = "check"
    STAFF = "staff"


class Event(StrEnum):
    """What a timeline tells besides moves and notes; the words are found when it is shown."""

    TAKEN = "taken"
    FOUND_AGAIN = "found_again"
    EFFECT_SET = "effect_set"
    WORKS_AGAIN = "works_again"
    STILL_BROKEN = "still_broken"


OPEN = "state IN ('reported', 'seen', 'attended', 'waiting')"
"""The open states in the words of the indexes: said literally, so that an engine uses them."""


class Fault(Base):
    """Something cannot do its job: a unit, or the room itself where `equipment_id` is None.

    `room_id` tells where it was noticed; `room_now` is where it is: a fault goes with its unit.
    `restore_by` is the promise: when it was said that it would work again. `resolved_at` is when
    it was settled for good: the cause gone, or the fault rejected.
    """

    __tablename__ = "fault"
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
    state: Mapped[FaultState] = mapped_column(choice(FaultState))
    effect: Mapped[Effect] = mapped_column(choice(Effect))
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    reported_at: Mapped[datetime]
    restore_by: Mapped[datetime]
    restored_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
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


def room_id_now() -> ColumnElement[int]:
    """Where a fault is now, in a query: its unit's room, or the room that it is a fault of."""
    unit = aliased(Equipment)
    of_unit = select(unit.room_id).where(unit.id == Fault.equipment_id).correlate_except(unit)
    return func.coalesce(of_unit.scalar_subquery(), foreign(Fault.room_id))


class Report(Base):
    """One person telling us of a fault, without an account.

    `secret` opens the reporter's own page; `key` is the form's, so that sending twice counts once.
    """

    __tablename__ = "report"
    __table_args__ = (
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
    reported_at: Mapped[datetime]

    fault: Mapped[Fault] = relationship(lazy="raise_on_sql", back_populates="reports")


class TimelineEntry(Base):
    """A move, an event or a note in the life of a fault.

    `state` is the one moved to, None where nothing moved. `person_id` is None where a visitor did
    it. What is not `public` is for staff alone.
    """

    __tablename__ = "timeline_entry"
    __table_args__ = (
        CheckConstraint(
            "state IS NOT NULL OR event IS NOT NULL OR note <> ''", name="says_something"
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

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
