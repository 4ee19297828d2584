"""What `tags` says, in the reader's language."""

from flask_babel import gettext as _

from app.errors import Refusal
from tags import Design, Stock, TagError


def named(what: Stock | Design) -> str:
    """The name of a stock or a design; makers' and the house's own names stay as they are."""
    return str(_(what.name))


def said(error: TagError) -> str:
    """Why a tag can't be printed as asked, as a sentence."""
    values = {name: _value(value) for name, value in error.values.items()}
    return str(_(error.message)) % values


def refused(error: TagError, field: str = "stock") -> Refusal:
    """The same as a refusal, to be said beside the field."""
    return Refusal(said(error), field=field, status=422)


def _value(value: object) -> object:
    if isinstance(value, TagError):
        return said(value)
    return named(value) if isinstance(value, Stock | Design) else value
