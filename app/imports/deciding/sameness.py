"""By what two spellings are taken for one: keys that must be equal, and how near words may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.imports.reading.cleaning import plain

FIRM_ENDINGS = frozenset(
    (
        *("inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc"),
        *("llp", "lp", "plc", "pty", "gmbh", "ag", "kg", "kgaa", "ohg", "ug", "se", "sa", "sas"),
        *("sarl", "sl", "srl", "spa", "bv", "nv", "oy", "oyj", "ab", "as", "aps", "kk", "cie"),
        *("international", "intl", "group", "holding", "holdings", "mbh"),
    )
)
"""What stands behind the names of firms and tells none from another."""

LINKS = frozenset(("and", "und", "et"))

ONE_SLIP, TWO_SLIPS, TOO_LONG = 5, 9, 60
"""From how many letters on one or two slips are forgiven; "LG" and "HP" are too short for any."""

_INITIAL = re.compile(r"\b(\w)\.")


def _words(text: str) -> list[str]:
    """Words without case, accents and signs; Turkish letters as others type them."""
    return plain(text.casefold().replace("ı", "i")).split()


def maker_words(text: str) -> list[str]:
    """The words of a maker without those of its legal form: "S.p.A." is one of these.

    >>> maker_words("Epson Corp."), maker_words("Bang & Olufsen A/S")
    (['epson'], ['bang', 'olufsen'])
    """
    words = _words(_INITIAL.sub(r"\1", text.casefold()).replace("/", ""))
    kept = [word for word in words if word not in LINKS] or words
    while len(kept) > 1 and kept[-1] in FIRM_ENDINGS:
        kept.pop()
    return kept


def maker_keys(text: str) -> tuple[str, ...]:
    """Makers that share one of these are one: letters and digits as written, or by sorted words."""
    words = maker_words(text)
    return tuple(dict.fromkeys(("".join(words), "".join(sorted(words))))) if words else ()


def model_keys(text: str, maker: str = "") -> tuple[str, ...]:
    """Models of a maker that share this are one: letters and digits, and where numbers part.

    The maker's name before a model number tells nothing. "1.5" is not "15", and "S10+" not "S10".

    >>> model_keys("EB-L200F"), model_keys("Epson EB L200 F", "Epson"), model_keys("EX-1.5")
    (('ebl200f',), ('ebl200f',), ('ex1.5',))
    """
    words, named = _words(text.replace("+", " plus ")), maker_words(maker)
    if named and words[: len(named)] == named and len(words) > len(named):
        words = words[len(named) :]
    key = "".join(_parted(words))
    return (key,) if key else ()


def _parted(words: Sequence[str]) -> Iterable[str]:
    before = ""
    for word in words:
        if before[-1:].isdigit() and word[0].isdigit():
            yield "."
        yield word
        before = word


class Near:
    """Finds, among keys that were added, one that differs from a key by a slip of typing.

    The first letter and all digits have to be the same: "Studio 54" is not "Studio 55".
    """

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], list[str]] = {}

    def add(self, key: str) -> None:
        """Lets the key be found."""
        if _slips(key):
            self._keys.setdefault(_fixed(key), []).append(key)

    def to(self, key: str) -> str | None:
        """The nearest key that was added, the first of equals; None where none is near."""
        slips = _slips(key)
        if not slips:
            return None
        others = self._keys.get(_fixed(key), ())
        found = process.extractOne(key, others, scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found and found[1] <= _slips(found[0]) else None


def _slips(key: str) -> int:
    """How many letters left out, added, changed or swapped are taken for slips."""
    if not ONE_SLIP <= len(key) <= TOO_LONG:
        return 0
    return 2 if len(key) >= TWO_SLIPS else 1


def _fixed(key: str) -> tuple[str, str]:
    return key[0], "".join(char for char in key if char.isdigit())
