"""Forms about stocks of spares."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import UUID, InputRequired

from app.equipment.forms import at_most
from app.equipment.models import SpareStock
from app.equipment.stock.numbers import whole_number
from app.forms import Depends
from app.places.models import Site
from app.places.words import LONGEST_NAME

TAKE, PUT, COUNTED = "take", "put", "counted"


class KeepForm(FlaskForm):
    """Where a spare lies at a site, and how many there should be."""

    place = StringField(_l("Where it lies"), [at_most(LONGEST_NAME)])
    minimum = IntegerField(_l("How many there should be"), whole_number(0), default=1)


class NewStockForm(KeepForm):
    """A stock at a site that has none of the spare yet."""

    site = SelectField(_l("Site"), [InputRequired(_l("Choose a site."))])

    def offer_sites(self, sites: Sequence[Site]) -> NewStockForm:
        """Give the form what can be chosen."""
        self.site.choices = [
            SelectChoice("", _("Choose a site")),
            *(SelectChoice(str(each.id), each.name) for each in sites),
        ]
        if len(sites) == 1 and not self.site.raw_data:
            self.site.data = str(sites[0].id)
        return self


class MoveForm(FlaskForm):
    """So many go or come, or were counted. Its key tells two taps from two moves."""

    kind = RadioField(
        _l("What happens?"),
        [InputRequired(_l("Choose what happens."))],
        choices=[
            SelectChoice(TAKE, _l("Take out")),  # type: ignore[arg-type]
            SelectChoice(PUT, _l("Put in")),  # type: ignore[arg-type]
            SelectChoice(COUNTED, _l("I have counted")),  # type: ignore[arg-type]
        ],
    )
    number = IntegerField(_l("How many"), whole_number(0), default=1)
    note = StringField(_l("What for, or why"), [Depends(), at_most(LONGEST_NAME)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[InputRequired(), UUID()])


def keep_form(stock: SpareStock) -> KeepForm:
    """The form as the stock is."""
    return KeepForm(obj=stock)
