"""The page on which a broken unit is swapped."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.equipment.models import Equipment
from app.faults import queries
from app.faults.blueprint import blueprint
from app.faults.models import Fault
from app.faults.swapping import service
from app.faults.swapping.forms import SwapForm
from app.faults.swapping.queries import stand_ins
from app.faults.words import plain
from app.storing import status_of, stored

FEW = 5
"""So many are shown at first: what fits best stands among them."""
MOST = 50


def _found(fault_id: int, *, to_change: bool = False) -> tuple[Fault, Equipment]:
    """The fault and its unit; a room itself can't be swapped."""
    fault = queries.fault(fault_id, to_change=to_change) or abort(404)
    return fault, fault.equipment or abort(404)


@blueprint.route("/faults/<int:fault_id>/swap", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def swap(fault_id: int) -> Response | tuple[str, int]:
    """Put another unit in the place of the broken one."""
    form = SwapForm()

    def act() -> None:
        fault, _unit = _found(fault_id, to_change=True)
        service.swap(fault, form.chosen, by=current_user, at=clock.now())

    if not stored(form, act):
        return _page(fault_id, form), status_of(form)
    flash(_("Swapped. Carry the tags along: they belong to their units."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


def _page(fault_id: int, form: SwapForm) -> str:
    fault, unit = _found(fault_id)
    asked = " ".join(plain(request.args.get("q")).split())[:200]
    shows_all = "all" in request.args
    most = MOST if shows_all else FEW
    found = stand_ins(unit, asked, most + 1)
    form.offer(found[:most], unit.room_id)
    shown = {"fault": fault, "unit": unit, "form": form, "words": asked}
    more = len(found) > most
    return render_template("faults/swap.html", **shown, shows_all=shows_all, has_more=more)
