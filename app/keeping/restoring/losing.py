"""What is in the live data and not in a backup: it would be gone."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import rows

WATCHED = {
    "check": "checks",
    "report": "reports",
    "fault": "faults",
    "timeline_entry": "notes on faults",
    "round": "rounds",
    "room": "rooms",
    "equipment": "units",
    "tag": "tags",
    "person": "people",
    "photo": "photos",
    "import_batch": "imports",
    "guide_version": "versions of guides",
}
"""What people have made and would miss: the table, and how its rows are called."""


def lost(live: Connection, staged: Connection) -> dict[str, int]:
    """How many rows the live database has that were made after the backup, by what they are."""
    here = {table.name for table in rows.tables(live)}
    there = {table.name for table in rows.tables(staged)}
    found = {}
    for name, words in WATCHED.items():
        if name in here:
            last = _last(staged, name) if name in there else 0
            if newer := _newer(live, name, last):
                found[words] = newer
    return found


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _last(connection: Connection, name: str) -> int:
    asked = f"SELECT coalesce(max(id), 0) FROM {_quoted(connection, name)}"  # noqa: S608 - named above
    return int(connection.execute(sa.text(asked)).scalar_one())


def _newer(connection: Connection, name: str, last: int) -> int:
    asked = f"SELECT count(*) FROM {_quoted(connection, name)} WHERE id > :last"  # noqa: S608
    return int(connection.execute(sa.text(asked), {"last": last}).scalar_one())
