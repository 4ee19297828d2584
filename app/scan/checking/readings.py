"""Numbers and dates as technicians type them on a phone; a ValueError says what can't be read."""

import re
from datetime import date

from flask_babel import gettext as _

LARGEST = 1e9
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
TWO_WAYS = re.compile(r"[+-]?([1-9]\d{0,2})[.,](\d{3})")
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def read_number(typed: str, unit: str = "") -> float:
    """The number, with a point or a comma, its unit typed behind it or not.

    What could be a thousand as well as a decimal ("1,200") is refused: a limit of 1,200 would be
    kept by 1.2.
    """
    text = SPACES.sub("", typed).replace("−", "-")
    text = text.removesuffix(SPACES.sub("", unit)) if unit else text
    if either := TWO_WAYS.fullmatch(text):
        whole, rest = either.groups()
        short = f"{whole}.{rest}".rstrip("0").rstrip(".")
        raise ValueError(
            _(
                "“%(typed)s” can be read in two ways. Write %(long)s, or %(short)s.",
                typed=typed,
                long=whole + rest,
                short=short,
            )
        )
    if not NUMBER.fullmatch(text):
        raise ValueError(_("“%(typed)s” is not a number. Write it like 21.5.", typed=typed))
    number = float(text.replace(",", "."))
    if abs(number) > LARGEST:
        raise ValueError(_("%(typed)s is too large to be true.", typed=typed))
    return number


def read_date(typed: str) -> date:
    """The date of a date field: year, month, day."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2100:
        raise ValueError(
            _("“%(typed)s” is not a date that can be. Write it like 2027-03-31.", typed=typed)
        )
    return day
