"""Whole sheets of every design in all scripts: printed, rasterised, decoded, compared."""

from collections import Counter

import pytest
from PIL import Image, ImageChops, ImageDraw

from tags import Design, Stock, designs
from tags.boxes import Box
from tags.press import layout_of
from tags.symbol import QUIET_ZONE
from tests.tags.faces import DOTS, cut, faces_in_all_scripts, printed, raster, read
from tests.tags.pairs import class_of, every_pair, one_of_each

PAPER = 255
WITHIN = 0.2
"""Millimetres by which print may be off where the layout has it."""


SOME = one_of_each(every_pair(), class_of)[::2]
"""Stocks of all sizes in all designs; `test_matrix` sees the others, three labels of each."""


def test_every_design_goes_on_many_stocks() -> None:
    least = {"label": 300, "small": 300, "cable-flag": 200, "grid": 60, "door-poster": 20}
    counts = Counter(design.id for _, design in every_pair())
    assert not {name for name, count in least.items() if counts[name] < count}
    assert len(counts) == len(designs())
    assert {design.arrangement for _, design in SOME} == {each.arrangement for each in designs()}


@pytest.mark.parametrize(("stock", "design"), SOME, ids=lambda entry: entry.id)
def test_every_tag_of_a_sheet_is_read_and_nothing_touches_its_quiet_zone(
    stock: Stock, design: Design
) -> None:
    faces = faces_in_all_scripts(stock.per_sheet)
    picture = raster(printed(faces, stock, design))
    assert picture.width == pytest.approx(stock.page_width * DOTS, abs=2)
    outside = picture.copy()
    for number, face in enumerate(faces):
        corner = stock.corner(number)
        box = layout_of(design, stock, face).code
        zone = cut(picture, box, corner)
        assert read(zone) == face.address
        _check_symbol_stands_where_it_should(zone, box)
        whole = Box(*corner, stock.label_width, stock.label_height)
        _paint_over(outside, whole)
    assert outside.getextrema()[0] == PAPER, "ink off the labels"


def _check_symbol_stands_where_it_should(zone: Image.Image, box: Box) -> None:
    """Check the four edges of the symbol: so also that the quiet zone around it is blank."""
    quiet = QUIET_ZONE / (29 + 2 * QUIET_ZONE) * box.width
    ink = ImageChops.invert(zone).point(lambda grey: 255 if grey > 40 else 0).getbbox()
    assert ink
    expected = (quiet, quiet, box.width - quiet, box.height - quiet)
    for edge, wanted in zip(ink, expected, strict=True):
        assert edge / DOTS == pytest.approx(wanted, abs=WITHIN)


def _paint_over(picture: Image.Image, box: Box) -> None:
    edges = (box.x, box.y, box.right, box.bottom)
    corners = [round(edge * DOTS) for edge in edges]
    corners = [corners[0] - 1, corners[1] - 1, corners[2] + 1, corners[3] + 1]
    ImageDraw.Draw(picture).rectangle(corners, fill=PAPER)
