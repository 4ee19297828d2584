"""What people decide about the words and the shapes of lists is remembered, changed, forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.equipment import queries as equipment
from app.equipment.models import ROOM_SLUG
from app.errors import Refusal
from app.extensions import db
from app.imports.deciding.shapes import NEAR, likeness, named, names
from app.imports.meaning.records import MAX_NAME
from app.imports.models import Profile, Spelling, Spelt
from app.imports.reading.cleaning import clean, plain, spelled
from app.people.models import Person
from app.places import words as places

LONGEST_PROFILE = 100  # characters of its name

Place = tuple[Spelt, str, str]
"""Of which kind a word is, within which maker, and the word as it is compared."""


@dataclass(frozen=True, slots=True)
class Decision:
    """That `said` means `meant`; where both are the same, the word stands for itself."""

    spelt: Spelt
    within: str
    said: str
    meant: str

    @property
    def place(self) -> Place:
        """Where the decision is remembered."""
        return self.spelt, spelled(self.within), compared(self.spelt, self.said)


def compared(spelt: Spelt, text: str) -> str:
    """The word as it is compared with others of its kind."""
    return plain(text) if spelt is Spelt.TYPE else spelled(text)


def decide(
    spelt: Spelt, within: str, said: str, meant: str, by: Person | None, *, at: datetime
) -> Spelling:
    """Remember what a word means, for this list and those that come.

    `within` is the maker of a model, else empty. A type is meant by its slug. Refuses a text that
    is empty or too long for what it names.
    """
    decision = Decision(spelt, within, said, meant)
    return decide_all([decision], by, at=at)[decision.place]


def decide_all(
    decisions: Iterable[Decision], by: Person | None, *, at: datetime
) -> dict[Place, Spelling]:
    """Remember several decisions, the last of a word, and never so that words mean each other.

    Where a word is said to mean one that was itself said to mean the first, the newer one holds.
    """
    there = {(each.spelt, each.within, each.said): each for each in db.session.scalars(_ALL)}
    made: dict[Place, Spelling] = {}
    with _alone(_("Somebody decided about these words just now. Look again.")):
        for decision in decisions:
            place, meant = decision.place, _meant(decision)
            if place not in there:
                there[place] = Spelling(spelt=place[0], within=place[1], said=place[2])
                db.session.add(there[place])
            found = made[place] = there[place]
            found.meant, found.at, found.person_id = meant, at, by.id if by else None
            _open_loop(there, found)
    return made


_ALL = select(Spelling)


@contextmanager
def _alone(sentence: str, field: str | None = None) -> Iterator[None]:
    """Stores what is done inside, or refuses where somebody else stored the same just now."""
    try:
        with db.session.begin_nested(), db.session.no_autoflush:
            yield
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(sentence, field=field) from error


def _meant(decision: Decision) -> str:
    meant = clean(decision.meant)
    if not meant or not decision.place[2]:
        raise Refusal(_("Write the word that is meant."), field="meant", status=422)
    if len(meant) > MAX_NAME:
        sentence = _("Please use at most %(longest)s characters.", longest=MAX_NAME)
        raise Refusal(sentence, field="meant", status=422)
    if decision.spelt is Spelt.TYPE and not _is_type(meant):
        raise Refusal(_("Choose a type of the list."), field="meant", status=422)
    return meant


def _is_type(slug: str) -> bool:
    return slug != ROOM_SLUG and equipment.type_of_slug(slug) is not None


def _open_loop(there: Mapping[Place, Spelling], newest: Spelling) -> None:
    """Where what the word means leads back to it, what it means stands for itself from now on."""
    if newest.spelt is Spelt.TYPE:
        return
    first = next_one = there.get((newest.spelt, newest.within, spelled(newest.meant)))
    seen = [newest]
    while next_one is not None and next_one not in seen:
        seen.append(next_one)
        next_one = there.get((newest.spelt, newest.within, spelled(next_one.meant)))
    if first is not None and next_one is newest and first is not newest:
        first.meant = newest.meant


def forget(decided: Spelling) -> None:
    """Let the word mean itself again; the lists of tomorrow are asked about anew."""
    db.session.delete(decided)
    db.session.flush()


def keep_profile(
    name: str,
    header: Sequence[str],
    choices: Mapping[str, str],
    by: Person | None,
    *,
    at: datetime,
) -> Profile:
    """Remember under a name how lists with these columns are read; once more: how from now on.

    `choices` are what the form says, columns by their numbers. Refuses a name that is empty, too
    long, or that of lists with other columns.
    """
    name, shape = _profile_name(name), list(names(header))
    found = _named(name)
    if found is not None and likeness(found.header, shape) < NEAR:
        raise Refusal(_taken(name), field="name", status=422)
    with _alone(_taken(name), "name"):
        if found is None:
            found = Profile(name=name)
            db.session.add(found)
        found.header, found.choices = shape, named(choices, header)
        found.at, found.person_id = at, by.id if by else None
    return found


def rename(profile: Profile, name: str) -> None:
    """Give the profile another name; refuses one that another profile has."""
    name = _profile_name(name)
    other = _named(name)
    if other is not None and other is not profile:
        raise Refusal(_taken(name), field="name", status=422)
    with _alone(_taken(name), "name"):
        profile.name = name


def remove(profile: Profile) -> None:
    """Take the profile away; lists that were read by it stay as they are."""
    db.session.delete(profile)
    db.session.flush()


def _profile_name(text: str) -> str:
    return places.named(clean(text), longest=LONGEST_PROFILE)


def _named(name: str) -> Profile | None:
    """The profile of that name as it is written; letter case makes another name."""
    return db.session.scalar(select(Profile).where(Profile.name == name))


def _taken(name: str) -> str:
    return _(
        "There is a profile “%(name)s” already, for lists with other columns. Choose another name.",
        name=name,
    )
