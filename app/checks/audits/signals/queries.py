"""What signals are made from: the checks of the last 90 days, and the readings of a year."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select, tuple_

from app.checks.audits.drawing import KEPT
from app.checks.audits.signals.noticing import (
    Kind,
    Reading,
    Signal,
    Visit,
    hurried,
    quick,
    same_photos,
    same_readings,
    same_words,
)
from app.checks.models import Check, CheckPhoto, Finding, Grade
from app.checks.queries import with_place
from app.extensions import db
from app.photos import store
from app.photos.models import Photo
from app.places.models import Building, Room

A_YEAR = timedelta(days=365)


def signals(kind: Kind | None, at: datetime) -> list[Signal]:
    """All signals of a kind, or of every kind, by the newest check first.

    Nothing of it is stored: it is worked out each time that an auditor asks.
    """
    since = at - KEPT
    visits = _visits(since) if kind in {None, Kind.DWELL, Kind.TRAVEL, Kind.TEXTS} else []
    makers: dict[Kind, Callable[[], Iterable[Signal]]] = {
        Kind.DWELL: lambda: quick(visits),
        Kind.TRAVEL: lambda: hurried(visits),
        Kind.TEXTS: lambda: same_words(visits),
        Kind.READINGS: lambda: same_readings(_readings(at - A_YEAR)),
        Kind.PHOTOS: lambda: same_photos(_photos(at - A_YEAR)),
    }
    found = [each for name, make in makers.items() if kind in {None, name} for each in make()]
    return sorted(found, key=lambda each: (-each.check_id, each.kind))


def checks(check_ids: Iterable[int]) -> dict[int, Check]:
    """These checks with room, place and person."""
    found = db.session.scalars(with_place(select(Check)).where(Check.id.in_(set(check_ids))))
    return {each.id: each for each in found}


def _visits(since: datetime) -> list[Visit]:
    """The checks that were made at a tag since then; what was copied from paper says no time."""
    texts = _texts(since)
    rows = db.session.execute(
        select(
            Check.id,
            Check.person_id,
            Check.room_id,
            Building.site_id,
            Room.building_id,
            Room.floor_id,
            Check.scanned_at,
            Check.done_at,
            Check.is_offline & (Check.done_at == Check.received_at),
            Check.note,
        )
        .join(Room, Room.id == Check.room_id)
        .join(Building, Building.id == Room.building_id)
        .where(Check.done_at > since, Check.corrects_id.is_(None), Check.grade > Grade.RECORDED)
    )
    return [
        Visit(
            id_,
            person,
            room,
            (site, building, floor),
            scanned_at,
            None if is_unknown else done_at,
            (note, *texts.get(id_, ())) if note else texts.get(id_, ()),
        )
        for id_, person, room, site, building, floor, scanned_at, done_at, is_unknown, note in rows
    ]


def _texts(since: datetime) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(Finding.check_id, Finding.note)
        .join(Check, Check.id == Finding.check_id)
        .where(Check.done_at > since, Finding.note != "")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for check_id, note in rows:
        found[check_id].append(note)
    return {check_id: tuple(notes) for check_id, notes in found.items()}


def _readings(since: datetime) -> Iterator[Reading]:
    rows = db.session.execute(
        select(Finding.check_id, Finding.equipment_id, Finding.item_id, Finding.reading)
        .join(Check, Check.id == Finding.check_id)
        .where(Check.done_at > since, Check.corrects_id.is_(None), Finding.reading.is_not(None))
        .order_by(Finding.equipment_id, Finding.item_id, Check.done_at, Finding.id)
    )
    for check_id, unit, item, value in rows:
        yield Reading(check_id, (unit, item), value or 0.0)


def _photos(since: datetime) -> Iterator[tuple[int, str]]:
    """The hashes of photos of checks; of those alone that have a twin by their measures."""
    measures = (Photo.size, Photo.width, Photo.height)
    taken = Photo.taken_in_at > since
    twins = select(*measures).where(taken).group_by(*measures).having(func.count() > 1)
    rows = db.session.execute(
        select(CheckPhoto.check_id, Photo)
        .join(Photo, Photo.id == CheckPhoto.photo_id)
        .join(Check, Check.id == CheckPhoto.check_id)
        .where(taken, tuple_(*measures).in_(twins))
        .order_by(Check.done_at, CheckPhoto.id)
    )
    for check_id, photo in rows:
        with suppress(FileNotFoundError):
            yield check_id, hashlib.sha256(store.content(photo.file_name)).hexdigest()
