"""From letters to glyphs in their places, for every script, by HarfBuzz. Lengths are in em."""

from dataclasses import dataclass
from itertools import groupby, pairwise

import uharfbuzz
from fontTools.unicodedata import script as script_of

from tags import bidi
from tags.fonts import Font, font_for, region_of

_SHARED = {"Zyyy", "Zinh", "Zzzz"}
_UNSEEN = frozenset("\u200c\u200d\u200e\u200f\u061c")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its advance and its offset from the pen, in font units, and what it stands for.

    `place` is where the letters it stands for begin in their paragraph.
    """

    id: int
    place: int
    advance: int
    dx: int
    dy: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font, from left to right."""

    font: Font
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of glyphs, left to right, and the box around its ink, measured from its origin."""

    text: str
    runs: tuple[Run, ...]
    width: float
    left: float
    right: float
    top: float
    bottom: float
    plain: bool
    """Whether glyphs and letters follow each other one to one, so that the text can be read back
    from the glyphs."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with the font, script and direction of every letter known."""

    text: str
    fonts: tuple[Font, ...]
    scripts: tuple[str, ...]
    levels: tuple[int, ...]
    base: int
    missing: str
    """Letters left out, because no installed font can draw them."""


def paragraph(text: str, weight: int, language: str = "", base: int | None = None) -> Paragraph:
    """Return a text made ready to be shaped; `base` forces its direction (1: right to left)."""
    region = region_of(text, language)
    letters, fonts, missing = _fonts(text, weight, region)
    kept = "".join(letters)
    if base is None:
        base = bidi.base_level(kept)
    straight = base == 0 and kept.isascii()
    levels = [0] * len(kept) if straight else bidi.levels(kept, base)
    return Paragraph(kept, tuple(fonts), tuple(_scripts(kept)), tuple(levels), base, missing)


def _fonts(text: str, weight: int, region: str) -> tuple[list[str], list[Font], str]:
    """Choose a font per letter. Marks and spaces stay with the letter before where they can."""
    letters: list[str] = []
    fonts: list[Font] = []
    missing: dict[str, None] = {}
    for letter in text:
        near = fonts[-1] if fonts else None
        if letter in _UNSEEN:
            font = near or font_for(" ", weight, region)
        elif near and (letter == " " or script_of(letter) == "Zinh"):
            near_draws = near.shaper.get_nominal_glyph(ord(letter)) is not None
            font = near if near_draws else font_for(letter, weight, region)
        else:
            font = font_for(letter, weight, region)
        if font is None:
            missing[letter] = None
        else:
            letters.append(letter)
            fonts.append(font)
    return letters, fonts, "".join(missing)


def _scripts(text: str) -> list[str]:
    """Return the script of every letter; shared ones (digits, signs) take that of their left."""
    own = [script_of(letter) for letter in text]
    first = next((script for script in own if script not in _SHARED), "Latn")
    found: list[str] = []
    for script in own:
        found.append((found[-1] if found else first) if script in _SHARED else script)
    return found


def line(whole: Paragraph, start: int = 0, stop: int | None = None) -> Line:
    """Return the letters from `start` to `stop` of a paragraph, shaped and in visual order."""
    stop = len(whole.text) if stop is None else stop
    places = range(start, stop)

    def kind(place: int) -> tuple[str, str, int]:
        return whole.fonts[place].name, whole.scripts[place], whole.levels[place]

    pieces = [list(group) for _, group in groupby(places, kind)]
    order = bidi.visual([whole.levels[piece[0]] for piece in pieces])
    shaped = (_shaped(whole, pieces[n][0], pieces[n][-1] + 1) for n in order)
    return _measured(whole.text[start:stop], tuple(shaped), any(whole.levels[start:stop]))


def _shaped(whole: Paragraph, start: int, stop: int) -> Run:
    font, backward = whole.fonts[start], whole.levels[start] % 2 == 1
    buffer = uharfbuzz.Buffer()
    buffer.add_str(whole.text[start:stop])
    buffer.direction = "rtl" if backward else "ltr"
    buffer.script = whole.scripts[start]
    buffer.language = "und"
    uharfbuzz.shape(font.shaper, buffer)
    places = buffer.glyph_positions
    texts = _texts(whole.text[start:stop], [info.cluster for info in buffer.glyph_infos])
    glyphs = (
        Glyph(info.codepoint, start + info.cluster, at.x_advance, at.x_offset, at.y_offset, text)
        for info, at, text in zip(buffer.glyph_infos, places, texts, strict=True)
    )
    return Run(font, tuple(glyphs))


def _texts(text: str, clusters: list[int]) -> list[str]:
    """Return the letters each glyph stands for: those of its cluster, on the cluster's first."""
    if clusters == list(range(len(text))):
        return list(text)
    edges = [*sorted(set(clusters)), len(text)]
    spans = {begin: text[begin:end] for begin, end in pairwise(edges)}
    return [spans.pop(cluster, "") for cluster in clusters]


def _measured(text: str, runs: tuple[Run, ...], turned: bool) -> Line:
    pen = left = right = top = bottom = 0.0
    count = 0
    for run in runs:
        scale = 1 / run.font.upem
        for glyph in run.glyphs:
            inks = run.font.ink(glyph.id)
            x, y = pen + glyph.dx * scale, glyph.dy * scale
            left, bottom = min(left, x + inks[0] * scale), min(bottom, y + inks[1] * scale)
            right, top = max(right, x + inks[2] * scale), max(top, y + inks[3] * scale)
            pen += glyph.advance * scale
            count += len(glyph.text) == 1
    plain = not turned and count == len(text) == sum(len(run.glyphs) for run in runs)
    return Line(text, runs, pen, left, right, top, bottom, plain)
