"""What is known of pictures."""

import re

from flask_babel import gettext as _
from sqlalchemy import literal, select

from app.database import Base
from app.errors import Refusal
from app.extensions import db
from app.photos import store
from app.photos.models import Photo
from app.scope import seen

_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def is_shown(photo: Photo) -> bool:
    """Whether something that bears the picture is seen by whoever asks; see `app.scope`."""
    if seen() is None:
        return True
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_keys)
    bearing = (key.parent for key in keys if key.column is Photo.__table__.c.id)
    return any(
        db.session.scalar(select(literal(1)).select_from(column.table).where(column == photo.id))
        for column in bearing
    )


def photo(key: str) -> Photo | None:
    """The picture of that key; None where there is none."""
    if not _KEY.fullmatch(key):
        return None
    return db.session.scalar(select(Photo).where(Photo.key == key))


def content(photo: Photo) -> bytes:
    """The bytes of a stored picture; refused in a sentence where its file is gone."""
    try:
        return store.content(photo.file_name)
    except FileNotFoundError:
        raise Refusal(
            _("The file of this picture is missing. Send the picture again."), status=404
        ) from None
