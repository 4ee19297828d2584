"""Giving a support calendar targets of its own, and taking them back."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import delete

from app.audit import service as audit
from app.audit.acts import Act
from app.errors import Refusal
from app.extensions import db
from app.faults.models import Priority, PromiseTarget, Stage
from app.faults.promises.targets import DEFAULTS
from app.places.models import SupportCalendar

Told = Mapping[tuple[Priority, Stage], int | None]


def set_targets(calendar: SupportCalendar, told: Told) -> None:
    """Promise by these targets from now on; what is promised already stays as it is.

    Kept is only what differs from the defaults, so that those may become better with time.
    """
    for priority in Priority:
        _insist_on_order(priority, told)
    use_defaults(calendar)
    for (priority, stage), minutes in told.items():
        if minutes != DEFAULTS[priority, stage]:
            db.session.add(
                PromiseTarget(
                    calendar_id=calendar.id, priority=priority, stage=stage, minutes=minutes
                )
            )
    db.session.flush()


def use_defaults(calendar: SupportCalendar) -> None:
    """Promise by the defaults again."""
    db.session.execute(delete(PromiseTarget).where(PromiseTarget.calendar_id == calendar.id))
    audit.note(Act.TARGETS_CHANGED, calendar)


def field_of(priority: Priority, stage: Stage) -> str:
    """The name of a target's field."""
    return f"{priority.value}_{stage.value}"


def _insist_on_order(priority: Priority, told: Told) -> None:
    if told[priority, Stage.RESTORED] is None:
        sentence = _("Say by when it works again: that is always promised.")
        raise Refusal(sentence, field=field_of(priority, Stage.RESTORED))
    before = 0
    for stage in Stage:
        minutes = told[priority, stage]
        if minutes is None:
            continue
        if minutes < before:
            sentence = _("This comes after the step before it: promise as long, or longer.")
            raise Refusal(sentence, field=field_of(priority, stage))
        before = minutes
