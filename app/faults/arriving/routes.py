"""The pages of mail that waits for a room."""

from collections.abc import Callable

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.faults.arriving import pages, queries, service
from app.faults.arriving.finding import Place
from app.faults.arriving.forms import AsideForm, PlaceForm
from app.faults.blueprint import blueprint
from app.faults.entering.routes import rooms_called
from app.faults.models import Mail
from app.places import queries as places
from app.places.models import Room
from app.storing import stored

Answer = str | Response | tuple[str, int]


@blueprint.get("/faults/mail")
@open_to(Audience.TECHNICIAN)
def mails() -> str:
    """Mail that waits for a room, and how the inbox stands."""
    found = queries.standing(), queries.waiting(), queries.left()
    page = pages.mail_page(*found, current_app.config["SETTINGS"], clock.now())
    return render_template("faults/mails.html", page=page)


@blueprint.get("/faults/mail/<int:mail_id>")
@open_to(Audience.TECHNICIAN)
def mail(mail_id: int) -> Answer:
    """One mail: which room is it about?"""
    return _page(mail_id, AsideForm(formdata=None))


@blueprint.post("/faults/mail/<int:mail_id>/room")
@open_to(Audience.TECHNICIAN)
def place_mail(mail_id: int) -> Answer:
    """It is about this room: it becomes a report."""
    form = PlaceForm()

    def act(found: Mail) -> None:
        room: Room = places.room(form.room.data or 0) or abort(404)
        service.place(found, Place(room), by=current_user, at=clock.now())

    if not _done(mail_id, form, act):
        return _page(mail_id, AsideForm(formdata=None), form)
    jobs.wake()
    flash(_("It is a fault now, and its sender has a page of their own."), "success")
    fault_id = queries.mail(mail_id).fault_id  # type: ignore[union-attr]
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


@blueprint.post("/faults/mail/<int:mail_id>/aside")
@open_to(Audience.TECHNICIAN)
def set_mail_aside(mail_id: int) -> Answer:
    """Nothing is to be done with it."""
    form = AsideForm()
    if not _done(
        mail_id, form, lambda found: service.set_aside(found, form.why.data, by=current_user)
    ):
        return _page(mail_id, form)
    flash(_("Set aside. It stays in the list for 30 days."), "success")
    return redirect(url_for("faults.mails"), 303)


def _done(mail_id: int, form: FlaskForm, act: Callable[[Mail], object]) -> bool:
    def with_it() -> None:
        found: Mail = queries.mail(mail_id, to_change=True) or abort(404)
        act(found)

    return stored(form, with_it)


def _page(mail_id: int, form: AsideForm, *others: FlaskForm) -> Answer:
    found: Mail = queries.mail(mail_id) or abort(404)
    q = request.args.get("q", "").strip()[:100]
    rooms = rooms_called(q) if q else ()
    page = pages.one_mail(found, rooms, q, clock.now())
    problems = [str(each) for other in others for each in other.form_errors]
    html = render_template("faults/mail.html", page=page, form=form, problems=problems)
    return html, 422 if form.errors or problems else 200
