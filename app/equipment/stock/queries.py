"""Answers about stocks of spares: the list of a site, what is to be ordered, one with its moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload
from werkzeug.datastructures import MultiDict

from app.equipment.models import EquipmentModel, EquipmentType, Spare, SpareStock, StockMove, Vendor
from app.extensions import db
from app.numbers import number_of
from app.paging import Slice, contains, slice_of
from app.places.models import Site

MOST_MOVES = 50
"""Moves that are shown of one stock: the newest."""


@dataclass(frozen=True)
class Wanted:
    """Which stocks are asked for."""

    words: str = ""
    site_id: int | None = None
    short: bool = False
    """Only what there is too little of."""


def wanted_stocks(asked: MultiDict[str, str]) -> Wanted:
    """What an address asks for; what makes no sense is left out."""
    words = " ".join(asked.get("q", "").split())[:200]
    return Wanted(words, number_of(asked, "site"), asked.get("short") == "1")


def keys(wanted: Wanted) -> Sequence[int]:
    """The keys of the stocks asked for, in the order of the list."""
    return db.session.scalars(_ids(wanted)).all()


def stocks(wanted: Wanted, page: int) -> tuple[Slice, Sequence[SpareStock]]:
    """One page of the list, each with spare, model, type, vendor and site."""
    part = slice_of(_ids(wanted), page)
    found = db.session.scalars(_whole().where(SpareStock.id.in_(part.ids)))
    by_id = {each.id: each for each in found}
    return part, [by_id[key] for key in part.ids]


def stock(stock_id: int) -> SpareStock | None:
    """One stock with spare, model, type, vendor and site; None where there is none."""
    return db.session.scalar(_whole().where(SpareStock.id == stock_id))


def stocks_of(spare_id: int) -> Sequence[SpareStock]:
    """What each site has of a spare, by the names of the sites."""
    return db.session.scalars(
        _whole().where(SpareStock.spare_id == spare_id).order_by(Site.name)
    ).all()


def stocks_for(models: Collection[int], *site_ids: int) -> Sequence[SpareStock]:
    """What these sites have for units of these models, what is there first."""
    wanted = _whole().where(Spare.model_id.in_(models), SpareStock.site_id.in_(site_ids))
    return db.session.scalars(wanted.order_by(SpareStock.count == 0, Spare.name)).all()


def moves_of(stock_id: int) -> Sequence[StockMove]:
    """The newest moves of a stock, the last first, with who made them."""
    return db.session.scalars(
        select(StockMove)
        .where(StockMove.stock_id == stock_id)
        .options(joinedload(StockMove.by))
        .order_by(StockMove.id.desc())
        .limit(MOST_MOVES)
    ).all()


def missing(stock: SpareStock) -> int:
    """How many have to come until there are as many as there should be."""
    return max(stock.minimum - stock.count, 0)


def is_short() -> ColumnElement[bool]:
    """Whether there is less of it than there should be."""
    return SpareStock.count < SpareStock.minimum


def _ids(wanted: Wanted) -> Select[int]:
    model = EquipmentModel.maker + " " + EquipmentModel.model_number
    said = func.lower(Spare.name + " " + Spare.part_number + " " + model + " " + SpareStock.place)
    ids = select(SpareStock.id).join(SpareStock.spare).join(Spare.model).join(SpareStock.site)
    ids = ids.where(*(contains(said, word.lower()) for word in wanted.words.split()))
    if wanted.site_id is not None:
        ids = ids.where(SpareStock.site_id == wanted.site_id)
    if wanted.short:
        ids = ids.where(is_short()).outerjoin(Spare.vendor)
        vendor = func.lower(func.coalesce(Vendor.name, ""))
        return ids.order_by(vendor, func.lower(Spare.name), Site.name, SpareStock.id)
    return ids.order_by(func.lower(Spare.name), Site.name, SpareStock.id)


def _whole() -> Select[SpareStock]:
    spare = contains_eager(SpareStock.spare)
    return (
        select(SpareStock)
        .join(SpareStock.spare)
        .join(Spare.model)
        .join(EquipmentType, EquipmentType.id == EquipmentModel.type_id)
        .outerjoin(Spare.vendor)
        .join(SpareStock.site)
        .options(
            spare.contains_eager(Spare.model).contains_eager(EquipmentModel.type),
            spare.contains_eager(Spare.vendor),
            contains_eager(SpareStock.site).joinedload(Site.support_calendar),
        )
    )
