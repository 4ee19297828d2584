"""Due work that somebody moved by hand, away from the day of its plan."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.plans import JobPlan
from app.database import Base
from app.people.models import Person


class MovedWork(Base):
    """One time of a plan's work, for a unit or a room, that is to be done on another day.

    An exception to the plan, which it leaves as it is: `occurrence` is the date that follows from
    the plan before closed days move it. Once that time is done, the plan goes on by itself.
    """

    __tablename__ = "moved_work"
    of_site = scope.by("equipment_id", "room_id")
    __table_args__ = (
        CheckConstraint("(equipment_id IS NULL) <> (room_id IS NULL)", name="one_target"),
        Index("uq_moved_work_of_unit", "equipment_id", "plan_id", "occurrence", unique=True),
        Index("uq_moved_work_of_room", "room_id", "plan_id", "occurrence", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("job_plan.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    occurrence: Mapped[date]
    moved_to: Mapped[date]
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(36), index=True)
    """Of the form that moved it, with all that it moved: they are taken back together."""

    plan: Mapped[JobPlan] = relationship(lazy="raise_on_sql")
    moved_by: Mapped[Person] = relationship(lazy="raise_on_sql")
