"""Forms about equipment."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import UUID, DataRequired, InputRequired, Length, Optional

from app.equipment.models import Equipment, EquipmentType, Vendor
from app.equipment.service import LONGEST_NUMBER
from app.places.models import Building, Room
from app.places.words import LONGEST_NAME

LONGEST_NOTE = 4000


def at_most(longest: int) -> Length:
    """The rule that a text has at most so many characters."""
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


class PlaceForm(FlaskForm):
    """Where a unit stands: the building is chosen, the room's name typed as it is on the door."""

    building = SelectField(_l("Building"), [InputRequired(_l("Choose a building."))])
    room = StringField(
        _l("Room"), [DataRequired(_l("Enter the room's name.")), at_most(LONGEST_NAME)]
    )

    def offer_buildings(self, buildings: Sequence[Building]) -> None:
        """Give the form what can be chosen."""
        several = len({building.site_id for building in buildings}) > 1
        self.building.choices = [
            SelectChoice("", _("Choose a building")),
            *(
                SelectChoice(
                    str(each.id), f"{each.name} · {each.site.name}" if several else each.name
                )
                for each in buildings
            ),
        ]


class UnitForm(FlaskForm):
    """A unit as it is, wherever it stands."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter what people call it.")), at_most(LONGEST_NAME)]
    )
    type = SelectField(_l("Type"), [InputRequired(_l("Choose a type."))])
    maker = StringField(_l("Maker"), [at_most(LONGEST_NAME)])
    model_number = StringField(_l("Model number"), [at_most(LONGEST_NAME)])
    asset_tag = StringField(_l("Asset tag"), [at_most(LONGEST_NUMBER)])
    serial_number = StringField(_l("Serial number"), [at_most(LONGEST_NUMBER)])
    installed_on = DateField(_l("Installed on"), [Optional()])
    vendor_name = StringField(_l("Vendor"), [at_most(LONGEST_NAME)])
    purchased_on = DateField(_l("Bought on"), [Optional()])
    warranty_until = DateField(_l("Warranty until"), [Optional()])
    note = TextAreaField(_l("Note for staff"), [at_most(LONGEST_NOTE)])

    def offer_types(self, types: Sequence[EquipmentType]) -> None:
        """Give the form what can be chosen."""
        self.type.choices = [
            SelectChoice("", _("Choose a type")),
            *(SelectChoice(str(each.id), _(each.title)) for each in types),
        ]


class NewUnitForm(UnitForm, PlaceForm):
    """A new unit, and where it stands. Its key tells two taps of one form from two units."""

    key = HiddenField(default=lambda: str(uuid4()), validators=[Optional(), UUID()])


def place_of(room: Room | None) -> dict[str, Any]:
    """A room as the fields of a form say it."""
    return {"building": str(room.building_id), "room": room.name} if room else {}


def unit_form(unit: Equipment, vendor: Vendor | None) -> UnitForm:
    """The form as the unit is, and its vendor."""
    return UnitForm(
        obj=unit,
        type=str(unit.model.type_id),
        maker=unit.model.maker,
        model_number=unit.model.model_number,
        vendor_name=vendor.name if vendor else "",
    )
