"""What somebody did last: for which printer they printed, and how far their sheet is used up."""

from functools import cache

from sqlalchemy import select

from app.batches.models import Batch, BatchState, Kind
from app.extensions import db
from app.paper import queries as paper
from app.sheets.asking.forms import Wish
from app.sheets.making.wishes import joined, left_over, parted
from tags import Stock, catalogue

UNDER_WAY = (BatchState.WAITING, BatchState.PRINTING)


def last_printer(person_id: int, stock: Stock) -> int | None:
    """The printer of this person's last order on a stock, else on any sheet, by its key.

    None where it named none; and for a roll, which no printer of sheets prints.
    """
    if stock.is_roll:
        return None
    theirs = select(Batch.printer_id).where(Batch.person_id == person_id)
    theirs = theirs.order_by(Batch.id.desc()).limit(1)
    found = db.session.execute(theirs.where(Batch.stock_id == stock.id)).first()
    found = found or db.session.execute(theirs.where(Batch.stock_id.not_in(_rolls()))).first()
    return found[0] if found else None


@cache
def _rolls() -> frozenset[str]:
    return frozenset(each.id for each in catalogue() if each.is_roll)


def begun(person_id: int, stock: Stock) -> frozenset[int]:
    """The used labels, from 0, of this person's begun sheet, once their orders are printed."""
    theirs = select(Batch.used, Batch.count).where(
        Batch.person_id == person_id,
        Batch.stock_id == stock.id,
        Batch.kind == Kind.PDF,
        Batch.state.in_(UNDER_WAY),
    )
    waiting = db.session.execute(theirs.order_by(Batch.id.desc()).limit(1)).first()
    if waiting:
        used, count = waiting
        return left_over(stock, parted(used), count)
    return paper.begun(person_id, stock.id)


def used_meanwhile(wish: Wish, stock: Stock, begun: frozenset[int]) -> bool:
    """Whether the begun sheet is another than the one that the page showed."""
    shown = wish.begun if wish.made_for.stock_id == stock.id else None
    return shown is not None and shown != joined(begun)
