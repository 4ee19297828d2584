"""The page of who is on call, and what managers change on it."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.extensions import db
from app.faults.blueprint import blueprint
from app.faults.models import Duty
from app.faults.promises.duty import service
from app.faults.promises.duty.forms import DutyForm
from app.faults.promises.duty.pages import duty_page
from app.people import queries as people
from app.places import queries as places
from app.storing import status_of, stored

Answer = Response | tuple[str, int]


@blueprint.get("/duty")
@open_to(Audience.TECHNICIAN)
def duty() -> tuple[str, int]:
    """Who is on call, week by week."""
    return _page(DutyForm(formdata=None))


@blueprint.post("/duty")
@open_to(Audience.ORGANISATION)
def put_on_call() -> Answer:
    """Put somebody on call."""
    form = _offered(DutyForm())
    if not stored(form, lambda: _put(form)):
        return _page(form)
    flash(_("That stands now."), "success")
    return redirect(url_for("faults.duty", week=form.starts_at.data.date().isoformat()), 303)


@blueprint.post("/duty/<int:duty_id>/remove")
@open_to(Audience.ORGANISATION)
def take_off_call(duty_id: int) -> Response:
    """Somebody is on call no more."""
    service.take_off_call(db.session.get(Duty, duty_id) or abort(404))
    db.session.commit()
    flash(_("That turn is removed."), "success")
    return redirect(url_for("faults.duty", week=request.form.get("week", "")), 303)


def _put(form: DutyForm) -> None:
    calendar = places.support_calendar(int(form.calendar.data)) or abort(404)
    person = people.person(int(form.person.data)) or abort(404)
    service.put_on_call(calendar, person, form.span(calendar.zone), step=int(form.step.data))


def _offered(form: DutyForm) -> DutyForm:
    may = [each for each in people.everyone() if each.active and each.is_technician]
    return form.offer(places.support_calendars(), may)


def _page(form: DutyForm) -> tuple[str, int]:
    monday = _monday()
    page = duty_page(places.support_calendars(), monday, clock.now())
    shown = render_template(
        "faults/promises/duty.html", page=page, form=_offered(form), week=monday.isoformat()
    )
    return shown, status_of(form)


def _monday() -> date:
    """The Monday of the week that was asked for, else of this one."""
    try:
        day = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        day = clock.now().date()
    year = min(max(day.year, 2000), 2199)
    day = day.replace(year=year, day=min(day.day, 28)) if year != day.year else day
    return day - timedelta(days=day.weekday())
