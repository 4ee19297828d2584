"""Writing into the audit log: `note` what is done, in the transaction that does it.

    audit.note(Act.PERSON_OFF, person, at=at)
    audit.note(Act.PLAN_CHANGED, plan, changes=audit.changes_of(plan), at=at)

What is noted is bound to the chain as the transaction commits, so that whoever waits for the end of
the chain waits for one commit alone; a transaction that is rolled back has noted nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import click
from flask import g, has_request_context, request
from flask_security import current_user
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, SessionTransaction

from app import clock
from app.audit.acts import Act, Who
from app.audit.chaining.appending import append
from app.audit.chaining.canonical import plain
from app.audit.models import AuditEntry
from app.audit.noting import hidden
from app.audit.noting.places import site_of
from app.cells import clean
from app.extensions import db

LONGEST = 500
"""Letters of a value before or after a change; what is longer is cut."""
SELF_MADE = {"version", "searched"}
"""Columns that follow from others."""
MADE_BY: dict[str, str] = {
    Act.PERSON_CHANGED: Act.PERSON_ADDED,
    Act.PLACE_CHANGED: Act.PLACE_MADE,
    Act.CALENDAR_CHANGED: Act.PLACE_MADE,
    Act.UNIT_CHANGED: Act.UNIT_MADE,
    Act.PLAN_CHANGED: Act.PLAN_MADE,
}
"""What is not said once more of a thing that was made in the same commit."""
NAMED = ("name", "title", "label")
"""Where a row says what it is called."""

Changes = Mapping[str, tuple[object, object]]


class Somebody(Protocol):
    """A person, as far as the log knows one."""

    id: Any


@dataclass(frozen=True)
class Thing:
    """What an act was about: a table, a key in it, and how it was called."""

    table: str
    key: int | None
    name: str = ""


@dataclass(frozen=True)
class _Noted:
    """What waits for its transaction's commit, and the savepoint in which it was noted, if any."""

    row: dict[str, Any]
    savepoint: SessionTransaction | None


def note(
    act: Act,
    about: object = None,
    *,
    at: datetime | None = None,
    by: Somebody | None = None,
    changes: Changes | None = None,
    name: str = "",
    site: int | None = None,
) -> None:
    """Note an act in the caller's transaction; `about` is a row that is stored.

    Who did it is whoever is signed in, unless `by` says it, and from where is found out by itself.
    So is the site, where a row leads to one, and the moment, where the caller was handed none.
    Secrets, and what is personal, are never said of a change: only that there was one. A person is
    noted by number; `name` is never a person's.
    """
    if about is not None and inspect(about).pending:
        db.session.flush()
    told = thing(about, name)
    note_of(act, told, at=at, by=by, changes=changes, site=site)


def note_of(
    act: Act,
    told: Thing,
    *,
    at: datetime | None = None,
    by: Somebody | None = None,
    changes: Changes | None = None,
    site: int | None = None,
) -> None:
    """The same of a thing that is named by its table and key; twice within one commit is once."""
    session = db.session()
    if not session.in_transaction():
        session.begin()  # else nothing is there yet that a rollback would end
    row = {
        "at": at,
        **_doer(by),
        "act": act.value,
        "about": told.table,
        "about_id": told.key,
        "name": clean(told.name)[:200],
        "changes": _plain(changes or {}, told.table),
        "site_id": site if site is not None else site_of(session, told.table, told.key),
        "way": way()[:100],
    }
    noted = session.info.setdefault(_Noted, [])
    savepoint = session.get_nested_transaction()
    noted.append(_Noted(row, savepoint))


def thing(about: object, name: str = "") -> Thing:
    """How the log names a stored row, or nothing."""
    if about is None:
        return Thing("", None, name)
    mapper: Any = inspect(about).mapper
    keys = mapper.primary_key_from_instance(about)
    table: str = mapper.local_table.name
    return Thing(table, keys[0] if len(keys) == 1 else None, name or _name_of(about, table))


def changes_of(row: object, *fields: str) -> dict[str, tuple[object, object]]:
    """What was changed of a row and is not flushed yet, by field: all columns, or some."""
    state: Any = inspect(row)
    found = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in SELF_MADE:
            continue
        if history.has_changes() and (not fields or column.key in fields):
            found[column.key] = ((history.deleted or [None])[0], (history.added or [None])[0])
    return found


def _name_of(about: object, table: str) -> str:
    if table == "person":
        return ""
    return next((str(found) for each in NAMED if (found := getattr(about, each, None))), "")


def _plain(changes: Changes, table: str) -> dict[str, tuple[Any, Any]]:
    return {
        field: (None, None) if hidden.is_hidden(field, table) else (_short(old), _short(new))
        for field, (old, new) in changes.items()
    }


def _short(value: object) -> Any:
    value = value if isinstance(value, bool) else plain(value)
    if value is None or isinstance(value, int | float):
        return value
    return clean(str(value))[:LONGEST]


def _doer(by: Somebody | None) -> dict[str, Any]:
    user: Any = current_user
    if by is None and has_request_context() and user and user.is_authenticated:
        by = user
    if by is not None:
        return {"who": Who.PERSON, "person_id": by.id}
    if has_request_context():
        return {"who": Who.VISITOR, "person_id": None}
    return {"who": Who.WORKER if g.get("by_worker") else Who.COMMAND, "person_id": None}


def way() -> str:
    """From where this is done: a page, the worker, a command; empty: by none of them."""
    if has_request_context():
        return request.endpoint or ""
    if feature := g.get("by_worker"):
        return str(feature)
    command = click.get_current_context(silent=True)
    if command is None:
        return ""
    return "flask" + command.command_path.removeprefix(command.find_root().command_path)


@event.listens_for(Session, "before_commit")
def _bind(session: Session) -> None:
    """Bind what was noted to the end of the chain, as the last thing of the transaction."""
    if session.in_nested_transaction() or not session.info.get(_Noted):
        return
    session.flush()
    noted = session.info.pop(_Noted)
    append(session, AuditEntry, [_ready(row) for row in merged(noted)])


def merged(noted: Iterable[_Noted]) -> list[dict[str, Any]]:
    """What was noted, the same act with the same thing once, with all that it changed."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number, each in enumerate(noted):
        row = each.row
        named = row["about_id"] is not None
        same = (row["act"], row["about"], row["about_id"] if named else number)
        first = found.setdefault(same, row)
        if first is not row:
            first["changes"] = _both(first["changes"], row["changes"])
            first["at"] = first["at"] or row["at"]
    return [row for key, row in found.items() if (MADE_BY.get(key[0], ""), *key[1:]) not in found]


def _both(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Two changes one after the other: from what it was first to what it was last."""
    kept = {field: (earlier.get(field, pair)[0], pair[1]) for field, pair in later.items()}
    return earlier | kept


def _ready(row: dict[str, Any]) -> dict[str, Any]:
    changes = json.dumps(row["changes"], sort_keys=True)
    return row | {"changes": changes, "at": row["at"] or clock.now()}


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """Forget what was noted in what was rolled back: a savepoint, or the whole transaction."""
    noted: list[_Noted] = session.info.get(_Noted, [])
    if ended.nested:
        noted[:] = [each for each in noted if not _is_within(each.savepoint, ended)]
    else:
        noted.clear()


def _is_within(savepoint: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while savepoint is not None and savepoint is not ended:
        savepoint = savepoint.parent
    return savepoint is ended
