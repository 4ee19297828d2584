"""Forms about people."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length, ValidationError

from app.people.account.passwords import is_easily_guessed
from app.people.models import Role

ROLE_NAMES: dict[Role, Any] = {
    Role.TECHNICIAN: _l("Technician"),
    Role.MANAGER: _l("Manager"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMIN: _l("Administrator"),
}
ROLE_WORDS: dict[Role, Any] = {
    Role.TECHNICIAN: _l("Technician: checks rooms and mends faults"),
    Role.MANAGER: _l("Manager: plans, imports and prints as well"),
    Role.AUDITOR: _l("Auditor: reads checks, and how far they can be believed; changes nothing"),
    Role.ADMIN: _l("Administrator: gives accounts as well"),
}


def not_easily_guessed(_form: FlaskForm, field: PasswordField) -> None:
    """Refuse a password that is tried first."""
    if is_easily_guessed(field.data or ""):
        raise ValidationError(_("This one is among the first that are tried. Choose another."))


class PersonForm(FlaskForm):
    """Somebody new."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter a name.")), Length(max=200)])
    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter an e-mail address.")),
            Email(_l("This does not look like an e-mail address.")),
            Length(max=254),
        ],
    )
    role = RadioField(
        _l("What will this person do?"),
        [InputRequired(_l("Choose what this person will do."))],
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
    )


class QualificationsForm(FlaskForm):
    """What somebody may sign beside what everybody may."""

    qualifications = TextAreaField(
        _l("Qualifications"),
        [Length(max=4000, message=_l("Use at most %(max)d characters."))],
        description=_l("One on each line, in the words of the job plans, such as: electrician."),
    )


class WelcomeForm(FlaskForm):
    """Choosing a password."""

    password = PasswordField(
        _l("Password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(min=10, max=128, message=_l("Use 10 characters or more.")),
            not_easily_guessed,
        ],
        description=_l("10 characters or more. A few words in a row are easy to keep in mind."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same once more"),
        [InputRequired(_l("Enter it once more.")), EqualTo("password", _l("The two differ."))],
        render_kw={"autocomplete": "new-password"},
    )
