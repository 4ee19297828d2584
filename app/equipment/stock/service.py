"""What is done with a stock of spares: it is kept, taken from, filled, counted, ordered.

`SpareStock.count` is the sum of its moves, kept in the same transaction. Whoever moves it holds its
row first: two at once come one after the other, and no more is taken than there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.equipment.models import Spare, SpareStock, StockMove
from app.equipment.stock.numbers import MOST
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places.models import Site
from app.places.service import unique
from app.places.words import LONGEST_NAME


@dataclass(frozen=True)
class Act:
    """Who says so, when, by which form, and why."""

    by: Person
    at: datetime
    key: str
    note: str = ""


def keep(spare: Spare, site: Site, *, place: str, minimum: int) -> SpareStock:
    """A stock of the spare at the site, empty until something is put in; one is kept of each."""
    stock = SpareStock(spare_id=spare.id, site_id=site.id, count=0, ordered_at=None)
    _describe(stock, place, minimum)
    known = _("%(site)s keeps this spare already.", site=site.name)
    with unique(known, "site_id", field="site"):
        db.session.add(stock)
    return stock


def change(stock: SpareStock, *, place: str, minimum: int) -> None:
    """Where it lies, and how many there should be."""
    _describe(stock, place, minimum)
    db.session.flush()


def take_out(stock: SpareStock, number: int, act: Act) -> StockMove:
    """So many go; refuses more than there are. The same form sent again takes nothing more."""
    _hold(stock)
    if done := _done(stock, -number, act):
        return done
    if number > stock.count:
        left = ngettext(
            "There is only %(num)d. Count again, and correct the number if more lie there.",
            "There are only %(num)d. Count again, and correct the number if more lie there.",
            stock.count,
        )
        raise Refusal(left if stock.count else _("None is left here."), field="number")
    return _moved(stock, -number, act)


def put_in(stock: SpareStock, number: int, act: Act) -> StockMove:
    """So many come; what was ordered has come. The same form sent again adds nothing more."""
    _hold(stock)
    if done := _done(stock, number, act):
        return done
    if stock.count + number > MOST:
        raise Refusal(
            _("These would be more than %(most)d. Count again.", most=MOST), field="number"
        )
    stock.ordered_at = None
    return _moved(stock, number, act)


def give_back(move: StockMove, act: Act) -> StockMove:
    """What was taken lies there again, as it was not used after all. The move needs its stock."""
    _hold(move.stock)
    return _done(move.stock, -move.change, act) or _moved(move.stock, -move.change, act)


def correct(stock: SpareStock, counted: int, act: Act) -> StockMove | None:
    """So many were counted, whatever was written down; None where that is what was."""
    _hold(stock)
    if done := _sent(act.key):
        return done
    if counted == stock.count:
        return None
    if not act.note:
        raise Refusal(_("Say how it came: lost, found, or taken without a word."), field="note")
    return _moved(stock, counted - stock.count, act)


def order(stock: SpareStock, *, at: datetime) -> None:
    """More of it is ordered; it was before keeps its day."""
    _hold(stock)
    stock.ordered_at = stock.ordered_at or at
    db.session.flush()


def not_ordered(stock: SpareStock) -> None:
    """It was not ordered after all."""
    stock.ordered_at = None
    db.session.flush()


def _describe(stock: SpareStock, place: str, minimum: int) -> None:
    stock.place = " ".join(place.replace("\0", "").split())[:LONGEST_NAME]
    stock.minimum = minimum


def _hold(stock: SpareStock) -> None:
    db.session.refresh(stock, ["count", "ordered_at"], with_for_update=True)


def _sent(key: str) -> StockMove | None:
    return db.session.scalar(select(StockMove).where(StockMove.key == key))


def _done(stock: SpareStock, change: int, act: Act) -> StockMove | None:
    """What the same form has done before; refuses other numbers under its key."""
    move = _sent(act.key)
    if move and (move.stock_id, move.change) != (stock.id, change):
        raise Refusal(
            _("This form was sent before, with another number. Look again, then send it.")
        )
    return move


def _moved(stock: SpareStock, change: int, act: Act) -> StockMove:
    stock.count += change
    note = act.note.replace("\0", "").strip()
    move = StockMove(
        stock_id=stock.id, change=change, at=act.at, by_id=act.by.id, note=note, key=act.key
    )
    db.session.add(move)
    db.session.flush()
    return move
