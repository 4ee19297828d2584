"""What was promised of a fault, how it was moved, and when its clock stood still."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.faults.models.faults import Fault
from app.faults.models.states import Awaiting, Priority, Stage
from app.people.models import Person
from app.places.models import SupportCalendar

UNMET = "met_at IS NULL AND void_at IS NULL"


class Promise(Base):
    """That one stage of a fault is reached by a moment, in the support hours of its room."""

    __tablename__ = "promise"
    of_site = scope.by("fault_id")
    __table_args__ = (
        UniqueConstraint("fault_id", "stage", "turn"),
        Index(
            "ix_promise_to_warn",
            "warn_at",
            sqlite_where=text(f"{UNMET} AND warned_at IS NULL"),
            postgresql_where=text(f"{UNMET} AND warned_at IS NULL"),
        ),
        Index(
            "ix_promise_unmet",
            "due_at",
            sqlite_where=text(UNMET),
            postgresql_where=text(UNMET),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    turn: Mapped[int] = mapped_column(default=0)
    """How often the fault had been reopened when it was given."""
    minutes: Mapped[int]
    """Support minutes from its beginning to its target."""
    began_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    """What was said first; against this it is measured whether it was kept."""
    due_at: Mapped[datetime]
    """What is said now."""
    warn_at: Mapped[datetime]
    """When three quarters of its minutes have passed."""
    warned_at: Mapped[datetime | None]
    """When the person responsible was warned."""
    escalated_at: Mapped[datetime | None]
    """When the next was told, because it was missed."""
    told_at: Mapped[datetime | None]
    """When reporters were told that what is said now may pass; None again once it has moved."""
    met_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]
    """When it stopped to count: the fault was rejected, or is another's duplicate."""

    fault: Mapped[Fault] = relationship(lazy="raise_on_sql")


class PromiseMove(Base):
    """A promise was put off: from when to when, why, by whom, and when reporters were told."""

    __tablename__ = "promise_move"
    of_site = scope.by("promise_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promise.id"), index=True)
    at: Mapped[datetime]
    due_before: Mapped[datetime]
    due_after: Mapped[datetime]
    told_at: Mapped[datetime]
    """When reporters were told that the moment before would pass: by then, or by this move."""
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    promise: Mapped[Promise] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Pause(Base):
    """A fault waits for something outside our hands: its clock stands still until it goes on.

    It goes on by itself on `next_on`: to wait for longer is said anew, with another day.
    """

    __tablename__ = "pause"
    of_site = scope.by("fault_id")
    __table_args__ = (
        CheckConstraint("began_at <= ended_at", name="begins_before_its_end"),
        Index(
            "uq_pause_open",
            "fault_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), index=True)
    awaiting: Mapped[Awaiting] = mapped_column(choice(Awaiting))
    next_on: Mapped[date]
    """The local day on which somebody looks again, or says how it stands."""
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When whoever answers for it was told that the day has come."""

    fault: Mapped[Fault] = relationship(lazy="raise_on_sql")


class PromiseTarget(Base):
    """A target that a support calendar has of its own, instead of the seeded one."""

    __tablename__ = "promise_target"
    of_site = scope.shared("of a support calendar")
    __table_args__ = (
        UniqueConstraint("calendar_id", "priority", "stage"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"))
    priority: Mapped[Priority] = mapped_column(choice(Priority))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    minutes: Mapped[int | None]
    """Support minutes; None where nothing is promised."""

    calendar: Mapped[SupportCalendar] = relationship(lazy="raise_on_sql")


class Duty(Base):
    """Who is on call for a support calendar, from when to when, and as the how-manyeth step."""

    __tablename__ = "duty"
    of_site = scope.shared("of a support calendar")
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_its_end"),
        CheckConstraint("step >= 1", name="step"),
        Index("ix_duty_calendar_time", "calendar_id", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("support_calendar.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    step: Mapped[int] = mapped_column(default=1)
    """1 is told first; 2 when a promise was missed; and so on."""

    calendar: Mapped[SupportCalendar] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
