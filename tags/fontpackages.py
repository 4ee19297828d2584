"""Letters that no installed font can draw, and the Debian packages whose fonts would.

Looked up in the fonts themselves (Debian 12): `fonts-noto-core` draws all living scripts and most
dead ones, but for Han letters, kana and Hangul, which `fonts-noto-cjk` has; `fonts-hanazono` has
the rarest Han letters. Emoji are in colour fonts only, which a printer's black cannot draw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from unicodedata import category

from fontTools.unicodedata import script as script_of

from tags.face import TagError, lacking
from tags.fontlist import installed
from tags.fonts import REGULAR, font_for
from tags.shaping import UNSEEN
from tags.words import clean

_HAN = (("fonts-noto-cjk", "Noto Sans CJK"), ("fonts-hanazono", "HanaMin"))
_EAST_ASIAN = _HAN[:1]
_ALL_OTHERS = (("fonts-noto-core", "Noto Sans Symbols2"),)
"""Packages, each with the beginning of a family name that tells whether it is installed."""

_SCRIPTS = dict.fromkeys(("Hira", "Kana", "Hang", "Bopo"), _EAST_ASIAN) | {"Hani": _HAN}
_UNASSIGNED = frozenset({"Cn", "Co", "Cs"})
_PICTURES = ("\U0001f000", "\U0001faff")


@dataclass(frozen=True, slots=True)
class Undrawable:
    """A text with letters that no installed font can draw, and the packages that would, if any."""

    text: str
    letters: str
    packages: str

    @property
    def problem(self) -> TagError:
        """A sentence that says so, and what to do."""
        return lacking(self.text, self.letters, self.packages)


def undrawable(texts: Iterable[str]) -> tuple[Undrawable, ...]:
    """Return those texts that cannot be printed whole, in their order; quick for thousands."""
    found = []
    for text in texts:
        if _drawn.issuperset(text):
            continue
        if letters := "".join(dict.fromkeys(filter(_lacks, clean(text)))):
            found.append(Undrawable(text, letters, packages_for(letters)))
    return tuple(found)


_drawn: set[str] = set()
"""Letters met before that an installed font can draw."""


def _lacks(letter: str) -> bool:
    if letter in _drawn:
        return False
    if letter not in UNSEEN and font_for(letter, REGULAR, "SC") is None:
        return True
    _drawn.add(letter)
    return False


def packages_for(letters: str, families: Iterable[str] | None = None) -> str:
    """Return the packages that would draw these letters, parted by spaces; "" where none would.

    `families` are those of the fonts that are there, as a rule the installed ones.
    """
    there = _families() if families is None else frozenset(families)
    return " ".join(dict.fromkeys(filter(None, (_package(letter, there) for letter in letters))))


def _package(letter: str, there: frozenset[str]) -> str:
    if category(letter) in _UNASSIGNED or _PICTURES[0] <= letter <= _PICTURES[1]:
        return ""
    candidates = _SCRIPTS.get(script_of(letter), _ALL_OTHERS)
    return next((package for package, family in candidates if not _has(there, family)), "")


def _has(families: frozenset[str], start: str) -> bool:
    return any(family.startswith(start) for family in families)


@cache
def _families() -> frozenset[str]:
    return frozenset(font.family for font in installed())
