"""Answers about the promises of one fault."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.faults.models import Fault, Promise, PromiseMove


def moves(fault: Fault) -> dict[int, list[PromiseMove]]:
    """How each promise was moved since the fault was last opened, with who did it."""
    rows = (
        select(PromiseMove)
        .join(PromiseMove.promise)
        .where(Promise.fault_id == fault.id, Promise.turn == fault.times_reopened)
        .options(joinedload(PromiseMove.by))
        .order_by(PromiseMove.id)
    )
    found: dict[int, list[PromiseMove]] = {}
    for each in db.session.scalars(rows):
        found.setdefault(each.promise_id, []).append(each)
    return found
