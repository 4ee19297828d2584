"""Readings that were typed in another unit than the line asks for.

Factors: NIST Special Publication 811 (2008), Appendix B.
"""

import re

from flask_babel import gettext as _

from app.scan.checking.readings import SPACES, read_number

NUMBER_AND_UNIT = re.compile(r"([+-]?[\d.,]+)([^\d.,+-][^\d]*)")
SAME = {"ft/min": "fpm", "celsius": "c", "fahrenheit": "f", "lux": "lx", "hr": "h", "hrs": "h"}
"""Other ways to write a unit; small letters, without degree signs."""

INTO: dict[str, dict[str, tuple[float, float]]] = {
    "c": {"f": (5 / 9, -160 / 9), "k": (1, -273.15)},
    "f": {"c": (9 / 5, 32)},
    "h": {"min": (1 / 60, 0), "d": (24, 0)},
    "min": {"h": (60, 0), "s": (1 / 60, 0), "sec": (1 / 60, 0)},
    "fpm": {"m/s": (1 / 0.00508, 0), "ft/s": (60, 0)},
    "m/s": {"fpm": (0.00508, 0), "km/h": (1 / 3.6, 0)},
    "l/min": {"l/s": (60, 0), "gpm": (3.785411784, 0), "m3/h": (1000 / 60, 0)},
    "kpa": {"psi": (6.894757, 0), "bar": (100, 0), "mbar": (0.1, 0), "pa": (0.001, 0)},
    "bar": {"psi": (0.06894757, 0), "kpa": (0.01, 0), "mbar": (0.001, 0)},
    "psi": {"bar": (14.503774, 0), "kpa": (0.14503774, 0)},
    "lx": {"fc": (10.76391, 0)},
}
"""By the unit that is asked for: what others are multiplied by, and what is then added."""


def read_in(typed: str, unit: str) -> tuple[float, str]:
    """The number in the unit that is asked for, and as it was typed where that was another one.

    A ValueError says, in a sentence, what can't be read or converted.
    """
    text = SPACES.sub("", typed).replace("−", "-")
    found = NUMBER_AND_UNIT.fullmatch(text)
    if not (unit and found) or _short(found[2]) == _short(unit):
        return read_number(found[1] if found and unit else typed, unit), ""
    known = INTO.get(_short(unit), {}).get(_short(found[2]))
    if known is None:
        sentence = _(
            "“%(typed)s” is not in %(unit)s, and can't be turned into it. Write it in %(unit)s.",
            typed=typed,
            unit=unit,
        )
        raise ValueError(sentence)
    factor, more = known
    return round(read_number(found[1]) * factor + more, 2), typed


def _short(unit: str) -> str:
    short = SPACES.sub("", unit).replace("°", "").replace("º", "").replace("³", "3").lower()
    return SAME.get(short, short)
