"""What a list had counted of spares is taken back: its moves go, with all that they brought."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import aliased

from app.equipment.models import SpareStock, StockMove
from app.extensions import db
from app.imports.models import ImportBatch, ImportChange, What


def moved_since(batch: ImportBatch) -> Iterable[int]:
    """The numbers of the moves after which some were taken or brought, of what was counted."""
    later = aliased(StockMove)
    is_built_on = exists().where(later.stock_id == StockMove.stock_id, later.id > StockMove.id)
    wanted = select(ImportChange.number).join(StockMove, StockMove.id == ImportChange.row_id)
    return db.session.scalars(wanted.where(_is_move(batch), is_built_on)).all()


def hold(batch: ImportBatch) -> None:
    """Keeps others from taking of what was counted before this is done."""
    stocks = select(StockMove.stock_id).join(ImportChange, ImportChange.row_id == StockMove.id)
    held = select(SpareStock.id).where(SpareStock.id.in_(stocks.where(_is_move(batch))))
    db.session.execute(held.order_by(SpareStock.id).with_for_update()).close()


def lower(moves: Select[int]) -> None:
    """Takes what these moves brought from their stocks; the moves themselves stay to be removed."""
    going = StockMove.id.in_(moves)
    brought = select(func.sum(StockMove.change)).where(going, StockMove.stock_id == SpareStock.id)
    stocks = SpareStock.id.in_(select(StockMove.stock_id).where(going))
    lowered = update(SpareStock).where(stocks)
    db.session.execute(
        lowered.values(count=SpareStock.count - brought.scalar_subquery()),
        execution_options={"synchronize_session": False},
    )


def _is_move(batch: ImportBatch) -> ColumnElement[bool]:
    return (ImportChange.batch_id == batch.id) & (ImportChange.what == What.MOVE)
