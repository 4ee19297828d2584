"""Glyphs and codes as PDF page content (ISO 32000-1, 8 and 9). Lengths are points, y upwards."""

from collections.abc import Iterator
from functools import lru_cache
from operator import sub

from tags.boxes import POINT, Box
from tags.fonts import Font
from tags.setting import Block, Placed
from tags.shaping import Run
from tags.symbol import QUIET_ZONE, Symbol

Used = dict[Font, dict[int, str]]
"""The glyphs used of each font, with the letters they stand for."""


def code(symbol: Symbol, box: Box) -> bytes:
    """Return the dark modules of a code, quiet zone left blank.

    `box` is in mm from the label's top left corner, which is the origin here. Modules are one
    path of rectangles, filled once, so that viewers show no hair lines between neighbours, and
    vectors, as some viewers blur small pictures. The three large squares, which touch no other
    module, are expected as a form named by `squares_name`.
    """
    own = symbol.packed(without=_squares(symbol.size))
    drawn = zip(_eights(symbol.size), own, strict=True)
    path = b"".join([patterns[byte] for patterns, byte in drawn])
    return b"%b %bf Q" % (_begun(symbol.size, box), path)


@lru_cache(maxsize=64)
def _begun(size: int, box: Box) -> bytes:
    """Return what codes of a size in the same place begin with."""
    module = box.width / (size + 2 * QUIET_ZONE) / POINT
    left = box.x / POINT + QUIET_ZONE * module
    top = -box.y / POINT - QUIET_ZONE * module
    at = (module, -module, left, top, squares_name(size))
    return b"q %.4f 0 0 %.4f %.3f %.3f cm 0 g /%b Do" % at


def squares_name(size: int) -> bytes:
    """Return the name of the form with the finder patterns of a code `size` modules wide."""
    return b"Q%d" % size


def squares(size: int) -> bytes:
    """Return the finder patterns of a code (ISO/IEC 18004, 6.3.3), a module being the unit."""
    corners = ((0, 0), (size - 7, 0), (0, size - 7))
    # Drawn the other way round, the white ring is a hole in the outer square.
    ring = "{x} {y} 7 7 re {r} {d} m {r} {b} l {e} {b} l {e} {d} l h {i} {j} 3 3 re"
    drawn = (
        ring.format(x=x, y=y, r=x + 1, d=y + 1, b=y + 6, e=x + 6, i=x + 2, j=y + 2)
        for x, y in corners
    )
    return f"0 g {' '.join(drawn)} f".encode()


@lru_cache(maxsize=16)
def _squares(size: int) -> int:
    """Return the modules of the finder patterns as `Symbol.bits` has them."""
    stride = 8 * ((size + 7) // 8)
    top = 0x7F | 0x7F << (size - 7)
    rows = [*range(7), *range(size - 7, size)]
    return sum((top if row < 7 else 0x7F) << (stride * row) for row in rows)


class _Eight(dict[int, bytes]):
    """The rectangles of eight modules in a row, by their pattern; drawn when first asked."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__()
        self._row, self._column = row, column

    def __missing__(self, pattern: int) -> bytes:
        spans = ((self._column + at, self._row, long) for at, long in _spans(pattern))
        self[pattern] = b"".join([b"%d %d %d 1 re " % span for span in spans])
        return self[pattern]


@lru_cache(maxsize=8)
def _eights(size: int) -> list[_Eight]:
    """Return the eights of a code as `Symbol.packed` has them, row by row."""
    return [_Eight(row, column) for row in range(size) for column in range(0, size, 8)]


def _spans(pattern: int) -> Iterator[tuple[int, int]]:
    """Yield where each row of set bits begins and how long it is."""
    at = 0
    while pattern >> at:
        while not pattern >> at & 1:
            at += 1
        long = 1
        while pattern >> at + long & 1:
            long += 1
        yield at, long
        at += long


def block(text: Block, ink: bytes, used: Used) -> bytes:
    """Return a block of text in an ink, and note in `used` what it uses of each font."""
    lines = b" ".join([_line(placed, text.size, used) for placed in text.lines])
    return b"%b BT %b ET" % (ink, lines) if lines else b""


def _line(placed: Placed, size: float, used: Used) -> bytes:
    shaped = placed.line
    # Readers put lines that read from right to left in order themselves, and would turn a text
    # given in reading order around.
    readable = shaped.plain or shaped.turned
    shown: list[bytes] = []
    for run in shaped.runs:
        readable &= _note(run, used) or shaped.turned
        shown.append(b"/%b %.3f Tf %b" % (run.font.name.encode(), size, _run(run, size)))
    moved = b"1 0 0 1 %.3f %.3f Tm %b" % (placed.x / POINT, -placed.y / POINT, b" ".join(shown))
    if readable:
        return moved
    # The letters themselves, for whoever searches, copies or listens (ISO 32000-1, 14.9.4).
    spoken = ("\ufeff" + shaped.text).encode("utf-16-be").hex().encode()
    return b"/Span <</ActualText <%b>>> BDC %b EMC" % (spoken, moved)


def _note(run: Run, used: Used) -> bool:
    """Note the glyphs of a run; tell whether all stand for the same letters as ever."""
    known = used.setdefault(run.font, {})
    if list(map(known.get, run.glyphs)) == run.letters:
        return True
    same = True
    for glyph, letters in zip(run.glyphs, run.letters, strict=True):
        same &= known.setdefault(glyph, letters) == letters
    return same


def _run(run: Run, size: float) -> bytes:
    """Return the showing operators of a run: glyphs, and moves where they are not side by side."""
    natural = [run.font.widths[glyph] for glyph in run.glyphs]
    shown = [_hexadecimal(glyph) for glyph in run.glyphs]
    if run.offsets is None:
        if natural == run.advances:
            return b"<%b> Tj" % b"".join(shown)
        return _kerned(run, natural, shown)
    scale = 1000 / run.font.upem
    parts: list[bytes] = []
    move = rise = 0.0
    for glyph, width, advance, (dx, dy) in zip(
        shown, natural, run.advances, run.offsets, strict=True
    ):
        if dy != rise:
            parts.append(b"] TJ %.3f Ts [" % (dy / run.font.upem * size))
            rise = dy
        move -= dx
        if move:
            parts.append(b"%.1f" % (move * scale))
        parts.append(b"<%b>" % glyph)
        move = width + dx - advance
    if move:  # or the next run would begin where this one's glyphs naturally end
        parts.append(b"%.1f" % (move * scale))
    ending = b" 0 Ts" if rise else b""
    return b"[%b] TJ%b" % (b"".join(parts).replace(b"><", b""), ending)


def _kerned(run: Run, natural: list[int], shown: list[bytes]) -> bytes:
    """Return a run whose glyphs are all on the line, but some closer to the next or further."""
    scale = 1000 / run.font.upem
    moves = map(sub, natural, run.advances)
    parts = [
        b"%b>%.1f<" % (glyph, move * scale) if move else glyph
        for glyph, move in zip(shown, moves, strict=True)
    ]
    return (b"[<%b>] TJ" % b"".join(parts)).replace(b"<>", b"")


@lru_cache(maxsize=1 << 16)
def _hexadecimal(glyph: int) -> bytes:
    return b"%04x" % glyph
