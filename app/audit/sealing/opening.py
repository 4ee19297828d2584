"""The one way by which sealed history may change: named, noted, and sealed anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, insert

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.models import HistoryPass, Seal
from app.audit.proving import raw
from app.audit.proving.history import BROKEN_BEFORE
from app.audit.sealing.blocks import block_of, rows_hash
from app.audit.sealing.service import standing, store, within
from app.audit.staying import SEALED
from app.database import Base
from app.extensions import db


@contextmanager
def passing(table: str) -> Iterator[None]:
    """Rows of the table may be changed and removed inside; the pass ends with the block."""
    db.session.execute(insert(HistoryPass).values(of=table))
    try:
        yield
        db.session.flush()
    finally:
        if db.session.is_active:
            db.session.execute(delete(HistoryPass).where(HistoryPass.of == table))


@contextmanager
def opened(table: str, keys: Sequence[int], why: str, *, at: datetime) -> Iterator[None]:
    """Change or remove these rows of sealed history inside; what allows it is said by `why`.

    The blocks that hold them are compared before, sealed anew after, and that is noted in the
    audit log: retention, and the erasure of a person, are what this is for. The caller commits.
    """
    touched = _touched(table, keys)
    flawed = {seal.number for seal in touched if not _fits(seal)}
    with passing(table):
        yield
    is_end = True
    for seal in sorted(touched, key=lambda each: -each.last_id):
        is_end = _seal_anew(seal, why, is_flawed=seal.number in flawed, is_end=is_end, at=at)
    changes = {"table": (None, table), "rows": (None, len(keys)), "why": (None, why)}
    audit.note(Act.HISTORY_OPENED, changes=changes, name=table, at=at)


def _touched(table: str, keys: Sequence[int]) -> list[Seal]:
    wanted = sorted(keys)
    seals = db.session.scalars(standing(table).order_by(Seal.last_id)).all()
    found, at = [], 0
    for seal in seals:
        begin = at
        while at < len(wanted) and wanted[at] <= seal.last_id:
            at += 1
        if at > begin:
            found.append(seal)
    return found


def _rows(seal: Seal, columns: Sequence[str]) -> list[raw.Row]:
    table = Base.metadata.tables[seal.of]
    where = within(seal.after_id, seal.last_id)
    return raw.rows(db.session.connection(), table, columns, where)


def _fits(seal: Seal) -> bool:
    return rows_hash(_rows(seal, seal.columns.split(","))) == seal.rows_hash


def _seal_anew(seal: Seal, why: str, *, is_flawed: bool, is_end: bool, at: datetime) -> bool:
    """Whether the block is empty now, and was the last: the one before it is the last from now on.

    The last block then ends with its last row: SQLite gives the keys of removed rows again.
    """
    columns = SEALED[seal.of]
    rows = _rows(seal, columns)
    newest = db.session.scalar(standing(seal.of).order_by(Seal.last_id.desc()).limit(1))
    is_last = is_end and newest is not None and newest.last_id <= seal.last_id
    last = (rows[-1][0] if rows else seal.after_id or 0) if is_last else seal.last_id
    said = f"{BROKEN_BEFORE}: {why}" if is_flawed else why
    more = {"replaces": seal.number, "why": said[:200]}
    store(seal.of, seal.after_id, last, columns, block_of(rows), at=at, **more)
    return is_last and not rows
