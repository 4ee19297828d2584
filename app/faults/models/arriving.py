"""Mail that came to us: each is known by its id, so that it does something once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.faults.models.faults import Fault
from app.people.models import Person
from app.photos.models import Photo

WAITS = "state = 'waits'"


class MailState(StrEnum):
    """What became of a mail."""

    WAITS = "waits"
    """Nobody knows which room it is about, or who should: a person says."""
    REPORT = "report"
    NOTE = "note"
    LEFT = "left"
    """A machine wrote it: it was left alone."""
    ASIDE = "aside"
    """Somebody set it aside, and said why."""


class Mail(Base):
    """One mail. What it says goes on into the fault, or stays here while it waits."""

    __tablename__ = "mail"
    of_site = scope.where("EXISTS (SELECT 1 FROM fault WHERE fault.id = mail.fault_id AND {fault})")
    __table_args__ = (
        Index("ix_mail_waits", "id", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        Index("ix_mail_sender", "sender", "arrived_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """A digest of its Message-ID, or of all of it where it has none."""
    state: Mapped[MailState] = mapped_column(choice(MailState))
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    files: Mapped[str] = mapped_column(Text, default="")
    """Names of what was attached and is not kept, each on its own line."""
    language: Mapped[str] = mapped_column(String(20), default="en")
    """What its sender reads, as a locale."""
    why: Mapped[str] = mapped_column(String(300), default="")
    """Why it waits, was left alone or set aside."""
    answers: Mapped[bool] = mapped_column(default=True)
    """Whether its sender may be answered."""
    arrived_at: Mapped[datetime]
    fault_id: Mapped[int | None] = mapped_column(ForeignKey("fault.id"), index=True)
    """What it became, or became a note of."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who said which room it is about, or set it aside."""

    fault: Mapped[Fault | None] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    photos: Mapped[list["MailPhoto"]] = relationship(
        lazy="raise_on_sql", order_by="MailPhoto.photo_id"
    )


class MailPhoto(Base):
    """A picture that came with a mail which waits; it goes on with it."""

    __tablename__ = "mail_photo"
    of_site = scope.by("mail_id")

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mail.id"), index=True)

    photo: Mapped[Photo] = relationship(lazy="raise_on_sql")


class Post(Base):
    """How the inbox was found when it was last looked into; one row."""

    __tablename__ = "post"
    of_site = scope.anyones("how the inbox was found")
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    read_at: Mapped[datetime | None]
    """When it was last read."""
    shut_since: Mapped[datetime | None]
    """Since when it can't be read; None: it can."""
    try_at: Mapped[datetime | None]
    """Not before this moment is it tried again."""
    problem: Mapped[str] = mapped_column(String(300), default="")
