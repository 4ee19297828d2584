"""The audit log. Its rows have no foreign keys: they outlive what they tell of."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.acts import Who
from app.audit.staying import keep
from app.database import Base, choice


class AuditEntry(Base):
    """One thing that was done. The numbers have no gap; no entry is ever changed.

    `hash` is made of all that stands in the row, and of the hash of the entry before.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_person", "person_id", "number"),
        Index("ix_audit_entry_act", "act", "number"),
        Index("ix_audit_entry_about", "about", "about_id", "number"),
        Index("ix_audit_entry_site", "site_id", "number"),
        Index("ix_audit_entry_at", "at", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[Who] = mapped_column(choice(Who))
    person_id: Mapped[int | None]
    """Who did it, by number alone: a name can be erased where people stand, and not here."""
    act: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(63), default="")
    """The table of what it was done with; empty where it was nothing that stands in a table."""
    about_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(default="")
    """What that was called on the day; never a person's name."""
    changes: Mapped[str] = mapped_column(Text, default="{}")
    """What was changed, as a JSON object: field → [before, after]; null twice: not to be said."""
    site_id: Mapped[int | None]
    """The site that it belongs to; None where it concerns the whole house."""
    way: Mapped[str] = mapped_column(String(100), default="")
    """From where: the page's endpoint, the command, or the worker."""
    previous: Mapped[str] = mapped_column(String(64))
    marks: Mapped[str] = mapped_column(String(60))
    """Four letters of a hash of each column, to tell later which of them was touched."""
    hash: Mapped[str] = mapped_column(String(64))


class HistoryPass(Base):
    """Lets the rows of a table be changed or removed; stands only within one transaction."""

    __tablename__ = "history_pass"

    of: Mapped[str] = mapped_column(String(63), primary_key=True)


keep(AuditEntry.__table__)
