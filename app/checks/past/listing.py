"""Past work that other systems tell of: of a room, of a unit, or all of it, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.checks.models import PastKind, PastWork
from app.extensions import db
from app.numbers import number_of
from app.paging import Slice, contains, slice_of
from app.places.models import Building, Room

NEWEST = 5
"""How many a room's page shows before it leads on to the list."""


@dataclass(frozen=True)
class PastFilter:
    """Which past work is asked for; None leaves a side open."""

    words: str = ""
    building_id: int | None = None
    room_id: int | None = None
    unit_id: int | None = None
    kind: PastKind | None = None


@dataclass(frozen=True)
class Past:
    """One page of past work, the newest day first."""

    work: Sequence[PastWork]
    part: Slice


def wanted_past(asked: MultiDict[str, str]) -> PastFilter:
    """The filter that an address asks for; what makes no sense is left out."""
    kind = asked.get("kind", "")
    return PastFilter(
        words=" ".join(asked.get("q", "").split())[:200],
        building_id=number_of(asked, "building"),
        room_id=number_of(asked, "room"),
        unit_id=number_of(asked, "unit"),
        kind=PastKind(kind) if kind in set(PastKind) else None,
    )


def listed(wanted: PastFilter, page: int) -> Past:
    """The page's past work with its places and units, and where the page stands."""
    part = slice_of(_ordered(wanted), page, count=not wanted.words)
    found = {each.id: each for each in _with_places(part.ids)}
    return Past([found[key] for key in part.ids], part)


def keys(wanted: PastFilter) -> Sequence[int]:
    """The keys of all past work asked for, in the order of the list."""
    return db.session.scalars(_ordered(wanted)).all()


def newest(wanted: PastFilter) -> Sequence[PastWork]:
    """The newest few of what is asked for, and one more where there is more."""
    ids = db.session.scalars(_ordered(wanted).limit(NEWEST + 1)).all()
    found = {each.id: each for each in _with_places(ids)}
    return [found[key] for key in ids]


def _with_places(ids: Sequence[int]) -> Sequence[PastWork]:
    building = joinedload(PastWork.room).joinedload(Room.building)
    wanted = select(PastWork).where(PastWork.id.in_(ids))
    return db.session.scalars(
        wanted.options(
            building.joinedload(Building.site),
            joinedload(PastWork.room).joinedload(Room.floor),
            joinedload(PastWork.equipment),
        )
    ).all()


def _ordered(wanted: PastFilter) -> Select[int]:
    ids = select(PastWork.id).where(*_conditions(wanted))
    if wanted.building_id:
        ids = ids.join(PastWork.room).where(Room.building_id == wanted.building_id)
    return ids.order_by(PastWork.done_on.desc(), PastWork.id.desc())


def _conditions(wanted: PastFilter) -> list[ColumnElement[bool]]:
    sides: list[tuple[Any, Any]] = [
        (wanted.room_id, PastWork.room_id),
        (wanted.unit_id, PastWork.equipment_id),
        (wanted.kind, PastWork.kind),
    ]
    found: list[ColumnElement[bool]] = [of == asked for asked, of in sides if asked is not None]
    for word in wanted.words.split():
        told = (PastWork.words, PastWork.who, PastWork.source, PastWork.external_id)
        found.append(or_(*(contains(func.lower(each), word) for each in told)))
    return found
