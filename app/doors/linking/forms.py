"""What an administrator says of somebody's account elsewhere."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.doors.models import LONGEST_SUBJECT


class LinkForm(FlaskForm):
    """The subject, by which the issuer names the person for ever."""

    subject = StringField(
        _l("Subject"),
        [InputRequired(_l("Enter the subject.")), Length(max=LONGEST_SUBJECT)],
        filters=[lambda typed: (typed or "").strip()],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate_subject(self, field: StringField) -> None:
        """A subject is ASCII that can be printed (OpenID Connect Core 1.0, section 2)."""
        if not (field.data.isascii() and field.data.isprintable()):
            raise ValidationError(_l("A subject has letters, digits and signs of ASCII alone."))
