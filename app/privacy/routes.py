"""What is kept of people, told to everybody; and of one person, told to that one, or erased."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from flask import Response as Answer
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.forms import say_beside
from app.people.models import Person
from app.privacy import queries, service
from app.privacy.forms import AddressForm, EraseForm, NameForm
from app.privacy.kept import KEPT
from app.storing import status_of, stored

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/privacy")
@open_to(Audience.ANYONE)
def kept() -> str:
    """What is kept of people, why, how long, and who sees it."""
    return render_template("privacy/kept.html", kept=KEPT)


@blueprint.route("/account/public-name", methods=["GET", "POST"])
@open_to(Audience.OWN)
def public_name() -> str | Response | tuple[str, int]:
    """What the public may call whoever asks."""
    form = NameForm(obj=current_user)
    if not stored(form, lambda: service.name(current_user, form.public_name.data or "")):
        return render_template("privacy/public_name.html", form=form), status_of(form)
    flash(_("Stored. Pages that were just read say it within a minute."), "success")
    return redirect(url_for("people.account"), 303)


@blueprint.get("/account/data")
@open_to(Audience.OWN)
def own() -> Answer:
    """All that is known of whoever asks."""
    return _told(queries.known_of(current_user), f"person-{current_user.id}")


@blueprint.get("/people/<int:person_id>/data")
@open_to(Audience.ADMIN)
def of_person(person_id: int) -> Answer:
    """All that is known of somebody."""
    person = _found(person_id)
    return _told(queries.known_of(person), f"person-{person.id}")


@blueprint.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def erase(person_id: int) -> str | Response | tuple[str, int]:
    """Leave a number where somebody was."""
    form, person = EraseForm(), _found(person_id)
    name = person.name
    if not stored(form, lambda: service.erase(person, at=clock.now())):
        page = render_template("privacy/erase.html", form=form, person=_found(person_id))
        return page, status_of(form)
    flash(_("%(name)s is erased.", name=name), "success")
    return redirect(url_for("people.listing"), 303)


@blueprint.get("/privacy/address")
@open_to(Audience.ADMIN)
def address() -> str:
    """Whose address is to be shown, or erased."""
    return render_template("privacy/address.html", form=AddressForm())


@blueprint.post("/privacy/address")
@open_to(Audience.ADMIN)
def of_address() -> Answer | tuple[str, int]:
    """All that bears a stranger's address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("privacy/address.html", form=form), status_of(form)
    if known := queries.known_of_address(form.address.data or ""):
        return _told(known, "address")
    say_beside(form, Refusal(_("Nothing that is kept bears this."), field="address"))
    return render_template("privacy/address.html", form=form), 404


@blueprint.post("/privacy/address/erase")
@open_to(Audience.ADMIN)
def erase_address() -> Response | tuple[str, int]:
    """Leave nothing of a stranger's address."""
    form, found = AddressForm(), [0]

    def act() -> None:
        found[0] = service.erase_address(form.address.data or "", at=clock.now())

    if not stored(form, act):
        return render_template("privacy/address.html", form=form), status_of(form)
    said = ngettext("%(num)d record is erased.", "%(num)d records are erased.", found[0])
    flash(said, "success")
    return redirect(url_for("privacy.address"), 303)


def _found(person_id: int) -> Person:
    return queries.person(person_id) or abort(404)


def _told(known: dict[str, Any], name: str) -> Answer:
    answer = jsonify(known)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer
