"""Help first: what a room user can try for this unit, and what staff read before they begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.equipment import queries as equipment
from app.equipment.models import ROOM_SLUG, Equipment, Symptom
from app.guides import queries
from app.guides.models import Guide, GuideKind
from app.guides.rendering import rendered
from app.guides.words import SHORT, against

MOST = 3
"""So many things are offered to try: who is in a hurry reads no more."""


@dataclass(frozen=True)
class Thing:
    """One thing to try: a guide, or the first words of the symptom itself as steps."""

    guide_id: int | None
    title: str
    html: Markup
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Help:
    """What to try against one symptom; `solvable` is False where there is danger: then leave."""

    things: tuple[Thing, ...]
    solvable: bool


def things_to_try(unit: Equipment | None, symptoms: Iterable[Symptom]) -> dict[str, Help]:
    """The best things to try for the unit, or the room itself, by the symptoms' codes.

    The nearest guides win: those of the unit, else of its model, else of its type. Where none is
    against the symptom, its own first words stand before the guides in general. Against a danger
    there are those words alone. A symptom that nothing helps against is left out.
    """
    guides = _guides(unit)
    found = {each.code: _help(each, guides) for each in symptoms}
    return {code: offered for code, offered in found.items() if offered.things}


def guide_offered(unit: Equipment | None, symptom: Symptom, typed: str) -> int | None:
    """The key of the guide that a page says has solved it; None where it offered none such."""
    offered = things_to_try(unit, [symptom]).get(symptom.code)
    keys = [each.guide_id for each in offered.things] if offered else []
    return next((key for key in keys if key and str(key) == typed), None)


@dataclass(frozen=True)
class Line:
    """A guide in a list, or what else is known: what it says, and where it is read."""

    address: str
    title: str
    detail: str


def known_of(unit_ids: Sequence[int], symptom: Symptom | None = None) -> tuple[Line, ...]:
    """What staff read of units before they begin: known errors, and how a thing is done.

    Those against the symptom come first, where one is given; then the nearest.
    """
    found = queries.in_room(unit_ids, GuideKind.KNOWN_ERROR, GuideKind.PROCEDURE)
    wanted = symptom.id if symptom else None
    return tuple(map(_line, sorted(found, key=lambda each: each.symptom_id != wanted)))


def _line(guide: Guide) -> Line:
    said = _("%(kind)s, against: %(what)s", kind=SHORT[guide.kind], what=against(guide))
    return Line(url_for("guides.guide", guide_id=guide.id), guide.title, said)


def _guides(unit: Equipment | None) -> Sequence[Guide]:
    if unit is not None:
        return queries.of_unit(unit, GuideKind.SELF_HELP)
    room = equipment.type_of_slug(ROOM_SLUG)
    return queries.of_type(room.id, GuideKind.SELF_HELP) if room else ()


def _help(symptom: Symptom, guides: Sequence[Guide]) -> Help:
    if symptom.danger:
        return Help(_own_words(symptom, ""), solvable=False)
    mine = _nearest([each for each in guides if each.symptom_id == symptom.id])
    if mine:
        return Help(tuple(_thing(each) for each in mine[:MOST]), solvable=True)
    general = _nearest([each for each in guides if each.symptom_id is None])
    things = (*_own_words(symptom, _("Try this first")), *(_thing(each) for each in general))
    return Help(things[:MOST], solvable=True)


def _nearest(guides: Sequence[Guide]) -> Sequence[Guide]:
    """Of guides in the order of their nearness, those as near as the first."""
    return [each for each in guides if _level(each) == _level(guides[0])]


def _level(guide: Guide) -> tuple[bool, bool]:
    return guide.equipment_id is not None, guide.model_id is not None


def _thing(guide: Guide) -> Thing:
    return Thing(guide.id, guide.title, rendered(guide.body))


def _own_words(symptom: Symptom, title: str) -> tuple[Thing, ...]:
    steps = tuple(str(_(step)) for step in symptom.self_help_steps[:MOST])
    return (Thing(None, title, Markup(), steps),) if steps else ()
