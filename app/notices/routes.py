"""The page of what is told: what waits, what could not be told and why, what was told lately."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.extensions import db
from app.notices import accounts, queries, service
from app.notices.blueprint import blueprint
from app.notices.channels import routes as channel_routes
from app.notices.pages import outbox_page
from app.notices.wishes import routes as wish_routes

__all__ = ["accounts", "blueprint", "channel_routes", "wish_routes"]


@blueprint.get("/notices")
@open_to(Audience.ORGANISATION)
def outbox() -> str:
    """What is told to whom, and what is in the way."""
    settings = current_app.config["SETTINGS"]
    page = outbox_page(queries.outbox(), settings, at=clock.now())
    return render_template("notices/outbox.html", page=page)


@blueprint.post("/notices/<int:notice_id>/again")
@open_to(Audience.ORGANISATION)
def send_again(notice_id: int) -> Response:
    """Try anew what was given up."""
    service.send_again(queries.notice(notice_id) or abort(404), at=clock.now())
    db.session.commit()
    jobs.wake()
    flash(_("It is being tried again."), "success")
    return redirect(url_for("notices.outbox"), 303)


@blueprint.post("/notices/<int:notice_id>/give-up")
@open_to(Audience.ORGANISATION)
def give_up(notice_id: int) -> Response:
    """Try it no more."""
    notice = queries.notice(notice_id) or abort(404)
    service.give_up(notice, _("Given up by hand."), at=clock.now())
    db.session.commit()
    flash(_("It is not tried any more."), "success")
    return redirect(url_for("notices.outbox"), 303)
