"""Commands on paper: own stocks, printers, begun sheets, the house style."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update

from app.database import insert_missing
from app.extensions import db
from app.paper.models import BegunSheet
from app.paper.stocks import stock_of
from app.people.models import Person


def remember(person: Person, stock_id: str, used: Collection[int], *, at: datetime) -> None:
    """Keep which labels of their sheet of this stock are used up, instead of what was known.

    A sheet that is full, or fresh, is forgotten. Raises Refusal for an unknown stock.
    """
    labels = sorted(set(used) & set(range(stock_of(stock_id).per_sheet)))
    if not labels or len(labels) == stock_of(stock_id).per_sheet:
        forget(person, stock_id)
        return
    theirs = {"person_id": person.id, "stock_id": stock_id}
    now = {"used": ",".join(map(str, labels)), "at": at}
    fresh = insert_missing(db.session, BegunSheet, list(theirs), "1 = 1")
    db.session.execute(fresh.values(**theirs, **now))  # the same order may be sent twice at once
    db.session.execute(update(BegunSheet).filter_by(**theirs).values(**now))


def forget(person: Person, stock_id: str) -> None:
    """Begin with a fresh sheet of this stock."""
    db.session.execute(delete(BegunSheet).filter_by(person_id=person.id, stock_id=stock_id))
