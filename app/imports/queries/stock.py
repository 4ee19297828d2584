"""What sites have of their spares, as far as a list tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from app.equipment.models import SpareStock
from app.extensions import db
from app.imports.meaning.records import Record
from app.imports.meaning.things import StockRow
from app.imports.planning.estate import Site, Thing


def stocks_of(
    records: Sequence[Record], things: Sequence[Thing], sites: Mapping[int | None, Site]
) -> Iterator[Thing]:
    """All stocks, if the list tells of any, of the spares among these things."""
    if not any(isinstance(each, StockRow) for each in records):
        return
    spares = {each.id: each for each in things if each.kind == "spare"}
    stock = SpareStock
    wanted = select(
        stock.id, stock.spare_id, stock.site_id, stock.count, stock.minimum, stock.place
    )
    for key, spare_id, site_id, count, minimum, place in db.session.execute(wanted):
        spare = spares[spare_id]
        values = {"spare": spare, "site": sites[site_id], "count": count, "minimum": minimum}
        yield Thing("stock", spare.name, {**values, "place": place}, id=key)
