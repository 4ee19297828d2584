"""Files of photos to which no row leads: left over by what was rolled back, or erased."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select

from app.extensions import db
from app.photos import store
from app.photos.models import Photo

GRACE = timedelta(days=1)
"""A file is on the disk before its row is stored; no request takes so long."""
AT_ONCE = 500


def orphans(*, at: datetime) -> Iterator[str]:
    """The names of files that no row leads to, and that are older than the grace."""
    old = (name for name, since in store.names() if since < at - GRACE)
    while names := list(islice(old, AT_ONCE)):
        by_key = {name.partition(".")[0]: name for name in names}
        used = set(db.session.scalars(select(Photo.key).where(Photo.key.in_(by_key))))
        yield from (name for key, name in by_key.items() if key not in used)


def sweep(*, at: datetime) -> int:
    """Erase them; how many they were."""
    gone = 0
    for name in list(orphans(at=at)):
        store.erase(name)
        gone += 1
    return gone


def missing() -> Iterator[str]:
    """The names of files that rows lead to, and that are not there."""
    here = {name for name, _since in store.names()}
    for photo in db.session.scalars(select(Photo).execution_options(yield_per=AT_ONCE)):
        if photo.file_name not in here:
            yield photo.file_name
