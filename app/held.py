"""Holds what is asked of the database, and what is written to it, to the sites of a request.

Whatever table a statement reads, it is given instead what of the table lies within the sites, as
the statement is compiled: in lists, counts, subqueries, aliases and relationships alike. So no
query has to think of sites, none can forget to, and a table that says nothing of itself is empty.
What is written has to lie within the sites once it is written.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import (
    Connection,
    Table,
    TextClause,
    event,
    func,
    inspect,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.util import LRUCache

from app.errors import Refusal
from app.scope import ALWAYS, NEVER, Sites, belonging, condition_of, seen, written_of

STATEMENTS_KEPT = 500
"""Compiled statements that are kept of each set of sites, as many as SQLAlchemy keeps of all."""
SETS_KEPT = 32

_held_to: ContextVar[Sites | None] = ContextVar("held_to", default=None)


class NotHeldError(RuntimeError):
    """A statement that can't be held to sites, in a request that has to be."""


@lru_cache(SETS_KEPT)
def _statements(_sites: Sites) -> LRUCache[Any, Any]:
    return LRUCache(STATEMENTS_KEPT)


@compiles(Table)
def _named(table: Table, compiler: Any, **how: Any) -> str:
    """A table as a statement names it: what it reads of it lies within the sites."""
    words: str = compiler.visit_table(table, **how)
    sites = _held_to.get()
    if sites is None or how.get("iscrud") or not how.get("asfrom"):
        return words
    condition = condition_of(table, sites)
    if condition == f"({ALWAYS})":
        return words
    within = f"(SELECT * FROM {words} WHERE {condition})"  # noqa: S608 - of our own words
    alias = how.get("enclosing_alias")
    return within if alias is not None and alias.element is table else f"{within} AS {words}"


@event.listens_for(Session, "do_orm_execute")
def _hold(state: ORMExecuteState) -> Any:
    sites = seen()
    if sites is None:
        return None
    if isinstance(state.statement, TextClause):
        raise NotHeldError("words of SQL can't be held to sites: say `everything()` around them")
    if state.is_update or state.is_delete:
        _hold_to_own(state, sites)
    state.update_execution_options(compiled_cache=_statements(sites))
    token = _held_to.set(sites)
    try:
        return state.invoke_statement()
    finally:
        _held_to.reset(token)


def _hold_to_own(state: ORMExecuteState, sites: Sites) -> None:
    statement = cast("Any", state.statement)
    if isinstance(state.parameters, list):
        raise NotHeldError("rows that are changed by their keys can't be held to sites")
    of = statement.table, sites
    state.statement = statement.where(text(f"{condition_of(*of)} AND {written_of(*of)}"))


@event.listens_for(Session, "before_flush")
def _taken_away_within(session: Session, _context: object, _some: object) -> None:
    """Refuse to take away what lies beyond the sites."""
    _insist(session, session.deleted)


@event.listens_for(Session, "after_flush")
def _written_within(session: Session, _context: object) -> None:
    """Refuse what was written beyond the sites; the flush then fails, and all of it with it."""
    _insist(session, (*session.new, *(one for one in session.dirty if session.is_modified(one))))


def _insist(session: Session, written: Iterable[object]) -> None:
    sites = seen()
    if sites is None:
        return
    rows: dict[Table, set[tuple[Any, ...]]] = {}
    for each in written:
        mapper = cast("Any", inspect(each)).mapper
        keys = tuple(mapper.primary_key_from_instance(each))
        rows.setdefault(mapper.local_table, set()).add(keys)
    for table, these in rows.items():
        if not _is_within(session.connection(), table, these, sites):
            raise Refusal(
                _("This is not about your sites alone. Ask somebody who looks after all of them."),
                status=403,
            )


def _is_within(
    connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]], sites: Sites
) -> bool:
    own = belonging(table).written(table, sites)
    if own in {ALWAYS, NEVER}:
        return own == ALWAYS
    key, wanted = table.primary_key.columns, set(rows)
    those = tuple_(*key).in_(wanted) if len(key) > 1 else key[0].in_([each[0] for each in wanted])
    counted = select(func.count()).select_from(table).where(those, text(own))
    return connection.execute(counted).scalar() == len(wanted)
