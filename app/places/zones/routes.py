"""The pages of zones."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.extensions import db
from app.numbers import number_of, page_of
from app.paging import pages
from app.places import queries as places
from app.places.blueprint import blueprint
from app.places.models import Zone
from app.places.pages import next_step
from app.places.zones import queries, service
from app.places.zones.forms import NewZoneForm, RoomsForm, rooms_form
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(zone_id: int) -> Zone:
    return queries.zone(zone_id) or abort(404)


@blueprint.get("/rooms/zones")
@open_to(Audience.STAFF)
def zones() -> str:
    """All zones with the number of their rooms."""
    words = " ".join(request.args.get("q", "").split())[:200]
    part, found = queries.listed(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("places.zones", q=words or None, page=page))
    return render_template("places/zones.html", zones=found, words=words, pages=shown)


@blueprint.route("/rooms/zones/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_zone() -> Answer:
    """Add a zone; its rooms are ticked on the next page."""
    if (missing := next_step()) != "room":
        return render_template("places/first.html", title=_("New zone"), next_step=missing)
    form = NewZoneForm(building=str(number_of(request.args, "building") or ""))
    form.offer(places.buildings())
    made: list[Zone] = []

    def act() -> None:
        building = places.building(int(form.building.data)) or abort(404)
        made.append(service.add_zone(building, form.name.data, form.category.data or ""))

    if not stored(form, act):
        return render_template("places/zone_new.html", form=form), status_of(form)
    flash(_("Zone %(name)s is added. Now tick its rooms.", name=form.name.data), "success")
    return redirect(url_for("places.edit_zone", zone_id=made[0].id), 303)


def _zone_page(form: RoomsForm, zone: Zone) -> tuple[str, int]:
    floors = queries.rooms_by_floor(zone.building_id)
    page = render_template("places/zone_edit.html", form=form, zone=zone, floors=floors)
    return page, status_of(form)


@blueprint.route("/rooms/zones/<int:zone_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_zone(zone_id: int) -> Answer:
    """Change a zone: its name, and which rooms it has."""
    form = rooms_form(_found(zone_id), queries.members(zone_id))

    def act() -> None:
        rooms = set(form.rooms.data or ())
        service.change_zone(_found(zone_id), form.name.data, form.category.data or "", rooms)

    if not stored(form, act):
        return _zone_page(form, _found(zone_id))
    flash(_("Zone %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("places.zones"), 303)


@blueprint.post("/rooms/zones/<int:zone_id>/remove")
@open_to(Audience.MANAGER)
def remove_zone(zone_id: int) -> Response:
    """Forget a zone."""
    zone = _found(zone_id)
    service.remove_zone(zone)
    db.session.commit()
    flash(_("Zone %(name)s is removed. Its rooms stay.", name=zone.name), "success")
    return redirect(url_for("places.zones"), 303)
