"""Forms about the house: a printer and how far it is off, and how its tags look."""

from itertools import starmap
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, ValidationError

from app.lengths import millimetres, typed
from app.paper.forms import a_name, at_most, measured, tell
from app.paper.looks import CALIBRATED, WORDS
from app.paper.models import HouseStyle, Printer
from app.paper.words import said
from tags import Profile, Style, TagError, undrawable
from tags.profile import CROSS, Readings
from tags.style import OWN_ACCENT

SHEETS: dict[str, Any] = {"a4": _l("A4"), "letter": _l("US Letter")}
"""The pages of `CALIBRATED`, by name."""


class PrinterForm(FlaskForm):
    """A printer, new or under another name."""

    name = a_name(_l("Enter a name, such as the one it has in the print dialogue."))


class MeasureForm(FlaskForm):
    """What the ruler shows on a calibration sheet, in mm."""

    page = RadioField(
        _l("Which sheet did you print?"),
        [InputRequired(_l("Choose the sheet that you printed."))],
        choices=list(starmap(SelectChoice, SHEETS.items())),
        default="a4",
    )
    left = measured(_l("A: left edge of the paper to the first cross"))
    across = measured(_l("B: left edge of the paper to the cross at the right"))
    top = measured(_l("C: top edge of the paper to the first cross"))
    down = measured(_l("D: top edge of the paper to the cross at the foot"))

    def validate(self, *args: Any, **given: Any) -> bool:
        """Whether a printer can have printed so; all that can't be is told at once."""
        super().validate(*args, **given)
        for name, error in self.readings().wrong().items():
            if not self[name].errors:
                tell(self[name], said(error))
        return not self.errors

    def readings(self) -> Readings:
        """What was read; what is no length counts as right, and is said beside its field."""
        width, height = CALIBRATED.get(self.page.data, CALIBRATED["a4"])
        usual = {"left": CROSS, "across": width - CROSS, "top": CROSS, "down": height - CROSS}
        return Readings(width, height, **{n: _length(self, n, at) for n, at in usual.items()})


class CorrectionForm(FlaskForm):
    """How far off a printer is, where somebody knows it already."""

    offset_x = measured(_l("Too far right, in mm"))
    offset_y = measured(_l("Too far down, in mm"))
    scale_x = measured(_l("Width of what is printed, in percent"))
    scale_y = measured(_l("Height of what is printed, in percent"))

    def validate(self, *args: Any, **given: Any) -> bool:
        """Whether a printer can be so far off; all that can't be is told at once."""
        super().validate(*args, **given)
        for name, value in self.profile().items():
            try:
                Profile(**{name: value})
            except TagError as error:
                tell(self[name], said(error))
        return not self.errors

    def profile(self) -> dict[str, float]:
        """The numbers of a profile: mm, and shares; what is no number counts as straight."""
        shifts = {name: _length(self, name, 0) for name in ("offset_x", "offset_y")}
        shares = {name: _length(self, name, 100) / 100 for name in ("scale_x", "scale_y")}
        return shifts | shares


def _length(form: FlaskForm, name: str, otherwise: float) -> float:
    """A length in mm, or another one where none was typed, said beside the field."""
    try:
        return millimetres((form[name].data or "").removesuffix("%"))
    except ValueError as error:
        if not form[name].errors:
            tell(form[name], str(error))
        return otherwise


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
