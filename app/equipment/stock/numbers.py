"""How many pieces a form may say."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

MOST = 9_999
"""More pieces of one spare than this are a slip of the finger."""


def whole_number(least: int) -> list[InputRequired | NumberRange]:
    """The rule that a field bears a number of pieces, at least so many."""
    sentence = _l("Enter a whole number, at most %(max)s.", max=MOST)
    return [InputRequired(sentence), NumberRange(least, MOST, sentence)]
