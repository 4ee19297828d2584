"""What `tags` says, in the reader's language."""

from flask_babel import gettext as _

from app.errors import Refusal
from app.formats import number
from app.lengths import INCH
from tags import Design, Stock, TagError
from tags.stock import Length


def named(what: Stock | Design) -> str:
    """The name of a stock or a design; makers' and the house's own names stay as they are."""
    return str(_(what.name))


def said(error: TagError, unit: str = "mm") -> str:
    """Why a tag can't be printed as asked, as a sentence; lengths in the unit, and in mm."""
    values = {name: _value(value, unit) for name, value in error.values.items()}
    return str(_(error.message)) % values


def length(millimetres: float, unit: str) -> str:
    """A length as it was measured: "12.7 mm", or "0.5 in (12.7 mm)"."""
    shown = number(round(millimetres, 2))
    if unit == "mm":
        return _("%(length)s mm", length=shown)
    inches = number(round(millimetres / INCH, 3))
    return _("%(inches)s in (%(length)s mm)", inches=inches, length=shown)


def refused(error: TagError, field: str = "stock") -> Refusal:
    """The same as a refusal, to be said beside the field."""
    return Refusal(said(error), field=field, status=422)


def _value(value: object, unit: str) -> object:
    if isinstance(value, TagError):
        return said(value, unit)
    if isinstance(value, Length):
        return length(value, unit)
    return named(value) if isinstance(value, Stock | Design) else value
