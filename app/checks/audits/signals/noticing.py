"""Noticing what is unusual, from plain values: it asks nothing, and stores nothing."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise


class Kind(StrEnum):
    """What a signal is about."""

    DWELL = "dwell"
    TRAVEL = "travel"
    TEXTS = "texts"
    READINGS = "readings"
    PHOTOS = "photos"


FEWEST_AT_A_TAG = 20
"""So many checks of a room tell how long one takes there."""
FEWEST_ROOMS = 3
"""The same words in so many rooms are a signal."""
SHORTEST_TEXT = 15
"""Characters: "cable loose" is said of many rooms, and means no more than it says."""
SAME_IN_A_ROW = 4
"""So many equal readings in a row are a signal, where those before them vary."""
VARIED = 3
"""How many different readings came before, where they are said to vary."""
OTHER_FLOOR, OTHER_BUILDING, OTHER_SITE = (timedelta(seconds=each) for each in (15, 60, 300))
"""Nobody is quicker from one check to the next: our own guess, and a careful one."""


@dataclass(frozen=True)
class Visit:
    """A check, as far as it matters here. `began` is the scan; None where there was none.

    `done` is None where nobody knows when it was made.
    """

    id: int
    person_id: int
    room_id: int
    place: tuple[int, int, int | None]
    """Its site, building and floor."""
    began: datetime | None
    done: datetime | None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A number that was read off, in the order of its time."""

    check_id: int
    series: tuple[int | None, int | None]
    """Of which unit and check item."""
    value: float


@dataclass(frozen=True)
class Signal:
    """Something unusual in a check: `figures` are what its sentence tells, `other` a check."""

    kind: Kind
    check_id: int
    figures: tuple[float, ...] = ()
    other_id: int | None = None
    words: str = ""


def quick(visits: Iterable[Visit]) -> Iterator[Signal]:
    """Checks from scan to end in less than half of their room's own 10th percentile."""
    rooms: dict[int, list[tuple[float, Visit]]] = defaultdict(list)
    for each in visits:
        if each.began and each.done:
            rooms[each.room_id].append(((each.done - each.began).total_seconds(), each))
    for found in rooms.values():
        if len(found) < FEWEST_AT_A_TAG:
            continue
        usual = tenth(sorted(took for took, _each in found))
        for took, each in found:
            if took < usual / 2:
                yield Signal(Kind.DWELL, each.id, (took, usual, len(found)))


def tenth(values: Sequence[float]) -> float:
    """The 10th percentile of sorted values, by the nearest rank: one in ten is no larger."""
    return values[math.ceil(len(values) / 10) - 1]


def hurried(visits: Iterable[Visit]) -> Iterator[Signal]:
    """Two checks by one person in places that are too far apart for the time between them."""
    people: dict[int, list[tuple[datetime, Visit]]] = defaultdict(list)
    for each in visits:
        if each.done:
            people[each.person_id].append((each.done, each))
    for made in people.values():
        made.sort(key=lambda told: (told[0], told[1].id))
        for (left, before), (done, each) in pairwise(made):
            gap = (each.began or done) - left
            if gap < _way(before.place, each.place):
                yield Signal(Kind.TRAVEL, each.id, (max(gap.total_seconds(), 0),), before.id)


def _way(one: tuple[int, int, int | None], other: tuple[int, int, int | None]) -> timedelta:
    for part, least in enumerate((OTHER_SITE, OTHER_BUILDING, OTHER_FLOOR)):
        if one[part] != other[part]:
            return least if None not in {one[part], other[part]} else timedelta(0)
    return timedelta(0)


def same_words(visits: Iterable[Visit]) -> Iterator[Signal]:
    """Checks that say, word for word, what the same person said in several other rooms."""
    said: dict[tuple[int, str], dict[int, Visit]] = defaultdict(dict)
    rooms: dict[tuple[int, str], set[int]] = defaultdict(set)
    for each in visits:
        for text in each.texts:
            plain = " ".join(text.casefold().split())
            if len(plain) >= SHORTEST_TEXT:
                said[each.person_id, plain][each.id] = each
                rooms[each.person_id, plain].add(each.room_id)
    for key, found in said.items():
        if len(rooms[key]) >= FEWEST_ROOMS:
            for check_id in found:
                yield Signal(Kind.TEXTS, check_id, (len(rooms[key]),), words=key[1])


def same_readings(readings: Iterable[Reading]) -> Iterator[Signal]:
    """The last check of several in a row with equal readings, where those before them vary.

    The readings come by their series, and in it by time.
    """
    for _series, part in groupby(readings, key=lambda each: each.series):
        before: set[float] = set()
        for value, run in groupby(part, key=lambda each: each.value):
            equal = list(run)
            if len(equal) >= SAME_IN_A_ROW and len(before) >= VARIED:
                yield Signal(Kind.READINGS, equal[-1].check_id, (value, len(equal)))
            before.add(value)


def same_photos(hashes: Iterable[tuple[int, str]]) -> Iterator[Signal]:
    """Checks that bring, to the byte, the photo of an earlier one; they come by their time."""
    first: dict[str, int] = {}
    for check_id, told in hashes:
        earlier = first.setdefault(told, check_id)
        if earlier != check_id:
            yield Signal(Kind.PHOTOS, check_id, other_id=earlier)
