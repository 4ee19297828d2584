"""How far off a printer prints, and where to draw so that it comes out right."""

import math
from dataclasses import dataclass

from tags.boxes import POINT
from tags.face import N_, TagError

LARGEST_SHIFT, LARGEST_STRETCH = 20.0, 0.1

BAR, CROSS = 100.0, 20.0
"""How long the bars of the calibration sheet are meant to be, and how far from the left and the
top edge its cross. In millimetres."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A printer that puts what is drawn at (x, y) at (scale_x * x + offset_x, scale_y * y +
    offset_y); in millimetres from the top left corner of the page.

    Raises TagError for a printer that is further off than 20 mm or 10 %.
    """

    offset_x: float = 0.0
    offset_y: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0

    def __post_init__(self) -> None:
        shifts, scales = (self.offset_x, self.offset_y), (self.scale_x, self.scale_y)
        if not all(math.isfinite(each) and abs(each) <= LARGEST_SHIFT for each in shifts):
            raise TagError(
                N_("A printer is at most %(most)g mm off. Measure the sheet again."),
                most=LARGEST_SHIFT,
            )
        if not all(math.isfinite(each) and abs(each - 1) <= LARGEST_STRETCH for each in scales):
            raise TagError(
                N_(
                    "A printer stretches by at most %(most)d %%. Was the sheet printed at 100 %%,"
                    " not “fit to page”? Measure it again."
                ),
                most=round(100 * LARGEST_STRETCH),
            )

    def drawn(self, x: float, y: float) -> tuple[float, float]:
        """Return where to draw what shall come out at (x, y), in mm."""
        return (x - self.offset_x) / self.scale_x, (y - self.offset_y) / self.scale_y

    @classmethod
    def measured(cls, *, across: float, down: float, left: float, top: float) -> "Profile":
        """Return the profile of a printer from what a ruler shows on its calibration sheet, in mm.

        `across` and `down` are the lengths of the two bars, `left` and `top` how far the centre of
        the cross is from these edges. Raises TagError for what no printer does.
        """
        _check_bars(across, down)
        _check_cross(left, top)
        scale_x, scale_y = across / BAR, down / BAR
        return cls(left - CROSS * scale_x, top - CROSS * scale_y, scale_x, scale_y)

    @property
    def plain(self) -> bool:
        """Whether it changes nothing."""
        return self == Profile()

    def matrix(self, page_height: float) -> tuple[float, float, float, float, float, float]:
        """Return the six numbers of a PDF's `cm` (ISO 32000-1, 8.3.4; points, y upwards) that
        draws all that follows where `drawn` says, on a page so high in mm."""
        x, y = self.drawn(0, page_height)
        return 1 / self.scale_x, 0, 0, 1 / self.scale_y, x / POINT, (page_height - y) / POINT


def _check_bars(across: float, down: float) -> None:
    for letter, length in (("A", across), ("B", down)):
        if not (math.isfinite(length) and abs(length / BAR - 1) <= LARGEST_STRETCH):
            raise TagError(
                N_(
                    "%(letter)s: this bar is meant to be %(meant)g mm long and cannot have become"
                    " %(length)g mm. Was the sheet printed at 100 %%, not “fit to page”?"
                    " Measure in millimetres from end to end."
                ),
                letter=letter,
                meant=BAR,
                length=length,
            )


def _check_cross(left: float, top: float) -> None:
    for letter, distance in (("C", left), ("D", top)):
        if not (math.isfinite(distance) and 0 < distance < CROSS + LARGEST_SHIFT):
            raise TagError(
                N_(
                    "%(letter)s: the cross is meant to be %(meant)g mm from the edge and cannot be"
                    " at %(distance)g mm. Measure in millimetres from the edge of the paper to the"
                    " middle of the cross."
                ),
                letter=letter,
                meant=CROSS,
                distance=distance,
            )
