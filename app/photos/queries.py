"""What is known of pictures."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, ColumnElement, literal, select
from sqlalchemy.orm import Mapped

from app.database import Base
from app.errors import Refusal
from app.extensions import db
from app.photos import store
from app.photos.models import IN_TEXT, Photo
from app.scope import seen

WRITTEN = re.compile(r"photo:([A-Za-z0-9_-]{32})")
"""How a text names a picture that it shows."""
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


def bearing() -> Iterator[Column[Any]]:
    """All columns that say a picture by its number."""
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_keys)
    return (key.parent for key in keys if key.column is Photo.__table__.c.id)


def unborne(*, until: datetime, among: Collection[int] | None = None) -> dict[int, str]:
    """Pictures taken in before `until` that no row bears and no text shows: keys by numbers.

    Of `among` alone, where that is given.
    """

    def those(column: Column[Any] | Mapped[int]) -> ColumnElement[bool]:
        return column.is_not(None) if among is None else column.in_(among)

    old = select(Photo.id).where(Photo.taken_in_at < until, those(Photo.id))
    borne = (select(each).where(those(each)) for each in bearing())
    asked = select(Photo.id, Photo.key).where(Photo.id.in_(old.except_(*borne)))
    found = {row.id: row.key for row in db.session.execute(asked)}
    shown = _in_texts() if found else frozenset()
    return {number: key for number, key in found.items() if key not in shown}


def _in_texts() -> frozenset[str]:
    columns = (column for table in Base.metadata.sorted_tables for column in table.columns)
    texts = [column for column in columns if column.info.keys() >= IN_TEXT.keys()]
    named = (select(each).where(each.contains("photo:")) for each in texts)
    rows = (text for each in named for text in db.session.scalars(each))
    return frozenset(key for text in rows for key in WRITTEN.findall(text))


def lacking(text: str) -> set[str]:
    """Pictures that the text shows and that are gone; the others stay until our transaction ends.

    Whoever sweeps pictures away waits for us meanwhile, and then sees where they are in use.
    """
    keys = set(WRITTEN.findall(text))
    asked = select(Photo.key).where(Photo.key.in_(keys)).order_by(Photo.id)
    held = asked.with_for_update(read=True, key_share=True)
    return keys - set(db.session.scalars(held)) if keys else set()


def is_shown(photo: Photo) -> bool:
    """Whether something that bears the picture is seen by whoever asks; see `app.scope`."""
    if seen() is None:
        return True
    return any(
        db.session.scalar(select(literal(1)).select_from(column.table).where(column == photo.id))
        for column in bearing()
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
