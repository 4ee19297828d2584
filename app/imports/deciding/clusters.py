"""Spellings of a list that may be one maker or one model, and words for types that nobody knows.

Nothing is decided here: a person is asked. Words that were decided about are never asked again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from operator import attrgetter
from typing import Any

from app.imports.deciding.sameness import Near, maker_keys, model_keys
from app.imports.meaning.records import EquipmentRow, Record
from app.imports.meaning.words.decided import Decided
from app.imports.reading.cleaning import plain, spelled

MAKER, MODEL = "maker", "model"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spellings that may be one: `spelt` is "maker" or "model", `within` the maker of a model.

    `spellings` are the texts of the list, each with its number of rows, the most frequent first;
    `best` is the one suggested, which may be a text known here that the list does not use.
    """

    spelt: str
    within: str
    spellings: tuple[tuple[str, int], ...]
    best: str

    @property
    def count(self) -> int:
        """How many rows use one of the spellings."""
        return sum(count for _, count in self.spellings)

    @property
    def key(self) -> str:
        """What finds the cluster again in what a form sends, as long as it holds the same."""
        said = [self.spelt, self.within, sorted(text for text, _ in self.spellings)]
        return sha256(json.dumps(said).encode()).hexdigest()[:12]

    def as_plain(self) -> list[Any]:
        """The same as values that JSON can hold."""
        return [self.spelt, self.within, [list(each) for each in self.spellings], self.best]

    @classmethod
    def from_plain(cls, kept: list[Any]) -> Cluster:
        """The cluster that `as_plain` gave."""
        spelt, within, spellings, best = kept
        return cls(spelt, within, tuple((text, count) for text, count in spellings), best)


@dataclass(frozen=True, slots=True)
class Known:
    """The makers, the models by maker, and the words for types that are known here."""

    makers: Collection[str] = ()
    models: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Model numbers by the spelled maker; an empty text for models without one."""
    types: Collection[str] = frozenset()
    """Titles of types as `plain` leaves them."""


NOTHING_KNOWN = Known()


def found(records: Iterable[Record], decided: Decided, known: Known) -> tuple[Cluster, ...]:
    """What a person should decide about the makers and models of a list, the biggest first.

    Models are compared within a maker as it is meant, or as it is suggested here.
    """
    rows = Counter(
        (row.maker or "", row.model_number or "")
        for row in records
        if isinstance(row, EquipmentRow)
    )
    makers: Counter[str] = Counter()
    for (maker, _), count in rows.items():
        makers[decided.maker(maker) or ""] += count
    groups = _makers(makers, decided, known)
    clusters = [*_clusters(MAKER, "", groups), *_of_models(rows, groups, decided, known)]
    return tuple(sorted(clusters, key=lambda each: (-each.count, each.spelt, each.best)))


def unknown_types(
    records: Iterable[Record], decided: Decided, known: Known
) -> tuple[tuple[str, int], ...]:
    """The words for types that mean none known here, each with its number of rows, most first."""
    said = Counter(
        row.type_text
        for row in records
        if isinstance(row, EquipmentRow) and row.type_text and row.equipment_type is None
    )
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for text, count in said.items():
        word = plain(text)
        if word and word not in known.types and decided.type(text) is None:
            spellings[word][text] = count
    counted = [(each.most_common(1)[0][0], each.total()) for each in spellings.values()]
    return tuple(sorted(counted, key=lambda each: (-each[1], each[0])))


@dataclass(slots=True)
class _Word:
    """A word in all its letter cases, with the number of rows of each."""

    texts: Counter[str]
    is_known: bool
    is_settled: bool
    """Whether somebody decided that it stands for itself."""
    best: str = ""

    @property
    def count(self) -> int:
        return self.texts.total()


@dataclass(slots=True)
class _Group:
    """Words that may be one; the first is the one that the others may mean."""

    words: list[_Word]

    @property
    def best(self) -> str:
        return self.words[0].best


def _words(
    counts: Counter[str], known: Collection[str], settled: Collection[str]
) -> dict[str, _Word]:
    """The words of a list and those known here, by how they are spelled."""
    certain = {spelled(text) for text in settled}
    there = {*known, *settled}
    known_words = {spelled(text) for text in there}
    words: dict[str, _Word] = {}
    for text in dict.fromkeys((*counts, *sorted(there))):
        name = spelled(text)
        word = words.setdefault(name, _Word(Counter(), name in known_words, name in certain))
        word.texts[text] = counts.get(text, 0)
    for word in words.values():
        word.best = max(word.texts, key=lambda text: (text in there, *_looks(text, word.texts)))
    return words


def _looks(text: str, counts: Counter[str]) -> tuple[int, bool, str]:
    """The most frequent before others, then the one with capital and small letters."""
    return counts[text], not (text.isupper() or text.islower()), text


def _grouped(
    words: Iterable[_Word], keys: Callable[[str], tuple[str, ...]], near: Near | None = None
) -> list[_Group]:
    """Every word joins the group of a word before it, or begins one.

    Words known here come first, then the most frequent. Two words that were both decided about
    never come together; and a word joins by its likeness to the first, not to one that only joined.
    """
    groups: list[_Group] = []
    by_key: dict[str, _Group] = {}
    order = sorted(words, key=attrgetter("best"))
    order.sort(key=lambda each: (each.is_settled, each.is_known, _looks(each.best, each.texts)))
    for word in reversed(order):
        own = keys(word.best)
        group = None if word.is_settled else _home(own, by_key, near)
        if group is None:
            group = _Group([])
            groups.append(group)
            if near is not None and own:
                near.add(own[0])
        group.words.append(word)
        for key in own:
            by_key.setdefault(key, group)
    return groups


def _home(own: tuple[str, ...], by_key: dict[str, _Group], near: Near | None) -> _Group | None:
    for key in own:
        if key in by_key:
            return by_key[key]
    like = near.to(own[0]) if near is not None and own else None
    return by_key[like] if like else None


def _makers(counts: Counter[str], decided: Decided, known: Known) -> list[_Group]:
    said = Counter({text: count for text, count in counts.items() if text})
    words = _words(said, known.makers, decided.makers.values())
    return _grouped(words.values(), maker_keys, Near())


def _of_models(
    rows: Counter[tuple[str, str]], makers: list[_Group], decided: Decided, known: Known
) -> Iterator[Cluster]:
    meant = {spelled(each.best): group.best for group in makers for each in group.words}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (maker, number), count in rows.items():
        named = meant.get(spelled(decided.maker(maker) or ""), "")
        if model := decided.model(named, number):
            counts[named][model] += count
    there, settled = _known_models(makers, known), _settled_models(decided)
    for maker, said in counts.items():
        name = spelled(maker)
        words = _words(said, there.get(name, ()), settled.get(name, ()))
        groups = _grouped(words.values(), partial(model_keys, maker=maker))
        yield from _clusters(MODEL, maker, groups)


def _known_models(makers: list[_Group], known: Known) -> dict[str, set[str]]:
    """The model numbers known here of each maker, with those of its other spellings."""
    there = {"": set(known.models.get("", ()))}
    for group in makers:
        names = [spelled(each.best) for each in group.words]
        there[names[0]] = {number for name in names for number in known.models.get(name, ())}
    return there


def _settled_models(decided: Decided) -> dict[str, list[str]]:
    settled: dict[str, list[str]] = defaultdict(list)
    for (maker, _), number in decided.models.items():
        settled[maker].append(number)
    return settled


def _clusters(spelt: str, within: str, groups: Iterable[_Group]) -> Iterator[Cluster]:
    """The groups in which the list uses another word than the best."""
    for group in groups:
        if any(word.count for word in group.words[1:]):
            texts = [each for word in group.words for each in word.texts.items() if each[1]]
            texts.sort(key=lambda each: (-each[1], each[0]))
            yield Cluster(spelt, within, tuple(texts), group.best)
