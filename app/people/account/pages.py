"""What the page of one's own account shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app.formats import ago
from app.people.sessions.models import SignIn
from app.people.sessions.service import SEEN_EVERY


@dataclass(frozen=True)
class Place:
    """Where one is signed in."""

    id: int
    device: str
    is_this: bool
    stays: bool
    began: str
    seen: str


def device_words(sign_in: SignIn) -> str:
    """The kind of device: "Firefox on Windows"."""
    if sign_in.browser and sign_in.system:
        return _("%(browser)s on %(system)s", browser=sign_in.browser, system=sign_in.system)
    return sign_in.browser or sign_in.system or _("A device that does not say what it is")


def places(
    sign_ins: Sequence[SignIn], this: SignIn, *, at: datetime, zone: tzinfo
) -> tuple[Place, ...]:
    """The sign-ins as the page lists them, this one first."""
    return tuple(
        Place(
            id=each.id,
            device=device_words(each),
            is_this=each.id == this.id,
            stays=each.stays,
            began=ago(each.began_at, at, zone),
            seen=_("in the last 15 minutes")
            if at - each.seen_at < SEEN_EVERY
            else ago(each.seen_at, at, zone),
        )
        for each in sorted(sign_ins, key=lambda each: each.id != this.id)
    )
