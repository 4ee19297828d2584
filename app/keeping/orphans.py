"""Photos that nothing leads to: files without a row, rows that nothing bears.

The first are left over by what was rolled back, or erased; the second by a picture that was
replaced, or put into a text that nobody stored.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import TypeVar

from flask import current_app
from sqlalchemy import delete, select

from app.database import reading
from app.extensions import db
from app.photos import queries, store
from app.photos.models import Photo

GRACE = timedelta(days=1)
"""A file is on the disk before its row is stored; no request takes so long."""
TEXTS_WAIT = timedelta(days=30)
"""A picture of a guide is stored before its text, which may wait on a phone without signal: so
long, or longer where a sign-in may last longer."""
PATIENCE_SECONDS = 600.0
"""By a clock that nobody can set: one that jumps ahead makes a file look old whose row is still on
its way. So what nothing leads to has to be found twice, so far apart."""
AT_ONCE = 500

Known = TypeVar("Known", bound=Hashable)


def orphans(*, at: datetime) -> Iterator[str]:
    """The names of files that no row leads to, and that are older than the grace."""
    old = (name for name, since in store.names() if since < at - GRACE)
    while names := list(islice(old, AT_ONCE)):
        by_key = {name.partition(".")[0]: name for name in names}
        used = set(db.session.scalars(select(Photo.key).where(Photo.key.in_(by_key))))
        yield from (name for key, name in by_key.items() if key not in used)


def sweep(found: dict[str, float], *, at: datetime) -> int:
    """Erase them; how many they were. `found` keeps since when each is known to be one."""
    ripe = _found_twice(found, orphans(at=at))
    for name in ripe:
        store.erase(name)
        del found[name]
    return len(ripe)


def sweep_rows(found: dict[int, float], *, at: datetime) -> int:
    """Delete the rows of photos that nothing bears; how many. Their files go by `sweep`, later.

    Whoever begins to bear one meanwhile waits for us, or we for them, and then it stays.
    """
    until = at - max(TEXTS_WAIT, timedelta(days=current_app.config["SETTINGS"].sign_in_days))
    with reading():
        ripe = _found_twice(found, queries.unborne(until=until))[:AT_ONCE]
    db.session.rollback()  # that transaction only read: no writer waited for it
    if not ripe:
        return 0
    held = select(Photo.id).where(Photo.id.in_(ripe)).order_by(Photo.id).with_for_update()
    db.session.execute(held).all()
    still = queries.unborne(until=until, among=ripe)
    db.session.execute(delete(Photo).where(Photo.id.in_(still)))
    for number in ripe:
        del found[number]
    return len(still)


def _found_twice(found: dict[Known, float], seen: Iterable[Known]) -> list[Known]:
    """Which were found long enough ago, and are so again."""
    now, here = monotonic(), set(seen)
    for each in found.keys() - here:
        del found[each]
    return [each for each in here if now - found.setdefault(each, now) >= PATIENCE_SECONDS]


def missing() -> Iterator[str]:
    """The names of files that rows lead to, and that are not there."""
    here = {name for name, _since in store.names()}
    for photo in db.session.scalars(select(Photo).execution_options(yield_per=AT_ONCE)):
        if photo.file_name not in here:
            yield photo.file_name
