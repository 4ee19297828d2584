"""What can be done with a picture: take it in."""

import secrets
from datetime import datetime

from app.extensions import db
from app.photos import store
from app.photos.cleaning import LOGO, PHOTO, Picture, Use, cleaned
from app.photos.models import Photo


def take_in(data: bytes, *, at: datetime) -> Photo:
    """A photo from outside, stored as a JPEG of at most 2048 dots a side, painted anew."""
    return keep(clean(data), at=at)


def take_in_logo(data: bytes, *, at: datetime) -> Photo:
    """A logo, stored as a PNG of at most 1600 dots a side with its transparency, painted anew."""
    return _kept(cleaned(data, LOGO), LOGO, at)


def clean(data: bytes) -> Picture:
    """A photo from outside, painted anew and not stored: to be done while nobody waits for us."""
    return cleaned(data, PHOTO)


def keep(picture: Picture, *, at: datetime) -> Photo:
    """The cleaned photo, stored."""
    return _kept(picture, PHOTO, at)


def _kept(picture: Picture, use: Use, at: datetime) -> Photo:
    photo = Photo(
        key=secrets.token_urlsafe(24),
        media_type=use.media_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
        taken_in_at=at,
    )
    store.keep(photo.file_name, picture.content)
    db.session.add(photo)
    db.session.flush()
    return photo
