"""The fonts that tags are set in: which one draws a letter, and how big its glyphs are."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz

from tags.fontlist import Installed, installed

harfbuzz: Any = uharfbuzz
"""HarfBuzz, whose binding tells no types."""

REGULAR, BOLD = 80, 200
"""Weights on fontconfig's scale."""

_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK"}
_RANKED = (
    ("Noto Sans Mono", 8),
    ("Noto Sans Display", 6),
    ("Noto Sans Math", 5),
    ("Noto Sans CJK", 3),
    ("Noto Sans ", 2),
    ("Noto Sans", 0),
    ("DejaVu Sans Mono", 8),
    ("DejaVu Sans", 4),
    ("Liberation Sans", 4),
    ("Arial", 4),
    ("Helvetica", 4),
)
"""What a family name begins with, and its rank: the first that draws a letter is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """An opened font. Its numbers are in font units, `upem` to the em."""

    name: str
    """What content streams call it: the same in every document of this process."""
    family: str
    face: Any
    shaper: Any
    upem: int
    widths: "_Widths"
    """The advance of every glyph."""
    inks: "_Inks"
    """Left, bottom, right and top of what every glyph paints, from its origin."""

    def draws(self, letter: str) -> bool:
        """Tell whether the font has a glyph for a letter."""
        return self.shaper.get_nominal_glyph(ord(letter)) is not None


class _Widths(dict[int, int]):
    def __init__(self, shaper: Any) -> None:
        super().__init__()
        self._shaper = shaper

    def __missing__(self, glyph: int) -> int:
        self[glyph] = int(self._shaper.get_glyph_h_advance(glyph))
        return self[glyph]


class _Inks(dict[int, tuple[int, int, int, int]]):
    def __init__(self, shaper: Any) -> None:
        super().__init__()
        self._shaper = shaper

    def __missing__(self, glyph: int) -> tuple[int, int, int, int]:
        box = self._shaper.get_glyph_extents(glyph)
        left, top = (box.x_bearing, box.y_bearing) if box else (0, 0)
        width, height = (box.width, box.height) if box else (0, 0)
        self[glyph] = (left, top + height, left + width, top)
        return self[glyph]


@lru_cache(maxsize=1 << 16)
def font_for(letter: str, weight: int, region: str) -> Font | None:
    """Return the best font that can draw a letter, or None when no installed font can."""
    for place, candidate in _ranking(weight, region):
        if candidate.draws(letter):
            return _opened(place)
    return None


def region_of(text: str, language: str) -> str:
    """Return whose form Han letters take: by language tag where given, else by their company."""
    tag = language.lower()
    for known in (tag, "-".join(tag.split("-")[:2]), tag.split("-")[0]):
        if known in _REGIONS:
            return _REGIONS[known]
    if any("\u3041" <= letter <= "\u30ff" for letter in text):
        return "JP"
    if any("\uac00" <= letter <= "\ud7a3" for letter in text):
        return "KR"
    return "TC" if any("\u3105" <= letter <= "\u312f" for letter in text) else "SC"


@cache
def _ranking(weight: int, region: str) -> tuple[tuple[int, Installed], ...]:
    def order(entry: tuple[int, Installed]) -> tuple[int, int, int]:
        place, font = entry
        return _rank(font.family, region), abs(font.weight - weight), place

    return tuple(sorted(enumerate(installed()), key=order))


def _rank(family: str, region: str) -> int:
    if family == f"Noto Sans CJK {region}":
        return 1
    if "Serif" in family:
        return 7
    return next((rank for start, rank in _RANKED if family.startswith(start)), 6)


@cache
def _opened(place: int) -> Font:
    entry = installed()[place]
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(entry.path), entry.index)
    shaper = harfbuzz.Font(face)
    widths, inks = _Widths(shaper), _Inks(shaper)
    return Font(f"R{place}", entry.family, face, shaper, face.upem, widths, inks)
