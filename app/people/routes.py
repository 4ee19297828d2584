"""Pages about people: accounts, and the welcome that lets one choose a password.

Signing in and out are Flask-Security's; here they only get their limit.
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db, limiter
from app.forms import say_beside
from app.people import queries, service
from app.people.forms import PersonForm, WelcomeForm
from app.people.models import Person, Role

blueprint = Blueprint("people", __name__)

SIGN_IN_LIMIT = "10 per minute; 60 per hour"


@blueprint.record_once
def limit_sign_in(state: BlueprintSetupState) -> None:
    """Let one address try only so many passwords."""
    views: dict[str, Any] = state.app.view_functions
    limited = limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
    views["security.login"] = limited(views["security.login"])


def _found(person_id: int) -> Person:
    return queries.person(person_id) or abort(404)


def _welcome_address(person: Person) -> str:
    return url_for("people.welcome", token=service.welcome_token(person), _external=True)


@blueprint.get("/people")
@open_to(Audience.ADMIN)
def listing() -> str:
    """Everybody who can sign in."""
    return render_template("people/listing.html", people=queries.everyone())


@blueprint.route("/people/new", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def new() -> str | Response | tuple[str, int]:
    """Add somebody; the answer bears the link that lets them in."""
    form = PersonForm()
    if not form.validate_on_submit():
        return render_template("people/new.html", form=form), 422 if form.errors else 200
    try:
        person = service.add_person(
            form.email.data or "", form.name.data or "", Role(form.role.data), at=clock.now()
        )
    except Refusal as refusal:
        say_beside(form, refusal)
        return render_template("people/new.html", form=form), 422
    db.session.commit()
    return render_template("people/link.html", person=person, address=_welcome_address(person))


@blueprint.post("/people/<int:person_id>/link")
@open_to(Audience.ADMIN)
def link(person_id: int) -> str:
    """A fresh one-time link for somebody who has lost their password."""
    person = _found(person_id)
    return render_template("people/link.html", person=person, address=_welcome_address(person))


@blueprint.post("/people/<int:person_id>/off")
@open_to(Audience.ADMIN)
def off(person_id: int) -> Response:
    """End somebody's access."""
    person = _found(person_id)
    service.switch_off(person, current_user)
    db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=person.name), "success")
    return redirect(url_for("people.listing"), 303)


@blueprint.post("/people/<int:person_id>/on")
@open_to(Audience.ADMIN)
def on(person_id: int) -> Response:
    """Give somebody access again."""
    person = _found(person_id)
    service.switch_on(person)
    db.session.commit()
    flash(_("%(name)s can sign in again.", name=person.name), "success")
    return redirect(url_for("people.listing"), 303)


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def welcome(token: str) -> str | Response | tuple[str, int]:
    """Choose a password by a one-time link; used or old ones are refused in a sentence."""
    person = service.person_of_token(token)
    if person is None:
        raise Refusal(
            _("This link was used already or is older than three days. Ask for a new one."),
            status=404,
        )
    form = WelcomeForm()
    if not form.validate_on_submit():
        page = render_template("people/welcome.html", form=form, person=person)
        return page, 422 if form.errors else 200
    service.choose_password(person, form.password.data or "")
    db.session.commit()
    flash(_("Your password is set. Sign in with it."), "success")
    return redirect(url_for("security.login"), 303)
