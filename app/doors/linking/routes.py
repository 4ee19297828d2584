"""The page of the accounts elsewhere that open somebody's account here, for administrators."""

from zoneinfo import ZoneInfo

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.doors import queries
from app.doors.blueprint import blueprint
from app.doors.linking import service
from app.doors.linking.forms import LinkForm
from app.doors.linking.pages import links
from app.extensions import db
from app.people import queries as people
from app.storing import status_of, stored


@blueprint.route("/people/<int:person_id>/other", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def of_person(person_id: int) -> str | Response | tuple[str, int]:
    """Show which accounts elsewhere open somebody's account here, and link another."""
    settings = current_app.config["SETTINGS"]
    person = people.person(person_id) or abort(404)
    form, issuer = LinkForm(), settings.oidc_issuer if settings.has_other_door else abort(404)
    by = current_user._get_current_object()

    def act() -> None:
        service.link(person, issuer, form.subject.data or "", by=by, at=clock.now())

    if not stored(form, act):
        shown, zone = queries.identities_of(person_id), ZoneInfo(settings.default_timezone)
        known = {"links": links(shown, at=clock.now(), zone=zone), "issuer": issuer}
        page = render_template("doors/of_person.html", form=form, person=person, **known)
        return page, status_of(form)
    flash(_("%(name)s can come in by it from now on, and is told.", name=person.name), "success")
    return redirect(url_for("doors.of_person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/other/<int:identity_id>/unlink")
@open_to(Audience.ADMIN)
def unlink_of(person_id: int, identity_id: int) -> Response:
    """Let an account elsewhere open somebody's account here no more."""
    found = queries.identity_of(person_id, identity_id) or abort(404)
    service.unlink(found, by=current_user._get_current_object(), at=clock.now())
    db.session.commit()
    flash(_("It opens nothing here any more, and %(name)s is signed out.", name=found.person.name))
    return redirect(url_for("doors.of_person", person_id=person_id), 303)
