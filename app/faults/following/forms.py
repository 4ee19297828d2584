"""The forms of somebody who reported a fault: follow it, rate it, add a photo, stop."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import EmailField, RadioField, SelectChoice, SubmitField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, ValidationError

from app.faults.words import plain

LONGEST_NOTE = 1000

STARS = {
    5: _l("5 – very well"),
    4: _l("4 – well"),
    3: _l("3 – all right"),
    2: _l("2 – badly"),
    1: _l("1 – very badly"),
}


class FollowForm(FlaskForm):
    """Where somebody wants to be told."""

    email = EmailField(
        _l("Your e-mail address"),
        [
            InputRequired(_l("Enter an e-mail address.")),
            Email(_l("This does not look like an e-mail address.")),
            Length(max=254),
        ],
    )


class RateForm(FlaskForm):
    """How well it was mended, from one to five, and a sentence."""

    stars = RadioField(
        _l("How well did we help you?"),
        [InputRequired(_l("Choose from 1 to 5."))],
        choices=[SelectChoice(str(each), words) for each, words in STARS.items()],  # type: ignore[arg-type]
    )
    note = TextAreaField(_l("In a sentence"), filters=[plain])

    def validate_note(self, field: TextAreaField) -> None:
        """Checked here and not by the browser, which would cut off what was pasted."""
        if len(field.data) > LONGEST_NOTE:
            sentence = _(
                "Please use at most %(longest)s characters; these are %(count)s.",
                longest=LONGEST_NOTE,
                count=len(field.data),
            )
            raise ValidationError(sentence)


class PhotoForm(FlaskForm):
    """A photo of what is wrong."""

    photo = FileField(_l("Photo"))

    def validate_photo(self, field: FileField) -> None:
        """Something has to be chosen."""
        if not field.data:
            raise ValidationError(_("Choose a photo first."))


class StopForm(FlaskForm):
    """No more messages: of this fault, or of any."""

    all = SubmitField(_l("Stop all"))
