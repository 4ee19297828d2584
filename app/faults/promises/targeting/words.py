"""Support minutes as people write and read them: "15 min", "4 h", "3 d"."""

import re

from flask_babel import gettext as _

from app.errors import Refusal
from app.faults.promises.targets import DAY, HOUR

LONGEST = 250 * DAY
"""A year of support days."""

UNITS = {"": 1, "min": 1, "m": 1, "h": HOUR, "d": DAY}
TYPED = re.compile(r"(\d{1,6})\s*(min|m|h|d|)", re.IGNORECASE)


def minutes_of(typed: str, field: str) -> int | None:
    """The support minutes that were typed; None for nothing. A day is 8 support hours."""
    if not typed.strip():
        return None
    found = TYPED.fullmatch(typed.strip())
    if found is None:
        sentence = _("Write minutes, hours or days, such as 15 min, 4 h or 3 d.")
        raise Refusal(sentence, field=field)
    minutes = int(found[1]) * UNITS[found[2].lower()]
    if not 0 < minutes <= LONGEST:
        raise Refusal(_("Promise between 1 minute and 250 days."), field=field)
    return minutes


def typed_as(minutes: int | None) -> str:
    """The same as it is written into its field: "4 h"; empty where nothing is promised."""
    if minutes is None:
        return ""
    for unit, size in (("d", DAY), ("h", HOUR)):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"
