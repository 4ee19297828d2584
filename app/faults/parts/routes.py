"""The page of the parts that go into a fault."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.equipment.stock import queries as stocks
from app.equipment.stock.service import Act
from app.faults import queries
from app.faults.blueprint import blueprint
from app.faults.models import Fault
from app.faults.parts import service
from app.faults.parts.forms import PartForm
from app.faults.parts.queries import for_fault, used_in
from app.faults.words import place
from app.storing import status_of, stored


@blueprint.route("/faults/<int:fault_id>/parts", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def parts(fault_id: int) -> Response | tuple[str, int]:
    """Use a part from the shelf, and see what was used."""
    form = PartForm().offer(for_fault(queries.fault(fault_id) or abort(404)))

    def act() -> None:
        _use(queries.fault(fault_id, to_change=True) or abort(404), form)

    if not stored(form, act):
        found = queries.fault(fault_id) or abort(404)
        page = {"fault": found, "place": place(found), "used": used_in(fault_id)}
        kept = for_fault(found)
        return render_template("faults/parts.html", form=form, kept=kept, **page), status_of(form)
    flash(_("Written down, and taken from the stock."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


def _use(fault: Fault, form: PartForm) -> None:
    stock = stocks.stock(int(form.part.data)) or abort(404)
    service.use(fault, stock, form.number.data, Act(current_user, clock.now(), form.key.data))
