"""The form by which a manager records a fault made on purpose."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.equipment.models import Equipment


class SeedForm(FlaskForm):
    """Which unit, and what was done to it."""

    unit = RadioField(_l("Which unit?"), [InputRequired(_l("Choose the unit that you changed."))])
    what = TextAreaField(
        _l("What did you do to it?"),
        [InputRequired(_l("Say what you did, so that anyone can put it right.")), Length(max=2000)],
    )

    def offer(self, units: Sequence[Equipment]) -> SeedForm:
        """Give the form the units of the room; where there is none, the room itself."""
        self.unit.choices = [SelectChoice(str(unit.id), unit.name) for unit in units]
        if not units:
            self.unit.choices = [SelectChoice("0", _("The room itself"))]
        return self

    def chosen(self, units: Sequence[Equipment]) -> Equipment | None:
        """The unit that was chosen; None for the room itself."""
        return next((unit for unit in units if str(unit.id) == self.unit.data), None)
