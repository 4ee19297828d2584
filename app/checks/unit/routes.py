"""The page of one unit."""

from flask import abort, render_template

from app import clock
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.unit.pages import unit_page
from app.equipment import queries as equipment


@blueprint.get("/equipment/<int:unit_id>")
@open_to(Audience.STAFF)
def unit(unit_id: int) -> str:
    """What is known of a unit: vendor, warranty, spares, systems, planned work."""
    found = equipment.unit(unit_id) or abort(404)
    page = unit_page(found, equipment.vendor_of(found), clock.now())
    return render_template("checks/unit.html", page=page, unit=found)
