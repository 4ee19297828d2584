"""Forms about one's own account."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.people.account.passwords import is_easily_guessed

OWN = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}


class AgainForm(FlaskForm):
    """Showing once more who one is."""

    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), Length(max=128)],
        render_kw=OWN,
    )


class PasswordForm(FlaskForm):
    """Another password for oneself."""

    old = PasswordField(
        _l("The password that you have now"),
        [InputRequired(_l("Enter your password.")), Length(max=128)],
        render_kw=OWN,
    )
    password = PasswordField(
        _l("New password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(min=10, max=128, message=_l("Use 10 characters or more.")),
        ],
        description=_l("10 characters or more. A few words in a row are easy to keep in mind."),
        render_kw=NEW,
    )
    again = PasswordField(
        _l("The same once more"),
        [InputRequired(_l("Enter it once more.")), EqualTo("password", _l("The two differ."))],
        render_kw=NEW,
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is tried first."""
        if is_easily_guessed(field.data or "", (current_user.name, current_user.email)):
            raise ValidationError(_("This one is among the first that are tried. Choose another."))
