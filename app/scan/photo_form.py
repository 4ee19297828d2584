"""A form with an optional photo of the tag in its place."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField

from app.extensions import db
from app.photos import service as photos
from app.photos.models import Photo


class PhotoForm(FlaskForm):
    """The photo is never asked for: one tap is enough."""

    photo = FileField(_l("Photo of it in its place"))

    def taken(self, at: datetime) -> Photo | None:
        """The photo that was sent, taken in; None where there is none, refused where it is bad.

        To be called before anything else of the form is done: while a picture is decoded,
        nobody has to wait for our transaction.
        """
        if not self.photo.data:
            return None
        db.session.rollback()
        return photos.take_in(self.photo.data.read(), at=at)
