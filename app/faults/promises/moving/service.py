"""Promising another moment: whoever reported it is told in the same transaction."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.errors import Refusal
from app.extensions import db
from app.faults import record
from app.faults.models import Event, Fault, PromiseMove, Stage
from app.faults.promises import keeping, queries, telling
from app.people.models import Person

FURTHEST = timedelta(days=366)

ORDER = list(Stage)


def promise_again(
    fault: Fault, stage: Stage, due: datetime, *, reason: str, by: Person, at: datetime
) -> PromiseMove:
    """Promise that a stage is reached by another moment, and say why; the fault must be held."""
    owed = {each.stage: each for each in queries.owed(fault)}
    if stage not in owed:
        raise Refusal(_("This was reached just now; there is nothing to put off."), field="stage")
    if due > at + FURTHEST:
        raise Refusal(_("Promise a moment within a year."), field="due")
    restored = owed.get(Stage.RESTORED)
    if restored is not None and stage is not Stage.RESTORED and due > restored.due_at:
        sentence = _("It is promised to work again before that. Move that promise first.")
        raise Refusal(sentence, field="due")
    move = keeping.put_off(owed[stage], fault, due, reason=reason, by=by, at=at)
    record.log(fault, at, event=Event.PROMISE_MOVED, note=reason, person=by)
    telling.was_moved(fault, move, at=at)
    record.settle(fault)
    db.session.flush()
    return move
