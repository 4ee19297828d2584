"""The order of printed tags, its state, and the tags in it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.codes.models import Tag
from app.database import Base, choice
from app.paper.models import Printer
from app.people.models import Person


class Kind(StrEnum):
    """As which file an order comes."""

    PDF = "pdf"
    ZIP = "zip"
    """A PDF a building."""
    ZPL = "zpl"
    CSV = "csv"


class BatchState(StrEnum):
    """Where an order is: finished or cleanly failed, never half done."""

    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"
    FAILED = "failed"


BATCH_MOVES = {
    BatchState.WAITING: frozenset({BatchState.PRINTING, BatchState.FAILED}),
    BatchState.PRINTING: frozenset({BatchState.PRINTING, BatchState.READY, BatchState.FAILED}),
    BatchState.READY: frozenset[BatchState](),
    BatchState.FAILED: frozenset({BatchState.WAITING}),
}
"""Which state may follow which; one whose worker died is taken by another, a failed one can be
tried again."""


class Batch(Base):
    """One order of tags: who asked for which, on what; and what came of it."""

    __tablename__ = "batch"
    of_site = scope.where(
        "NOT EXISTS (SELECT 1 FROM batch_tag"
        " WHERE batch_tag.batch_id = batch.id AND NOT {batch_tag})"
    )
    __table_args__ = (Index("ix_batch_waiting", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """None where it was ordered on the command line."""
    ordered_at: Mapped[datetime]
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    stock_id: Mapped[str] = mapped_column(String(60))
    design_id: Mapped[str] = mapped_column(String(40))
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("printer.id"))
    used: Mapped[str] = mapped_column(Text, default="")
    """Used labels of the first sheet, as in `BegunSheet`."""
    address: Mapped[str] = mapped_column(String(200))
    trial: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(20), default="en")
    """In which language its words are."""
    count: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    """Tags that are set so far."""
    state: Mapped[BatchState] = mapped_column(choice(BatchState), default=BatchState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    taken_until: Mapped[datetime | None]
    """Until when whoever prints it is believed to be alive."""
    finished_at: Mapped[datetime | None]
    pages: Mapped[int | None]
    checked: Mapped[int | None]
    """How many of its codes were read back from the finished file and compared."""
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why it failed, as a sentence."""

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    printer: Mapped[Printer | None] = relationship(lazy="raise_on_sql")


class BatchTag(Base):
    """A tag of an order, and its place in it, from 0."""

    __tablename__ = "batch_tag"
    of_site = scope.by("tag_id")

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)

    tag: Mapped[Tag] = relationship(lazy="raise_on_sql")
