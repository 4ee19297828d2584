"""What those who follow a fault are told when a promise slips, before what was said has passed."""

from datetime import datetime

from flask_babel import gettext as _

from app.faults.following import queries as following
from app.faults.following.telling import tell_followers
from app.faults.models import Fault, PromiseMove
from app.faults.promises import queries
from app.faults.promises.words import next_promise
from app.notices.service import Words


def may_slip(fault: Fault, *, at: datetime) -> None:
    """Tell that it may take longer; they hear it from us, and not from the clock on the wall."""
    tell_followers(fault, lambda: _may_slip(fault, at), at=at)


def was_moved(fault: Fault, move: PromiseMove, *, at: datetime) -> None:
    """Tell that another moment is promised, and why."""
    tell_followers(fault, lambda: _was_moved(fault, move, at), at=at)


def _may_slip(fault: Fault, at: datetime) -> Words:
    line = _("it may take longer than we said")
    known = _("We know of it, and tell you as soon as we can say more.")
    return _words(fault, line, [known, fault.detail], at)


def _was_moved(fault: Fault, move: PromiseMove, at: datetime) -> Words:
    later = move.due_after > move.due_before
    line = _("it takes longer than we said") if later else _("it is sooner than we said")
    return _words(fault, line, [move.reason, fault.detail], at)


def _words(fault: Fault, line: str, lines: list[str], at: datetime) -> Words:
    room = following.room_of(fault)
    promise = next_promise(queries.of_fault(fault), fault, at, room.support.zone)
    return Words(
        subject=_("%(what)s: %(line)s", what=following.called(fault, room), line=line),
        body="\n\n".join(each for each in (promise, *lines) if each),
    )
