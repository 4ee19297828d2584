"""Many rows into one table, past the mapper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Insert, Table, func, insert, select

from app.database import Base
from app.extensions import db
from app.imports.applying.recording import by_thousands


def into(table: type[Base]) -> Insert:
    """An INSERT past the mapper, which would look at each row."""
    return insert(cast("Table", table.__table__))


def store(
    table: type[Base], objects: Sequence[Any], rows: Sequence[Mapping[str, Any]], *key: str
) -> None:
    """Inserts the rows; each object gets the id of its row, found by the columns of `key`.

    Read back afterwards: SQLite can't tell the ids of many rows in their order.
    """
    columns = table.__table__.c
    before = db.session.scalar(select(func.max(columns.id))) or 0
    for some in by_thousands(rows):
        db.session.execute(into(table), some)
    wanted = select(columns.id, *(columns[name] for name in key)).where(columns.id > before)
    made = {tuple(values): number for number, *values in db.session.execute(wanted)}
    for each, row in zip(objects, rows, strict=True):
        each.id = made[tuple(row[name] for name in key)]
