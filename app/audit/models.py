"""The audit log and the seals. Their rows have no foreign keys: they outlive what they tell of."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.audit.acts import Who
from app.audit.staying import keep
from app.database import Base, choice


class AuditEntry(Base):
    """One thing that was done. The numbers have no gap; no entry is ever changed.

    `hash` is made of all that stands in the row, and of the hash of the entry before.
    """

    __tablename__ = "audit_entry"
    of_site = scope.noted("audit_entry.site_id IN ({sites})")
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
    marks: Mapped[str] = mapped_column(String(80))
    """Four letters of a hash of each column, to tell later which of them was touched."""
    hash: Mapped[str] = mapped_column(String(64))


class Seal(Base):
    """A block of a table's rows as they were when it was sealed; chained like the entries.

    It holds the rows whose key is above `after_id` (the first of a table: all) up to `last_id`.
    One that `replaces` another holds the same rows after a change that was allowed to be.
    """

    __tablename__ = "seal"
    of_site = scope.anyones("of the log, shown to nobody")
    __table_args__ = (
        Index("ix_seal_of", "of", "last_id"),
        Index(
            "ix_seal_replaces",
            "replaces",
            sqlite_where=text("replaces IS NOT NULL"),
            postgresql_where=text("replaces IS NOT NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    of: Mapped[str] = mapped_column(String(63))
    after_id: Mapped[int | None]
    last_id: Mapped[int]
    ids: Mapped[str] = mapped_column(Text)
    """The keys of its rows, such as `1-480,482-1000`."""
    columns: Mapped[str] = mapped_column(Text)
    """The columns that were hashed, in their order, separated by commas; the key first."""
    rows_hash: Mapped[str] = mapped_column(String(64))
    row_marks: Mapped[bytes] = mapped_column(LargeBinary)
    """Eight bytes of a hash of each row, to tell later which of them was touched."""
    column_marks: Mapped[str] = mapped_column(Text)
    """Sixteen letters of a hash of each column of the block, separated by commas."""
    log_number: Mapped[int]
    """Where the audit log ended at that moment: cut shorter, it no longer fits the seal."""
    log_hash: Mapped[str] = mapped_column(String(64))
    replaces: Mapped[int | None]
    why: Mapped[str] = mapped_column(default="")
    """What allowed the change; "broken before" where the rows did not fit even before it."""
    previous: Mapped[str] = mapped_column(String(64))
    marks: Mapped[str] = mapped_column(String(80))
    hash: Mapped[str] = mapped_column(String(64))


class HistoryPass(Base):
    """Lets the rows of a table be changed or removed; stands only within one transaction."""

    __tablename__ = "history_pass"
    of_site = scope.anyones("stands within one transaction alone")

    of: Mapped[str] = mapped_column(String(63), primary_key=True)


keep(AuditEntry.__table__)
keep(Seal.__table__)
