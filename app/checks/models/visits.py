"""A technician's visit, what it found, and how it was made."""

from datetime import date, datetime
from enum import IntEnum, StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.checks.models.plans import CheckItem, Scope
from app.checks.models.results import Reason, Result
from app.database import Base, choice
from app.equipment.models import Equipment, StockMove
from app.faults.models import Fault
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Room


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


class NoTag(StrEnum):
    """Why a check was logged without its room's tag."""

    TORN_OFF = "torn_off"
    NONE_YET = "none_yet"
    FROM_PAPER = "from_paper"


class Check(Base):
    """One technician's visit to one room.

    `result` is fail where any finding failed, not_checked where nothing could be checked, else
    pass. `key` is the form's, so that sending twice counts once; `body_hash` tells a repeat of the
    same check from another one under the same key. `scan` is that of the tag by which it began.
    """

    __tablename__ = "check"
    of_site = scope.by("room_id")
    __table_args__ = (
        CheckConstraint("grade BETWEEN 0 AND 4", name="grade"),
        CheckConstraint("grade < 2 OR scan IS NOT NULL", name="scanned"),
        CheckConstraint("no_tag IS NULL OR grade = 0", name="recorded"),
        Index("ix_check_room_time", "room_id", "done_at", "id"),
        Index("ix_check_done_at", "done_at", "id"),
        Index("ix_check_person_time", "person_id", "done_at", "id"),
        Index(
            "ix_check_scanned_at",
            "scanned_at",
            sqlite_where=text("scanned_at IS NOT NULL"),
            postgresql_where=text("scanned_at IS NOT NULL"),
        ),
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
    scanned_at: Mapped[datetime | None]
    """When that was; forgotten after 90 days."""
    is_offline: Mapped[bool] = mapped_column(default=False)
    """Whether it was made without signal: only the device knows how long before its receipt."""
    clock_off: Mapped[int | None]
    """Seconds by which that device's clock was ahead of ours; None where it had signal."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("check.id"), unique=True)
    """The check that this one puts right; that one stays as it was."""
    no_tag: Mapped[NoTag | None] = mapped_column(choice(NoTag))
    """Why it was logged without the tag; None where it was not, or where a phone had no signal."""

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    corrects: Mapped["Check | None"] = relationship(lazy="raise_on_sql", remote_side="Check.id")
    findings: Mapped[list["Finding"]] = relationship(
        lazy="raise_on_sql", back_populates="check", order_by="Finding.id"
    )


class Finding(Base):
    """What a check found on one item of one unit, or on the unit as a whole (`item_id` None).

    Without a unit (`equipment_id` None) it is about the room itself: as a whole, or on an item of a
    plan for the room.
    "All fine here" is one finding on the unit as a whole: the one statement that was made. Items
    have findings of their own where they were answered one by one, and readings always.
    """

    __tablename__ = "finding"
    of_site = scope.by("check_id", "equipment_id")
    __table_args__ = (
        CheckConstraint(
            "(result = 'not_checked') = (reason IS NOT NULL)", name="reason_when_not_checked"
        ),
        CheckConstraint(
            "(reading IS NULL AND read_on IS NULL)"
            " OR (item_id IS NOT NULL AND result IN ('pass', 'fail'))",
            name="reading_of_an_item",
        ),
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
    answer: Mapped[str] = mapped_column(Text, default="")
    """What was chosen or written, where the item asks for that."""
    note: Mapped[str] = mapped_column(Text, default="")
    fault_id: Mapped[int | None] = mapped_column(ForeignKey("fault.id"))

    check: Mapped[Check] = relationship(lazy="raise_on_sql", back_populates="findings")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    item: Mapped[CheckItem | None] = relationship(lazy="raise_on_sql")
    fault: Mapped[Fault | None] = relationship(lazy="raise_on_sql")


class CheckPhoto(Base):
    """A photo that was taken at a check, of one finding or of the visit as a whole."""

    __tablename__ = "check_photo"
    of_site = scope.by("check_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), index=True)

    photo: Mapped[Photo] = relationship(lazy="raise_on_sql")


class CheckPart(Base):
    """A spare that went into a unit at a check."""

    __tablename__ = "check_part"
    of_site = scope.by("check_id", "equipment_id", "move_id")

    move_id: Mapped[int] = mapped_column(ForeignKey("stock_move.id"), primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), index=True)
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"), index=True)

    move: Mapped[StockMove] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment] = relationship(lazy="raise_on_sql")
