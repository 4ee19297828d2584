"""How a house's tags look: its colour, its logo, the words they all bear."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tags.boxes import Ink
from tags.face import N_, TagError
from tags.stock import Stock

OWN_ACCENT = "#0b5d57"
LEAST_CONTRAST = 4.5
"""Of white words on the accent (WCAG 2.2, 1.4.3), so that a band can be read."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A raster picture, as PNG or JPEG bytes that came through the cage; sizes in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Style:
    """Colour as `#rrggbb`, a logo or none, and what fixed words are in the language of the house:
    those of a design are marked for translation, and said through `say`.

    Raises TagError for a colour that is none, or too light for white words on it.
    """

    accent: str = OWN_ACCENT
    logo: Logo | None = None
    say: Callable[[str], str] = str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.accent):
            raise TagError(
                N_("“%(colour)s” is no colour. Write it as # and six digits, such as #0b5d57."),
                colour=self.accent,
            )
        if contrast_with_white(self.accent) < LEAST_CONTRAST:
            raise TagError(
                N_("%(colour)s is too light: white words on it could not be read. Darken it."),
                colour=self.accent,
            )

    def on(self, stock: Stock) -> "Style":
        """Return the style as a stock shows it: the heads of label printers know black alone, and
        would break any colour, and the white words on it, into dots."""
        return replace(self, accent="#000000") if stock.dpi else self

    @property
    def tint(self) -> str:
        """The accent thinned with paper, as `#rrggbb`: for what stands behind black words.

        Pure black is not thinned: it is there for what cannot print grey.
        """
        if self.accent == "#000000":
            return "#ffffff"
        parts = bytes.fromhex(self.accent[1:])
        return f"#{bytes(round(255 - 0.1 * (255 - part)) for part in parts).hex()}"

    def ink(self, ink: Ink) -> bytes:
        """Return the operator that sets an ink (ISO 32000-1, 8.6.8)."""
        # Black is pure: on a black-and-white laser a tinted black is screened into dots.
        if ink != "accent":
            return b"0 g" if ink == "black" else b"1 g"
        return b"%.3f %.3f %.3f rg" % tuple(part / 255 for part in bytes.fromhex(self.accent[1:]))


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour `#rrggbb` with white, from 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


PLAIN = Style()
"""Our own colour, and no logo."""
