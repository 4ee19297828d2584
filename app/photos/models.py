"""A picture that came through the cage: painted anew, without a word of what its file said."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base

IN_TEXT = {"names_photos": True}
"""`info` of a column whose texts show pictures, written `photo:KEY`: they are in use there."""


class Photo(Base):
    """One stored picture; its file is named by `key`, which can't be guessed."""

    __tablename__ = "photo"
    of_site = scope.anyones("seen only by what it belongs to")

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    """Bytes of the stored file."""
    taken_in_at: Mapped[datetime]

    @property
    def file_name(self) -> str:
        """What its file is called in the store."""
        return f"{self.key}.{'png' if self.media_type == 'image/png' else 'jpg'}"
