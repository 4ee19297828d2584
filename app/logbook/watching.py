"""Noting what becomes of watched rows, as a session writes them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.acts import Act
from app.audit.service import Changes, Thing
from app.database import Base
from app.logbook.watched import WATCHED, Watched


def begin() -> None:
    """Look at whatever is written from here on."""
    if not event.contains(Session, "after_flush", _note):
        event.listen(Session, "after_flush", _note)


def _note(session: Session, _context: object) -> None:
    """Note what was just written; what no page, command or worker does is nobody's act."""
    if not audit.way():
        return
    for acts, told in _acts(session):
        for act, changes in acts.items():
            audit.note_of(act, told, changes=changes)


def _acts(session: Session) -> Iterator[tuple[dict[Act, Changes], Thing]]:
    for row in (*session.new, *session.dirty, *session.deleted):
        watched = WATCHED.get(type(row))
        acts = _acts_of(session, row, watched) if watched else {}
        if watched and acts and (told := _told(session.connection(), row, watched)):
            yield acts, told


def _acts_of(session: Session, row: Base, watched: Watched) -> dict[Act, Changes]:
    if row in session.new:
        return {watched.made: _part(row, watched, is_new=True)} if watched.made else {}
    if row in session.deleted:
        return {watched.removed: _part(row, watched, is_new=False)} if watched.removed else {}
    found: dict[Act, dict[str, tuple[object, object]]] = {}
    for name, pair in audit.changes_of(row).items():
        if name not in watched.but and (act := _act(watched, name, pair[1])):
            found.setdefault(act, {})[name] = pair
    return dict(found)


def _act(watched: Watched, name: str, new: Any) -> Act | None:
    if name not in watched.states:
        return watched.changed
    acts = watched.states[name]
    return acts.get(new) or acts.get(bool(new))


def _part(row: Base, watched: Watched, *, is_new: bool) -> Changes:
    """What came or went, where the act is told of what the row is a part of."""
    if not watched.of:
        return {}
    name = audit.thing(row).name or str(inspect(row).identity or "")
    return {row.__tablename__: (None, name) if is_new else (name, None)} if name else {}


def _told(connection: Connection, row: Base, watched: Watched) -> Thing | None:
    """What the act is told of: the row, or what it is a part of."""
    if not watched.of:
        return audit.thing(row)
    for way in watched.of:
        first, *others = way.split(".")
        key, table = getattr(row, first), _there(row.__table__, first)
        for name in others:
            key = connection.execute(select(table.c[name]).where(table.c.id == key)).scalar()
            table = _there(table, name)
        if key:
            return _named(connection, table, key)
    return audit.thing(row)


def _there(table: Any, name: str) -> Any:
    """The table that a key leads to."""
    (key,) = table.c[name].foreign_keys
    return key.column.table


def _named(connection: Connection, table: Any, key: int) -> Thing:
    called = next((table.c[each] for each in audit.NAMED if each in table.c), None)
    if called is None or table.name == "person":
        return Thing(table.name, key)
    name = connection.execute(select(called).where(table.c.id == key)).scalar()
    return Thing(table.name, key, str(name or ""))
