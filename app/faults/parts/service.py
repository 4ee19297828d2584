"""A spare goes from the shelf into a fault: both are written down in one transaction."""

from __future__ import annotations

from flask_babel import gettext as _

from app.equipment.models import SpareStock
from app.equipment.stock import service as stocks
from app.equipment.stock.service import Act
from app.errors import Refusal
from app.extensions import db
from app.faults import record
from app.faults.models import Event, Fault, PartUsed


def use(fault: Fault, stock: SpareStock, number: int, act: Act) -> PartUsed:
    """So many of the spare go into the fault; the same form sent again uses nothing more.

    `stock` needs its spare; the note of the act becomes the number of the fault.
    """
    told = _("Fault %(number)s", number=fault.id)
    move = stocks.take_out(stock, number, Act(act.by, act.at, act.key, told))
    if done := db.session.get(PartUsed, move.id):
        if done.fault_id != fault.id:
            raise Refusal(_("This form was sent before, for another fault."))
        return done
    used = PartUsed(move_id=move.id, fault_id=fault.id)
    db.session.add(used)
    note = _("%(number)s × %(name)s", number=number, name=stock.spare.name)
    record.log(fault, act.at, event=Event.PART_USED, note=note, person=act.by, public=False)
    db.session.flush()
    return used
