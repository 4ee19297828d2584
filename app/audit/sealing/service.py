"""Sealing the history that came since; called by the worker."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, text
from sqlalchemy.orm import aliased

from app.audit.chaining.appending import append, end
from app.audit.models import AuditEntry, Seal
from app.audit.proving import raw
from app.audit.sealing.blocks import Block, block_of
from app.audit.staying import SEALED
from app.database import Base
from app.extensions import db

BLOCK = 1000
"""Rows of a block at most."""
EVERY = timedelta(minutes=15)
"""How long rows wait at most for the others of their block."""
AT_ONCE = 100
"""Blocks of a table that one sweep seals at most: a large estate is caught up bit by bit."""


def waiting(*, at: datetime) -> list[str]:
    """The tables of which rows wait to be sealed: enough for a block, or some for long enough."""
    return [name for name in SEALED if _waits(name, at)]


def _waits(name: str, at: datetime) -> bool:
    last, sealed_at = _last(name)
    key = Base.metadata.tables[name].c.id
    newest = db.session.scalar(select(func.max(key)))
    if newest is None or newest <= (last or 0):
        return False
    return sealed_at is None or newest - (last or 0) >= BLOCK or at - sealed_at >= EVERY


def _last(name: str) -> tuple[int | None, datetime | None]:
    """Up to which key the table is sealed, and when a block of it was last."""
    newest = standing(name).with_only_columns(Seal.last_id, Seal.at)
    found = db.session.execute(newest.order_by(Seal.last_id.desc()).limit(1)).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def standing(name: str) -> Select[Seal]:
    """The seals of a table that none has replaced since."""
    later = aliased(Seal)
    replaced = select(later.number).where(later.replaces == Seal.number).exists()
    return select(Seal).where(Seal.of == name, ~replaced)


def settled(name: str) -> int | None:
    """The highest key of the table below which no row can come any more; None: it is in use.

    PostgreSQL gives keys before rows are seen: its writers are waited for, for a moment at most.
    The caller ends the transaction, so that others wait no longer.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '200ms'"))
        connection.execute(text(f'LOCK TABLE "{name}" IN SHARE MODE'))
    key = Base.metadata.tables[name].c.id
    newest: int | None = db.session.scalar(select(func.max(key)))
    return newest


def seal_next(name: str, until: int, *, at: datetime) -> bool:
    """Seal the next block of the table, up to that key; whether there was anything to seal."""
    last, _sealed_at = _last(name)
    connection = db.session.connection()
    table, columns = Base.metadata.tables[name], SEALED[name]
    rows = raw.rows(connection, table, columns, within(last, until), BLOCK)
    if not rows:
        return False
    store(name, last, rows[-1][0], columns, block_of(rows), at=at)
    return True


def store(
    name: str,
    after: int | None,
    last: int,
    columns: tuple[str, ...],
    block: Block,
    *,
    at: datetime,
    **more: Any,
) -> None:
    """Add a seal to the chain."""
    log_number, log_hash = end(db.session.connection(), AuditEntry)
    row = {
        "at": at,
        "of": name,
        "after_id": after,
        "last_id": last,
        "ids": block.ids,
        "columns": ",".join(columns),
        "rows_hash": block.rows_hash,
        "row_marks": block.row_marks,
        "column_marks": block.column_marks,
        "log_number": log_number,
        "log_hash": log_hash,
        "replaces": None,
        "why": "",
    }
    append(db.session(), Seal, [row | more])


def within(after: int | None, until: int) -> str:
    """The condition for the rows of a block."""
    return f"id <= {until}" if after is None else f"id > {after} AND id <= {until}"


def heads(connection: Connection) -> dict[int, str]:
    """How the audit log ended whenever something was sealed: number → hash."""
    table: Table = Seal.__table__  # type: ignore[assignment]
    found = connection.execute(select(table.c.log_number, table.c.log_hash))
    return {number: hashed for number, hashed in found if number}
