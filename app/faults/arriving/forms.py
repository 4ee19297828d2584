"""The forms beside a mail that waits: which room it is about, or why it is set aside."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length

from app.faults.words import plain


class PlaceForm(FlaskForm):
    """The room that a button names."""

    room = IntegerField(validators=[InputRequired()])


class AsideForm(FlaskForm):
    """Why nothing is done with a mail."""

    why = StringField(
        _l("Why is nothing to be done?"),
        [InputRequired(_l("Say why: somebody may look for it.")), Length(max=300)],
        filters=[plain],
    )
