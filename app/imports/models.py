"""The batch that an applied list is remembered as, and each row that it made or changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, choice
from app.people.models import Person


class ImportState(StrEnum):
    """Whether what a list brought still stands."""

    APPLIED = "applied"
    UNDONE = "undone"


IMPORT_MOVES = {
    ImportState.APPLIED: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset[ImportState](),
}
"""Which state may follow which: what was taken back is imported again, never undone again."""


class What(StrEnum):
    """Of which kind a row is; each kind stands after those that it may lean on."""

    CALENDAR = "calendar"
    SITE = "site"
    BUILDING = "building"
    FLOOR = "floor"
    ROOM = "room"
    MODEL = "model"
    UNIT = "unit"


class Action(StrEnum):
    """What the import did to a row."""

    CREATED = "created"
    CHANGED = "changed"


class Left(StrEnum):
    """Why a row can't be taken back."""

    CHECKED = "checked"
    FAULT = "fault"
    TAG = "tag"
    LATER = "later"
    """A later import changed it, or what it was before that import is this."""
    RETIRED = "retired"
    EDITED = "edited"
    GONE = "gone"
    USED = "used"
    """Something that stays leans on it."""
    NAME_TAKEN = "name_taken"
    NO_WAY_BACK = "no_way_back"
    """Where it stood before is out of use."""


class ImportBatch(Base):
    """One list that was applied: from which file, by whom, what came of its lines."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("read = created + changed + same + refused", name="adds_up"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None where it was applied on the command line."""
    at: Mapped[datetime]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the file's bytes."""
    source: Mapped[str] = mapped_column(String(100))
    """What tells the ids of this list from those of others."""
    kind: Mapped[str] = mapped_column(String(20))
    """What it lists: rooms, equipment, or all that COBie says."""
    read: Mapped[int]
    created: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    refused: Mapped[int]
    state: Mapped[ImportState] = mapped_column(choice(ImportState), default=ImportState.APPLIED)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    undone_by: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[undone_by_id]
    )


class ImportChange(Base):
    """One row that an import made or changed; `number` is its place in the batch, from 1.

    `before` and `after` are the row's columns as plain values, beside them the words of what it
    leans on; of a created row there is no `before`. The row itself may be gone meanwhile.
    """

    __tablename__ = "import_change"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[What] = mapped_column(choice(What))
    row_id: Mapped[int]
    action: Mapped[Action] = mapped_column(choice(Action))
    name: Mapped[str] = mapped_column(String(403))
    place: Mapped[str] = mapped_column(String(403))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    left: Mapped[Left | None] = mapped_column(choice(Left))
    """Why it was left as it is when the batch was taken back."""
