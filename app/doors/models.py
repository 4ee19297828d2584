"""Who somebody is at an issuer outside."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base
from app.people.models import Person

LONGEST_ISSUER = 400
LONGEST_SUBJECT = 255
"""At most, in ASCII (OpenID Connect Core 1.0, section 2, `sub`)."""


class Identity(Base):
    """An account at an issuer, and the person whom it lets in here.

    Issuer and subject together name it for ever. An e-mail address never does: it can be given to
    somebody else, and whoever runs an issuer can claim any.
    """

    __tablename__ = "identity"
    of_site = scope.anyones("of its person")
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(LONGEST_ISSUER))
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
