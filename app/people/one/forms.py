"""What an administrator says of somebody."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from app.people.forms import ROLE_WORDS


class ChangeForm(FlaskForm):
    """Name and role."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter a name.")), Length(max=200)])
    role = RadioField(
        _l("What does this person do?"),
        [InputRequired(_l("Choose what this person does."))],
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
    )
