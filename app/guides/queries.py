"""Answers about guides: the list, one guide with its versions, what was avoided by them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad
from werkzeug.datastructures import MultiDict

from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.guides.finding import ranked, words_of
from app.guides.models import Guide, GuideKind, GuideVersion, Solved
from app.numbers import number_of
from app.paging import Slice, contains, slice_of

RETIRED = "retired"
OLD = timedelta(days=365)
"""A guide that nobody confirmed for so long asks whether it is still right."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list; empty stands for everything that is in use."""

    words: str = ""
    kind: str = ""
    type_id: int | None = None
    model: str = ""
    """Part of a model's maker or number."""


def wanted_guides(asked: MultiDict[str, str]) -> Wanted:
    """The filter that an address asks for; what makes no sense is left out."""
    kind = asked.get("kind", "")
    return Wanted(
        words=" ".join(asked.get("q", "").split())[:2000],
        kind=kind if kind in {*GuideKind, RETIRED} else "",
        type_id=number_of(asked, "type"),
        model=" ".join(asked.get("model", "").split())[:200],
    )


def listed(wanted: Wanted, page: int) -> tuple[Sequence[Guide], Slice]:
    """The guides of a page of the list, with what they are about, and where the page stands."""
    part = slice_of(_chosen(wanted), page, count=False)
    rows = db.session.scalars(select(Guide).where(Guide.id.in_(part.ids)).options(*_whole()))
    found = {guide.id: guide for guide in rows}
    return [found[key] for key in part.ids], part


def guide(guide_id: int) -> Guide | None:
    """The guide with what it is about and who confirmed it; None where there is none."""
    whole = select(Guide).where(Guide.id == guide_id)
    return db.session.scalar(whole.options(*_whole(), joinedload(Guide.confirmed_by)))


def versions(guide_id: int) -> Sequence[GuideVersion]:
    """All versions of a guide with who wrote them, the newest first."""
    mine = select(GuideVersion).where(GuideVersion.guide_id == guide_id)
    return db.session.scalars(
        mine.options(joinedload(GuideVersion.by)).order_by(GuideVersion.number.desc())
    ).all()


def of_unit(unit: Equipment, *kinds: GuideKind) -> Sequence[Guide]:
    """The guides in use for the unit, its model or its type; the nearest first, then the newest.

    The unit comes with its model.
    """
    return of_type(unit.model.type_id, *kinds, model_id=unit.model_id, unit_id=unit.id)


def of_type(
    type_id: int, *kinds: GuideKind, model_id: int | None = None, unit_id: int | None = None
) -> Sequence[Guide]:
    """The guides in use for a type, and for the model and unit named; the nearest first."""
    near = or_(Guide.type_id == type_id, Guide.model_id == model_id, Guide.equipment_id == unit_id)
    found = select(Guide).where(near, Guide.kind.in_(kinds), Guide.retired_at.is_(None))
    order = (Guide.equipment_id.is_(None), Guide.model_id.is_(None), Guide.id.desc())
    return db.session.scalars(found.options(joinedload(Guide.symptom)).order_by(*order)).all()


def bears_picture(key: str) -> bool:
    """Whether a guide that whoever asks may read bears the picture of that key."""
    bearing = select(Guide.id).where(Guide.body.contains(f"photo:{key}", autoescape=True))
    return db.session.scalar(bearing.limit(1)) is not None


def shows_picture(key: str) -> bool:
    """Whether a guide that every visitor may read shows the picture of that key."""
    open_to_all = (Guide.kind == GuideKind.SELF_HELP, Guide.retired_at.is_(None))
    shown = select(Guide.id).where(
        *open_to_all, Guide.body.contains(f"photo:{key}", autoescape=True)
    )
    return db.session.scalar(shown.limit(1)) is not None


@dataclass(frozen=True)
class Avoided:
    """How often somebody said that a help solved it; each is a support call that was avoided."""

    calls: int
    by_guides: int
    """Of them by a guide; the rest by the first words of a symptom."""


def avoided(since: datetime) -> Avoided:
    """The calls avoided since a moment."""
    asked = select(func.count(), func.count(Solved.guide_id)).where(Solved.at >= since)
    calls, by_guides = db.session.execute(asked).one()
    return Avoided(calls, by_guides)


def times_solved(guide_id: int) -> int:
    """How often somebody said of the guide that it solved it."""
    asked = select(func.count()).select_from(Solved).where(Solved.guide_id == guide_id)
    return db.session.scalar(asked) or 0


def solved_with(key: str) -> Solved | None:
    """What was stored under a page's key; None where nothing was."""
    return db.session.scalar(select(Solved).where(Solved.key == key))


def _whole() -> tuple[_AbstractLoad, ...]:
    of_unit = joinedload(Guide.equipment)
    return (
        joinedload(Guide.type),
        joinedload(Guide.model).joinedload(EquipmentModel.type),
        of_unit.joinedload(Equipment.model).joinedload(EquipmentModel.type),
        of_unit.joinedload(Equipment.room),
        joinedload(Guide.symptom),
    )


def _chosen(wanted: Wanted) -> Select[int]:
    if words_of(wanted.words):
        found = ranked(wanted.words)
    else:
        found = select(Guide.id).order_by(Guide.title, Guide.id)
    if wanted.kind == RETIRED:
        found = found.where(Guide.retired_at.is_not(None))
    else:
        found = found.where(Guide.retired_at.is_(None))
    if wanted.kind in set(GuideKind):
        found = found.where(Guide.kind == GuideKind(wanted.kind))
    if wanted.type_id:
        found = found.where(_is_of_type(wanted.type_id))
    return found.where(_is_of_model(wanted.model)) if wanted.model else found


def _is_of_type(type_id: int) -> ColumnElement[bool]:
    models = select(EquipmentModel.id).where(EquipmentModel.type_id == type_id)
    units = select(Equipment.id).where(Equipment.model_id.in_(models))
    return or_(Guide.type_id == type_id, Guide.model_id.in_(models), Guide.equipment_id.in_(units))


def _is_of_model(words: str) -> ColumnElement[bool]:
    label = func.lower(EquipmentModel.maker + " " + EquipmentModel.model_number)
    models = select(EquipmentModel.id).where(contains(label, words))
    units = select(Equipment.id).where(Equipment.model_id.in_(models))
    return or_(Guide.model_id.in_(models), Guide.equipment_id.in_(units))


def in_room(unit_ids: Sequence[int], *kinds: GuideKind, most: int = 10) -> Sequence[Guide]:
    """The guides in use of these kinds for any of the units, their models or types."""
    found = select(Guide).where(
        _is_about(unit_ids), Guide.kind.in_(kinds), Guide.retired_at.is_(None)
    )
    order = (Guide.equipment_id.is_(None), Guide.model_id.is_(None), Guide.title, Guide.id)
    return db.session.scalars(
        found.options(joinedload(Guide.symptom)).order_by(*order).limit(most)
    ).all()


def longest_unconfirmed(unit_ids: Sequence[int], *, before: datetime) -> Guide | None:
    """Of the guides in use about these units, the one whose last confirmation is oldest.

    None where somebody confirmed each since `before`.
    """
    if not unit_ids:
        return None
    old = select(Guide).where(
        _is_about(unit_ids), Guide.retired_at.is_(None), Guide.confirmed_at < before
    )
    return db.session.scalar(old.order_by(Guide.confirmed_at, Guide.id).limit(1))


def _is_about(unit_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether a guide is about any of these units, their models or their types."""
    units = select(Equipment).where(Equipment.id.in_(unit_ids)).subquery()
    models = select(units.c.model_id)
    types = select(EquipmentModel.type_id).where(EquipmentModel.id.in_(models))
    return or_(
        Guide.equipment_id.in_(unit_ids), Guide.model_id.in_(models), Guide.type_id.in_(types)
    )
