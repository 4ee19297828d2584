"""Forms about the second factor."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class ConfirmForm(FlaskForm):
    """The first code that the app shows."""

    code = StringField(
        _l("The code that the app shows"),
        [InputRequired(_l("Enter the code.")), Length(max=40)],
        render_kw=ONE_TIME,
    )


class CodeForm(FlaskForm):
    """The code after the password."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=40)],
        description=_l("Six digits from the app, or one of your recovery codes."),
        render_kw=ONE_TIME | {"inputmode": "text", "autocapitalize": "characters"},
    )


class ResetForm(FlaskForm):
    """Why somebody's second factor is taken away."""

    reason = StringField(
        _l("Why?"),
        [InputRequired(_l("Say why: it is kept, and the person is told.")), Length(max=150)],
    )
