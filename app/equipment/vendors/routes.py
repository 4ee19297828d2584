"""The page of one vendor."""

from datetime import UTC

from flask import abort, render_template
from flask_babel import gettext as _

from app import clock
from app.access import Audience, open_to
from app.equipment import queries as equipment
from app.equipment.blueprint import blueprint
from app.equipment.vendors.cover import warranty
from app.equipment.vendors.facts import vendor_facts
from app.equipment.vendors.queries import named_by


@blueprint.get("/equipment/vendors/<int:vendor_id>")
@open_to(Audience.STAFF)
def vendor(vendor_id: int) -> str:
    """How one vendor is reached, and what it sold, guarantees and sells."""
    found = equipment.vendor(vendor_id) or abort(404)
    today, named = clock.now().astimezone(UTC).date(), named_by(vendor_id)
    units = [(unit, _(unit.model.type.title), warranty(unit, today)) for unit in named.units]
    facts = vendor_facts(found, today)
    page = {"vendor": facts, "units": units, "named": named}
    return render_template("equipment/vendor.html", **page)
