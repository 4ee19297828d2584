"""Forms about zones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired

from app.places.forms import at_most, in_site
from app.places.models import Building, Zone
from app.places.words import LONGEST_NAME


class ZoneForm(FlaskForm):
    """What a zone is called, and of which kind it is."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the zone's name.")), at_most(LONGEST_NAME)]
    )
    category = StringField(_l("Kind"), [at_most(LONGEST_NAME)])


class NewZoneForm(ZoneForm):
    """A new zone, and its building; its rooms are ticked once it is there."""

    building = SelectField(_l("Building"), [InputRequired(_l("Choose a building."))])

    def offer(self, buildings: Sequence[Building]) -> NewZoneForm:
        """Give the form what can be chosen."""
        several = len({building.site_id for building in buildings}) > 1
        self.building.choices = [
            SelectChoice("", _("Choose a building")),
            *(
                SelectChoice(str(each.id), in_site(each) if several else each.name)
                for each in buildings
            ),
        ]
        return self


class RoomsForm(ZoneForm):
    """A zone and its rooms; which of them are of its building is the command's to say."""

    rooms = SelectMultipleField(_l("Rooms"), coerce=int, validate_choice=False)


def rooms_form(zone: Zone, members: Collection[int]) -> RoomsForm:
    """The form as the zone is."""
    return RoomsForm(name=zone.name, category=zone.category, rooms=sorted(members))
