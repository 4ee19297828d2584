"""How far off a printer prints, and where to draw so that it comes out right."""

import math
from dataclasses import dataclass

from tags.boxes import POINT
from tags.face import N_, TagError

LARGEST_SHIFT, LARGEST_STRETCH = 20.0, 0.1

BAR, CROSS = 100.0, 20.0
"""How long the bars of the calibration sheet are meant to be, and how far its crosses from the
edges. In millimetres."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What a ruler shows on the calibration sheet of a page so large, in mm.

    `left` and `across` are how far from the left edge of the paper the two upper crosses are,
    `top` and `down` how far from the top edge the two at the left. Both ends of the page are read
    from one edge, as paper is not cut to the tenth. Read to half a millimetre, each is wrong by a
    quarter at most, and so is all between; 5 mm from the edges, where printers begin, it may be
    0.3 mm.
    """

    page_width: float
    page_height: float
    left: float
    across: float
    top: float
    down: float

    def wrong(self) -> dict[str, TagError]:
        """Return why each reading is one that no printer makes, by its name."""
        every = (
            ("left", "across", self.page_width),
            ("top", "down", self.page_height),
        )
        found: dict[str, TagError] = {}
        for near, far, page in every:
            found |= _wrong_near(near, getattr(self, near))
            start = CROSS if near in found else getattr(self, near)
            found |= _wrong_far(far, getattr(self, far), start, page - CROSS)
        return found


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
    def measured(cls, readings: Readings) -> "Profile":
        """Return the profile of a printer from what a ruler shows on its calibration sheet.

        Raises TagError for what no printer does.
        """
        for error in readings.wrong().values():
            raise error
        scale_x = (readings.across - readings.left) / (readings.page_width - 2 * CROSS)
        scale_y = (readings.down - readings.top) / (readings.page_height - 2 * CROSS)
        return cls(
            readings.left - CROSS * scale_x, readings.top - CROSS * scale_y, scale_x, scale_y
        )

    @property
    def plain(self) -> bool:
        """Whether it changes nothing."""
        return self == Profile()

    def matrix(self, page_height: float) -> tuple[float, float, float, float, float, float]:
        """Return the six numbers of a PDF's `cm` (ISO 32000-1, 8.3.4; points, y upwards) that
        draws all that follows where `drawn` says, on a page so high in mm."""
        x, y = self.drawn(0, page_height)
        return 1 / self.scale_x, 0, 0, 1 / self.scale_y, x / POINT, (page_height - y) / POINT


def _wrong_near(name: str, distance: float) -> dict[str, TagError]:
    if math.isfinite(distance) and 0 < distance < CROSS + LARGEST_SHIFT:
        return {}
    return {name: _no_such(CROSS, distance)}


def _wrong_far(name: str, far: float, near: float, meant: float) -> dict[str, TagError]:
    stretched = (far - near) / (meant - CROSS)
    if math.isfinite(far) and abs(stretched - 1) <= LARGEST_STRETCH:
        return {}
    return {name: _no_such(meant, far)}


def _no_such(meant: float, distance: float) -> TagError:
    return TagError(
        N_(
            "This cross is meant to be %(meant)g mm from the edge of the paper and cannot be at"
            " %(distance)g mm. Was the sheet printed at 100 %%, not “fit to page”?"
        ),
        meant=round(meant, 2),
        distance=distance,
    )
