"""The page of what checks found of a fault."""

from flask import abort, render_template

from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.of_fault.pages import fault_page
from app.checks.of_fault.queries import findings_of, photos_of
from app.faults import queries as faults


@blueprint.get("/faults/<int:fault_id>/checks")
@open_to(Audience.STAFF)
def of_fault(fault_id: int) -> str:
    """Which checks found the fault, what they said of it, and their photos."""
    fault = faults.fault(fault_id) or abort(404)
    found = findings_of(fault.id)
    photos = photos_of(each.check_id for each in found)
    return render_template("checks/of_fault.html", page=fault_page(fault, found, photos))
