"""What is promised, in the words of whoever reported it."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.faults.models import Fault, FaultState, Kind, Promise, Stage

STAGES = {
    Stage.SEEN: _l("Seen"),
    Stage.ATTENDED: _l("Someone is there"),
    Stage.WORKAROUND: _l("Made to work for now"),
    Stage.RESTORED: _l("Works again"),
}


def next_promise(promises: Iterable[Promise], fault: Fault, now: datetime, zone: tzinfo) -> str:
    """The one sentence about what comes next: "Someone will be with you by 10:20 today."

    First who comes, where somebody is to come and has not; else when it works again. Empty for
    what is settled. `promises` are those of the fault; what is met, void or of an earlier turn is
    passed over, so that any list of them will do.
    """
    if not fault.state.is_open:
        return ""
    owed = {each.stage: each for each in promises if _is_owed(each, fault)}
    if fault.kind is not Kind.BROKEN:
        return _answer(owed.get(Stage.RESTORED), fault, now, zone)
    attended = owed.get(Stage.ATTENDED)
    if attended is not None and fault.state is not FaultState.WAITING:
        return _somebody_comes(attended, fault, now, zone)
    return _works_again(owed.get(Stage.RESTORED), fault, now, zone)


def _is_owed(promise: Promise, fault: Fault) -> bool:
    settled = promise.met_at is not None or promise.void_at is not None
    return promise.turn == fault.times_reopened and not settled


def _somebody_comes(attended: Promise, fault: Fault, now: datetime, zone: tzinfo) -> str:
    by = formats.by_when(attended.due_at, now, zone)
    if attended.due_at < now:
        if fault.restore_by < now:
            return _late()
        again = formats.by_when(fault.restore_by, now, zone)
        return _("We are late, and sorry: we are on it. It works again %(by)s.", by=again)
    if attended.told_at is not None:
        return _("We try to be with you %(by)s. It may take longer.", by=by)
    if _was_moved(attended):
        return _("We now say: someone will be with you %(by)s.", by=by)
    return _("Someone will be with you %(by)s.", by=by)


def _works_again(restored: Promise | None, fault: Fault, now: datetime, zone: tzinfo) -> str:
    if fault.restore_by < now:
        return _late()
    by = formats.by_when(fault.restore_by, now, zone)
    if fault.state is FaultState.WAITING:
        return _("It has to wait. It works again %(by)s.", by=by)
    if restored is not None and restored.told_at is not None:
        return _("We try to make it work %(by)s. It may take longer.", by=by)
    if restored is not None and _was_moved(restored):
        return _("We now say: it works again %(by)s.", by=by)
    return _("It works again %(by)s.", by=by)


def _answer(restored: Promise | None, fault: Fault, now: datetime, zone: tzinfo) -> str:
    if fault.restore_by < now:
        return _("Our answer takes longer than we said. We are sorry.")
    by = formats.by_when(fault.restore_by, now, zone)
    if restored is not None and _was_moved(restored):
        return _("We now say: you have an answer %(by)s.", by=by)
    return _("You have an answer %(by)s.", by=by)


def _was_moved(promise: Promise) -> bool:
    return promise.due_at > promise.first_due_at


def _late() -> str:
    return _("It takes longer than we said. We are sorry, and we are on it.")
