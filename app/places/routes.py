"""Pages about rooms; those about buildings, sites and calendars stand beside it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.extensions import db
from app.numbers import number_of, page_of
from app.places import estate_routes, queries, service  # noqa: F401 - it adds its routes
from app.places.blueprint import blueprint
from app.places.bookings import routes as booking_routes  # noqa: F401 - it adds its routes
from app.places.contingency import routes as contingency_routes  # noqa: F401 - and these
from app.places.forms import RoomForm, room_form
from app.places.listing import wanted_rooms
from app.places.models import Building, Criticality, Room
from app.places.pages import next_step, rooms_page
from app.places.service import RoomDetails
from app.places.serving import routes as serving_routes  # noqa: F401 - it adds its routes
from app.places.year import routes as year_routes  # noqa: F401 - it adds its routes
from app.places.zones import routes as zone_routes  # noqa: F401 - it adds its routes
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(room_id: int) -> Room:
    return queries.room(room_id) or abort(404)


def _building(form: RoomForm) -> Building:
    return queries.building(int(form.building.data)) or abort(404)


def _fields(form: RoomForm, building: Building) -> RoomDetails:
    calendar = int(form.support_calendar.data or 0)
    return {
        "floor": service.floor_of(building, form.floor.data or ""),
        "description": form.description.data or "",
        "criticality": Criticality(form.criticality.data),
        "support_calendar": queries.support_calendar(calendar) if calendar else None,
    }


def _form_page(form: RoomForm, room: Room | None) -> tuple[str, int]:
    page = render_template(
        "places/room_form.html", form=form, room=room, floors=queries.floor_labels()
    )
    return page, status_of(form)


@blueprint.get("/rooms")
@open_to(Audience.STAFF)
def rooms() -> str:
    """The list of rooms."""
    shown = rooms_page(wanted_rooms(request.args), page_of(request.args), clock.now())
    return render_template("places/rooms.html", page=shown)


@blueprint.route("/rooms/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_room() -> Answer:
    """Add a room."""
    if (missing := next_step()) != "room":
        return render_template("places/first.html", title=_("New room"), next_step=missing)
    form = room_form(building_id=number_of(request.args, "building"))
    form.offer(queries.buildings(), queries.support_calendars())

    def act() -> None:
        building = _building(form)
        service.add_room(building, form.name.data, **_fields(form, building), at=clock.now())

    if not stored(form, act):
        return _form_page(form, None)
    flash(_("Room %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("places.rooms", building=form.building.data), 303)


@blueprint.route("/rooms/<int:room_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_room(room_id: int) -> Answer:
    """Change a room."""
    form = room_form(_found(room_id))
    form.offer(queries.buildings(), queries.support_calendars())

    def act() -> None:
        building = _building(form)
        service.change_room(
            _found(room_id), name=form.name.data, building=building, **_fields(form, building)
        )

    if not stored(form, act):
        return _form_page(form, _found(room_id))
    flash(_("The room is changed."), "success")
    return redirect(url_for("scan.room", room_id=room_id), 303)


@blueprint.post("/rooms/<int:room_id>/retire")
@open_to(Audience.MANAGER)
def retire_room(room_id: int) -> Response:
    """Take a room out of use."""
    room = _found(room_id)
    service.retire_room(room, at=clock.now())
    db.session.commit()
    flash(_("Room %(name)s is out of use. Its tag no longer answers.", name=room.name), "success")
    return redirect(url_for("places.edit_room", room_id=room_id), 303)


@blueprint.post("/rooms/<int:room_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back_room(room_id: int) -> Response:
    """Take a retired room into use again."""
    room = _found(room_id)
    service.bring_back_room(room)
    db.session.commit()
    flash(_("Room %(name)s is in use again.", name=room.name), "success")
    return redirect(url_for("places.edit_room", room_id=room_id), 303)
