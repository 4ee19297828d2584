"""What a list counted of spares becomes moves of their stocks: what there is stays their sum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.equipment.models import SpareStock, StockMove
from app.errors import Refusal
from app.extensions import db
from app.imports.applying.recording import Origin, by_thousands
from app.imports.applying.storing import into
from app.imports.planning.estate import Thing
from app.imports.planning.plans import Plan
from app.people.models import Person
from app.places.words import LONGEST_NAME


def hold(plan: Plan) -> None:
    """Keeps the stocks that were counted from being moved before this is done.

    Refused where one was moved since the list was compared with it.
    """
    then = {thing.id: thing.values["count"] for thing, _counted in counted(plan) if thing.id}
    for some in by_thousands(then):
        wanted = select(SpareStock.id, SpareStock.count).where(SpareStock.id.in_(some))
        held = db.session.execute(wanted.order_by(SpareStock.id).with_for_update())
        if dict(held.all()) != {key: then[key] for key in some}:
            raise Refusal(
                _("Somebody has taken or brought spares meanwhile. Look at the list again.")
            )


def make(plan: Plan, origin: Origin, by: Person | None, *, at: datetime) -> None:
    """Stores a move for each stock of which there are more or fewer than was known."""
    note = _("Counted, by the list %(name)s", name=origin.file_name)[:LONGEST_NAME]
    said = {"at": at, "by_id": by.id if by else None, "note": note}
    moves = [
        {"stock_id": thing.id, "change": change} | said for thing, change in counted(plan) if change
    ]
    for some in by_thousands(moves):
        db.session.execute(into(StockMove), some)


def counted(plan: Plan) -> Iterator[tuple[Thing, int]]:
    """The stocks that the list counted anew, each with how many more there are than was known."""
    for thing in plan.things:
        if thing.kind == "stock":
            yield thing, _number(thing.values.get("count"))
    for thing, values in plan.changed_things:
        if "count" in values and thing.kind == "stock":
            yield thing, _number(values["count"]) - _number(thing.values["count"])


def _number(value: Any) -> int:
    return int(value or 0)
