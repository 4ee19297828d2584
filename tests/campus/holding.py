"""What holds on a campus at any moment, whatever was done: each breach as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from app.audit import jobs as sealing
from app.audit.proving.whole import verify
from app.database import Base
from app.extensions import db

# ruff: noqa: S608 - our own words
OPEN = "state NOT IN ('restored', 'resolved', 'closed', 'rejected', 'duplicate')"
NEVER = {
    "a room whose last check is not that of its checks": (
        "SELECT count(*) FROM room WHERE last_checked_at IS DISTINCT FROM (SELECT max(done_at)"
        " FROM \"check\" WHERE room_id = room.id AND result <> 'not_checked')"
    ),
    "a unit that is up, with a fault open": (
        "SELECT count(*) FROM equipment WHERE condition = 'up' AND EXISTS (SELECT 1 FROM fault"
        f" WHERE equipment_id = equipment.id AND kind = 'broken' AND {OPEN})"
    ),
    "a unit that is not up, without a fault": (
        "SELECT count(*) FROM equipment WHERE condition <> 'up' AND NOT EXISTS (SELECT 1"
        f" FROM fault WHERE equipment_id = equipment.id AND kind = 'broken' AND {OPEN})"
    ),
    "a failure without its fault": (
        "SELECT count(*) FROM finding WHERE (result = 'fail') <> (fault_id IS NOT NULL)"
    ),
    "a check whose result is not that of its findings": (
        "SELECT count(*) FROM \"check\" WHERE (result = 'fail') <> EXISTS"
        " (SELECT 1 FROM finding WHERE check_id = \"check\".id AND result = 'fail')"
    ),
    "a fault without its beginning": (
        "SELECT count(*) FROM fault WHERE id NOT IN (SELECT fault_id FROM timeline_entry)"
    ),
    "a fault whose state is not what its timeline says": (
        "SELECT count(*) FROM fault WHERE state <> (SELECT state FROM timeline_entry"
        " WHERE fault_id = fault.id AND state IS NOT NULL ORDER BY id DESC LIMIT 1)"
    ),
    "an open fault without a promise": (
        f"SELECT count(*) FROM fault WHERE {OPEN} AND kind = 'broken'"
        " AND id NOT IN (SELECT fault_id FROM promise)"
    ),
    "a unit or a room with two tags that live": (
        "SELECT count(*) FROM (SELECT 1 FROM tag WHERE voided_at IS NULL AND replaced_at IS NULL"
        " AND (room_id IS NOT NULL OR equipment_id IS NOT NULL)"
        " GROUP BY room_id, equipment_id HAVING count(*) > 1) AS twice"
    ),
    "an order without all its tags": (
        "SELECT count(*) FROM batch WHERE count <>"
        " (SELECT count(*) FROM batch_tag WHERE batch_id = batch.id)"
    ),
    "a unit whose room is out of use": (
        "SELECT count(*) FROM equipment JOIN room ON room.id = room_id"
        " WHERE equipment.retired_at IS NULL AND room.retired_at IS NOT NULL"
    ),
}
"""What has to be zero after every step."""


def breaches() -> list[str]:
    """What does not hold just now, by what one row says of another."""
    asked = " UNION ALL ".join(
        f"SELECT {number}, ({words})" for number, words in enumerate(NEVER.values())
    )
    found = db.session.execute(sa.text(asked)).all()
    names = list(NEVER)
    return [f"{names[number]}: {count}" for number, count in found if count]


def orphans(photos: Path) -> Iterator[str]:
    """Rows whose parent is gone, by every key of every table; and photos without their file."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            parent = key.referred_table.alias("parent")
            here = [each.parent for each in key.elements]
            same = [each.parent == parent.c[each.column.name] for each in key.elements]
            lost = sa.select(sa.func.count()).select_from(table)
            lost = lost.where(*(each.isnot(None) for each in here), ~sa.exists().where(*same))
            if number := db.session.scalar(lost):
                yield f"{number} rows of {table.name} without their {key.referred_table.name}"
    for name, size in db.session.execute(sa.text("SELECT key, size FROM photo")):
        file = photos / name[:2] / f"{name}.jpg"
        if not file.exists() or file.stat().st_size != size:
            yield f"a photo without its file: {name}"


def tampered() -> list[str]:
    """What `flask verify` finds, once all is sealed."""
    db.session.rollback()
    sealing.sweep()
    found = [str(each) for each in verify().breaks]
    db.session.rollback()
    return found
