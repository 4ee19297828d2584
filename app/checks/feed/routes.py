"""The page of a person's calendar, and the secret addresses that other calendars subscribe to."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response as Answered
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock, scope
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.feed import queries, writing
from app.checks.models import DueWork, Round
from app.checks.rounds.queries import today_here
from app.extensions import db, limiter
from app.numbers import number_of
from app.people import queries as people
from app.people import service
from app.people.models import Person
from app.places import queries as places
from app.places.serving.queries import sites_of

OF_ONE_CALENDAR = "30 per minute"


def _secret() -> str:
    return str((request.view_args or {}).get("secret", ""))


def _base() -> str:
    told: str = current_app.config["SETTINGS"].address
    return told or request.url_root.rstrip("/")


def _whose(secret: str) -> Person:
    """Whose calendar it is; from here on the request is held to the sites of that person."""
    person = people.of_calendar(secret) or abort(404)
    scope.see(sites_of(person))
    return person


def _a_year_on() -> date:
    return today_here(clock.now()) + timedelta(days=365)


def _sent(title: str, work: Sequence[DueWork], rounds: Sequence[Round]) -> Response:
    entries = [*map(writing.of_work, work), *map(writing.of_round, rounds)]
    file = writing.calendar(title, entries, _base())
    answer = Answered(file, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/calendar")
@open_to(Audience.TECHNICIAN)
def calendar() -> str:
    """One's own calendar: its address, a new one, and how other calendars take it."""
    secret, base = current_user.calendar_secret, _base()
    sites = places.sites() if current_user.is_manager else []
    return render_template("checks/calendar.html", secret=secret, base=base, sites=sites)


@blueprint.post("/calendar/address")
@open_to(Audience.TECHNICIAN)
def renew_calendar() -> Response:
    """Make the secret address, or a new one in its place."""
    had = service.renew_calendar(current_user)
    db.session.commit()
    flash(
        _("This is the new address. The old one leads nowhere now.")
        if had
        else _("Your calendar has an address."),
        "success",
    )
    return redirect(url_for("checks.calendar"), 303)


@blueprint.post("/calendar/close")
@open_to(Audience.TECHNICIAN)
def close_calendar() -> Response:
    """Let no address open it any more."""
    service.close_calendar(current_user)
    db.session.commit()
    flash(_("Your calendar is closed. The address leads nowhere now."), "success")
    return redirect(url_for("checks.calendar"), 303)


@blueprint.get("/calendar/<secret>/mine.ics")
@open_to(Audience.ANYONE)
@limiter.limit(OF_ONE_CALENDAR, key_func=_secret)
def calendar_feed(secret: str) -> Response:
    """What the person of the secret may do in the coming year, and their rounds."""
    person = _whose(secret)
    until = _a_year_on()
    rounds = queries.rounds_of(person)
    return _sent(_("My checks"), queries.work_of(person, until), rounds)


@blueprint.get("/calendar/<secret>/everything.ics")
@open_to(Audience.ANYONE)
@limiter.limit(OF_ONE_CALENDAR, key_func=_secret)
def everything_feed(secret: str) -> Response:
    """All that is due in the coming year, and all rounds; for managers, of all sites or one."""
    person = _whose(secret)
    if not person.is_manager:
        abort(404)
    site, until = number_of(request.args, "site"), _a_year_on()
    work, rounds = queries.work_of_all(until, site), queries.rounds_of_all(site)
    return _sent(_("All checks"), work, rounds)
