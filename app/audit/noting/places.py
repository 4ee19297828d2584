"""To which site a row belongs: found by its foreign keys, so that no feature has to say it."""

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.database import Base

STEPS = ("site_id", "building_id", "room_id", "equipment_id", "fault_id", "report_id", "check_id")
"""The keys that lead to a place, the shortest way first."""


def site_of(session: Session, table: str, key: int | None) -> int | None:
    """The site of a stored row; None where none of its keys leads to one."""
    if key is None or table == "site":
        return key
    known = Base.metadata.tables.get(table)
    return _by_keys(session, known, key) if known is not None else None


def _by_keys(session: Session, table: Table, key: int) -> int | None:
    (own,) = table.primary_key.columns
    steps = [table.c[each] for each in STEPS if each in table.c and table.c[each].foreign_keys]
    if not steps:
        return None
    found = session.connection().execute(select(*steps).where(own == key)).one_or_none() or ()
    for column, value in zip(steps, found, strict=False):
        (there,) = (each.column.table.name for each in column.foreign_keys)
        if value is not None and (site := site_of(session, there, value)) is not None:
            return site
    return None
