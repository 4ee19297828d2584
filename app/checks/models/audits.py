"""Spot audits and seeded faults: how far checks can be believed, as a figure and not a ranking."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.visits import Check
from app.database import Base
from app.equipment.models import Equipment
from app.people.models import Person
from app.places.models import Room


class SpotAudit(Base):
    """A check that was drawn to be made again by another person, who does not see its findings."""

    __tablename__ = "spot_audit"
    of_site = scope.by("check_id")
    __table_args__ = (
        CheckConstraint("(again_id IS NULL) = (agreed IS NULL)", name="agreed_when_done"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), unique=True)
    drawn_at: Mapped[datetime]
    due_by: Mapped[datetime] = mapped_column(index=True)
    again_id: Mapped[int | None] = mapped_column(ForeignKey("check.id"), unique=True)
    """The check by the second person."""
    agreed: Mapped[int | None]
    """Units about which both said the same."""
    compared: Mapped[int | None]
    """Units that both looked at."""

    check: Mapped[Check] = relationship(lazy="raise_on_sql", foreign_keys=[check_id])
    again: Mapped[Check | None] = relationship(lazy="raise_on_sql", foreign_keys=[again_id])


class SeededFault(Base):
    """A fault that a manager made on purpose, to learn whether checks find it."""

    __tablename__ = "seeded_fault"
    of_site = scope.by("room_id", "equipment_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    seeded_at: Mapped[datetime]
    seeded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    found_id: Mapped[int | None] = mapped_column(ForeignKey("check.id"))
    """The first check that found it."""
    ended_at: Mapped[datetime | None]
    """When it was put right, found or not."""

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    seeded_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    found: Mapped[Check | None] = relationship(lazy="raise_on_sql")
