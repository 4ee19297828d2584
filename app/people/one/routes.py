"""One person: what they do here, and what lets them in."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.people import queries, service
from app.people.blueprint import blueprint
from app.people.models import Person, Role
from app.people.one.forms import ChangeForm
from app.storing import status_of, stored


@blueprint.get("/people/<int:person_id>")
@open_to(Audience.ADMIN)
def person(person_id: int) -> str:
    """Everything about one person."""
    return render_template("people/person.html", person=_found(person_id), at=clock.now())


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def edit(person_id: int) -> str | Response | tuple[str, int]:
    """Change name and role; another role signs the person out everywhere."""
    found = _found(person_id)
    form = ChangeForm(data={"name": found.name, "role": found.role.value})

    def act() -> None:
        role = Role(form.role.data)
        service.change(found, form.name.data or "", role, by=current_user)

    if not stored(form, act):
        page = render_template("people/edit.html", form=form, person=_found(person_id))
        return page, status_of(form)
    flash(_("Stored."), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


def _found(person_id: int) -> Person:
    return queries.person(person_id) or abort(404)
