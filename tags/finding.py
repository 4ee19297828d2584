"""Finding a stock by what stands on its packet: maker, number, a twin's number, or its size."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from tags.face import N_
from tags.stock import Stock, StockError, catalogue

NEAR = 0.6
"""Millimetres by which a label may differ from a size that is searched for."""

_SIZE = re.compile(
    r"(?<![\w.-])(\d+(?:[.,]\d+)?)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(mm|inch|in|\"|″)?(?!\w)"
)
_INCH = 25.4
_NUMBERED = re.compile(r"[\w.-]*\d[\w.-]*")


def stock(stock_id: str) -> Stock:
    """Return the stock with this id; raise StockError naming the nearest ids when there is none."""
    wanted = stock_id.strip().casefold()
    if found := _by_id().get(wanted):
        return found
    near = [entry.id for entry in search(wanted)[:3]] if wanted else []
    near = near or get_close_matches(wanted, _by_id(), n=3, cutoff=0.5)
    if not near:
        raise StockError(N_("There is no stock called “%(id)s”."), id=stock_id)
    raise StockError(
        N_("There is no stock called “%(id)s”. Did you mean %(near)s?"),
        id=stock_id,
        near=", ".join(near),
    )


@cache
def _by_id() -> dict[str, Stock]:
    return {entry.id: entry for entry in catalogue()}


def search(text: str, among: Iterable[Stock] | None = None) -> tuple[Stock, ...]:
    """Return the stocks that have every word of `text`, the best first; all for no words.

    A word is part of a maker, a part number, a twin's number, a material or an id; letter case,
    hyphens and blanks are forgiven. A size such as `63.5x38.1` or `2 x 1 in` finds labels that lie
    either way. First stands the part of that very number, then its twins, then the rest, in the
    order of the catalogue. `among` are the stocks to look through instead.
    """
    words, size = _asked(text)
    entries = catalogue() if among is None else among
    ranked = ((_rank(_card(entry), words), entry) for entry in entries if _sized(entry, size))
    found = [(rank, entry) for rank, entry in ranked if rank is not None]
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


@dataclass(frozen=True, slots=True)
class _Card:
    """What a stock answers to, spelled as `_plain` spells."""

    maker: frozenset[str]
    part: frozenset[str]
    twins: frozenset[str]
    words: str


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@lru_cache(maxsize=2048)
def _card(entry: Stock) -> _Card:
    numbers = _NUMBERED.findall(entry.also_fits)
    shown = f"{entry.maker} {entry.part} {entry.also_fits} {entry.material} {entry.per_sheet}-up"
    words = " ".join(map(_plain, [entry.id, entry.part, *shown.split(), *numbers]))
    part = entry.part.split(" ", 1)[0]
    return _Card(
        maker=frozenset(map(_plain, entry.maker.split())),
        part=frozenset(map(_plain, (entry.id, entry.part, part))),
        twins=frozenset(map(_plain, numbers)),
        words=words,
    )


def _asked(text: str) -> tuple[list[str], tuple[float, float, str] | None]:
    """Return the words of a search, and the size among them with its unit, or none."""
    lower = text.casefold()
    found = _SIZE.search(lower)
    if found:
        lower = f"{lower[: found.start()]} {lower[found.end() :]}"
    words = [plain for word in lower.split() if (plain := _plain(word))]
    return words, _measured(*found.groups()) if found else None


def _measured(width: str, height: str, unit: str | None) -> tuple[float, float, str]:
    return float(width.replace(",", ".")), float(height.replace(",", ".")), unit or ""


def _sized(entry: Stock, size: tuple[float, float, str] | None) -> bool:
    return size is None or any(_near(entry, *each) for each in _sides(*size))


def _sides(width: float, height: float, unit: str) -> Iterator[tuple[float, float]]:
    """Yield the sizes in mm that may be meant; without a unit, small ones may be inches."""
    if unit in {"", "mm"}:
        yield width, height
    if unit != "mm":
        yield width * _INCH, height * _INCH


def _near(entry: Stock, width: float, height: float) -> bool:
    sides = sorted((entry.label_width, entry.label_height))
    wanted = sorted((width, height))
    return all(abs(side - each) <= NEAR for side, each in zip(sides, wanted, strict=True))


def _rank(card: _Card, words: list[str]) -> int | None:
    """Return 0 for the part of that number, 1 for a twin, 2 for the rest; None for others."""
    number = "".join(word for word in words if word not in card.maker)
    if number and number in card.part:
        return 0
    if number and number in card.twins:
        return 1
    return 2 if all(word in card.words for word in words) else None
