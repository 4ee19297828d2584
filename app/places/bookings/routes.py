"""The page of a room's bookings, and where they are told."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.extensions import db
from app.places import queries as places
from app.places.blueprint import blueprint
from app.places.bookings import queries, reading, service
from app.places.bookings.forms import AddressForm, CalendarFileForm
from app.places.bookings.pages import bookings_page
from app.places.models import Room
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _room(room_id: int) -> Room:
    return places.room(room_id) or abort(404)


def _page(room_id: int, address: AddressForm, file: CalendarFileForm) -> tuple[str, int]:
    page = bookings_page(_room(room_id), at=clock.now())
    html = render_template("places/bookings.html", page=page, address_form=address, file_form=file)
    return html, max(status_of(address), status_of(file))


def _shown(room_id: int) -> Response:
    return redirect(url_for("places.bookings", room_id=room_id), 303)


@blueprint.get("/rooms/<int:room_id>/bookings")
@open_to(Audience.MANAGER)
def bookings(room_id: int) -> str:
    """When a room is booked, and where that is told."""
    feed = queries.feed(room_id)
    form = AddressForm(formdata=None, address=feed.address if feed else "")
    return _page(room_id, form, CalendarFileForm(formdata=None))[0]


@blueprint.post("/rooms/<int:room_id>/bookings/address")
@open_to(Audience.MANAGER)
def name_bookings(room_id: int) -> Answer:
    """Name the address of the room's calendar; the worker reads it."""
    form = AddressForm()
    typed = form.address.data or ""
    if not stored(form, lambda: service.name_address(_room(room_id), typed, at=clock.now())):
        return _page(room_id, form, CalendarFileForm(formdata=None))
    jobs.wake()
    flash(_("The address is stored, and is being read now."), "success")
    return _shown(room_id)


@blueprint.post("/rooms/<int:room_id>/bookings/file")
@open_to(Audience.MANAGER)
def send_bookings(room_id: int) -> Answer:
    """Take the bookings of a file that was sent."""
    form, now = CalendarFileForm(), clock.now()
    zone = _room(room_id).support.zone

    def act() -> None:
        calendar = reading.sent(form.content(), zone, at=now)
        service.take_file(_room(room_id), calendar, at=now)

    if not stored(form, act):
        return _page(room_id, AddressForm(formdata=None), form)
    flash(_("The bookings of the file are taken."), "success")
    return _shown(room_id)


@blueprint.post("/rooms/<int:room_id>/bookings/read")
@open_to(Audience.MANAGER)
def read_bookings(room_id: int) -> Response:
    """Let the address be read now."""
    service.read_again(queries.feed(room_id) or abort(404), at=clock.now())
    db.session.commit()
    jobs.wake()
    flash(_("It is being read now. Look again in a moment."), "success")
    return _shown(room_id)


@blueprint.post("/rooms/<int:room_id>/bookings/end")
@open_to(Audience.MANAGER)
def end_bookings(room_id: int) -> Response:
    """Forget where the room's bookings are told, and the bookings."""
    service.end(_room(room_id))
    db.session.commit()
    flash(_("Nothing is known any more of when this room is booked."), "success")
    return _shown(room_id)
