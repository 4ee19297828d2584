"""One text that holds building, floor and room, split by patterns made from examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.imports.meaning.places.guesses import guessed
from app.imports.meaning.places.shapes import PARTS, Example, Parts, Shape, shapes_of
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

__all__ = ["Example", "Parts", "Patterns", "Suggestion", "learned", "suggested"]

LONGEST = 300  # characters of a text that says where a thing stands
KEPT = 50_000  # texts whose parts are kept: most repeat
LOOKED_AT = 3_000  # different texts, the most frequent ones
MOST = 8  # suggestions
ANY_ROOM = Example("*", room="*")
"""The example of all texts that are like no other example: they are rooms as they stand."""

FEWEST = 200  # one in so many texts at least is fitted by a suggestion, and by none before it


class Patterns:
    """Splits the texts that fit one of the examples that were given."""

    def __init__(self, examples: Sequence[Example], shapes: Sequence[Shape]) -> None:
        self._said = {spelled(each.text): each.parts for each in examples}
        self._shapes = tuple(shapes)
        self._takes_all = False
        self._split: dict[str, Parts | None] = {}

    @property
    def told(self) -> frozenset[str]:
        """Which of building, floor and room some example tells."""
        return frozenset(
            name for name in PARTS for parts in self._said.values() if getattr(parts, name)
        ) | ({"room"} if self._takes_all else set())

    def or_rooms(self) -> Patterns:
        """The same, but a text that fits no example is a room's name as it stands."""
        made = Patterns((), self._shapes)
        made._said, made._takes_all = self._said, True
        return made

    def split(self, text: str) -> Parts | None:
        """The parts of the text; None if it fits no example."""
        if text not in self._split:
            if len(self._split) >= KEPT:
                return self._parts(clean(text))
            self._split[text] = self._parts(clean(text))
        return self._split[text]

    def _parts(self, text: str) -> Parts | None:
        if (said := self._said.get(spelled(text))) is not None:
            return said
        if len(text) <= LONGEST:
            for shape in self._shapes:
                if parts := shape.split(text):
                    return parts
        return Parts(room=text) if self._takes_all and text else None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example of our own: how many of all texts (`count`) it would fit."""

    example: Example
    count: int
    fits: int


def learned(examples: Iterable[Example]) -> Patterns:
    """The patterns that the examples teach: each example gives its own parts, and texts like it.

    An example whose text and room are both "*" makes any other text the name of a room.
    Raises ImportRefused at "location" if an example says nothing that its text holds, or if two of
    them contradict each other.
    """
    cleaned = dict.fromkeys(each.cleaned() for each in examples)
    given = tuple(each for each in cleaned if each != ANY_ROOM)
    _check_texts(given)
    shapes = {each: _fitting(shapes_of(each), given) for each in given}
    for number, one in enumerate(given):
        for other in given[number + 1 :]:
            if _misreads(shapes[one], other) and _misreads(shapes[other], one):
                _contradict(one, other)
    patterns = Patterns(given, sorted(shapes.values(), key=lambda shape: _rank(shape, given)))
    return patterns.or_rooms() if ANY_ROOM in cleaned else patterns


def _check_texts(given: Sequence[Example]) -> None:
    said: dict[str, Example] = {}
    for each in given:
        if len(each.text) > LONGEST:
            raise ImportRefused(
                N_("This text is too long for an example: it has %(number)s characters."),
                number=len(each.text),
            ).at("location")
        if said.setdefault(spelled(each.text), each).parts != each.parts:
            _contradict(said[spelled(each.text)], each)


def _contradict(one: Example, other: Example) -> None:
    raise ImportRefused(
        N_(
            "The examples “%(one)s” and “%(other)s” look alike, but are split differently. Change"
            " one of them."
        ),
        one=one.text[:60],
        other=other.text[:60],
    ).at("location")


def _fitting(shapes: Sequence[Shape], given: Sequence[Example]) -> Shape:
    """The likeliest shape that agrees with all examples; the likeliest of all if none does."""
    agreeing = (shape for shape in shapes if not any(_misreads(shape, each) for each in given))
    return next(agreeing, shapes[0])


def _misreads(shape: Shape, example: Example) -> bool:
    parts = shape.split(example.text)
    return parts is not None and parts != example.parts


def _rank(shape: Shape, given: Sequence[Example]) -> tuple[int, int, int]:
    """The narrower a shape is, the sooner it is asked."""
    misread = sum(_misreads(shape, each) for each in given)
    return misread, shape.width, -len(shape.source)


def suggested(texts: Iterable[str]) -> tuple[Suggestion, ...]:
    """Examples of our own for the texts, those first that tell most of most of them.

    Each fits texts that those before it do not fit.
    """
    counts = Counter(text for raw in texts if (text := clean(raw)))
    looked = dict(counts.most_common(LOOKED_AT))
    left, total, made = set(looked), counts.total(), list[Suggestion]()
    for example, shape in _likely(looked):
        fitting = {text for text in looked if shape.split(text)}
        if sum(looked[text] for text in fitting & left) * FEWEST >= total:
            left -= fitting
            made.append(Suggestion(example, total, sum(looked[text] for text in fitting)))
    return tuple(made[:MOST])


def _likely(counts: Mapping[str, int]) -> list[tuple[Example, Shape]]:
    """A guessed example of each shape: those first that tell most of most texts."""
    groups: dict[str, tuple[Example, Shape]] = {}
    told: Counter[str] = Counter()
    for text, number in counts.items():
        example = guessed(text) if len(text) <= LONGEST else None
        if example is None:
            continue
        shape = shapes_of(example)[0]
        groups.setdefault(shape.source, (example, shape))
        told[shape.source] += number * len(shape.pieces)
    return [groups[source] for source, _told in told.most_common(3 * MOST)]
