"""The page of whoever reported a fault; the staff's pages are bound in the packages beside."""

from collections.abc import Callable

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.errors import Refusal
from app.extensions import db, limiter
from app.faults import pages, queries, service
from app.faults.blueprint import blueprint
from app.faults.handling import routes as handling  # noqa: F401 - it adds its routes
from app.faults.models import Report
from app.faults.queue import routes as queue  # noqa: F401 - so does this

Answer = Response | tuple[str, int]


@blueprint.get("/f/<secret>")
@open_to(Audience.ANYONE)
def reporter(secret: str) -> Response:
    """A reporter's own page: how it stands, what was promised, what happened."""
    report = queries.report(secret) or abort(404)
    told = queries.people_told([report.fault])[report.fault_id]
    page = pages.reporter_page(report, told, clock.now())
    tag = codes.of_room(report.fault.room_now.id)
    return _private(render_template("faults/reporter.html", page=page, tag=tag))


@blueprint.post("/f/<secret>/works")
@open_to(Audience.ANYONE)
@limiter.limit("30 per minute")
def works(secret: str) -> Answer:
    """The reporter confirms that it works again."""
    return _answered(secret, service.works_again, _("Thank you. That helps us."))


@blueprint.post("/f/<secret>/still-broken")
@open_to(Audience.ANYONE)
@limiter.limit("30 per minute")
def still_broken(secret: str) -> Answer:
    """The reporter contradicts."""
    return _answered(secret, service.still_broken, _("Thank you. It is open again."))


def _answered(secret: str, act: Callable[..., None], thanks: str) -> Response:
    report: Report = queries.report(secret) or abort(404)
    try:
        act(report, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    else:
        db.session.commit()
        flash(thanks, "success")
    return _private(redirect(url_for("faults.reporter", secret=secret), 303))


def _private(body: str | Response) -> Response:
    """An answer that no cache keeps, no search engine lists, and no link gives away."""
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
