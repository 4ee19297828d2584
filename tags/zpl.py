"""Labels in ZPL II: the printer draws the code itself, and is sent all the rest as one picture.

The picture is made from our own layout, so that every script comes out right. Commands are those
of Zebra's "Programming Guide for ZPL II"; lengths are dots.
"""

from base64 import b64encode
from binascii import crc_hqx
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain, islice
from math import ceil, floor
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO
from zlib import compress

from tags.boxes import Box
from tags.design import Design
from tags.face import N_, Face, Printed, TagError
from tags.fitting import fits
from tags.press import Press
from tags.profile import Profile
from tags.proof import AT_A_TIME
from tags.sheet import Run, draw
from tags.stock import Stock
from tags.style import Style
from tags.symbol import QUIET_ZONE, size, symbol

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

LARGEST = 10
"""Dots of the largest module that every printer draws: later ones take up to 100."""

SINK = 10
"""Dots by which a code comes out below its `^FO`: the height that `^BY` gives to bar codes.

It is no fault of one printer: github.com/ingridhq/zebrash, pull request 57, and
github.com/BinaryKits/BinaryKits.Zpl, pull request 329, found it in Zebra's printers and in
Labelary. The height stays set from job to job (github.com/u8array/ZPLab, pull request 401), so
each label sets it; to the 10 that it has when nobody did, for those who know no better.
"""

SPEAK_IT = frozenset({"Zebra"})
"""Makers whose label printers understand ZPL; those of others take a PDF by their driver."""

_BURNT = [255 * (grey < 128) for grey in range(256)]
"""Which greys are burnt: the darker half."""

_BATCH = 128
"""Labels that are drawn at a time."""


def speaks_zpl(stock: Stock) -> bool:
    """Tell whether a stock is a roll of a printer that understands ZPL."""
    return stock.is_roll and stock.maker in SPEAK_IT


def print_zpl(
    faces: Iterable[Face],
    stock: Stock,
    design: Design,
    *,
    style: Style = Style(),  # noqa: B008 - frozen
    profile: Profile = Profile(),  # noqa: B008 - frozen
    out: BinaryIO,
) -> Printed:
    """Write a ZPL II job for a roll to `out`, a label for each face; return what was printed.

    Of `profile` only the offset counts: a thermal head stretches nothing. All colours print
    black. Raises TagError, with nothing written, for a stock that is no roll, when there is no
    face, when a code would be too small to be read or larger than the printer can draw it.
    """
    if not stock.is_roll:
        raise TagError(
            N_("%(stock)s is no roll of a label printer: ZPL needs to know its dots per inch."),
            stock=stock,
        )
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise TagError(N_("There is nothing to print: no tag was chosen."))
    job = _Job(Press(stock, design, replace(style, accent="#000000")), profile)
    with TemporaryFile(prefix="roomworthy-") as file:
        for batch in _batches(chain([first], waiting)):
            file.writelines(job.labels(batch))
        file.seek(0)
        copyfileobj(file, out)
    count = job.press.count
    return Printed(count, count, tuple(job.press.unprintable))


def _batches(faces: Iterator[Face]) -> Iterator[list[Face]]:
    while batch := list(islice(faces, _BATCH)):
        yield batch


@dataclass(slots=True)
class _Job:
    """A run of labels on one printer."""

    press: Press
    profile: Profile
    _modules: dict[int, int] = field(default_factory=dict)
    """Dots of a module, by the length of an address."""

    @property
    def dots(self) -> float:
        """How many dots a millimetre has."""
        return self.press.stock.dpi / 25.4

    def labels(self, faces: list[Face]) -> Iterator[bytes]:
        """Yield the commands of labels."""
        for face in faces:  # before paper is spent on those before it
            symbol(face.address)
            self._module(face)
        pages = self._pages(faces)
        for face, page in zip(faces, pages, strict=True):
            yield self._label(face, page)

    def _label(self, face: Face, page: "Image") -> bytes:
        box, stock = self.press.label(face).box, self.press.stock
        module = self._module(face)
        _clear(page, box, self.dots)
        shift_x, shift_y = self._shift()
        home = f"^LH{max(shift_x, 0)},{max(shift_y, 0)}"
        cut = max(-shift_x, 0), max(-shift_y, 0)
        paper = f"^PW{round(stock.page_width * self.dots)}^LL{round(stock.page_height * self.dots)}"
        commands = ["^XA^CI28", paper + home, _picture(page, cut)]
        x, y = (at - off for at, off in zip(self._corner(face, box, module), cut, strict=True))
        if min(x, y - SINK) < 0:
            raise TagError(
                N_("With the offset of this printer the code would begin off the label.")
            )
        commands.append(f"^BY2,3,{SINK}^FO{x},{y - SINK}^BQN,2,{module}^FDQA,{face.address}^FS")
        commands.append("^XZ\n")
        return "\n".join(filter(None, commands)).encode()

    def _corner(self, face: Face, box: Box, module: int) -> tuple[int, int]:
        """Return where the symbol begins, its quiet zone not counted: amid the box of the code."""
        side = (size(len(face.address)) + 2 * QUIET_ZONE) * module
        spare = (box.width * self.dots - side) / 2
        x, y = (round(at * self.dots + spare) + QUIET_ZONE * module for at in (box.x, box.y))
        return x, y

    def _shift(self) -> tuple[int, int]:
        x, y = self.profile.drawn(0, 0)
        return round(x * self.dots), round(y * self.dots)

    def _module(self, face: Face) -> int:
        length = len(face.address)
        if length not in self._modules:
            self._modules[length] = self._chosen(length, self.press.label(face).box)
        return self._modules[length]

    def _chosen(self, length: int, box: Box) -> int:
        """Return how many dots a module of a code has; as many as the label and `^BQ` allow."""
        stock, design = self.press.stock, self.press.design
        fits(design, stock, address_length=length)
        across = size(length)
        needed = max(design.module * across, design.least_symbol)
        largest = LARGEST * across / self.dots
        if largest < needed - 1e-6:
            raise TagError(
                N_(
                    "The printer of %(stock)s draws codes at most %(printed).1f mm wide; design"
                    " “%(design)s” needs %(needed).1f mm. Print it as PDF instead."
                ),
                printed=largest,
                stock=stock,
                design=design,
                needed=needed,
            )
        return min(floor(box.width * self.dots / (across + 2 * QUIET_ZONE) + 1e-6), LARGEST)

    def _pages(self, faces: list[Face]) -> Iterator["Image"]:
        """Yield pictures of labels in greys, a pixel a dot."""
        from pypdfium2 import PdfDocument  # noqa: PLC0415 (slow to import)

        file = BytesIO()
        draw(Run(self.press), faces, (), None, file)
        with AT_A_TIME:
            document = PdfDocument(file.getvalue())
        try:
            for number in range(len(faces)):
                yield self._drawn(document, number)
        finally:
            with AT_A_TIME:
                document.close()

    def _drawn(self, document: "PdfDocument", number: int) -> "Image":
        with AT_A_TIME:
            page = document[number]
            bitmap = page.render(scale=self.press.stock.dpi / 72, grayscale=True)
            drawn: Image = bitmap.to_pil().convert("L")
            bitmap.close()
            page.close()
        return drawn


def _clear(page: "Image", box: Box, dots: float) -> None:
    """Take the code off a picture: the printer draws it."""
    edges = (
        ceil(box.x * dots),
        ceil(box.y * dots),
        floor(box.right * dots),
        floor(box.bottom * dots),
    )
    page.paste(255, edges)


def _picture(page: "Image", cut: tuple[int, int]) -> str:
    """Return the field of a picture, without its white edges and what is cut off left and above."""
    burnt = page.crop((*cut, *page.size)).point(_BURNT, "1")
    edges = burnt.getbbox()
    if not edges:
        return ""
    ink = burnt.crop(edges)
    across, data = (ink.width + 7) // 8, ink.tobytes()
    packed = b64encode(compress(data))
    x, y = edges[:2]
    # Z64: zlib, base64, and the CRC of CCITT (XMODEM's, beginning with 0) over the base64.
    body = f":Z64:{packed.decode()}:{crc_hqx(packed, 0):04X}"
    return f"^FO{x},{y}^GFA,{len(data)},{len(data)},{across},{body}^FS"
