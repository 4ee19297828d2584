"""The pages on which managers say what is promised, for each support calendar."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.extensions import db
from app.faults.blueprint import blueprint
from app.faults.models import Priority, Stage
from app.faults.promises import queries
from app.faults.promises.targeting import service
from app.faults.promises.targeting.forms import TargetsForm, targets_form
from app.faults.promises.targeting.words import typed_as
from app.faults.promises.targets import DEFAULTS
from app.faults.promises.words import STAGES
from app.places import queries as places
from app.places.models import SupportCalendar
from app.storing import status_of, stored

Answer = Response | tuple[str, int]


@blueprint.get("/faults/targets")
@open_to(Audience.MANAGER)
def targets() -> str:
    """What is promised, calendar by calendar."""
    lines = [(each, _table(each)) for each in places.support_calendars()]
    heads = [str(STAGES[stage]) for stage in Stage]
    return render_template("faults/promises/targets.html", lines=lines, heads=heads)


@blueprint.route("/faults/targets/<int:calendar_id>", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def calendar_targets(calendar_id: int) -> Answer:
    """Change what one support calendar promises."""
    calendar = _calendar(calendar_id)
    form = targets_form(queries.targets(calendar_id))
    if not stored(form, lambda: service.set_targets(_calendar(calendar_id), form.told())):
        return _page(_calendar(calendar.id), form)
    flash(_("That is promised from now on. What was promised before stays."), "success")
    return redirect(url_for("faults.targets"), 303)


@blueprint.post("/faults/targets/<int:calendar_id>/defaults")
@open_to(Audience.ORGANISATION)
def use_defaults(calendar_id: int) -> Response:
    """Promise by the defaults again."""
    service.use_defaults(_calendar(calendar_id))
    db.session.commit()
    flash(_("The defaults are promised from now on."), "success")
    return redirect(url_for("faults.targets"), 303)


def _calendar(calendar_id: int) -> SupportCalendar:
    return places.support_calendar(calendar_id) or abort(404)


def _table(calendar: SupportCalendar) -> list[tuple[str, list[str]]]:
    said = queries.targets(calendar.id)
    return [
        (priority.value, [typed_as(said[priority, stage]) or "—" for stage in Stage])
        for priority in Priority
    ]


def _page(calendar: SupportCalendar, form: TargetsForm) -> tuple[str, int]:
    rows = [
        (
            priority.value,
            [
                (
                    form[service.field_of(priority, stage)],
                    typed_as(DEFAULTS[priority, stage]) or _("not promised"),
                )
                for stage in Stage
            ],
        )
        for priority in Priority
    ]
    page = render_template(
        "faults/promises/calendar_targets.html", calendar=calendar, form=form, rows=rows
    )
    return page, status_of(form)
