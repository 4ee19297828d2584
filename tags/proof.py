"""Reading codes back from finished sheets, before anybody sticks one on a wall.

The file itself is opened, drawn and read, by engines (pdfium, ZXing) that know nothing of how it
was made; each code must be at the very place of its face, say its address, and have each of its
modules and its quiet zone as they should be: readers mend a torn code, so that it can be read
does not show that it is whole.

Up to `ALL` tags every one is read. Of more, the first sheet and the last are read whole, and
`SPREAD` codes spread evenly over the others, so that every place of a sheet has its turn. What
goes wrong with every tag, or with a place, a sheet in eight or a kind of label, is then found for
certain; of what goes wrong by chance, no more than 0.6 % of the tags can have it when all of 500
were right (95 % sure; the rule of three).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from tags.boxes import POINT, Box, on_dots
from tags.design import Design
from tags.face import N_, Face, TagError
from tags.press import layout_of
from tags.profile import Profile
from tags.stock import Stock
from tags.style import Style
from tags.symbol import QUIET_ZONE, Symbol, symbol

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

ALL = 500
"""Tags of which every one is read back."""

SPREAD, EACH = 480, 8
"""Codes read between the first sheet and the last of a larger order, and on how many sheets they
are spread: as many as `EACH` on a sheet make of them."""

PIXELS = 3
"""Pixels that a module is drawn with, across and down."""

OFF = 64
"""Greys, of 255, by which a module may differ from black or white: a quarter of it."""

AT_A_TIME = Lock()
"""Held while pdfium works: it must not be called by two threads at once."""


class _Sheet(NamedTuple):
    number: int
    tags: list[tuple[int, Face]]
    """The place of each face, and the face."""

    def some(self, most: int, turn: int) -> "_Sheet":
        """Return the sheet with at most so many of its tags, spread evenly; others each turn."""
        every = len(self.tags)
        count = min(most, every)
        return _Sheet(
            self.number, [self.tags[(turn + n * every // count) % every] for n in range(count)]
        )


@dataclass(slots=True)
class Sample:
    """Which tags of a run will be read back, chosen while it is not known how long it will be."""

    stock: Stock
    design: Design
    style: Style
    profile: Profile
    count: int = 0
    pages: int = 0
    _kept: list[_Sheet] = field(default_factory=list)
    _last: _Sheet | None = None
    _step: int = 1

    def add(self, faces: Sequence[Face], places: Sequence[int]) -> None:
        """Take note of the next sheet: which face is meant to be where."""
        self._last = _Sheet(self.pages, list(zip(places, faces, strict=False)))
        if self.pages % self._step == 0:
            self._kept.append(self._last)
        self.pages += 1
        self.count += len(faces)
        # Every other one goes, as often as it takes: what is kept is spread evenly, and bounded.
        while self.count > ALL and len(self._kept) > 2 * self._wanted:
            self._kept, self._step = self._kept[::2], 2 * self._step

    def chosen(self) -> Iterator[_Sheet]:
        """Yield the sheets to read, in their order, each with the tags to read on it."""
        if self.count <= ALL or not self._last:
            yield from self._kept
            return
        first, *between = self._kept
        between = [sheet for sheet in between if sheet.number != self._last.number]
        wanted = min(self._wanted, len(between))
        yield first
        for turn in range(wanted):
            yield between[turn * len(between) // wanted].some(-(-SPREAD // wanted), turn)
        if self._last.number != first.number:
            yield self._last

    @property
    def _wanted(self) -> int:
        return -(-SPREAD // min(EACH, self.stock.per_sheet))


def read_back(path: str, sample: Sample) -> int:
    """Return how many codes of a PDF were read back, all being what they should be.

    Raises TagError for the first one that is not.
    """
    from pypdfium2 import PdfDocument  # noqa: PLC0415 (slow to import)

    checked = 0
    with AT_A_TIME:
        document = PdfDocument(path)
    try:
        for sheet in sample.chosen():
            with AT_A_TIME:
                _check(document, sheet, sample)
            checked += len(sheet.tags)
    finally:
        with AT_A_TIME:
            document.close()
    return checked


def _check(document: "PdfDocument", sheet: _Sheet, sample: Sample) -> None:
    page = document[sheet.number]
    try:
        for place, face in sheet.tags:
            shape = symbol(face.address)
            box = _box(sample, place, face, shape)
            if not _right(_seen(page, box, shape.size), face, shape):
                raise _refused(sample.stock, box, face, sheet.number + 1)
    finally:
        page.close()


def _refused(stock: Stock, box: Box, face: Face, number: int) -> TagError:
    title = face.title or face.code
    if min(box.x, box.y, stock.page_width - box.right, stock.page_height - box.bottom) < 0:
        return TagError(
            N_(
                "This printer is so far off that the code of “%(title)s” on sheet %(sheet)d would"
                " hang over the edge of the paper. Nothing was printed: calibrate the printer"
                " again, or take a stock with wider margins."
            ),
            title=title,
            sheet=number,
        )
    return TagError(
        N_(
            "The code of “%(title)s” on sheet %(sheet)d was not read back as %(address)s. Nothing"
            " was printed: this is a fault of Roomworthy. Please report it, with this sentence."
        ),
        title=title,
        sheet=number,
        address=face.address,
    )


def _box(sample: Sample, place: int, face: Face, shape: Symbol) -> Box:
    """Return where on the page the code of a face is to be, with its quiet zone."""
    planned = layout_of(sample.design, sample.stock, face, sample.style).code
    box = on_dots(planned, sample.stock, shape.size + 2 * QUIET_ZONE)
    x, y = sample.stock.corner(place)
    left, top = sample.profile.drawn(x + box.x, y + box.y)
    right, bottom = sample.profile.drawn(x + box.right, y + box.bottom)
    return Box(left, top, right - left, bottom - top)


def _seen(page: "PdfPage", box: Box, modules: int) -> "Image":
    """Return what is drawn in a box of a page, `PIXELS` to the module of a code that fills it."""
    from pypdfium2 import PdfBitmap, raw  # noqa: PLC0415 (slow to import)

    pdfium: Any = raw  # its names are made at run time
    side = PIXELS * (modules + 2 * QUIET_ZONE)
    across, down = side / box.width, side / box.height
    place = pdfium.FS_MATRIX(across * POINT, 0, 0, down * POINT, -box.x * across, -box.y * down)
    bitmap = PdfBitmap.new_native(side, side, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, side, side)
        paper = pdfium.FS_RECTF(*_paper_in(page, box, side))
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, place, paper, pdfium.FPDF_GRAYSCALE)
        picture: Image = bitmap.to_pil().copy()
        return picture
    finally:
        bitmap.close()


def _paper_in(page: "PdfPage", box: Box, side: int) -> tuple[float, float, float, float]:
    """Return the edges of the paper in the picture of a box: pdfium would draw beyond them."""
    width, height = (length * POINT for length in page.get_size())
    across, down = side / box.width, side / box.height
    return (
        max(-box.x * across, 0),
        max(-box.y * down, 0),
        min((width - box.x) * across, side),
        min((height - box.y) * down, side),
    )


def _right(seen: "Image", face: Face, shape: Symbol) -> bool:
    """Tell whether a picture shows the code of a face, whole and with its quiet zone."""
    import zxingcpp  # noqa: PLC0415 (only those who print need it)
    from PIL import ImageChops  # noqa: PLC0415 (slow to import)

    found = zxingcpp.read_barcode(
        seen,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    if found is None or found.text != face.address:
        return False
    off = ImageChops.difference(seen.reduce(PIXELS), _meant(shape))
    return not any(off.histogram()[OFF:])


def _meant(shape: Symbol) -> "Image":
    """Return the modules of a code in its quiet zone, a pixel each."""
    from PIL import Image  # noqa: PLC0415 (slow to import)

    whole = _paper(shape.size).copy()
    size, bits = (8 * shape.stride, shape.size), shape.packed()
    drawn = Image.frombytes("1", size, bits, "raw", "1;IR").crop((0, 0, shape.size, shape.size))
    whole.paste(drawn, (QUIET_ZONE, QUIET_ZONE))
    return whole


@lru_cache(maxsize=8)
def _paper(modules: int) -> "Image":
    from PIL import Image  # noqa: PLC0415 (slow to import)

    side = modules + 2 * QUIET_ZONE
    return Image.new("L", (side, side), 255)
