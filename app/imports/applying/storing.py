"""Many rows into one table, past the mapper; how many of all are stored is told on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Table, func, insert, select

from app.database import Base
from app.extensions import db
from app.imports.applying.recording import by_thousands
from app.imports.planning.plans import Plan
from app.imports.runs.progress import Part, Tell

Item = TypeVar("Item")
Some = Callable[[Iterable[Any]], Iterator[list[Any]]]
"""Gives items in their order, as many at a time as one statement takes."""


class Storing:
    """Counts all that a plan stores; `by_thousands` tells how far it is before each thousand.

    Raises StoppedError where `tell` does.
    """

    def __init__(self, plan: Plan, tell: Tell) -> None:
        made = (plan.buildings, plan.floors, plan.rooms, plan.models, plan.units, plan.things)
        changed = (plan.changed_rooms, plan.changed_units, plan.changed_things, plan.links)
        self._total = sum(map(len, (*made, *changed)))
        self._done = 0
        self._tell = tell

    def by_thousands(self, items: Iterable[Item]) -> Iterator[list[Item]]:
        """The items in their order, as many at a time as one statement takes."""
        for some in by_thousands(items):
            self._tell(Part.STORING, self._done, self._total)
            yield some
            self._done += len(some)


def into(table: type[Base]) -> Insert:
    """An INSERT past the mapper, which would look at each row."""
    return insert(cast("Table", table.__table__))


def store(
    table: type[Base],
    objects: Sequence[Any],
    rows: Sequence[Mapping[str, Any]],
    *key: str,
    some_of: Some = by_thousands,
) -> None:
    """Inserts the rows; each object gets the id of its row, found by the columns of `key`.

    Read back afterwards: SQLite can't tell the ids of many rows in their order.
    """
    columns = table.__table__.c
    before = db.session.scalar(select(func.max(columns.id))) or 0
    for some in some_of(rows):
        db.session.execute(into(table), some)
    wanted = select(columns.id, *(columns[name] for name in key)).where(columns.id > before)
    made = {tuple(values): number for number, *values in db.session.execute(wanted)}
    for each, row in zip(objects, rows, strict=True):
        each.id = made[tuple(row[name] for name in key)]
