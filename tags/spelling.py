"""A code in letters, for people: 7K3Q-X9MP-2TA4.

No two codes are alike, so none is worth keeping, and capitals and digits need no shaping: they
are set glyph by glyph, ten times quicker than other texts.
"""

from functools import lru_cache
from typing import NamedTuple

from tags.boxes import POINT, Slot
from tags.face import N_, TagError, grouped
from tags.fonts import Font
from tags.setting import ASCENT, DESCENT, LEADING, at
from tags.shaping import line, paragraph
from tags.stamps import Used

CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


class _Letter(NamedTuple):
    """A capital or digit: its glyph in hexadecimal, and in em its advance and side bearings."""

    glyph: bytes
    advance: float
    before: float
    after: float


def spelled(code: str, slot: Slot, *, rightward: bool, used: Used) -> bytes:
    """Return the stamp of a code in groups of four, on one line or on a line for each group.

    Raises TagError for a code that holds anything but capitals and digits.
    """
    font, letters = _letters(slot.weight)
    if font not in used or len(used[font]) < len(CAPITALS):
        known = used.setdefault(font, {})
        for said, letter in letters.items():
            known.setdefault(int(letter.glyph, 16), said)
    try:
        lines = [[letters[said] for said in text] for text in _lines(code, slot.lines)]
    except KeyError:
        raise TagError(
            N_("The code “%(code)s” cannot be printed: it may hold capitals and digits only."),
            code=code,
        ) from None
    size, shown = _placed(lines, slot, rightward)
    name = font.name.encode()
    return b"0 g BT /%b %.3f Tf %b ET" % (name, size, b" ".join(shown))


def _lines(code: str, count: int) -> list[str]:
    text = grouped(code)
    return [text] if count == 1 else text.replace("-", "- ").split()


def _placed(lines: list[list[_Letter]], slot: Slot, rightward: bool) -> tuple[float, list[bytes]]:
    """Return the size in points, and every line with the point of its origin."""
    box, down = slot.box, LEADING * (len(lines) - 1)
    widths = [sum([letter.advance for letter in each]) for each in lines]
    height = ASCENT + down + DESCENT
    size = min(slot.largest, box.width / POINT / max(widths), box.height / POINT / height)
    em = size * POINT
    spare = box.height - height * em
    y = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[slot.down] + ASCENT * em
    share = at(slot, rightward)
    shown = []
    for each, width in zip(lines, widths, strict=True):
        ink = width - each[0].before - each[-1].after
        x = box.x - each[0].before * em + share * (box.width - ink * em)
        glyphs = b"".join([letter.glyph for letter in each])
        shown.append(b"1 0 0 1 %.3f %.3f Tm <%b> Tj" % (x / POINT, -y / POINT, glyphs))
        y += LEADING * em
    return size, shown


@lru_cache(maxsize=8)
def _letters(weight: int) -> tuple[Font, dict[str, _Letter]]:
    """Return the font of codes, and every letter a code may hold."""
    font = paragraph("0", weight).fonts[0]
    found = {}
    for said in CAPITALS:
        run = line(paragraph(said, weight)).runs[0]
        glyph, advance = run.glyphs[0], run.advances[0]
        left, _, right, _ = font.inks[glyph]
        after = (advance - right) / font.upem
        found[said] = _Letter(b"%04x" % glyph, advance / font.upem, left / font.upem, after)
    return font, found
