"""Every stock with every design that fits it: printed, rasterised, decoded, compared; and spoiled.

The usual run takes one stock of each size of label and arrangement. ROOMWORTHY_EVERY_PAIR=1 takes
all pairs, some minutes long.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tags import Design, Stock, designs
from tags.boxes import POINT, Box
from tags.press import layout_of
from tags.symbol import QUIET_ZONE
from tests.tags.faces import a_face, code, printed_on, read
from tests.tags.pairs import EVERY, Pair, class_of, every_pair, one_of_each, size

DESIGNS = [design.id for design in designs()]
MODULES = 29 + 2 * QUIET_ZONE
TITLES = ("B 2.14", "Seminar room for forty people and a piano", "قاعة المحاضرات 12")
"""Short, long, and from right to left, which mirrors the label."""

HIDDEN = 0.2
"""The share of a symbol that a stain lies on."""


class Shot(NamedTuple):
    """A picture of one printed code with its quiet zone, and what it should say."""

    picture: Image.Image
    address: str
    where: str


def shots(stock: Stock, design: Design) -> Iterator[Shot]:
    """The codes of the first, a middle and the last label of a sheet, at 300 dots an inch."""
    last = stock.per_sheet - 1
    places = sorted({0, last // 2, last})
    faces = [
        a_face(place, title=title)
        for place, title in zip(places, TITLES[-len(places) :], strict=True)
    ]
    with pypdfium2.PdfDocument(printed_on(places, faces, stock, design)) as document:
        for place, face in zip(places, faces, strict=True):
            box = layout_of(design, stock, face).code
            picture = _part(document[0], stock, place, box)
            yield Shot(picture, face.address, f"{stock.id} {design.id} {code(place)}")


def _part(page: pypdfium2.PdfPage, stock: Stock, place: int, box: Box) -> Image.Image:
    x, y = stock.corner(place)
    left, top = x + box.x, y + box.y
    right, bottom = stock.page_width - left - box.width, stock.page_height - top - box.height
    edges = tuple(edge / POINT for edge in (left, bottom, right, top))
    drawn: Image.Image = page.render(scale=300 / 72, grayscale=True, crop=edges).to_pil()
    return drawn.convert("L")


def blank_around(picture: Image.Image) -> bool:
    """Whether nothing stands in the quiet zone; its innermost dot may bear a module's edge."""
    quiet = int(QUIET_ZONE / MODULES * picture.width) - 1
    inner = (quiet, quiet, picture.width - quiet, picture.height - quiet)
    around = picture.copy()
    ImageDraw.Draw(around).rectangle(inner, fill=255)
    return int(around.getextrema()[0]) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize("design_id", DESIGNS)
def test_every_code_says_what_it_should_and_nothing_stands_around_it(design_id: str) -> None:
    pairs = every_pair() if EVERY else one_of_each(every_pair(), size)
    seen, wrong = 0, []
    for stock, design in pairs:
        if design.id != design_id:
            continue
        for shot in shots(stock, design):
            seen += 1
            if read(shot.picture) != shot.address or not blank_around(shot.picture):
                wrong.append(shot.where)
    print(f"{design_id}: {seen} codes")  # noqa: T201 (the figures of a full run)
    assert not wrong, f"{len(wrong)} of {seen}: {wrong[:10]}"


def stained(picture: Image.Image, dark: float, share: float = HIDDEN) -> Image.Image:
    """A picture with a stain on its middle: 0 is clear, 1 is black."""
    symbol = picture.width * (1 - 2 * QUIET_ZONE / MODULES)
    reach = symbol * (share / 3.1416) ** 0.5
    middle = picture.width / 2
    stain = Image.new("L", picture.size, 255)
    edges = (middle - reach, middle - reach, middle + reach, middle + reach)
    ImageDraw.Draw(stain).ellipse(edges, fill=round(255 * (1 - dark)))
    return ImageChops.multiply(picture, stain)


def tilted(picture: Image.Image) -> Image.Image:
    """A picture turned by 15 degrees."""
    return picture.rotate(15, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blurred(picture: Image.Image, module: float) -> Image.Image:
    """A picture out of focus by a third of a module, given in dots."""
    return picture.filter(ImageFilter.GaussianBlur(module / 3))


def spoiled(picture: Image.Image) -> Image.Image:
    """A picture tilted and blurred, with coffee on a fifth of its code: two fifths as light."""
    return blurred(tilted(stained(picture, 0.6)), picture.width / MODULES)


def blotted(picture: Image.Image) -> Image.Image:
    """A picture a tenth of whose code is black: no reader sees what is beneath."""
    return stained(picture, 1.0, 0.1)


def by_zbar(pictures: list[Image.Image], folder: Path) -> list[str]:
    """What zbar reads from pictures, "" where it reads nothing."""
    names = [folder / f"{number}.png" for number in range(len(pictures))]
    for picture, name in zip(pictures, names, strict=True):
        picture.save(name, compress_level=1)
    command = ["zbarimg", "-q", "--xml", "-Sdisable", "-Sqrcode.enable", *map(str, names)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    sources = re.findall(r"<source href='[^']*?(\d+)\.png'>(.*?)</source>", told, re.DOTALL)
    found = {int(number): re.search(r"CDATA\[(.*?)\]\]", said) for number, said in sources}
    return [match[1] if (match := found.get(at)) else "" for at in range(len(pictures))]


@cache
def _of_each_class() -> tuple[Shot, ...]:
    """The last code of one sheet of each class of label and arrangement."""
    chosen: list[Pair] = one_of_each(every_pair(), class_of)
    return tuple(list(shots(stock, design))[-1] for stock, design in chosen)


@pytest.mark.parametrize("spoil", [spoiled, blotted])
def test_a_spoiled_code_is_still_read_by_zxing(
    spoil: Callable[[Image.Image], Image.Image],
) -> None:
    chosen = _of_each_class()
    _mostly_read([read(spoil(shot.picture)) for shot in chosen], chosen)


@pytest.mark.parametrize("spoil", [spoiled, blotted])
@pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg is not here: see zbar-tools")
def test_a_spoiled_code_is_still_read_by_zbar(
    spoil: Callable[[Image.Image], Image.Image], tmp_path: Path
) -> None:
    chosen = _of_each_class()
    _mostly_read(by_zbar([spoil(shot.picture) for shot in chosen], tmp_path), chosen)


def _mostly_read(said: list[str], chosen: Sequence[Shot]) -> None:
    """See that no more than one in fifty was not read, and none wrongly."""
    pairs = list(zip(said, chosen, strict=True))
    assert not [shot.where for words, shot in pairs if words not in {"", shot.address}]
    lost = [shot.where for words, shot in pairs if not words]
    print(f"{len(chosen) - len(lost)} of {len(chosen)}")  # noqa: T201 (as above)
    assert len(lost) <= len(chosen) / 50, lost


def test_a_code_with_a_fifth_hidden_is_beyond_repair() -> None:
    """Else the two tests above would prove nothing: level Q mends a quarter of the codewords."""
    shot = _of_each_class()[0]
    assert read(stained(shot.picture, 1.0)) != shot.address
