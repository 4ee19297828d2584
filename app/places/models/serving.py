"""Who serves which sites."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base


class PersonSite(Base):
    """A site that somebody serves who is `limited`; of others there is no row."""

    __tablename__ = "person_site"
    of_site = scope.by("site_id")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True, index=True)
