"""Forms that carry what a device answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length


class AnswerForm(FlaskForm):
    """What the device answered, as the browser's script wrote it down."""

    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])


class NewPasskeyForm(AnswerForm):
    """A new passkey, and what its owner calls it."""

    name = StringField(
        _l("What shall we call it?"),
        [Length(max=60)],
        description=_l("Such as: my phone, the key on my key ring."),
    )
