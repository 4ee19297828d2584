"""What rounds say of themselves, on their own pages and on the day's."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.checks.models import DueWork, Round, Scope
from app.checks.rounds.beside import Failed
from app.checks.rounds.queries import Progress
from app.checks.words import SCOPES
from app.places.models import Room


def progress(how_far: Progress) -> str:
    """How far a round is: "7 of 12 done · 1 skipped"."""
    done = _("%(done)d of %(rooms)d done", done=how_far.done, rooms=how_far.rooms - how_far.gone)
    parts = [done]
    if how_far.skipped:
        parts.append(ngettext("%(num)d skipped", "%(num)d skipped", how_far.skipped))
    if how_far.gone:
        parts.append(ngettext("%(num)d out of use", "%(num)d out of use", how_far.gone))
    return " · ".join(parts)


def walker(walk: Round) -> str:
    """Who walks it; the person must be loaded."""
    return walk.person.name if walk.person else _("Nobody has taken it")


def state(walk: Round, today: date) -> tuple[str, str]:
    """How it stands, as a state of our badges and as a word."""
    if walk.ended_at:
        return "pass", _("Ended")
    if walk.planned_on < today:
        return "overdue", _("Late")
    return ("attended", _("Under way")) if walk.started_at else ("due", _("Planned"))


def minutes(number: int) -> str:
    """A time of work: "25 minutes"; empty where none is known."""
    return ngettext("%(num)d minute", "%(num)d minutes", number) if number else ""


def due(room: Room, work: Sequence[DueWork], scope: Scope, today: date) -> list[str]:
    """What is due in a room on a round of this size: its check, or each service.

    On a round of room checks the services are told of in one line: they are another walk.
    """
    services = [each for each in work if each.scope is Scope.SERVICE]
    if scope is Scope.SERVICE:
        return [_service(each, today) for each in services]
    when = formats.day_in_words(room.check_due_on, today)
    own = sum(each.minutes for each in work if each.plan_id is None)
    check = " · ".join(filter(None, (_("Room check due %(when)s", when=when), minutes(own))))
    return [check, in_all(services)] if services else [check]


def in_all(services: Sequence[DueWork]) -> str:
    """Services together: "3 services due · 65 minutes"."""
    number = ngettext("%(num)d service due", "%(num)d services due", len(services))
    time = minutes(sum(each.minutes for each in services))
    return " · ".join(filter(None, (number, time)))


def _service(each: DueWork, today: date) -> str:
    unit = each.equipment.name if each.equipment else ""
    plan = each.plan.name if each.plan else str(SCOPES[each.scope])
    what = ": ".join(filter(None, (unit, plan)))
    when = _("due %(when)s", when=formats.day_in_words(each.due_on, today))
    return " · ".join(filter(None, (what, when, minutes(each.minutes))))


def failed(each: Failed) -> str:
    """What failed last time: "Projector: Lamp is bright"."""
    what = _(each.what) if each.is_item else each.what
    return ": ".join(filter(None, (each.unit, what)))


def size(scope: Scope) -> str:
    """The size of the work that a round is for."""
    return str(SCOPES[scope])
