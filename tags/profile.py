"""How far off a printer prints, and where to draw so that it comes out right."""

import math
from dataclasses import dataclass

from tags.face import N_, TagError

LARGEST_SHIFT, LARGEST_STRETCH = 20.0, 0.1


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
