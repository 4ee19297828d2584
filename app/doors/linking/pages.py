"""What the page of somebody's accounts elsewhere shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.doors.models import Identity
from app.formats import ago


@dataclass(frozen=True)
class Link:
    """An account elsewhere, since when it opens one here, and when it last did ("": never)."""

    id: int
    issuer: str
    subject: str
    linked: str
    used: str


def links(identities: Iterable[Identity], *, at: datetime, zone: tzinfo) -> list[Link]:
    """The accounts, with their moments in words."""
    return [
        Link(
            each.id,
            each.issuer,
            each.subject,
            ago(each.linked_at, at, zone),
            ago(each.last_used_at, at, zone) if each.last_used_at else "",
        )
        for each in identities
    ]
