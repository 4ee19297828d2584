"""What the page of one's passkeys shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app.formats import ago, full_date
from app.people.passkeys.models import Passkey


@dataclass(frozen=True)
class Shown:
    """A passkey, with what tells it from the others."""

    id: int
    name: str
    told: str


def shown(passkeys: Sequence[Passkey], *, at: datetime, zone: tzinfo) -> list[Shown]:
    """The passkeys, each with the day on which it was made and when it was used last."""
    return [Shown(each.id, each.name, _told(each, at, zone)) for each in passkeys]


def _told(passkey: Passkey, at: datetime, zone: tzinfo) -> str:
    added = _("Added %(day)s", day=full_date(passkey.created_at.astimezone(zone).date()))
    if passkey.used_at is None:
        return _("%(added)s, not used yet", added=added)
    return _("%(added)s, last used %(when)s", added=added, when=ago(passkey.used_at, at, zone))
