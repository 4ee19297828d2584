"""Where each person chooses what they want to hear, and how."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.notices import service as notices
from app.notices.blueprint import blueprint
from app.notices.models import Topic
from app.notices.push.keys import public_key
from app.notices.service import Words
from app.notices.wishes import queries, service
from app.notices.wishes.forms import DeviceForm, WishesForm, wishes_form
from app.storing import status_of, stored


def _form() -> WishesForm:
    chosen = queries.wishes_of(current_user), queries.quiet_of(current_user)
    return wishes_form(*chosen, str(clock.usual_zone()), current_user.language)


def _here() -> Response:
    return redirect(url_for("notices.wishes"), 303)


@blueprint.route("/settings/notices", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def wishes() -> str | Response | tuple[str, int]:
    """What I want to hear, how, and when not."""
    form = _form()

    def act() -> None:
        by = form.topics("by_email"), form.topics("by_push")
        service.choose(current_user, *by, form.hours(), form.language.data)

    if not stored(form, act):
        given = {"devices": queries.devices_of(current_user), "push_key": public_key()}
        return render_template("notices/wishes.html", form=form, **given), status_of(form)
    flash(_("Your choice is stored."), "success")
    return _here()


@blueprint.post("/settings/notices/devices")
@open_to(Audience.TECHNICIAN)
def add_device() -> Response:
    """Push to this browser."""
    form = DeviceForm()
    if not form.validate_on_submit():
        raise Refusal(_("This browser gave no address to push to. Try another."), status=400)
    told = form.subscription.data or "", form.name.data or ""
    service.add_device(current_user, *told, at=clock.now())
    db.session.commit()
    flash(_("Messages are pushed to this browser now."), "success")
    return _here()


@blueprint.post("/settings/notices/devices/<int:device_id>/end")
@open_to(Audience.TECHNICIAN)
def end_device(device_id: int) -> Response:
    """Push to that browser no more; only to one's own."""
    own = {each.id: each for each in queries.devices_of(current_user)}
    service.end_device(own.get(device_id) or abort(404), at=clock.now())
    db.session.commit()
    flash(_("Nothing is pushed to it any more."), "success")
    return _here()


@blueprint.post("/settings/notices/try")
@open_to(Audience.TECHNICIAN)
def try_wishes() -> Response:
    """Tell me something, to see whether it comes."""

    def words() -> Words:
        said = _("Messages of Roomworthy reach you here.")
        return Words(_("A try"), said, "/today", urgent=True)

    notices.tell([current_user], Topic.SYSTEM, words, about="try", at=clock.now())
    db.session.commit()
    jobs.wake()
    flash(_("A message is on its way to you, by the ways that you chose."), "success")
    return _here()
