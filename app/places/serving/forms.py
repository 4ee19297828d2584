"""The form that says which sites somebody serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired

from app.places.models import Site

ALL, SOME = "all", "some"
REACHES: dict[str, Any] = {ALL: _l("All sites"), SOME: _l("These sites alone")}


class ServingForm(FlaskForm):
    """All sites, or those that are ticked."""

    reach = RadioField(
        _l("What does this person see?"),
        [InputRequired(_l("Choose what this person sees."))],
        choices=[SelectChoice(value, words) for value, words in REACHES.items()],
    )
    sites = SelectMultipleField(_l("Sites"), coerce=int)

    def offer(self, sites: Sequence[Site]) -> ServingForm:
        """Give the form the sites that there are."""
        self.sites.choices = [SelectChoice(str(each.id), each.name) for each in sites]
        return self
