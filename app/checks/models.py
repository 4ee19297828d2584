"""Checks: the job plan, its check items, a technician's visit and what it found."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, choice
from app.equipment.models import Equipment, EquipmentModel, EquipmentType
from app.faults.models import Fault
from app.people.models import Person
from app.places.models import Room


class ItemKind(StrEnum):
    """How a check item is answered."""

    PASS_FAIL = "pass_fail"  # noqa: S105 - an answer, not a secret
    NUMBER = "number"
    DATE = "date"

    @property
    def is_reading(self) -> bool:
        """Whether something is read off: a number or a date."""
        return self is not ItemKind.PASS_FAIL


class Result(StrEnum):
    """What was found. Nothing ever defaults to pass."""

    PASS = "pass"  # noqa: S105 - a result, not a secret
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"


class Reason(StrEnum):
    """Why something was not checked."""

    IN_USE = "in_use"
    LOCKED = "locked"
    NOT_FOUND = "not_found"
    NO_TIME = "no_time"


class Scope(StrEnum):
    """The two sizes of work: the short look, and the full list with readings."""

    ROOM_CHECK = "room_check"
    SERVICE = "service"


OF_A_TYPE = "model_id IS NULL AND equipment_id IS NULL AND room_id IS NULL"


class JobPlan(Base):
    """What to do on equipment, how often (RFC 5545 rule), and how long it takes.

    It is for all units of a type, or for those of one model, for one unit, or for one room; then
    `type_id` is the type of these. `qualification` names who alone may sign the work; empty where
    any technician may.
    """

    __tablename__ = "job_plan"
    __table_args__ = (
        Index(
            "uq_job_plan_of_type",
            "type_id",
            "name",
            unique=True,
            sqlite_where=text(OF_A_TYPE),
            postgresql_where=text(OF_A_TYPE),
        ),
        UniqueConstraint("model_id", "name"),
        UniqueConstraint("equipment_id", "name"),
        UniqueConstraint("room_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("equipment_type.id"))
    model_id: Mapped[int | None] = mapped_column(ForeignKey("equipment_model.id"))
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    rrule: Mapped[str]
    minutes: Mapped[int]
    qualification: Mapped[str] = mapped_column(String(40), default="")

    type: Mapped[EquipmentType] = relationship(lazy="raise_on_sql")
    model: Mapped[EquipmentModel | None] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    room: Mapped[Room | None] = relationship(lazy="raise_on_sql")
    items: Mapped[list["CheckItem"]] = relationship(
        lazy="raise_on_sql", back_populates="job_plan", order_by="CheckItem.position"
    )


class CheckItem(Base):
    """One line of a job plan.

    A number outside its limits is a failure, and so is a date that has passed where `past_fails`.
    An optional reading may be left out; any other is given, or said to be not checked.
    """

    __tablename__ = "check_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_plan_id: Mapped[int] = mapped_column(ForeignKey("job_plan.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind))
    unit: Mapped[str] = mapped_column(String(20), default="")
    minimum: Mapped[float | None]
    maximum: Mapped[float | None]
    past_fails: Mapped[bool] = mapped_column(default=False)
    optional: Mapped[bool] = mapped_column(default=False)
    hint: Mapped[str] = mapped_column(String(500), default="")

    job_plan: Mapped[JobPlan] = relationship(lazy="raise_on_sql", back_populates="items")

    def judged(self, reading: float) -> Result:
        """What a number means: pass within the limits, both included, else fail."""
        low = self.minimum is not None and reading < self.minimum
        high = self.maximum is not None and reading > self.maximum
        return Result.FAIL if low or high else Result.PASS

    def judged_date(self, read_on: date, today: date) -> Result:
        """What a date means: fail where it may not have passed and has."""
        return Result.FAIL if self.past_fails and read_on < today else Result.PASS


class Grade(IntEnum):
    """How a check was made, as far as the server itself can tell. Computed once, never raised."""

    RECORDED = 0
    """Told afterwards, without a tag."""
    PRESENTED = 1
    """The tag's address was opened: typed, or by a link."""
    SCANNED = 2
    """The printed code was scanned at the beginning of this check, and of no other."""
    LOCAL_FACT = 3
    """Scanned, and something was told that only who stands there knows: a reading that moved."""
    CRYPTOGRAPHIC = 4
    """A tag that proves itself (NFC) was touched."""


class Check(Base):
    """One technician's visit to one room.

    `result` is fail where any finding failed, not_checked where nothing could be checked, else
    pass. `key` is the form's, so that sending twice counts once; `body_hash` tells a repeat of the
    same check from another one under the same key. `scan` is that of the tag by which it began.
    """

    __tablename__ = "check"
    __table_args__ = (
        CheckConstraint("grade BETWEEN 0 AND 4", name="grade"),
        CheckConstraint("grade < 2 OR scan IS NOT NULL", name="scanned"),
        Index("ix_check_room_time", "room_id", "done_at", "id"),
        Index("ix_check_done_at", "done_at", "id"),
        Index("ix_check_person_time", "person_id", "done_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    result: Mapped[Result] = mapped_column(choice(Result))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    note: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime]
    received_at: Mapped[datetime]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    grade: Mapped[int]
    scan: Mapped[str | None] = mapped_column(String(40), unique=True)

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    findings: Mapped[list["Finding"]] = relationship(
        lazy="raise_on_sql", back_populates="check", order_by="Finding.id"
    )


class Finding(Base):
    """What a check found on one item of one unit, or on the unit as a whole (`item_id` None).

    Without a unit (`equipment_id` None) it is about the room itself, always as a whole.
    "All fine here" is one finding on the unit as a whole: the one statement that was made. Items
    have findings of their own where they were answered one by one, and readings always.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(
            "(result = 'not_checked') = (reason IS NOT NULL)", name="reason_when_not_checked"
        ),
        CheckConstraint(
            "(reading IS NULL AND read_on IS NULL)"
            " OR (item_id IS NOT NULL AND result IN ('pass', 'fail'))",
            name="reading_of_an_item",
        ),
        CheckConstraint("equipment_id IS NOT NULL OR item_id IS NULL", name="item_of_a_unit"),
        Index(
            "ix_finding_fault",
            "fault_id",
            sqlite_where=text("fault_id IS NOT NULL"),
            postgresql_where=text("fault_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("check_item.id"))
    item_text: Mapped[str] = mapped_column(String(500), default="")
    """The item's words on that day; a later change of the plan does not change the past."""
    result: Mapped[Result] = mapped_column(choice(Result))
    reason: Mapped[Reason | None] = mapped_column(choice(Reason))
    reading: Mapped[float | None]
    read_on: Mapped[date | None]
    unit: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    fault_id: Mapped[int | None] = mapped_column(ForeignKey("fault.id"))

    check: Mapped[Check] = relationship(lazy="raise_on_sql", back_populates="findings")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    item: Mapped[CheckItem | None] = relationship(lazy="raise_on_sql")
    fault: Mapped[Fault | None] = relationship(lazy="raise_on_sql")


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
