"""What was decided about the words of lists, and how lists of a shape are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, or_, select

from app.equipment.models import ROOM_SLUG, EquipmentModel, EquipmentType
from app.extensions import db
from app.imports.deciding.clusters import Known
from app.imports.deciding.shapes import NEAR, likeness, names
from app.imports.meaning.words.decided import Decided
from app.imports.models import Profile, Spelling, Spelt
from app.imports.reading.cleaning import plain, spelled
from app.paging import Slice, contains, slice_of
from app.people.models import Person


def decided() -> Decided:
    """All that was decided, each word by what it means in the end."""
    said: dict[tuple[Spelt, str], dict[str, str]] = defaultdict(dict)
    wanted = select(Spelling.spelt, Spelling.within, Spelling.said, Spelling.meant)
    for spelt, within, word, meant in db.session.execute(wanted):
        said[spelt, within][word] = meant
    makers = _in_the_end(said.pop((Spelt.MAKER, ""), {}))
    types = said.pop((Spelt.TYPE, ""), {})
    return Decided(makers, _models(said, makers), types)


def _in_the_end(meant: Mapping[str, str]) -> dict[str, str]:
    """Each word by what the word that it means, means; words that mean each other end somewhere."""
    return {word: _end(word, meant) for word in meant}


def _end(word: str, meant: Mapping[str, str]) -> str:
    seen = {word}
    text = meant[word]
    while (name := spelled(text)) in meant and name not in seen:
        seen.add(name)
        text = meant[name]
    return text


def _models(
    said: Mapping[tuple[Spelt, str], Mapping[str, str]], makers: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Models by the maker as it is meant by now: what was decided of that very name goes before."""
    own: dict[tuple[str, str], str] = {}
    others: dict[tuple[str, str], str] = {}
    for (_, within), words in said.items():
        maker = spelled(makers.get(within, within))
        into = own if maker == within else others
        into.update({(maker, word): meant for word, meant in _in_the_end(words).items()})
    return others | own


def known() -> Known:
    """The makers, models and words for types that are known here, as plain values."""
    models: dict[str, set[str]] = defaultdict(set)
    makers = set()
    wanted = select(EquipmentModel.maker, EquipmentModel.model_number).distinct()
    for maker, number in db.session.execute(wanted):
        makers.add(maker)
        models[spelled(maker)].add(number)
    titles = db.session.execute(select(EquipmentType.title, EquipmentType.slug))
    words = frozenset(plain(each) for each in chain.from_iterable(titles))
    return Known(makers - {""}, {maker: each - {""} for maker, each in models.items()}, words)


@dataclass(frozen=True, slots=True)
class Word:
    """A remembered decision with the name of who made it and, of a type, its title."""

    spelling: Spelling
    by: str | None
    title: str | None


def words(wanted: str, page: int) -> tuple[Slice, Sequence[Word]]:
    """One page of the remembered decisions with these words in them, the newest first."""
    found = select(Spelling.id)
    for word in wanted.split():
        columns = (Spelling.said, func.lower(Spelling.meant), Spelling.within)
        found = found.where(or_(*(contains(column, word) for column in columns)))
    part = slice_of(found.order_by(Spelling.at.desc(), Spelling.id.desc()), page)
    with_names = (
        select(Spelling, Person.name, EquipmentType.title)
        .outerjoin(Person, Person.id == Spelling.person_id)
        .outerjoin(
            EquipmentType,
            (EquipmentType.slug == Spelling.meant) & (Spelling.spelt == Spelt.TYPE),
        )
        .where(Spelling.id.in_(part.ids))
        .order_by(Spelling.at.desc(), Spelling.id.desc())
    )
    return part, [Word(*each) for each in db.session.execute(with_names)]


def word(spelling_id: int) -> Spelling | None:
    """The decision, or None where there is none."""
    return db.session.get(Spelling, spelling_id)


def types() -> Sequence[tuple[str, str]]:
    """Slug and title of each type that equipment can be of, in their order."""
    wanted = select(EquipmentType.slug, EquipmentType.title)
    wanted = wanted.where(EquipmentType.slug != ROOM_SLUG)
    ordered = wanted.order_by(EquipmentType.position, EquipmentType.title)
    return [(slug, title) for slug, title in db.session.execute(ordered)]


def profiles() -> Sequence[tuple[Profile, str | None]]:
    """All profiles by name, each with the name of who kept it."""
    wanted = select(Profile, Person.name).outerjoin(Person, Person.id == Profile.person_id)
    ordered = wanted.order_by(func.lower(Profile.name), Profile.id)
    return [(each, by) for each, by in db.session.execute(ordered)]


def profile_of_id(profile_id: int) -> Profile | None:
    """The profile, or None where there is none."""
    return db.session.get(Profile, profile_id)


def profile(name: str) -> Profile | None:
    """The profile of that name, or None where there is none."""
    return db.session.scalar(select(Profile).where(Profile.name == name))


def profile_for(header: Sequence[str]) -> Profile | None:
    """The profile of lists with this header, else the likest with most names in common.

    The order of columns makes no difference; of equals the newest. `shapes.differences` tells
    which names differ. None where no profile shares four names of five.
    """
    shape = names(header)
    newest = select(Profile.id, Profile.header).order_by(Profile.at.desc(), Profile.id.desc())
    alike = [(likeness(each, shape), key) for key, each in db.session.execute(newest)]
    best = max(alike, key=lambda each: each[0], default=(0.0, 0))
    return db.session.get(Profile, best[1]) if best[0] >= NEAR else None
