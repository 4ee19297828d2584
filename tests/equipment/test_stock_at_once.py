"""Two who reach for the last piece at once: one gets it, and the other is told."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.equipment.models import Spare, SpareStock, StockMove
from app.extensions import db
from app.people.models import Role
from tests.builders import NOON, Builder
from tests.conftest import signed_in_client
from tests.equipment.races import ROUNDS, at_once, database_url, ready

__all__ = ["database_url"]


def test_the_last_piece_is_taken_once(app: Flask, make: Builder) -> None:
    staff = [signed_in_client(app, make.person(role=Role.TECHNICIAN)) for _ in range(2)]
    spare = Spare(model_id=make.model().id, name="Lamp")
    stock = SpareStock(spare=spare, site=make.site(), count=1)
    db.session.add(stock)
    db.session.flush()
    db.session.add(StockMove(stock_id=stock.id, change=1, at=NOON))
    db.session.commit()
    key, page = stock.id, f"/equipment/stock/{stock.id}"
    typed = {"kind": "take", "number": "1"}
    for _round in range(ROUNDS):
        senders = [ready(app, each, page, "Write it down", **typed) for each in staff]
        assert at_once(senders) == [303, 422]
        kept = db.session.get_one(SpareStock, key)
        summed = select(func.sum(StockMove.change)).where(StockMove.stock_id == key)
        assert (kept.count, db.session.scalar(summed)) == (0, 0)
        kept.count = 1
        db.session.add(StockMove(stock_id=key, change=1, at=NOON))
        db.session.commit()
