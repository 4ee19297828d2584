"""A ruler laid on printed paper, and printers that print beside the mark."""

from typing import Any

import pypdfium2
from PIL import Image

from tags import Profile
from tags.boxes import POINT, Box

DARK = 200

CROOKED = (
    Profile(1.7, -2.3, 1.004, 0.993),
    Profile(-2.9, 0.4, 0.985, 1.011),
    Profile(0.0, 2.8, 1.0, 1.02),
)
"""Printers that are off."""


class Paper:
    """A page of a PDF as it comes out of a printer, looked at with so many dots an inch."""

    def __init__(self, pdf: bytes, printer: Profile | None = None, dpi: int = 300) -> None:
        self._document = pypdfium2.PdfDocument(pdf)
        self._page = self._document[0]
        self._printer = printer or Profile()
        self._dots = dpi / 25.4

    def seen(self, box: Box) -> Image.Image:
        """Return what is on the paper in a box, in mm from its top left corner."""
        pdfium: Any = pypdfium2.raw
        dots, printer = self._dots, self._printer
        width, height = round(box.width * dots), round(box.height * dots)
        place = pdfium.FS_MATRIX(
            POINT * printer.scale_x * dots,
            0,
            0,
            POINT * printer.scale_y * dots,
            (printer.offset_x - box.x) * dots,
            (printer.offset_y - box.y) * dots,
        )
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        whole = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, self._page, place, whole, 0)
        picture: Image.Image = bitmap.to_pil().copy()
        return picture

    def darkest(self, box: Box) -> int:
        """Return the darkest grey in a box: 255 where nothing is printed."""
        return next(grey for grey, count in enumerate(self.seen(box).histogram()) if count)

    def x_of_line(self, x: float, y: float, within: float = 1.0) -> float:
        """Return where the upright line is that is nearest to x, at the height of y."""
        found = self._lines(Box(x - within, y - 0.2, 2 * within, 0.4), upright=True)
        return min(found, key=lambda at: abs(at - x), default=float("inf"))

    def y_of_line(self, x: float, y: float, within: float = 1.0) -> float:
        """Return where the level line is that is nearest to y, at x."""
        found = self._lines(Box(x - 0.2, y - within, 0.4, 2 * within), upright=False)
        return min(found, key=lambda at: abs(at - y), default=float("inf"))

    def length(self, box: Box) -> float:
        """Return how long the bar is that reaches through a box lengthwise."""
        upright = box.height > box.width
        greys = _flat(self.seen(box), upright=not upright)
        return sum(255 - grey for grey in greys) / 255 / self._dots

    def _lines(self, box: Box, *, upright: bool) -> list[float]:
        """Return the middle of every line across a box."""
        start = box.x if upright else box.y
        lines: list[list[tuple[float, int]]] = [[]]
        for place, grey in enumerate(_flat(self.seen(box), upright=upright)):
            if grey < DARK:
                lines[-1].append((start + (place + 0.5) / self._dots, 255 - grey))
            elif lines[-1]:
                lines.append([])
        return [
            sum(at * ink for at, ink in line) / sum(ink for _, ink in line)
            for line in lines
            if line
        ]


def _flat(picture: Image.Image, *, upright: bool) -> list[int]:
    """Return the mean grey of every column, or of every row."""
    size = (picture.width, 1) if upright else (1, picture.height)
    return list(picture.resize(size, Image.Resampling.BOX).tobytes())
