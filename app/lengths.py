"""Lengths as people type them: millimetres or inches, with a point or a comma, or a fraction."""

import math
import re
from unicodedata import numeric

from flask_babel import gettext as _

INCH = 25.4
"""Millimetres, since the agreement of 1959."""
UNITS = {"mm": 1.0, "cm": 10.0, "in": INCH}
_NAMES = {"mm": "mm", "cm": "cm", "in": "in", "inch": "in", "inches": "in", '"': "in", "″": "in"}
_TYPED = re.compile(
    r"(?P<sign>[-−–+]?)\s*(?P<whole>\d{1,6}(?:[.,]\d{0,6})?|[.,]\d{1,6})?"
    r"(?:[\s-]*(?P<top>\d{1,4})\s*[/⁄]\s*(?P<bottom>\d{1,4})|\s*(?P<vulgar>[¼½¾⅐-⅞]))?"
    r"\s*(?P<unit>mm|cm|inch|inches|in|[\"″])?",
    re.IGNORECASE,
)


def millimetres(text: str, unit: str = "mm") -> float:
    """A length in mm: "38,1", "1 1/2", "2½ in"; a unit that is typed with it comes before `unit`.

    Raises ValueError with a sentence where it is no length.
    """
    found = _TYPED.fullmatch(text.strip())
    number = _number(found) if found else math.nan
    if found is None or not math.isfinite(number):
        raise ValueError(_("Write a number, such as 38.1 or 1 1/2."))
    named = _NAMES[found["unit"].lower()] if found["unit"] else unit
    return number * UNITS[named] * (-1 if found["sign"] in {"-", "−", "–"} else 1)


def _number(found: re.Match[str]) -> float:
    whole, top, vulgar = found["whole"], found["top"], found["vulgar"]
    if whole is None and top is None and vulgar is None:
        return math.nan
    number = float(whole.replace(",", ".")) if whole else 0.0
    if (top or vulgar) and not number.is_integer():
        return math.nan
    if top:
        below = int(found["bottom"])
        return number + int(top) / below if below else math.nan
    return number + (numeric(vulgar) if vulgar else 0.0)


def typed(length: float, unit: str = "mm") -> str:
    """A length in mm as it stands in a field: "38.1", without needless zeros."""
    return f"{round(length / UNITS[unit], 4):f}".rstrip("0").rstrip(".")
