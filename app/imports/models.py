"""The batch that an applied list is remembered as, and each row that it made or changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
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
    ZONE = "zone"
    VENDOR = "vendor"
    MODEL = "model"
    UNIT = "unit"
    SYSTEM = "system"
    SPARE = "spare"
    STOCK = "stock"
    MOVE = "move"
    """So many of a stock more or fewer, as they were counted."""
    JOB = "job"
    PAST = "past"


class Action(StrEnum):
    """What the import did to a row."""

    CREATED = "created"
    CHANGED = "changed"


class Left(StrEnum):
    """Why a row can't be taken back."""

    CHECKED = "checked"
    FAULT = "fault"
    TAG = "tag"
    PLANNED = "planned"
    """It is part of a plan: on a round, booked, in the days of a site."""
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
    of_site = scope.shared("a list may name rooms of all sites")
    __table_args__ = (
        CheckConstraint("read = created + changed + same + refused", name="adds_up"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None where it was applied on the command line."""
    token: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Of the sent file that it came from: so what was stored is never stored again."""
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
    of_site = scope.shared("of a list")

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


class Spelt(StrEnum):
    """What a word of a list stands for."""

    MAKER = "maker"
    MODEL = "model"
    TYPE = "type"


class Spelling(Base):
    """What somebody decided that a word of lists means, for this list and those that come.

    `said` is the word as it is compared (small letters), `within` the maker of a model, else empty.
    `meant` is the word to be used: a maker, a model number, or the slug of a type.
    """

    __tablename__ = "spelling"
    of_site = scope.shared("how lists are read")
    __table_args__ = (UniqueConstraint("spelt", "within", "said"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    spelt: Mapped[Spelt] = mapped_column(choice(Spelt))
    within: Mapped[str] = mapped_column(default="")
    said: Mapped[str]
    meant: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Profile(Base):
    """How lists of one shape are read: what was chosen once and is found again for the next file.

    `header` are the column names as they are compared; `choices` what the form of the page says.
    """

    __tablename__ = "import_profile"
    of_site = scope.shared("how lists are read")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    header: Mapped[list[str]] = mapped_column(JSON)
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
