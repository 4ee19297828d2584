"""The form that uses a part."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice
from wtforms.validators import UUID, InputRequired

from app.equipment.models import SpareStock
from app.equipment.stock.numbers import whole_number


class PartForm(FlaskForm):
    """Which part is used, and how many of it. Its key tells two taps from two parts."""

    part = RadioField(_l("Which part?"), [InputRequired(_l("Choose a part."))], coerce=str)
    number = IntegerField(_l("How many"), whole_number(1), default=1)
    key = HiddenField(default=lambda: str(uuid4()), validators=[InputRequired(), UUID()])

    def offer(self, stocks: Sequence[SpareStock]) -> PartForm:
        """Give the form what can be chosen: a part of which none is left can't be."""
        self.part.choices = [
            SelectChoice(str(each.id), _named(each)) for each in stocks if each.count
        ]
        if len(self.part.choices) == 1 and not self.part.raw_data:
            self.part.data = str(self.part.choices[0].value)
        return self


def _named(stock: SpareStock) -> str:
    left = ngettext("%(num)d in stock", "%(num)d in stock", stock.count)
    return " · ".join(part for part in (stock.spare.name, left, stock.place) if part)
