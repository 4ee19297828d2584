"""What a request may see: of somebody who serves some sites, only what belongs to these.

Every table says by `of_site` how its rows belong to sites. Somebody who serves all sites, and
whatever is no request of somebody (jobs, commands, public pages), is held to nothing.
`app/held.py` holds the others.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from flask import g, has_app_context
from sqlalchemy import Table

from app.database import Base
from app.extensions import db

Sites = tuple[int, ...]
"""Keys of sites, in order."""
Condition = Callable[[Table, Sites], str]
ALWAYS, NEVER = "1 = 1", "1 = 0"


@dataclass(frozen=True)
class Belonging:
    """Which rows of a table lie within sites, as SQL on the table's own name."""

    condition: Condition
    """What may be read."""
    written: Condition
    """What may be written: nothing that is everybody's."""


def by(*columns: str) -> Belonging:
    """Rows belong where all these columns lead that are set; a row with none set is everybody's.

    Whoever serves some sites reads what is everybody's, and does not write it.
    """

    def condition(table: Table, sites: Sites) -> str:
        return " AND ".join(_leads(table, name, sites, condition_of) for name in columns)

    def written(table: Table, sites: Sites) -> str:
        said = " OR ".join(f"{_quoted(table)}.{name} IS NOT NULL" for name in columns)
        led = " AND ".join(_leads(table, name, sites, written_of) for name in columns)
        return f"({said}) AND {led}"

    return Belonging(condition, written)


def by_or_open(*columns: str) -> Belonging:
    """The same, but a row with none set is written by everybody, too."""

    def written(table: Table, sites: Sites) -> str:
        return " AND ".join(_leads(table, name, sites, written_of) for name in columns)

    return Belonging(by(*columns).condition, written)


def where(words: str) -> Belonging:
    """Rows for which this holds; in it, `{room}` is a condition on the room of a subquery, …"""

    def condition(_table: Table, sites: Sites) -> str:
        return words.format_map(_Conditions(sites))

    return Belonging(condition, condition)


def shared(_why: str) -> Belonging:
    """Of no site, for the reason given: read by all, written by those who see all sites."""
    return Belonging(_always, _never)


def anyones(_why: str) -> Belonging:
    """Of no site, for the reason given, and written by whoever may do what writes it."""
    return Belonging(_always, _always)


def noted(words: str) -> Belonging:
    """Rows for which this holds are read; any are written, as what was done is noted by itself."""
    return Belonging(where(words).condition, _always)


def _always(_table: Table, _sites: Sites) -> str:
    return ALWAYS


def _never(_table: Table, _sites: Sites) -> str:
    return NEVER


NOTHING_SAID = Belonging(_never, _never)
"""Of a table without a word: nobody who serves some sites reads or writes it."""


class _Conditions(dict[str, str]):
    """The condition of each table, by its name, and the sites by `sites`."""

    def __init__(self, sites: Sites) -> None:
        super().__init__(sites=_numbers(sites))
        self._sites = sites

    def __missing__(self, name: str) -> str:
        return condition_of(Base.metadata.tables[name], self._sites)


def _numbers(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys) or "NULL"


def _quoted(table: Table) -> str:
    return f'"{table.name}"'


def _leads(table: Table, name: str, sites: Sites, of_other: Condition) -> str:
    column = table.c[name]
    own, (key,) = f"{_quoted(table)}.{name}", column.foreign_keys
    to = key.column.table
    if to.name == "site":
        there = f"{own} IN ({_numbers(sites)})"
    else:
        met = f"{_quoted(to)}.{key.column.name} = {own}"
        there = f"EXISTS (SELECT 1 FROM {_quoted(to)} WHERE {met} AND {of_other(to, sites)})"  # noqa: S608 - of our own names and numbers
    return f"({own} IS NULL OR {there})" if column.nullable else there


@lru_cache(1)
def _belongings() -> dict[str, Belonging]:
    told = ((cast("Table", each.local_table), each.class_) for each in Base.registry.mappers)
    return {table.name: getattr(named, "of_site", NOTHING_SAID) for table, named in told}


def belonging(table: Table) -> Belonging:
    """What the table says of itself."""
    return _belongings().get(table.name, NOTHING_SAID)


@lru_cache(4096)
def condition_of(table: Table, sites: Sites) -> str:
    """Which rows of the table may be read by whoever serves these sites."""
    return f"({belonging(table).condition(table, sites)})"


@lru_cache(4096)
def written_of(table: Table, sites: Sites) -> str:
    """Which rows of the table may be written by whoever serves these sites."""
    return f"({belonging(table).written(table, sites)})"


def see(sites: Sites | None) -> None:
    """Hold this request to these sites from here on; None: it sees all."""
    g.sites = sites


def seen() -> Sites | None:
    """The sites that this request is held to; None where it sees all."""
    return g.get("sites") if has_app_context() else None


def includes(site_id: int) -> bool:
    """Whether the one who asks may see this site."""
    held = seen()
    return held is None or site_id in held


@contextmanager
def everything() -> Iterator[None]:
    """See all sites inside: for what is computed of all, and shown to nobody.

    What was changed before is written first, and so still held to the sites.
    """
    before = seen()
    if before is None:
        yield
        return
    db.session.flush()
    see(None)
    try:
        yield
        db.session.flush()
    finally:
        see(before)
