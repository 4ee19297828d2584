"""The page of what to do when a room can't be used."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.places import queries as places
from app.places.blueprint import blueprint
from app.places.contingency import queries, service
from app.places.contingency.forms import contingency_form
from app.places.models import Room
from app.storing import status_of, stored


def _found(room_id: int) -> Room:
    return places.room(room_id) or abort(404)


@blueprint.route("/rooms/<int:room_id>/contingency", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def contingency(room_id: int) -> str | Response | tuple[str, int]:
    """What to do when this room can't be used."""
    kept, equals = queries.plan(room_id), list(queries.equals(room_id))
    form = contingency_form(_found(room_id), kept, equals)

    def act() -> None:
        room = _found(room_id)
        service.provide(room, service.rooms_named(room, form.lines()), form.helps())

    if not stored(form, act):
        page = render_template("places/contingency.html", room=_found(room_id), form=form)
        return page, status_of(form)
    flash(_("It is stored, and shown at the tag when the room can't be used."), "success")
    return redirect(url_for("scan.room", room_id=room_id), 303)
