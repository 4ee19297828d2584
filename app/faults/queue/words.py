"""How much is left of a promise, in words as short as a list needs them."""

from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app import formats
from app.faults.models import Fault, Kind, Promise, Stage

STAGES = {
    Stage.SEEN: _l("to be seen"),
    Stage.ATTENDED: _l("to be there"),
    Stage.WORKAROUND: _l("to make do"),
    Stage.RESTORED: _l("to work again"),
}

ANSWERS = {Stage.SEEN: _l("to be read"), Stage.RESTORED: _l("to be answered")}
"""What is owed to somebody who asks or wishes for something."""

KINDS = {
    Kind.BROKEN: _l("Something is broken"),
    Kind.QUESTION: _l("A question"),
    Kind.SUGGESTION: _l("A suggestion"),
}

FEW_HOURS = 12
"""From so many hours on, the moment itself says more."""


def owed(promise: Promise, fault: Fault) -> str:
    """What is owed by a promise, to go with how much is left: "to be seen"."""
    words = STAGES if fault.kind is Kind.BROKEN else STAGES | ANSWERS
    return str(words[promise.stage])


def left(due: datetime, now: datetime, zone: tzinfo) -> str:
    """How much is left until a moment: "12 min left", "3 h left", "by 10:20 tomorrow"."""
    if due < now:
        return _("was due %(when)s", when=formats.ago(due, now, zone))
    minutes = int((due - now).total_seconds() // 60)
    if minutes < 1:
        return _("due now")
    if minutes < 60:
        return _("%(num)d min left", num=minutes)
    if minutes < FEW_HOURS * 60:
        return ngettext("%(num)d h left", "%(num)d h left", minutes // 60)
    return formats.by_when(due, now, zone)
