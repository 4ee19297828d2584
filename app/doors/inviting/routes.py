"""Inviting somebody by mail, again where it got lost, and taking it back."""

from flask import abort, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.doors.blueprint import blueprint
from app.doors.inviting import service
from app.extensions import db
from app.people import queries as people


@blueprint.post("/people/<int:person_id>/invite")
@open_to(Audience.ADMIN)
def invite(person_id: int) -> Response:
    """Mail the person a link by which they choose a password; a new one where one was sent."""
    person = people.person(person_id) or abort(404)
    service.invite(person, current_app.config["SETTINGS"], at=clock.now())
    db.session.commit()
    jobs.wake()
    flash(_("An invitation goes to %(email)s.", email=person.email), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/uninvite")
@open_to(Audience.ADMIN)
def uninvite(person_id: int) -> Response:
    """Let the invitation open nothing any more."""
    person = people.person(person_id) or abort(404)
    service.take_back(person)
    db.session.commit()
    flash(_("The invitation of %(name)s opens nothing any more.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)
