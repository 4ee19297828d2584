"""Files of photos to which no row leads: left over by what was rolled back, or erased."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic

from sqlalchemy import select

from app.extensions import db
from app.photos import store
from app.photos.models import Photo

GRACE = timedelta(days=1)
"""A file is on the disk before its row is stored; no request takes so long."""
PATIENCE_SECONDS = 600.0
"""By a clock that nobody can set: one that jumps ahead makes a file look old whose row is still on
its way. So what nothing leads to has to be found twice, so far apart."""
AT_ONCE = 500


def orphans(*, at: datetime) -> Iterator[str]:
    """The names of files that no row leads to, and that are older than the grace."""
    old = (name for name, since in store.names() if since < at - GRACE)
    while names := list(islice(old, AT_ONCE)):
        by_key = {name.partition(".")[0]: name for name in names}
        used = set(db.session.scalars(select(Photo.key).where(Photo.key.in_(by_key))))
        yield from (name for key, name in by_key.items() if key not in used)


def sweep(found: dict[str, float], *, at: datetime) -> int:
    """Erase them; how many they were. `found` keeps since when each is known to be one."""
    now, gone = monotonic(), 0
    here = set(orphans(at=at))
    for name in found.keys() - here:
        del found[name]
    for name in here:
        if now - found.setdefault(name, now) >= PATIENCE_SECONDS:
            store.erase(name)
            del found[name]
            gone += 1
    return gone


def missing() -> Iterator[str]:
    """The names of files that rows lead to, and that are not there."""
    here = {name for name, _since in store.names()}
    for photo in db.session.scalars(select(Photo).execution_options(yield_per=AT_ONCE)):
        if photo.file_name not in here:
            yield photo.file_name
