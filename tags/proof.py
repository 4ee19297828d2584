"""Reading codes back from finished sheets, before anybody sticks one on a wall.

The file itself is opened, drawn and read, by engines (pdfium, ZXing) that know nothing of how it
was made. Each code must be at the very place of its face, say its address, and be black and white
where it should: readers mend a torn code, so that it can be read does not show that it is whole.

Up to `ALL` tags every one is read. Of more, the first sheet and the last are read whole, and
`SPREAD` codes spread evenly over the others, so that every place of a sheet has its turn. What
goes wrong with every tag, every sheet or a place on it is then found for certain. Of what goes
wrong here and there, no more than 0.6 % of the tags have it, with 95 % certainty, when 500 were
right (the rule of three); a single wrong tag in 10,000 would be found once in twenty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    from pypdfium2 import PdfDocument, PdfPage

ALL = 500
"""Tags of which every one is read back."""

SPREAD, EACH = 480, 16
"""Codes read between the first sheet and the last of a larger order, and on how many sheets they
are spread: as many as `EACH` on a sheet make of them."""

PIXELS = 3
"""Pixels that a module is drawn with, across and down."""

OFF = 64
"""Greys, of 255, by which a pixel may differ from ink and from paper."""

INK, PAPER = b"\x00", b"\xff"
_TWO_GREYS = INK * OFF + b"?" * (256 - 2 * OFF) + PAPER * OFF

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
    kept: list[_Sheet] = field(default_factory=list)
    """Sheets to choose from."""
    _last: _Sheet | None = None
    _step: int = 1

    def add(self, faces: Sequence[Face], places: Sequence[int]) -> None:
        """Take note of the next sheet: which face is meant to be where."""
        self._last = _Sheet(self.pages, list(zip(places, faces, strict=False)))
        if self.pages % self._step == 0:
            self.kept.append(self._last)
        self.pages += 1
        self.count += len(faces)
        # Every other one goes, as often as it takes: what is kept is spread evenly, and bounded.
        while self.count > ALL and len(self.kept) > 2 * self._wanted:
            self.kept, self._step = self.kept[::2], 2 * self._step

    def chosen(self) -> Iterator[_Sheet]:
        """Yield the sheets to read, in their order, each with the tags to read on it."""
        if self.count <= ALL or not self._last:
            yield from self.kept
            return
        first, *between = self.kept
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
            modules = shape.size + 2 * QUIET_ZONE
            box = _box(sample, place, face, modules)
            if not _right(_seen(page, box, modules), face, shape):
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


def _box(sample: Sample, place: int, face: Face, modules: int) -> Box:
    """Return where on the page the code of a face is to be, with its quiet zone."""
    planned = layout_of(sample.design, sample.stock, face, sample.style).code
    box = on_dots(planned, sample.stock, modules)
    x, y = sample.stock.corner(place)
    left, top = sample.profile.drawn(x + box.x, y + box.y)
    right, bottom = sample.profile.drawn(x + box.right, y + box.bottom)
    return Box(left, top, right - left, bottom - top)


def _seen(page: "PdfPage", box: Box, modules: int) -> bytes:
    """Return what is drawn in a box of a page, as a code of so many modules would fill it: grey
    pixels, row by row, with paper at the end of each up to `_wide`."""
    from pypdfium2 import PdfBitmap, raw  # noqa: PLC0415 (slow to import)

    pdfium: Any = raw  # its names are made at run time
    side, wide = PIXELS * modules, _wide(modules)
    across, down = side / box.width, side / box.height
    place = pdfium.FS_MATRIX(across * POINT, 0, 0, down * POINT, -box.x * across, -box.y * down)
    paper = pdfium.FS_RECTF(*_paper_in(page, box, side))
    bitmap = PdfBitmap.new_native(wide, side, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, side)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, place, paper, pdfium.FPDF_GRAYSCALE)
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()


def _wide(modules: int) -> int:
    """Return how long a row of pixels is: pdfium likes whole groups of four."""
    return -(-PIXELS * modules // 4) * 4


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


def _right(seen: bytes, face: Face, shape: Symbol) -> bool:
    """Tell whether pixels show the code of a face, whole and with its quiet zone."""
    import zxingcpp  # noqa: PLC0415 (only those who print need it)

    if seen.translate(_TWO_GREYS) != _meant(shape):
        return False
    wide = _wide(shape.size + 2 * QUIET_ZONE)
    found = zxingcpp.read_barcode(
        memoryview(seen).cast("B", (len(seen) // wide, wide)),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    return found is not None and found.text == face.address


def _meant(shape: Symbol) -> bytes:
    """Return the pixels that a code should show, in its quiet zone."""
    modules = shape.size + 2 * QUIET_ZONE
    wide, quiet = _wide(modules), PAPER * PIXELS * QUIET_ZONE
    ending = PAPER * (wide - PIXELS * (shape.size + QUIET_ZONE))
    # One more bit keeps the blank ones at the end; the lowest is the first.
    dark = f"{shape.bits | 1 << 8 * shape.stride * shape.size:b}"[:0:-1].encode()
    pixels = dark.replace(b"0", PAPER * PIXELS).replace(b"1", INK * PIXELS)
    long, row = PIXELS * shape.size, PIXELS * 8 * shape.stride
    rows = [
        (quiet + pixels[start : start + long] + ending) * PIXELS
        for start in range(0, len(pixels), row)
    ]
    blank = PAPER * (wide * PIXELS * QUIET_ZONE)
    return b"".join([blank, *rows, blank])
