"""Forms about what is kept of people."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired, Length


class AddressForm(FlaskForm):
    """Whose address it is."""

    address = EmailField(
        _l("E-mail address or telephone number"),
        [InputRequired(_l("Enter what this person left with us.")), Length(max=254)],
    )


class NameForm(FlaskForm):
    """What the public may call somebody."""

    public_name = StringField(
        _l("Name for the public"), [Length(max=60)], filters=[lambda typed: (typed or "").strip()]
    )


class EraseForm(FlaskForm):
    """Nothing but the button."""
