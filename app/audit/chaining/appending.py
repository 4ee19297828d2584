"""Adding to the end of a chain, by however many processes at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.orm import Session

from app.audit.chaining.chain import BEGINNING, BOUND, bound
from app.database import Base

LOCK = 0x0A0D17
"""The number by which PostgreSQL's writers of one chain wait for each other, with the table's."""


def append(session: Session, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Bind rows to the end of their table's chain, as the last thing before the commit.

    Whoever else wants to waits for that commit. On SQLite, all writers wait for each other anyway.
    """
    says = [name for name in table.__table__.columns.keys() if name not in BOUND]  # noqa: SIM118
    number, previous = held_end(session.connection(), table)
    ready = []
    for each in rows:
        number += 1
        told = {"number": number, **each}
        ready.append(bound(previous, {name: told[name] for name in says}))
        previous = ready[-1]["hash"]
    session.execute(insert(table), ready)


def held_end(connection: Connection, table: type[Base]) -> tuple[int, str]:
    """The number and the hash of the last row; nobody adds one before this transaction ends."""
    name = table.__tablename__
    if connection.dialect.name == "postgresql":
        hold = text("SELECT pg_advisory_xact_lock(:lock, hashtext(:name))")
        connection.execute(hold, {"lock": LOCK, "name": name})
    return end(connection, table)


def end(connection: Connection, table: type[Base]) -> tuple[int, str]:
    """The number and the hash of the last row of a chain; 0 and zeros where there is none."""
    columns = table.__table__.c
    last = select(columns.number, columns.hash).order_by(columns.number.desc()).limit(1)
    found = connection.execute(last).one_or_none()
    return (found[0], found[1]) if found else (0, BEGINNING)
