"""Pages of the year ahead: how much work each week brings, and which."""

from flask import abort, render_template, request
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.checks.ahead import load
from app.checks.ahead.pages import week_page, year_page
from app.checks.blueprint import blueprint
from app.checks.due import queries as due
from app.checks.levelling.pages import moved_lines
from app.checks.levelling.queries import batches
from app.checks.rounds.queries import today_here
from app.numbers import number_of, page_of
from app.places import queries as places


@blueprint.get("/checks/year")
@open_to(Audience.STAFF)
def year() -> str:
    """How many hours of work each of the next 52 weeks brings, in all buildings or one."""
    building = number_of(request.args, "building")
    today = today_here(clock.now())
    weeks = load.weeks_ahead(today, building)
    moved = moved_lines(batches(today)) if current_user.is_manager else ()
    page = year_page(weeks, places.buildings(), str(building or ""), moved)
    return render_template("checks/year.html", page=page)


@blueprint.get("/checks/year/<day>")
@open_to(Audience.STAFF)
def week(day: str) -> str:
    """What is known to be due in the week of the day."""
    starts_on, today = load.week_of(day) or abort(404), today_here(clock.now())
    building = number_of(request.args, "building")
    part = load.in_week(starts_on, today, building, page_of(request.args))
    page = week_page(starts_on, due.works(part.ids), part, str(building or ""), today)
    return render_template("checks/week.html", page=page)
