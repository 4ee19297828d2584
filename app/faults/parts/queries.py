"""Which parts a fault can be mended with, and which were used."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.equipment.models import SpareStock, StockMove
from app.equipment.stock import queries as stocks
from app.extensions import db
from app.faults.models import Fault, PartUsed


def for_fault(fault: Fault) -> Sequence[SpareStock]:
    """What the site where the fault is has for its unit's model; nothing for a room itself."""
    if fault.equipment is None:
        return ()
    return stocks.stocks_for([fault.equipment.model_id], fault.room_now.building.site_id)


def used_in(fault_id: int) -> Sequence[PartUsed]:
    """The parts that went into a fault, the first first, with their spares."""
    stock = joinedload(PartUsed.move).joinedload(StockMove.stock)
    return db.session.scalars(
        select(PartUsed)
        .where(PartUsed.fault_id == fault_id)
        .options(stock.joinedload(SpareStock.spare))
        .order_by(PartUsed.move_id)
    ).all()
