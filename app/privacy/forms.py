"""Forms about what is kept of people."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import InputRequired, Length


class AddressForm(FlaskForm):
    """Whose address it is."""

    address = EmailField(
        _l("E-mail address or telephone number"),
        [InputRequired(_l("Enter what this person left with us.")), Length(max=254)],
    )


class EraseForm(FlaskForm):
    """Nothing but the button."""
