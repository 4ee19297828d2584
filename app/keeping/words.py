"""What the manager's page says of backups."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from app import formats
from app.keeping.queries import backups


@dataclass(frozen=True)
class Age:
    """How old the last good backup is, in words; red where it is too old."""

    title: str
    text: str
    is_red: bool


def age(*, at: datetime) -> Age | None:
    """What is to be said; None where nobody wants backups by themselves and there are none."""
    found = backups(at=at)
    if found is None:
        return None
    zone = ZoneInfo(current_app.config["SETTINGS"].default_timezone)
    when = formats.ago(found.good_at, at, zone) if found.good_at else ""
    if not found.is_red:
        said = _("Last good backup: %(when)s, restored elsewhere and compared.", when=when)
        return Age("", said if when else _("The first backup is made tonight."), is_red=False)
    title = _("The last good backup was made %(when)s", when=when)
    do = _("Whoever runs the server runs “flask doctor” there: it says what to do.")
    text = " ".join(filter(None, (found.why, do)))
    return Age(title if when else _("There is no good backup"), text, is_red=True)
