"""What staff are told of a promise: what, where, by when, and where it leads."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app import formats
from app.faults import words
from app.faults.models import Fault, Promise
from app.faults.promises.words import STAGES
from app.notices.service import Words
from app.places.models import Room


def in_danger(fault: Fault, room: Room, promises: Iterable[Promise], now: datetime) -> Words:
    """Three quarters of the time have passed."""
    do = _("Do it, or promise another time and say why: whoever reported it is told at once.")
    lines = [_line(each, now, room.support.zone) for each in promises]
    return _told(fault, room, _("Soon due"), [*lines, do])


def missed(fault: Fault, room: Room, promises: Iterable[Promise], now: datetime) -> Words:
    """What was said has passed."""
    whose = (
        _("%(name)s answers for it.", name=fault.assignee.name)
        if fault.assignee
        else _("Nobody has taken it.")
    )
    do = _("Send somebody, or promise another time and say why.")
    lines = [_line(each, now, room.support.zone) for each in promises]
    return _told(fault, room, _("Late"), [*lines, whose, do])


def day_has_come(fault: Fault, room: Room, awaiting: str) -> Words:
    """The day has come on which somebody wanted to look at it again."""
    waited = _("It waited for: %(what)s. Today is the day to look again.", what=awaiting)
    do = _("The clock goes on. If it has to wait longer, say so, with another day.")
    return _told(fault, room, _("Look again"), [waited, do])


def _told(fault: Fault, room: Room, why: str, lines: Iterable[str]) -> Words:
    what = f"{words.place(fault)}: {_(words.title(fault))}"
    where = _("room %(name)s, %(building)s", name=room.name, building=room.building.name)
    subject = _("%(why)s: %(what)s, %(where)s", why=why, what=what, where=where)
    return Words(subject, "\n".join(lines), f"/faults/{fault.id}")


def _line(promise: Promise, now: datetime, zone: tzinfo) -> str:
    if promise.due_at <= now:
        when = _("was due %(when)s", when=formats.ago(promise.due_at, now, zone))
    else:
        when = formats.by_when(promise.due_at, now, zone)
    return f"{STAGES[promise.stage]}: {when}."
