"""The form in which a room user says what is wrong."""

from collections.abc import Container
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import UUID, InputRequired

from app.faults.words import plain

LONGEST_NOTE = 1000
LONGEST_CONTACT = 200


def _at_most(longest: int, typed: str) -> None:
    """Checked here and not by the browser, which would cut off what was pasted and say nothing."""
    if len(typed) > longest:
        raise ValidationError(
            _(
                "Please use at most %(longest)s characters; these are %(count)s.",
                longest=longest,
                count=len(typed),
            )
        )


class ReportForm(FlaskForm):
    """What is wrong with one unit, or with the room itself. Everything typed survives a refusal."""

    key = HiddenField(validators=[UUID()])
    unit = StringField(_l("What it is about"), filters=[plain])
    symptom = StringField(
        _l("What is wrong?"), [InputRequired(_l("Choose what is wrong."))], filters=[plain]
    )
    note = TextAreaField(_l("In your words"), filters=[plain])
    contact = StringField(_l("How can we reach you?"), filters=[plain])

    def validate_note(self, field: TextAreaField) -> None:
        """A note is as long as a page can show."""
        _at_most(LONGEST_NOTE, field.data)

    def validate_contact(self, field: StringField) -> None:
        """A contact is one line."""
        _at_most(LONGEST_CONTACT, field.data)

    def renew_key(self) -> None:
        """A fresh key: what is sent next is something new."""
        self.key.data = str(uuid4())

    def check(self, *, found: bool, offered: Container[str]) -> bool:
        """Whether it can be sent: the unit was found, and the symptom is one offered for it.

        A lost key is mended in silence, a lost session is said.
        """
        self.validate()
        if self.key.errors:
            self.renew_key()
        if "csrf_token" in self and self["csrf_token"].errors:
            self["csrf_token"].errors = ()
            self.form_errors.append(_expired())
        self.key.errors = ()
        if not found:
            self.unit.errors = (_("Choose what it is about. What was chosen is not here."),)
            self.symptom.errors = ()
        elif not self.symptom.errors and self.symptom.data not in offered:
            self.symptom.errors = (_("That can't be wrong with this. Choose one of these."),)
        for field in self:
            field.errors = tuple(str(sentence) for sentence in field.errors)
        return not self.errors


def _expired() -> str:
    return _(
        "This page was open for too long, or cookies are off. "
        "What you typed is still here: send it again."
    )


class MeTooForm(FlaskForm):
    """One tap: it happens to me too."""

    key = HiddenField(validators=[UUID()])
    fault = HiddenField()
