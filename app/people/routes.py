"""Pages about people: accounts, and the welcome that lets one choose a password.

Signing in and out are Flask-Security's; here they only get their limit.
"""

from typing import Any

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db, limiter, security
from app.forms import say_beside
from app.numbers import page_of
from app.paging import pages
from app.people import limits, queries, service
from app.people.account import routes as account_routes
from app.people.account.entering import newcomer
from app.people.blueprint import blueprint
from app.people.factors import admin as factor_admin
from app.people.factors import asking, between
from app.people.factors import routes as factor_routes
from app.people.first import routes as first_routes
from app.people.forms import ROLE_NAMES, PersonForm, QualificationsForm, WelcomeForm
from app.people.models import Person, Role
from app.people.one import routes as one_routes
from app.people.passkeys import routes as passkey_routes
from app.people.sessions import knowing
from app.storing import status_of, stored

__all__ = [
    "account_routes",
    "blueprint",
    "factor_admin",
    "factor_routes",
    "first_routes",
    "one_routes",
    "passkey_routes",
]


security.login_context_processor(lambda: {"nobody_yet": queries.is_empty()})


@blueprint.record_once
def know_people(state: BlueprintSetupState) -> None:
    """Know people by their sign-ins, and ask some of them for a second factor."""
    knowing.bind(state.app)
    between.bind(state.app)
    asking.bind(state.app)
    passkey_routes.bind(state.app)


@blueprint.record_once
def bound_tries(state: BlueprintSetupState) -> None:
    """Let nobody try as many passwords as they like."""
    limits.limit_sign_in(state.app)


def _found(person_id: int) -> Person:
    return queries.person(person_id) or abort(404)


def _welcome_address(person: Person) -> str:
    told: str = current_app.config["SETTINGS"].address
    address = service.invite(person, told or request.url_root.rstrip("/"), at=clock.now())
    db.session.commit()
    return address


@blueprint.get("/people")
@open_to(Audience.ADMIN)
def listing() -> str:
    """Everybody who can sign in, and who could."""
    words, role = " ".join(request.args.get("q", "").split())[:200], request.args.get("role", "")
    found, part = queries.listed(words, role, page_of(request.args))
    asked: dict[str, Any] = {"q": words or None, "role": role or None}
    around = pages(part, lambda page: url_for("people.listing", page=page, **asked))
    shown = {"people": found, "pages": around, "words": words, "role": role, "at": clock.now()}
    roles = [("", _("All")), *ROLE_NAMES.items()]
    return render_template("people/listing.html", **shown, roles=roles)


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


@blueprint.route("/people/<int:person_id>/qualifications", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def qualifications(person_id: int) -> str | Response | tuple[str, int]:
    """Say what somebody may sign beside what everybody may."""
    person = _found(person_id)
    form = QualificationsForm(obj=person)
    if not stored(form, lambda: service.qualify(person, form.qualifications.data or "")):
        page = render_template("people/qualifications.html", form=form, person=_found(person_id))
        return page, status_of(form)
    flash(_("The qualifications of %(name)s are stored.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/off")
@open_to(Audience.ADMIN)
def off(person_id: int) -> Response:
    """End somebody's access."""
    person = _found(person_id)
    service.switch_off(person, current_user)
    db.session.commit()
    flash(_("%(name)s can no longer sign in.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/on")
@open_to(Audience.ADMIN)
def on(person_id: int) -> Response:
    """Give somebody access again."""
    person = _found(person_id)
    service.switch_on(person)
    db.session.commit()
    flash(_("%(name)s can sign in again.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@limiter.limit(limits.OF_ONE_ADDRESS, methods=["POST"], deduct_when=limits.failed)
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
    return newcomer(person)
