"""Who was erased: kept so that a backup that is restored erases them again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base


class Erasure(Base):
    """Somebody was erased: a person with an account, or a stranger's address.

    Of the address there is only its mark: who knows the address can tell that it was erased.
    """

    __tablename__ = "erasure"
    of_site = scope.shared("erasing people is for those who see all sites")
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (address_mark IS NULL)", name="one_of_them"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    address_mark: Mapped[str | None] = mapped_column(String(64), index=True)
    """HMAC-SHA256 of the address in small letters, under a key made from the signing key."""
