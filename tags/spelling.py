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


class _Letters(NamedTuple):
    """The font of codes, and of every letter that a code may hold its glyph in hexadecimal, and in
    em its advance and side bearings."""

    font: Font
    glyphs: dict[str, bytes]
    advances: dict[str, float]
    before: dict[str, float]
    after: dict[str, float]


def spelled(code: str, slot: Slot, *, rightward: bool, used: Used) -> bytes:
    """Return the stamp of a code in groups of four, on one line or on a line for each group.

    Raises TagError for a code that holds anything but capitals and digits.
    """
    letters = _letters(slot.weight)
    font = letters.font
    if font not in used or len(used[font]) < len(CAPITALS):
        known = used.setdefault(font, {})
        for said, glyph in letters.glyphs.items():
            known.setdefault(int(glyph, 16), said)
    try:
        size, shown = _placed(_lines(code, slot.lines), letters, slot, rightward)
    except KeyError:
        raise TagError(
            N_("The code “%(code)s” cannot be printed: it may hold capitals and digits only."),
            code=code,
        ) from None
    name = font.name.encode()
    return b"0 g BT /%b %.3f Tf %b ET" % (name, size, b" ".join(shown))


def _lines(code: str, count: int) -> list[str]:
    text = grouped(code)
    return [text] if count == 1 else text.replace("-", "- ").split()


def _placed(
    lines: list[str], letters: _Letters, slot: Slot, rightward: bool
) -> tuple[float, list[bytes]]:
    """Return the size in points, and every line with the point of its origin."""
    box, down = slot.box, LEADING * (len(lines) - 1)
    widths = [sum(map(letters.advances.__getitem__, each)) for each in lines]
    height = ASCENT + down + DESCENT
    size = min(slot.largest, box.width / POINT / max(widths), box.height / POINT / height)
    em = size * POINT
    spare = box.height - height * em
    y = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[slot.down] + ASCENT * em
    share = at(slot, rightward)
    shown = []
    for each, width in zip(lines, widths, strict=True):
        before = letters.before[each[0]]
        ink = width - before - letters.after[each[-1]]
        x = box.x - before * em + share * (box.width - ink * em)
        glyphs = b"".join(map(letters.glyphs.__getitem__, each))
        shown.append(b"1 0 0 1 %.3f %.3f Tm <%b> Tj" % (x / POINT, -y / POINT, glyphs))
        y += LEADING * em
    return size, shown


@lru_cache(maxsize=8)
def _letters(weight: int) -> _Letters:
    found = _Letters(paragraph("0", weight).fonts[0], {}, {}, {}, {})
    for said in CAPITALS:
        run = line(paragraph(said, weight)).runs[0]
        glyph, advance, em = run.glyphs[0], run.advances[0], found.font.upem
        left, _, right, _ = found.font.inks[glyph]
        found.glyphs[said] = b"%04x" % glyph
        found.advances[said] = advance / em
        found.before[said], found.after[said] = left / em, (advance - right) / em
    return found
