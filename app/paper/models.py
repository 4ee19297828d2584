"""Own stocks, printers, begun sheets, and the house style."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base
from app.photos.models import Photo

LARGEST_SHIFT, LARGEST_STRETCH = 20.0, 0.1
"""Millimetres, and a share: a printer that is further off is broken, or was measured wrong."""


class OwnStock(Base):
    """A label sheet that the catalogue lacks. Lengths are millimetres, as in `tags.Stock`."""

    __tablename__ = "own_stock"
    of_site = scope.shared("paper of all sites")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    page_width: Mapped[float]
    page_height: Mapped[float]
    columns: Mapped[int]
    rows: Mapped[int]
    label_width: Mapped[float]
    label_height: Mapped[float]
    left: Mapped[float]
    top: Mapped[float]
    pitch_x: Mapped[float]
    pitch_y: Mapped[float]
    note: Mapped[str] = mapped_column(default="")
    """Why its margins differ, where they do."""
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    @property
    def stock_id(self) -> str:
        """What it is called among all stocks."""
        return f"own-{self.id}"


class Printer(Base):
    """A printer, and how far what it prints is off: millimetres, and shares of a length."""

    __tablename__ = "printer"
    of_site = scope.shared("a printer of the organisation")
    __table_args__ = (
        CheckConstraint(
            f"abs(offset_x) <= {LARGEST_SHIFT} AND abs(offset_y) <= {LARGEST_SHIFT}", name="shift"
        ),
        CheckConstraint(
            f"abs(scale_x - 1) <= {LARGEST_STRETCH} AND abs(scale_y - 1) <= {LARGEST_STRETCH}",
            name="stretch",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    offset_x: Mapped[float] = mapped_column(default=0.0)
    offset_y: Mapped[float] = mapped_column(default=0.0)
    scale_x: Mapped[float] = mapped_column(default=1.0)
    scale_y: Mapped[float] = mapped_column(default=1.0)
    measured_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class BegunSheet(Base):
    """The labels that somebody has used up on a sheet of one stock; one such sheet a stock."""

    __tablename__ = "begun_sheet"
    of_site = scope.anyones("of the person who began it")
    __table_args__ = (UniqueConstraint("person_id", "stock_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stock_id: Mapped[str] = mapped_column(String(60))
    used: Mapped[str] = mapped_column(Text)
    """Numbers of its used labels from 0, in rows from the top left, joined by commas."""
    at: Mapped[datetime]


class HouseStyle(Base):
    """How the house's tags look and what they say; there is one row at most.

    Empty words stand for the usual ones, in the language of whoever prints.
    """

    __tablename__ = "house_style"
    of_site = scope.shared("how tags of all sites look")
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    organisation: Mapped[str] = mapped_column(String(80), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    """Colour as `#rrggbb`; empty for the product's own."""
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    verb: Mapped[str] = mapped_column(String(80), default="")
    detail: Mapped[str] = mapped_column(String(120), default="")
    help_line: Mapped[str] = mapped_column(String(80), default="")
    second_verb: Mapped[str] = mapped_column(String(80), default="")
    second_detail: Mapped[str] = mapped_column(String(120), default="")
    second_statement: Mapped[str] = mapped_column(String(160), default="")

    logo: Mapped[Photo | None] = relationship(lazy="raise_on_sql")
