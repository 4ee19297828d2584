"""The pages on which staff write down a call."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.extensions import db
from app.faults import queries
from app.faults.blueprint import blueprint
from app.faults.entering import pages, service
from app.faults.entering.forms import CallForm
from app.faults.handling.pages import TAKEN
from app.faults.models import Report
from app.faults.promises import queries as promises
from app.faults.words import plain
from app.paging import contains
from app.places import queries as places
from app.places.models import Room
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]
MOST = 20


@blueprint.get("/faults/new")
@open_to(Audience.TECHNICIAN)
def new() -> str:
    """Which room is it about?"""
    q = plain(request.args.get("q"))[:100]
    return render_template("faults/new.html", q=q, rooms=rooms_called(q) if q else ())


@blueprint.route("/rooms/<int:room_id>/faults/new", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def new_in_room(room_id: int) -> Answer:
    """Write down what somebody tells of this room."""
    room = places.room(room_id) or abort(404)
    form = CallForm().offer(room)
    if stored(form, lambda: _enter(room, form)):
        report = db.session.scalars(select(Report).where(Report.key == form.key.data)).one()
        flash(_("Noted."), "success")
        fault_id = report.fault_id
        return redirect(url_for("faults.read_out", fault_id=fault_id, report_id=report.id), 303)
    again = places.room(room_id) or abort(404)
    return render_template("faults/new_in_room.html", form=form, room=again), status_of(form)


@blueprint.get("/faults/<int:fault_id>/calls/<int:report_id>")
@open_to(Audience.TECHNICIAN)
def read_out(fault_id: int, report_id: int) -> str:
    """What to tell whoever called: when somebody comes, and where to read how it stands."""
    fault = queries.fault(fault_id) or abort(404)
    taken = (each for each in fault.reports if each.id == report_id and each.channel in TAKEN)
    report = next(taken, None) or abort(404)
    host, owed = current_app.config["SETTINGS"].address, promises.of_fault(fault)
    page = pages.read_out(fault, report, owed, host, clock.now())
    return render_template("faults/read_out.html", page=page)


def _enter(room: Room, form: CallForm) -> None:
    unit, symptom = form.offered[form.what.data]
    service.enter(room, unit, symptom, form.call, by=current_user, at=clock.now())


def rooms_called(q: str) -> list[Room]:
    found = select(Room).where(Room.retired_at.is_(None)).options(joinedload(Room.building))
    for word in q.split()[:5]:
        found = found.where(contains(func.lower(Room.name), word))
    return list(db.session.scalars(found.order_by(Room.name, Room.id).limit(MOST)))
