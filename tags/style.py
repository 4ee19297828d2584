"""How a house's tags look: its colour, and its logo."""

import re
from dataclasses import dataclass

from tags.face import N_, TagError

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
    """Colour as `#rrggbb`, and a logo or none.

    Raises TagError for a colour that is none, or too light for white words on it.
    """

    accent: str = OWN_ACCENT
    logo: Logo | None = None

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


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour `#rrggbb` with white, from 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
