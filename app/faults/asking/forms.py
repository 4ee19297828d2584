"""The form with the mail to a vendor."""

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, TextAreaField
from wtforms.validators import UUID, DataRequired, Email, InputRequired, Length

from app.faults.words import plain

LONGEST_BODY = 10_000
LONGEST_LINE = 150


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


class AskForm(FlaskForm):
    """A mail to the vendor, as staff changed it. Its key lets it go out once."""

    to = EmailField(
        _l("To"),
        [
            DataRequired(_l("Enter an e-mail address, or call.")),
            Email(_l("This does not look like an e-mail address.")),
            _at_most(LONGEST_LINE),
        ],
    )
    subject = StringField(
        _l("Subject"), [DataRequired(_l("Enter a subject.")), _at_most(LONGEST_LINE)]
    )
    body = TextAreaField(
        _l("Message"),
        [DataRequired(_l("Enter a message.")), _at_most(LONGEST_BODY)],
        filters=[plain],
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[InputRequired(), UUID()])
