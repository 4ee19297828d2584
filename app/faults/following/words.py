"""What followers are told: a line, why, what is promised now, and what helps meanwhile."""

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.faults.following import queries
from app.faults.models import Fault, FaultState, Restoration, TimelineEntry
from app.faults.promises import queries as promises
from app.faults.promises.words import next_promise
from app.notices.service import Words

LINES = {
    FaultState.SEEN: _l("Somebody has read your report"),
    FaultState.ATTENDED: _l("Somebody is working on it"),
    FaultState.WAITING: _l("It has to wait"),
    FaultState.RESTORED: _l("It works again"),
    FaultState.REOPENED: _l("It is open again"),
    FaultState.CLOSED: _l("It is closed"),
    FaultState.REJECTED: _l("It is closed without repair"),
    FaultState.DUPLICATE: _l("It is the same as another fault"),
}
"""The moves that followers hear of; closing alone, without a reason, tells them nothing new."""


def asked(link: str) -> Words:
    """What an address is asked first: not a word in it comes from whoever typed the address."""
    return Words(
        subject=_("Shall we tell you about a fault in a room?"),
        body="\n\n".join(
            (
                _(
                    "Somebody asked that this address be told about a fault in a room."
                    " If it was you, confirm it on the page that opens."
                ),
                _(
                    "If it was not you, you need not do anything: nothing more is sent,"
                    " and the address is deleted after 7 days."
                ),
            )
        ),
        link=link,
    )


def received(link: str) -> Words:
    """The answer to a mail of theirs: not a word in it comes from that mail."""
    return Words(
        subject=_("We have your message"),
        body="\n\n".join(
            (
                _("Thank you. What becomes of it stands on a page of your own."),
                _(
                    "There you can say whether we shall write to you when something happens."
                    " Without that, we write no more."
                ),
                _("If you did not write to us, you need not do anything."),
            )
        ),
        link=link,
    )


def is_news(entry: TimelineEntry) -> bool:
    """Whether followers hear of an entry of the timeline: a move of theirs, not each note."""
    if entry.state is FaultState.CLOSED:
        return bool(entry.note)
    return entry.public and entry.state in LINES


def moved(fault: Fault, entry: TimelineEntry, at: datetime) -> Words:
    """What followers are told of a move, in the language that is spoken just now."""
    if entry.state is None:
        raise ValueError("nothing has moved")
    room = queries.room_of(fault)
    line = str(LINES[entry.state])
    promise = next_promise(promises.of_fault(fault), fault, at, room.support.zone)
    told = (*_besides(fault, entry.state), entry.note, promise, _meanwhile(fault))
    return Words(
        subject=_("%(what)s: %(line)s", what=queries.called(fault, room), line=line),
        body="\n\n".join(each for each in told if each),
    )


def _meanwhile(fault: Fault) -> str:
    """What staff wrote for everybody about it, which may be a way around it."""
    return fault.detail if fault.state.is_open else ""


def _besides(fault: Fault, state: FaultState) -> tuple[str, ...]:
    return SAID[state](fault) if state in SAID else ()


def _waiting(fault: Fault) -> tuple[str, ...]:
    pause = promises.open_pause(fault)
    return (_look_again(pause.next_on),) if pause else ()


def _look_again(day: date) -> str:
    return _("We look at it again on %(day)s.", day=format_date(day, "full"))


def _restored(fault: Fault) -> tuple[str, ...]:
    ask = _("Does it work for you? Say so on your page: one tap is enough.")
    if fault.restoration is Restoration.WORKAROUND:
        return (_("You can use it. We still look for the cause."), ask)
    return (ask,)


def _rejected(_fault: Fault) -> tuple[str, ...]:
    return (_("There is nothing to repair, and this is why:"),)


def _duplicate(_fault: Fault) -> tuple[str, ...]:
    return (_("Somebody had told us of it before. You will hear of that one from now on."),)


SAID: dict[FaultState, Callable[[Fault], tuple[str, ...]]] = {
    FaultState.WAITING: _waiting,
    FaultState.RESTORED: _restored,
    FaultState.REJECTED: _rejected,
    FaultState.DUPLICATE: _duplicate,
}
