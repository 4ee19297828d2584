"""Pages about faults made on purpose: for managers, who make them, and for auditors."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks.audits.seeded import queries, service
from app.checks.audits.seeded.forms import SeedForm
from app.checks.audits.seeded.pages import seeded_page
from app.checks.blueprint import blueprint
from app.equipment.queries import units_in
from app.extensions import db
from app.numbers import number_of
from app.places import listing as rooms
from app.places import queries as places
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


@blueprint.get("/checks/seeded")
@open_to(Audience.OVERSIGHT)
def seeded() -> str:
    """All faults made on purpose, and whether checks found them."""
    page = seeded_page(queries.listed(), clock.now())
    return render_template("checks/audit_seeded.html", page=page)


@blueprint.route("/checks/seeded/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def seed_fault() -> Answer:
    """Record one; without a room, the room is looked for first."""
    room_id = number_of(request.args, "room")
    if room_id is None:
        return _which_room()
    room, units = places.room(room_id) or abort(404), units_in(room_id)
    form = SeedForm().offer(units)
    unit, what, now = form.chosen(units), form.what.data or "", clock.now()
    if stored(form, lambda: service.seed(room, unit, what, current_user, at=now)):
        flash(_("Noted. Managers and auditors alone can see it."), "success")
        return redirect(url_for("checks.seeded"), 303)
    return _new_page(room_id, form), status_of(form)


def _new_page(room_id: int, form: SeedForm) -> str:
    room = places.room(room_id) or abort(404)
    return render_template("checks/audit_seed.html", room=room, form=form)


def _which_room() -> str:
    wanted = rooms.wanted_rooms(request.args)
    found = rooms.listed(wanted, 1, at=clock.now()).rooms if wanted.words else ()
    return render_template("checks/audit_room.html", words=wanted.words, rooms=found)


@blueprint.post("/checks/seeded/<int:seeded_id>/end")
@open_to(Audience.MANAGER)
def end_seeded(seeded_id: int) -> Response:
    """It was put right; with `close`, so is the fault that a check opened because of it."""
    row = queries.seeded(seeded_id) or abort(404)
    close = request.form.get("close") == "1"
    service.put_right(row, current_user, close=close, at=clock.now())
    db.session.commit()
    flash(_("Put right."), "success")
    return redirect(url_for("checks.seeded"), 303)
