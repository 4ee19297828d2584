"""Forms about vendors and spares."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Optional

from app.equipment.forms import LONGEST_NOTE, at_most
from app.equipment.models import Equipment, EquipmentModel, EquipmentType, Spare, Vendor
from app.equipment.service import LONGEST_NUMBER
from app.places.words import LONGEST_NAME

LONGEST_ADDRESS = 500
LONGEST_PHONE = 60


class VendorForm(FlaskForm):
    """A vendor, new or changed."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the vendor's name.")), at_most(LONGEST_NAME)]
    )
    phone = TelField(_l("Phone"), [at_most(LONGEST_PHONE)])
    email = EmailField(
        _l("E-mail"),
        [
            Optional(),
            Email(_l("This does not look like an e-mail address.")),
            at_most(LONGEST_NAME),
        ],
    )
    hours = StringField(_l("Hours"), [at_most(LONGEST_NAME)])
    contract = StringField(_l("Contract"), [at_most(LONGEST_ADDRESS)])
    contract_until = DateField(_l("Contract until"), [Optional()])
    address = TextAreaField(_l("Address"), [at_most(LONGEST_ADDRESS)])
    note = TextAreaField(_l("Note for staff"), [at_most(LONGEST_NOTE)])


class MergeForm(FlaskForm):
    """Which vendor stays."""

    into = StringField(
        _l("The vendor that stays"), [DataRequired(_l("Enter the name of the vendor that stays."))]
    )


class SpareForm(FlaskForm):
    """A spare, new or changed, and the model that it is for."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter what it is.")), at_most(LONGEST_NAME)])
    type = SelectField(_l("Type"), [InputRequired(_l("Choose a type."))])
    maker = StringField(_l("Maker"), [at_most(LONGEST_NAME)])
    model_number = StringField(_l("Model number"), [at_most(LONGEST_NAME)])
    part_number = StringField(_l("Part number"), [at_most(LONGEST_NUMBER)])
    set_number = StringField(_l("Set number"), [at_most(LONGEST_NUMBER)])
    category = StringField(_l("Kind"), [at_most(LONGEST_NAME)])
    vendor_name = StringField(_l("Vendor"), [at_most(LONGEST_NAME)])
    note = TextAreaField(_l("Note for staff"), [at_most(LONGEST_NOTE)])

    def offer_types(self, types: Sequence[EquipmentType]) -> SpareForm:
        """Give the form what can be chosen."""
        self.type.choices = [
            SelectChoice("", _("Choose a type")),
            *(SelectChoice(str(each.id), _(each.title)) for each in types),
        ]
        return self


def vendor_form(vendor: Vendor) -> VendorForm:
    """The form as the vendor is."""
    return VendorForm(obj=vendor)


def new_spare_form(unit: Equipment | None, types: Sequence[EquipmentType]) -> SpareForm:
    """An empty form; with a unit, for its model."""
    model = {} if unit is None else _model_said(unit.model)
    return SpareForm(**model).offer_types(types)


def spare_form(spare: Spare, types: Sequence[EquipmentType]) -> SpareForm:
    """The form as the spare is."""
    names = ("name", "part_number", "set_number", "category", "note")
    plain = {name: getattr(spare, name) for name in names}
    vendor = spare.vendor.name if spare.vendor else ""
    return SpareForm(**plain, vendor_name=vendor, **_model_said(spare.model)).offer_types(types)


def _model_said(model: EquipmentModel) -> dict[str, str]:
    type_id, maker, number = str(model.type_id), model.maker, model.model_number
    return {"type": type_id, "maker": maker, "model_number": number}
