"""The forms of a room's bookings: the address of its calendar, or a file."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired

from app.extensions import db
from app.places.bookings.reading import MOST_BYTES


class AddressForm(FlaskForm):
    """Where the calendar of a room is."""

    address = StringField(
        _l("iCalendar address"), [DataRequired(_l("Enter the address of the room's calendar."))]
    )


class CalendarFileForm(FlaskForm):
    """The calendar itself."""

    file = FileField(_l("Calendar file"), [FileRequired(_l("Choose a calendar file."))])

    def content(self) -> bytes:
        """What was sent, if it is not too large; read before a transaction begins again."""
        db.session.rollback()
        found: bytes = self.file.data.read(MOST_BYTES + 1)
        return found
