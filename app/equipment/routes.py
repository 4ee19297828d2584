"""Pages about equipment."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.equipment import queries, service
from app.equipment.beside import routes as beside  # noqa: F401 - it adds its routes
from app.equipment.beside.service import vendor_named
from app.equipment.blueprint import blueprint
from app.equipment.forms import NewUnitForm, PlaceForm, UnitForm, place_of, unit_form
from app.equipment.listing import wanted_units
from app.equipment.models import Equipment, EquipmentModel
from app.equipment.pages import units_page
from app.equipment.service import UnitDetails
from app.equipment.stock import routes as stock  # noqa: F401 - it adds its routes
from app.equipment.vendors import routes as vendors  # noqa: F401 - and this
from app.errors import Refusal
from app.extensions import db
from app.numbers import number_of, page_of
from app.places import queries as places
from app.places.models import Room
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(unit_id: int) -> Equipment:
    return queries.unit(unit_id) or abort(404)


def _room(form: PlaceForm) -> Room:
    building, name = int(form.building.data), form.room.data
    if room := places.room_named(building, name):
        return room
    raise Refusal(
        _("No room in use of this building is called “%(name)s”.", name=name), field="room"
    )


def _model(form: UnitForm) -> EquipmentModel:
    kind = queries.type_of_id(int(form.type.data)) or abort(404)
    return service.model_of(kind, form.maker.data or "", form.model_number.data or "")


def _details(form: UnitForm) -> UnitDetails:
    return {
        "asset_tag": form.asset_tag.data,
        "serial_number": form.serial_number.data or "",
        "installed_on": form.installed_on.data,
        "purchased_on": form.purchased_on.data,
        "warranty_until": form.warranty_until.data,
        "vendor": vendor_named(form.vendor_name.data or "", field="vendor_name"),
        "note": form.note.data or "",
    }


def _known() -> dict[str, Sequence[str]]:
    """What is proposed while somebody types."""
    return {"makers": queries.makers(), "vendors": queries.vendor_names()}


@blueprint.get("/equipment")
@open_to(Audience.STAFF)
def units() -> str:
    """The list of equipment."""
    shown = units_page(wanted_units(request.args), page_of(request.args))
    return render_template("equipment/units.html", page=shown)


@blueprint.get("/equipment/types")
@open_to(Audience.STAFF)
def types() -> str:
    """The types of equipment, and the symptom words that each offers to reporters."""
    return render_template(
        "equipment/types.html", types=queries.types(), of_rooms=queries.symptoms_of_rooms()
    )


@blueprint.route("/equipment/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_unit() -> Answer:
    """Add a unit to a room."""
    known = number_of(request.args, "room")
    form = NewUnitForm(**place_of(places.room(known) if known else None))
    form.offer_buildings(places.buildings())
    form.offer_types(queries.types())

    def act() -> None:
        place, model, name = _room(form), _model(form), form.name.data
        service.add_once(form.key.data or "", place, model, name, at=clock.now(), **_details(form))

    if not stored(form, act):
        return render_template("equipment/unit_new.html", form=form, **_known()), status_of(form)
    flash(_("%(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("equipment.units"), 303)


@blueprint.route("/equipment/<int:unit_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_unit(unit_id: int) -> Answer:
    """Change a unit."""
    unit = _found(unit_id)
    form = unit_form(unit, queries.vendor_of(unit))
    form.offer_types(queries.types())

    def act() -> None:
        service.change_unit(
            _found(unit_id), name=form.name.data, model=_model(form), **_details(form)
        )

    if not stored(form, act):
        again = _found(unit_id)
        page = render_template("equipment/unit_edit.html", form=form, unit=again, **_known())
        return page, status_of(form)
    flash(_("%(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("equipment.edit_unit", unit_id=unit_id), 303)


@blueprint.route("/equipment/<int:unit_id>/move", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def move_unit(unit_id: int) -> Answer:
    """Put a unit into another room."""
    form = PlaceForm(building=str(_found(unit_id).room.building_id))
    form.offer_buildings(places.buildings())
    if not stored(form, lambda: service.move_unit(_found(unit_id), _room(form))):
        page = render_template("equipment/unit_move.html", form=form, unit=_found(unit_id))
        return page, status_of(form)
    flash(_("It stands in room %(name)s now.", name=form.room.data), "success")
    return redirect(url_for("equipment.edit_unit", unit_id=unit_id), 303)


@blueprint.post("/equipment/<int:unit_id>/retire")
@open_to(Audience.MANAGER)
def retire_unit(unit_id: int) -> Response:
    """Take a unit out of use."""
    unit = _found(unit_id)
    service.retire_unit(unit, at=clock.now())
    db.session.commit()
    flash(_("%(name)s is out of use.", name=unit.name), "success")
    return redirect(url_for("equipment.edit_unit", unit_id=unit_id), 303)


@blueprint.post("/equipment/<int:unit_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back_unit(unit_id: int) -> Response:
    """Take a retired unit into use again."""
    unit = _found(unit_id)
    service.bring_back_unit(unit)
    db.session.commit()
    flash(_("%(name)s is in use again.", name=unit.name), "success")
    return redirect(url_for("equipment.edit_unit", unit_id=unit_id), 303)
