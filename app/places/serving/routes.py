"""The page on which an administrator says which sites somebody serves."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.people import queries as people
from app.places import queries as places
from app.places.blueprint import blueprint
from app.places.serving import queries, service
from app.places.serving.forms import ALL, SOME, ServingForm
from app.storing import status_of, stored


@blueprint.route("/people/<int:person_id>/sites", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def serving(person_id: int) -> str | Response | tuple[str, int]:
    """Say which sites somebody serves."""
    person = people.person(person_id) or abort(404)
    own, sites = queries.sites_of(person), places.sites()
    form = ServingForm(reach=ALL if own is None else SOME, sites=own or ()).offer(sites)

    def act() -> None:
        if form.reach.data == ALL:
            service.serve_all(person)
        else:
            service.serve(person, [each for each in sites if each.id in (form.sites.data or ())])

    if not stored(form, act):
        page = render_template("places/serving.html", form=form, person=person, sites=sites)
        return page, status_of(form)
    flash(_("The sites of %(name)s are stored.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)
