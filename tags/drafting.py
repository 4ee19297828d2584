"""Plain drawings in millimetres, y downwards: lines, circles and texts on one page of PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import pydyf  # type: ignore[import-untyped]

from tags import embedding, stamps
from tags.bidi import base_level
from tags.boxes import POINT, Box, Slot
from tags.profile import Profile
from tags.setting import fit
from tags.words import clean

HAIR, FINE, BOLD = 0.1, 0.2, 0.5
"""Widths of lines, in mm."""

_ROUND = 0.5523
"""How far the handles of a quarter circle reach, in radii."""


@dataclass(slots=True)
class Drawing:
    """A page being drawn. Lengths are millimetres from its top left corner."""

    width: float
    height: float
    _parts: list[bytes] = field(default_factory=list)
    _used: stamps.Used = field(default_factory=dict)

    def line(self, start: tuple[float, float], end: tuple[float, float], thick: float) -> None:
        """Draw a straight line with flat ends."""
        self._draw(b"%.4f w %.4f %.4f m %.4f %.4f l S", thick, *start, *end)

    def bar(self, box: Box) -> None:
        """Fill a rectangle."""
        self._draw(b"%.4f %.4f %.4f %.4f re f", box.x, box.y, box.width, box.height)

    def circle(self, x: float, y: float, radius: float, *, filled: bool) -> None:
        """Draw a circle, filled or as a fine line."""
        reach = _ROUND * radius
        path = b"%.3f w %.3f %.3f m" % (FINE, x + radius, y)
        right, down = (radius, 0.0), (0.0, radius)
        for (ax, ay), (bx, by) in (
            (right, down),
            (down, (-radius, 0.0)),
            ((-radius, 0.0), (0.0, -radius)),
            ((0.0, -radius), right),
        ):
            path += b" %.3f %.3f %.3f %.3f %.3f %.3f c" % (
                x + ax + bx * reach / radius,
                y + ay + by * reach / radius,
                x + bx + ax * reach / radius,
                y + by + ay * reach / radius,
                x + bx,
                y + by,
            )
        self._parts.append(path + (b" f" if filled else b" s"))

    def text(self, words: str, slot: Slot, *, white: bool = False) -> None:
        """Set a text into a slot, from the side where its language begins."""
        shown = clean(words)
        block = fit(shown, slot, rightward=not base_level(shown))
        ink = b"1 g" if white else b"0 g"
        # Texts are in points with y upwards, unlike all else here.
        flipped = b"q %.6f 0 0 %.6f 0 0 cm" % (POINT, -POINT)
        self._parts += [flipped, stamps.block(block, ink, self._used), b"Q"]

    def _draw(self, operators: bytes, *numbers: float) -> None:
        self._parts.append(operators % numbers)

    def write(self, out: BinaryIO, profile: Profile) -> None:
        """Write the page as a PDF, drawn so that it comes out right on the printer of a profile."""
        pdf = pydyf.PDF()
        millimetres = b"%.6f 0 0 %.6f 0 %.4f cm 0 g" % (1 / POINT, -1 / POINT, self.height / POINT)
        moved = b"%.6f %.6f %.6f %.6f %.4f %.4f cm" % profile.matrix(self.height)
        content = embedding.stream(pdf, b"\n".join([moved, millimetres, *self._parts]))
        fonts = {font.name: embedding.embed(pdf, font, used) for font, used in self._used.items()}
        entries = b" ".join(b"/%b %b" % (name.encode(), entry) for name, entry in fonts.items())
        resources = embedding.dictionary(pdf, {"Font": b"<< %b >>" % entries})
        add_page(pdf, (self.width, self.height), content, resources.reference)
        unscaled(pdf)
        pdf.write(out)


def add_page(pdf: pydyf.PDF, size: Sequence[float], content: bytes, resources: bytes) -> None:
    """Add a page, so wide and high in mm, to a document."""
    width, height = (length / POINT for length in size)
    entries = {
        "Type": "/Page",
        "Parent": pdf.pages.reference,
        "MediaBox": b"[0 0 %.3f %.3f]" % (width, height),
        "Contents": content,
        "Resources": resources,
    }
    pdf.add_page(pydyf.Dictionary(entries))


def unscaled(pdf: pydyf.PDF) -> None:
    """Ask viewers not to scale to fit: that moves every label off its die."""
    pdf.catalog["ViewerPreferences"] = b"<< /PrintScaling /None >>"
