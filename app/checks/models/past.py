"""What other systems tell of checks and work: history, and no evidence."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.results import Result
from app.database import Base, choice
from app.equipment.models import Equipment
from app.places.models import Room


class PastKind(StrEnum):
    """Which kind of work another system tells of."""

    CHECK = "check"
    WORK = "work"


class PastWork(Base):
    """A check or a work order that another system tells of.

    It is history and no evidence (grade 0, recorded): nobody was seen doing it, so it never counts
    as a check done here, nor moves a due date. `words` and `who` are that system's own.
    """

    __tablename__ = "past_work"
    of_site = scope.by("room_id", "equipment_id")
    __table_args__ = (
        Index("ix_past_work_room_time", "room_id", "done_on", "id"),
        Index("ix_past_work_unit_time", "equipment_id", "done_on", "id"),
        UniqueConstraint("source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    """None where it was of the room as a whole."""
    kind: Mapped[PastKind] = mapped_column(choice(PastKind))
    done_on: Mapped[date]
    result: Mapped[Result | None] = mapped_column(choice(Result))
    """None where the other system tells none."""
    words: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(default="")
    readings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Each with its `name` and `value`, as texts."""
    source: Mapped[str]
    external_id: Mapped[str | None]
    created_at: Mapped[datetime]

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
