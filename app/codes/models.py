"""The tag: a code, what it stands for, and the state of its life."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.equipment.models import Equipment
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Room


class TagState(StrEnum):
    """Where a tag is in its life."""

    BLANK = "blank"
    """Its code is made; it is on no paper yet."""
    PRINTED = "printed"
    """On paper, and as far as anyone told, in a drawer."""
    PLACED = "placed"
    """Staff scanned it where it belongs."""
    WORN = "worn"
    """Torn or faded: it still answers, and wants to be printed again."""
    REPLACED = "replaced"
    """Another tag took its place: it still answers, and leads on."""
    VOID = "void"
    """It answers like a code that never was."""


MOVES = {
    TagState.BLANK: frozenset(
        {TagState.PRINTED, TagState.PLACED, TagState.REPLACED, TagState.VOID}
    ),
    TagState.PRINTED: frozenset(
        {TagState.PRINTED, TagState.PLACED, TagState.WORN, TagState.REPLACED, TagState.VOID}
    ),
    TagState.PLACED: frozenset({TagState.PLACED, TagState.WORN, TagState.REPLACED, TagState.VOID}),
    TagState.WORN: frozenset(
        {TagState.WORN, TagState.PRINTED, TagState.PLACED, TagState.REPLACED, TagState.VOID}
    ),
    TagState.REPLACED: frozenset({TagState.VOID}),
    TagState.VOID: frozenset[TagState](),
}
"""Which state may follow which. A blank one is placed when it is claimed from a print house's
sheet that this program did not print; a placed one that is printed again stays placed, as its old
paper is still on the wall. Two people may tell of the same torn tag."""


LIVE = "state NOT IN ('replaced', 'void')"
"""Of the tags of a room, and of a unit, at most one is so."""


class Tag(Base):
    """A code that is, or will be, on paper: for a room, for a unit, or for neither yet."""

    __tablename__ = "tag"
    of_site = scope.by("room_id", "equipment_id")
    __table_args__ = (
        Index(
            "uq_tag_room_live",
            "room_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "uq_tag_equipment_live",
            "equipment_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "ix_tag_photo",
            "photo_id",
            sqlite_where=text("photo_id IS NOT NULL"),
            postgresql_where=text("photo_id IS NOT NULL"),
        ),
        Index("ix_tag_listed", "state", "printed_at", "id"),
        CheckConstraint("room_id IS NULL OR equipment_id IS NULL", name="one_home"),
        CheckConstraint("replaced_by_id IS NULL OR replaced_by_id <> id", name="another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    state: Mapped[TagState] = mapped_column(choice(TagState))
    address: Mapped[str | None] = mapped_column(String(200))
    """What stands on its paper in the field before `/T/`, such as `https://rooms.example.edu`."""
    fresh_address: Mapped[str | None] = mapped_column(String(200))
    """What stands on newer paper instead that, as far as anyone told, does not hang yet."""
    issued_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    """When it last came out of a printer."""
    placed_at: Mapped[datetime | None]
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    """How it looked when it was placed."""
    worn_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"))
    voided_at: Mapped[datetime | None]
    scanned_on: Mapped[date | None]
    """The last day, in UTC, on which it was opened; no more is kept of a scan."""

    room: Mapped[Room | None] = relationship(lazy="raise_on_sql")
    equipment: Mapped[Equipment | None] = relationship(lazy="raise_on_sql")
    placed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    photo: Mapped[Photo | None] = relationship(lazy="raise_on_sql")

    @property
    def is_bound(self) -> bool:
        """Whether it stands for a room or a unit; a blank one is claimed on its first scan."""
        return self.room_id is not None or self.equipment_id is not None

    @property
    def is_printed_again(self) -> bool:
        """Whether it came out of a printer since somebody saw it in its place."""
        return bool(self.printed_at and self.placed_at and self.printed_at > self.placed_at)

    @property
    def is_live(self) -> bool:
        """Whether it is the one that its room or unit goes by."""
        return self.state not in {TagState.REPLACED, TagState.VOID}

    @property
    def home(self) -> Room:
        """The room that it leads to: its own, or the one in which its unit stands."""
        room = self.room if self.equipment is None else self.equipment.room
        if room is None:
            raise ValueError(f"tag {self.id} stands for nothing yet")
        return room
