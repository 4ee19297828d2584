"""The form of the first person."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.validators import Email, InputRequired, Length

from app.people.forms import WelcomeForm


class FirstForm(WelcomeForm):
    """Who they are, and what the program printed."""

    word = StringField(
        _l("What the program printed"),
        [InputRequired(_l("Enter what the program printed.")), Length(max=60)],
        description=_l("Four groups of four. To see it again: flask --app wsgi prepare"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Enter a name.")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Enter an e-mail address.")),
            Email(_l("This does not look like an e-mail address.")),
            Length(max=254),
        ],
        render_kw={"autocomplete": "username"},
    )
