"""The page on which the first person gives themselves an account; gone once there is one."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.extensions import limiter
from app.people import limits, queries
from app.people import service as people
from app.people.blueprint import blueprint
from app.people.first import service
from app.people.first.forms import FirstForm
from app.storing import status_of, stored


@blueprint.route("/welcome-first", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@limiter.limit(limits.OF_ONE_ADDRESS, methods=["POST"], deduct_when=limits.failed)
def first() -> str | Response | tuple[str, int]:
    """The first administrator chooses a password; one alone, however many try at once."""
    form = FirstForm()

    def act() -> None:
        key = current_app.config["SETTINGS"].signing_key()
        typed = form.email.data or "", form.name.data or "", form.word.data or ""
        person = service.add_first(*typed, signing_key=key, at=clock.now())
        people.choose_password(person, form.password.data or "")

    if stored(form, act):
        flash(_("Your account is ready. Sign in with it."), "success")
        return redirect(url_for("security.login"), 303)
    if not form.errors and not queries.is_empty():
        abort(404)
    return render_template("people/first.html", form=form), status_of(form)
