"""Right after a check: is the guide still right that nobody has looked at for long?"""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select

from app.checks.models import Check, Finding, Result
from app.checks.service import SAME_VISIT
from app.codes.models import Tag
from app.extensions import db
from app.guides.queries import OLD, longest_unconfirmed
from app.guides.rendering import rendered
from app.people.models import Person
from app.places.models import Room

SEEN = (Result.PASS, Result.FAIL)


@dataclass(frozen=True)
class Asked:
    """A guide that somebody who stands there can say to be right, and where to say so."""

    title: str
    html: Markup
    read: str
    confirm: str
    code: str
    """Of the tag at which it was checked; empty where it was without."""


def still_right(room: Room, tag: Tag | None, by: Person, now: datetime) -> Asked | None:
    """The guide to ask about: the one that waits longest, of what this person just checked here.

    One at a time, so that an answer is one tap; None where there is none, or no check just now.
    """
    guide = longest_unconfirmed(_just_seen(room, by, now), before=now - OLD)
    if guide is None:
        return None
    return Asked(
        title=guide.title,
        html=rendered(guide.body),
        read=url_for("guides.guide", guide_id=guide.id),
        confirm=url_for("scan.confirm_guide", room_id=room.id, guide_id=guide.id),
        code=tag.code if tag else "",
    )


def _just_seen(room: Room, by: Person, now: datetime) -> list[int]:
    """The units that the person's last check here looked at, where that was just now."""
    last = (
        select(Check.id)
        .where(Check.room_id == room.id, Check.person_id == by.id)
        .where(Check.received_at > now - SAME_VISIT)
        .order_by(Check.received_at.desc(), Check.id.desc())
        .limit(1)
    )
    seen = select(Finding.equipment_id).where(
        Finding.check_id == last.scalar_subquery(), Finding.result.in_(SEEN)
    )
    return [key for key in db.session.scalars(seen.distinct()) if key]
