"""What a second factor is checked against."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base


class SecondFactor(Base):
    """An app that shows codes (RFC 6238); it counts once its owner has typed one."""

    __tablename__ = "second_factor"
    __table_args__ = (CheckConstraint("misses >= 0", name="misses"),)
    of_site = scope.anyones("of its person")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    """Shared with the app; sealed with a key that the database does not hold."""
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_counter: Mapped[int] = mapped_column(default=0)
    """The step of time whose code was used last: neither it nor an earlier one counts again."""
    misses: Mapped[int] = mapped_column(default=0)
    """Wrong codes since the last right one."""
    shut_until: Mapped[datetime | None]
    """After too many of them, no code is looked at before this moment."""


class RecoveryCode(Base):
    """A code on paper, for one use."""

    __tablename__ = "recovery_code"
    of_site = scope.anyones("of its person")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """HMAC-SHA256 with the program's key; the code has 60 random bits."""
    used_at: Mapped[datetime | None]
