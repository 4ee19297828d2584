"""What was moved by hand, as due work looks it up."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from app.checks.models import MovedWork
from app.extensions import db

Time = tuple[int, int | None, int | None, date | None]
"""One time of a plan's work: the plan, the unit, or else the room, and the plan's own date."""
Moves = dict[Time, date]
"""The day on which each such time is to be done instead."""


def moves(unit_ids: Collection[int], room_ids: Collection[int]) -> Moves:
    """What somebody moved of these units and rooms."""
    rows = db.session.execute(
        select(
            *(MovedWork.plan_id, MovedWork.equipment_id, MovedWork.room_id),
            *(MovedWork.occurrence, MovedWork.moved_to),
        ).where(or_(MovedWork.equipment_id.in_(unit_ids), MovedWork.room_id.in_(room_ids)))
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}
