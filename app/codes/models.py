"""The tag: a code bound to a room, and the state of its life."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, choice
from app.places.models import Room


class TagState(StrEnum):
    """Where a tag is in its life."""

    ISSUED = "issued"
    PRINTED = "printed"
    VOID = "void"


MOVES = {
    TagState.ISSUED: frozenset({TagState.PRINTED, TagState.VOID}),
    TagState.PRINTED: frozenset({TagState.PRINTED, TagState.VOID}),
    TagState.VOID: frozenset[TagState](),
}
"""Which state may follow which; a printed tag may be printed again, a void one never answers."""


LIVE = "state <> 'void'"
"""Of a room's tags, at most one is so."""


class Tag(Base):
    """A code that is, or will be, on a wall. A room has at most one that is not void."""

    __tablename__ = "tag"
    __table_args__ = (
        Index(
            "uq_tag_room_live",
            "room_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    state: Mapped[TagState] = mapped_column(choice(TagState))
    issued_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship(lazy="raise_on_sql")
