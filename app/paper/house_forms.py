"""Forms about the house: a printer and how far it is off, and how its tags look."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from app.errors import Refusal
from app.lengths import millimetres, typed
from app.paper.forms import a_name, at_most, measured, tell
from app.paper.looks import WORDS
from app.paper.models import HouseStyle, Printer
from app.paper.words import said
from tags import Style, TagError, undrawable
from tags.style import OWN_ACCENT


class PrinterForm(FlaskForm):
    """A printer, new or under another name."""

    name = a_name(_l("Enter a name, such as the one it has in the print dialogue."))


class MeasureForm(FlaskForm):
    """What the ruler shows on a calibration sheet, in mm."""

    across = measured(_l("A: length of the bar across"))
    down = measured(_l("B: length of the bar down"))
    left = measured(_l("C: cross to the left edge of the paper"))
    top = measured(_l("D: cross to the top edge of the paper"))

    def millimetres(self) -> dict[str, float]:
        """What was measured, by what it is; refuses what is no length, beside its field."""
        return {name: _millimetres(self, name) for name in ("across", "down", "left", "top")}


class CorrectionForm(FlaskForm):
    """How far off a printer is, where somebody knows it already."""

    offset_x = measured(_l("Too far right, in mm"))
    offset_y = measured(_l("Too far down, in mm"))
    scale_x = measured(_l("Width of what is printed, in percent"))
    scale_y = measured(_l("Height of what is printed, in percent"))

    def profile(self) -> dict[str, float]:
        """The numbers of a profile: mm, and shares of a length."""
        shifts = {name: _millimetres(self, name) for name in ("offset_x", "offset_y")}
        shares = {name: _millimetres(self, name) / 100 for name in ("scale_x", "scale_y")}
        return shifts | shares


def _millimetres(form: FlaskForm, name: str) -> float:
    try:
        return millimetres(form[name].data.removesuffix("%"))
    except ValueError as error:
        raise Refusal(str(error), field=name, status=422) from error


def correction_form(printer: Printer) -> CorrectionForm:
    """The form as the printer's corrections are."""
    return CorrectionForm(
        offset_x=typed(printer.offset_x),
        offset_y=typed(printer.offset_y),
        scale_x=typed(100 * printer.scale_x),
        scale_y=typed(100 * printer.scale_y),
    )


class StyleForm(FlaskForm):
    """How the house's tags look and what they say; empty words stand for the usual ones."""

    organisation = StringField(_l("Name of the organisation"), [at_most(80)])
    logo = FileField(_l("Logo"))
    looked_at = HiddenField()
    """The key of a logo that was taken in to be looked at, and is the house's once saved."""
    accent = StringField(_l("Colour"), [at_most(7)])
    verb = StringField(_l("What to do"), [at_most(80)])
    detail = StringField(_l("What scanning shows"), [at_most(120)])
    help_line = StringField(_l("Help line"), [at_most(80)])
    second_verb = StringField(_l("What to do"), [at_most(80)])
    second_detail = StringField(_l("What scanning shows"), [at_most(120)])
    second_statement = StringField(_l("What a certificate states"), [at_most(160)])

    def validate_accent(self, field: StringField) -> None:
        """White words have to be readable on the colour."""
        try:
            Style(accent=field.data or OWN_ACCENT)
        except TagError as error:
            raise ValidationError(said(error)) from error

    def validate(self, *args: Any, **given: Any) -> bool:
        """Whether all can be printed; letters that no installed font has are named."""
        super().validate(*args, **given)
        for name in WORDS:
            for lack in undrawable([self[name].data or ""]):
                tell(self[name], said(lack.problem))
        return not self.errors

    @property
    def is_only_looked_at(self) -> bool:
        """Whether it was sent only to see what it looks like."""
        return self.is_submitted() and "look" in request.form

    @property
    def has_lost_its_logo(self) -> bool:
        """Whether a logo was sent that could not be kept: no page can put it back in its field."""
        return bool(self.logo.data) and not self.looked_at.data

    def words(self) -> dict[str, str]:
        """All that was typed, by the names of the house style, with white space in order."""
        return {name: " ".join((self[name].data or "").split()) for name in WORDS}

    def shown(self) -> dict[str, str]:
        """The same with the logo that is looked at: all that a picture of a tag needs."""
        return self.words() | {"looked_at": self.looked_at.data or ""}


def style_form(house: HouseStyle) -> StyleForm:
    """The form as the house style is."""
    return StyleForm(data={name: getattr(house, name) for name in WORDS})
