"""Rounds: the ordered rooms of one walk; and the work that is due, which they are made of."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.plans import JobPlan, Scope
from app.checks.models.results import Reason
from app.checks.models.visits import Check
from app.database import Base, choice
from app.equipment.models import Equipment
from app.people.models import Person
from app.places.models import Room


class DueWork(Base):
    """Work that will be due: a room's check (`plan_id` None), or a job plan's for a room or unit.

    Computed from plans, calendars and what was done, never typed; each room's rows are made anew
    whenever one of these changes. All dates are local ones of the room's site.

    Each room in use has one row for its own check. That one remembers of what the room's rows were
    made, `room_version` and `made_from`: where these are others today, the rows are stale.
    """

    __tablename__ = "due_work"
    of_site = scope.by("room_id")
    __table_args__ = (
        Index("ix_due_work_due", "due_on", "room_id"),
        Index(
            "uq_due_work_room_check",
            "room_id",
            unique=True,
            sqlite_where=text("plan_id IS NULL"),
            postgresql_where=text("plan_id IS NULL"),
        ),
        CheckConstraint("late_from > due_on", name="grace"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("job_plan.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    due_on: Mapped[date]
    late_from: Mapped[date]
    """The first day on which it counts as late: the day after its grace ends."""
    last_done_on: Mapped[date | None]
    minutes: Mapped[int]
    statutory: Mapped[bool] = mapped_column(default=False)
    room_version: Mapped[int | None]
    made_from: Mapped[str | None] = mapped_column(String(64))
    """What tells the plans and calendars of that day from all others, with the day itself."""
    occurrence: Mapped[date | None]
    """The date of its plan, before closed days move it; None for a room's own check."""
    moved_from: Mapped[date | None]
    """The day of its plan, where somebody has moved it by hand: see `MovedWork`."""
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    """When its date, or what else it says, last became another; by the database's clock."""

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    plan: Mapped[JobPlan | None] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")


class Round(Base):
    """The rooms of one walk in order, and who walks it: nobody yet where `person_id` is None."""

    __tablename__ = "round"
    of_site = scope.where(
        "NOT EXISTS (SELECT 1 FROM round_stop"
        " WHERE round_stop.round_id = round.id AND NOT {round_stop})"
    )
    __table_args__ = (Index("ix_round_planned", "planned_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    planned_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(String(36), unique=True)
    """Of the form that made it: sent twice it makes one round."""

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    made_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[made_by_id])
    stops: Mapped[list["RoundStop"]] = relationship(
        lazy="raise_on_sql", back_populates="round", order_by="RoundStop.position"
    )


class StopState(StrEnum):
    """How far a room of a round is."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


STOP_MOVES = {
    StopState.OPEN: frozenset({StopState.DONE, StopState.SKIPPED}),
    StopState.SKIPPED: frozenset({StopState.OPEN, StopState.DONE}),
    StopState.DONE: frozenset[StopState](),
}
"""Which state may follow which; what was skipped can still be done."""


class RoundStop(Base):
    """A room of a round; skipped only with a reason, and done by a check."""

    __tablename__ = "round_stop"
    of_site = scope.by("room_id")
    __table_args__ = (
        UniqueConstraint("round_id", "room_id"),
        CheckConstraint("(state = 'skipped') = (reason IS NOT NULL)", name="reason_when_skipped"),
        CheckConstraint("(state = 'done') = (check_id IS NOT NULL)", name="check_when_done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    position: Mapped[int]
    state: Mapped[StopState] = mapped_column(choice(StopState), default=StopState.OPEN)
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    note: Mapped[str] = mapped_column(Text, default="")
    check_id: Mapped[int | None] = mapped_column(ForeignKey("check.id"))

    round: Mapped[Round] = relationship(lazy="raise_on_sql", back_populates="stops")
    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    check: Mapped[Check | None] = relationship(lazy="raise_on_sql")
