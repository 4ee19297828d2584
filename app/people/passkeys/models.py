"""A passkey: the public half of a key that stays on somebody's device."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base


class Passkey(Base):
    """What a person's device signs with; the word of its owner is asked for at each use."""

    __tablename__ = "passkey"
    of_site = scope.anyones("of its person")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    handle: Mapped[bytes] = mapped_column(LargeBinary(64))
    """The person's name on the device: random, the same for all passkeys of one."""
    sign_count: Mapped[int]
    """How often the device says that it has signed; one that does not count says 0."""
    asked_at: Mapped[datetime]
    """When the question was asked that it answered last: none that is older counts again."""
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
