"""From letters to glyphs in their places, for every script, by HarfBuzz. Lengths are in em."""

from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import add, itemgetter
from typing import NamedTuple

from fontTools.unicodedata import script as script_of

from tags import bidi
from tags.fonts import Font, font_for, harfbuzz, region_of

_low, _high = itemgetter(1), itemgetter(3)
_SHARED = {"Zyyy", "Zinh", "Zzzz"}
_MARKED = {"Zinh"}
_SIMPLE = {"Latn", "Grek", "Cyrl", "Hani", "Hira", "Kana", "Zyyy"}
UNSEEN = frozenset("\u200c\u200d\u200e\u200f\u061c")


class Run(NamedTuple):
    """Glyphs of one font, from left to right; advances and offsets in font units.

    `places` says where the letters a glyph stands for begin in their paragraph, `letters` which
    they are: all of a cluster on its first glyph. `offsets` is None where every glyph sits where
    the pen is.
    """

    font: Font
    glyphs: list[int]
    places: list[int]
    advances: list[int]
    offsets: list[tuple[int, int]] | None
    letters: list[str]
    simple: bool


class Line(NamedTuple):
    """A line of glyphs, left to right, and the box around its ink, measured from its origin."""

    text: str
    runs: tuple[Run, ...]
    width: float
    left: float
    right: float
    top: float
    bottom: float
    turned: bool
    """Whether any of it reads from right to left."""
    plain: bool
    """Whether glyphs and letters follow each other one to one, so that the text can be read back
    from the glyphs."""


class Paragraph(NamedTuple):
    """A text with the font, script and direction of every letter known."""

    text: str
    fonts: list[Font]
    scripts: list[str]
    levels: list[int]
    base: int
    simple: bool
    """Whether it is of scripts whose letters stand side by side: no marks, nothing reordered."""
    missing: str
    """Letters left out, because no installed font can draw them."""


class _Known(NamedTuple):
    """What there is to know of a letter before it is set."""

    font: Font | None
    script: str
    clings: bool
    """Whether it takes the font of the letter before it, where that can draw it."""


class _Letters(dict[str, _Known]):
    """Every letter met so far in one weight and region."""

    def __init__(self, weight: int, region: str) -> None:
        super().__init__()
        self._weight, self._region = weight, region

    def __missing__(self, letter: str) -> _Known:
        script = str(script_of(letter))
        unseen = letter in UNSEEN
        drawn = " " if unseen else letter
        font = font_for(drawn, self._weight, self._region)
        clings = unseen or letter == " " or script == "Zinh"
        self[letter] = _Known(font, script, clings)
        return self[letter]


@lru_cache(maxsize=64)
def _letters(weight: int, region: str) -> _Letters:
    return _Letters(weight, region)


def paragraph(text: str, weight: int, language: str = "", base: int | None = None) -> Paragraph:
    """Return a text made ready to be shaped; `base` forces its direction (1: right to left)."""
    ascii_only = text.isascii()
    region = "SC" if ascii_only else region_of(text, language)
    letters = _letters(weight, region)
    known = [letters[letter] for letter in text]
    missing = ""
    if None in [entry[0] for entry in known]:
        gone = dict.fromkeys(letter for letter in text if letters[letter].font is None)
        missing = "".join(gone)
        text = "".join(letter for letter in text if letter not in gone)
        known = [letters[letter] for letter in text]
    if base is None:
        base = 0 if ascii_only else bidi.base_level(text)
    levels = [0] * len(text) if ascii_only and not base else bidi.levels(text, base)
    scripts = [entry[1] for entry in known]
    kinds = set(scripts)
    if len(kinds - _SHARED) <= 1 and not kinds & _MARKED:
        scripts = [next(iter(kinds - _SHARED), "Latn")] * len(text)
    else:
        scripts = _scripts(scripts)
    simple = kinds <= _SIMPLE and not any(levels)
    return Paragraph(text, _fonts(text, known), scripts, levels, base, simple, missing)


def _fonts(text: str, known: list[_Known]) -> list[Font]:
    """Return a font per letter. Marks and spaces stay with the letter before where they can."""
    fonts: list[Font] = [font for font, _, _ in known if font]
    if fonts.count(fonts[0] if fonts else None) == len(fonts):  # type: ignore[arg-type]
        return fonts
    fonts = []
    for letter, (font, _, clings) in zip(text, known, strict=True):
        if font is None:  # left out before; the type checker cannot know
            continue
        near = fonts[-1] if fonts else font
        if clings and near is not font and (letter in UNSEEN or near.draws(letter)):
            font = near  # noqa: PLW2901
        fonts.append(font)
    return fonts


def _scripts(own: list[str]) -> list[str]:
    """Return the script of every letter; shared ones (digits, signs) take that of their left."""
    last = next((script for script in own if script not in _SHARED), "Latn")
    found: list[str] = []
    for script in own:
        if script not in _SHARED:
            last = script
        found.append(last)
    return found


def line(whole: Paragraph, start: int = 0, stop: int | None = None) -> Line:
    """Return the letters from `start` to `stop` of a paragraph, shaped and in visual order."""
    stop = len(whole.text) if stop is None else stop
    runs = tuple(_shaped(whole, *piece) for piece in _pieces(whole, start, stop))
    return _measured(whole.text[start:stop], runs, any(whole.levels[start:stop]))


def part(shaped: Line, start: int, stop: int) -> Line | None:
    """Return a stretch of a plain line of one run without shaping it again, else None."""
    if not shaped.plain or len(shaped.runs) != 1:
        return None
    run, cut = shaped.runs[0], slice(start, stop)
    kept = (run.glyphs[cut], run.places[cut], run.advances[cut])
    less = Run(run.font, *kept, None, run.letters[cut], run.simple)
    return _measured(shaped.text[cut], (less,), turned=False)


def _pieces(whole: Paragraph, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the stretches of one font, script and level, in visual order."""
    fonts, scripts = whole.fonts[start:stop], whole.scripts[start:stop]
    levels = whole.levels[start:stop]
    if fonts.count(fonts[0]) == scripts.count(scripts[0]) == len(fonts) and not any(levels):
        return [(start, stop)]
    kinds = zip(range(start, stop), fonts, scripts, levels, strict=True)
    groups = groupby(kinds, lambda entry: (id(entry[1]), *entry[2:]))
    found = [[entry[0] for entry in group] for _, group in groups]
    order = bidi.visual([whole.levels[piece[0]] for piece in found])
    return [(found[n][0], found[n][-1] + 1) for n in order]


def _shaped(whole: Paragraph, start: int, stop: int) -> Run:
    font, backward = whole.fonts[start], whole.levels[start] % 2 == 1
    buffer = harfbuzz.Buffer()
    buffer.add_str(whole.text[start:stop])
    buffer.direction = "rtl" if backward else "ltr"
    buffer.script = whole.scripts[start]
    buffer.language = "und"
    harfbuzz.shape(font.shaper, buffer)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    clusters = [info.cluster for info in infos]
    offsets = None if whole.simple else [(at.x_offset, at.y_offset) for at in positions]
    return Run(
        font,
        [info.codepoint for info in infos],
        [start + cluster for cluster in clusters],
        [at.x_advance for at in positions],
        offsets if offsets and any(map(any, offsets)) else None,
        _spelled(whole.text[start:stop], clusters),
        whole.simple,
    )


def _spelled(text: str, clusters: list[int]) -> list[str]:
    """Return the letters each glyph stands for: those of its cluster, on the cluster's first."""
    if clusters == list(range(len(text))):
        return list(text)
    edges = [*sorted(set(clusters)), len(text)]
    spans = {begin: text[begin:end] for begin, end in pairwise(edges)}
    return [spans.pop(cluster, "") for cluster in clusters]


def _measured(text: str, runs: tuple[Run, ...], turned: bool) -> Line:
    """Return a line of runs, with the box around the ink of all its glyphs."""
    if len(runs) == 1 and runs[0].simple:
        left, bottom, right, top, width = _ink(runs[0])
        plain = runs[0].places == _following(runs[0].places)
        return Line(text, runs, width, left, right, max(top, 0.0), min(bottom, 0.0), False, plain)
    boxes = [_ink(run) for run in runs]
    pen, left, right = 0.0, boxes[0][0], boxes[0][2]
    for begin, _, end, _, advance in boxes:
        left, right = min(left, pen + begin), max(right, pen + end)
        pen += advance
    plain = not turned and not any(run.offsets for run in runs)
    plain = plain and all(run.places == _following(run.places) for run in runs)
    top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
    return Line(text, runs, pen, left, right, max(top, 0.0), min(bottom, 0.0), turned, plain)


def _following(places: list[int]) -> list[int]:
    return list(range(places[0], places[0] + len(places)))


def _ink(run: Run) -> tuple[float, float, float, float, float]:
    """Return left, bottom, right and top of what a run paints, and its advance, in em."""
    inks = [run.font.inks[glyph] for glyph in run.glyphs]
    scale = 1 / run.font.upem
    if run.simple:
        width = sum(run.advances)
        right = width - run.advances[-1] + inks[-1][2]
        low, high = min(map(_low, inks)), max(map(_high, inks))
        return inks[0][0] * scale, low * scale, right * scale, high * scale, width * scale
    if run.offsets:
        moved = zip(inks, run.offsets, strict=True)
        inks = [(x + dx, low + dy, end + dx, up + dy) for (x, low, end, up), (dx, dy) in moved]
    pens = [0, *accumulate(run.advances)]
    begins, lows, ends, tops = zip(*inks, strict=True)
    left, right = min(map(add, pens, begins)), max(map(add, pens, ends))
    return left * scale, min(lows) * scale, right * scale, max(tops) * scale, pens[-1] * scale
