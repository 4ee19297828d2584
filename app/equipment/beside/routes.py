"""The pages of vendors, spares and systems."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.equipment import queries as equipment
from app.equipment.beside import listing, service
from app.equipment.beside.forms import (
    MergeForm,
    SpareForm,
    VendorForm,
    new_spare_form,
    spare_form,
    vendor_form,
)
from app.equipment.beside.service import SpareDetails, VendorDetails
from app.equipment.blueprint import blueprint
from app.equipment.models import EquipmentModel, Spare, Vendor
from app.equipment.service import model_of
from app.errors import Refusal
from app.extensions import db
from app.numbers import number_of, page_of
from app.paging import pages
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _vendor(vendor_id: int) -> Vendor:
    return equipment.vendor(vendor_id) or abort(404)


def _spare(spare_id: int) -> Spare:
    return listing.spare(spare_id) or abort(404)


def _reached(form: VendorForm) -> VendorDetails:
    return {
        "email": form.email.data or "",
        "phone": form.phone.data or "",
        "address": form.address.data or "",
        "hours": form.hours.data or "",
        "contract": form.contract.data or "",
        "contract_until": form.contract_until.data,
        "note": form.note.data or "",
    }


def _model(form: SpareForm) -> EquipmentModel:
    kind = equipment.type_of_id(int(form.type.data)) or abort(404)
    return model_of(kind, form.maker.data or "", form.model_number.data or "")


def _details(form: SpareForm) -> SpareDetails:
    return {
        "part_number": form.part_number.data or "",
        "set_number": form.set_number.data or "",
        "category": form.category.data or "",
        "note": form.note.data or "",
        "vendor": service.vendor_named(form.vendor_name.data or "", field="vendor_name"),
    }


@blueprint.get("/equipment/vendors")
@open_to(Audience.STAFF)
def vendors() -> str:
    """Who sells, guarantees and mends, and how to reach them."""
    words = listing.wanted_words(request.args)
    part, found = listing.vendors(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("equipment.vendors", q=words or None, page=page))
    return render_template("equipment/vendors.html", vendors=found, words=words, pages=shown)


@blueprint.route("/equipment/vendors/new", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def new_vendor() -> Answer:
    """Add a vendor."""
    form = VendorForm()
    if not stored(form, lambda: service.add_vendor(form.name.data, **_reached(form))):
        return render_template("equipment/vendor_new.html", form=form), status_of(form)
    flash(_("Vendor %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("equipment.vendors"), 303)


def _vendor_page(vendor_id: int, form: VendorForm, merge: MergeForm) -> tuple[str, int]:
    page = render_template(
        "equipment/vendor_edit.html",
        vendor=_vendor(vendor_id),
        form=form,
        merge=merge,
        uses=listing.uses_of(vendor_id),
        names=equipment.vendor_names(),
    )
    return page, max(status_of(form), status_of(merge))


@blueprint.route("/equipment/vendors/<int:vendor_id>/edit", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def edit_vendor(vendor_id: int) -> Answer:
    """Change a vendor; or say that it is another one, or remove it."""
    form = vendor_form(_vendor(vendor_id))

    def act() -> None:
        service.change_vendor(_vendor(vendor_id), form.name.data, **_reached(form))

    if not stored(form, act):
        return _vendor_page(vendor_id, form, MergeForm(formdata=None))
    flash(_("Vendor %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("equipment.vendors"), 303)


def _staying(form: MergeForm) -> Vendor:
    if found := service.vendor_called(form.into.data):
        return found
    raise Refusal(_("No vendor is called “%(name)s”.", name=form.into.data), field="into")


@blueprint.post("/equipment/vendors/<int:vendor_id>/merge")
@open_to(Audience.ORGANISATION)
def merge_vendor(vendor_id: int) -> Answer:
    """Make two vendors one."""
    vendor, form = _vendor(vendor_id), MergeForm()
    if not stored(form, lambda: service.merge_vendor(vendor, _staying(form))):
        untouched = VendorForm(formdata=None, obj=_vendor(vendor_id))
        return _vendor_page(vendor_id, untouched, form)
    flash(_("The two vendors are one: %(name)s.", name=form.into.data), "success")
    return redirect(url_for("equipment.vendors"), 303)


@blueprint.post("/equipment/vendors/<int:vendor_id>/remove")
@open_to(Audience.ORGANISATION)
def remove_vendor(vendor_id: int) -> Response:
    """Forget a vendor that nothing names."""
    vendor = _vendor(vendor_id)
    service.remove_vendor(vendor)
    db.session.commit()
    flash(_("Vendor %(name)s is removed.", name=vendor.name), "success")
    return redirect(url_for("equipment.vendors"), 303)


@blueprint.get("/equipment/spares")
@open_to(Audience.STAFF)
def spares() -> str:
    """What is kept or ordered to mend with."""
    words = listing.wanted_words(request.args)
    part, found = listing.spares(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("equipment.spares", q=words or None, page=page))
    return render_template("equipment/spares.html", spares=found, words=words, pages=shown)


def _spare_page(form: SpareForm, spare_id: int | None) -> tuple[str, int]:
    page = render_template(
        "equipment/spare_form.html",
        form=form,
        spare=_spare(spare_id) if spare_id else None,
        makers=equipment.makers(),
        vendors=equipment.vendor_names(),
    )
    return page, status_of(form)


@blueprint.route("/equipment/spares/new", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def new_spare() -> Answer:
    """Add a spare; the model is that of the unit where one is named."""
    unit = number_of(request.args, "unit")
    form = new_spare_form(equipment.unit(unit) if unit else None, equipment.types())

    def act() -> None:
        service.add_spare(_model(form), form.name.data, **_details(form))

    if not stored(form, act):
        return _spare_page(form, None)
    flash(_("Spare %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("equipment.spares"), 303)


@blueprint.route("/equipment/spares/<int:spare_id>/edit", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def edit_spare(spare_id: int) -> Answer:
    """Change a spare, or remove it."""
    form = spare_form(_spare(spare_id), equipment.types())

    def act() -> None:
        service.change_spare(_spare(spare_id), _model(form), form.name.data, **_details(form))

    if not stored(form, act):
        return _spare_page(form, spare_id)
    flash(_("Spare %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("equipment.spares"), 303)


@blueprint.post("/equipment/spares/<int:spare_id>/remove")
@open_to(Audience.ORGANISATION)
def remove_spare(spare_id: int) -> Response:
    """Forget a spare."""
    spare = _spare(spare_id)
    service.remove_spare(spare)
    db.session.commit()
    flash(_("Spare %(name)s is removed.", name=spare.name), "success")
    return redirect(url_for("equipment.spares"), 303)


@blueprint.get("/equipment/systems")
@open_to(Audience.STAFF)
def systems() -> str:
    """All systems with the number of their units; they come with lists."""
    words = listing.wanted_words(request.args)
    part, found = listing.systems(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("equipment.systems", q=words or None, page=page))
    return render_template("equipment/systems.html", systems=found, words=words, pages=shown)
