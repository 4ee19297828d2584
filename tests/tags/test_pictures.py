"""What is looked at before paper is spent is what comes out, and what is left out is known."""

from io import BytesIO

import pytest
from PIL import Image

from tags import Stock, Style, design, picture, says, stock
from tests.tags.faces import a_face

WINE = Style("#7a1236")


def _colours(stock: Stock) -> bool:
    """Whether the picture of a tag in wine red shows any colour."""
    png = picture([a_face()], stock, design("label"), style=WINE)
    red, green, _blue = Image.open(BytesIO(png)).convert("RGB").split()
    pairs = zip(red.tobytes(), green.tobytes(), strict=True)
    return any(one - other > 60 for one, other in pairs)


def test_a_roll_is_pictured_in_black_as_it_is_printed() -> None:
    assert not _colours(stock("brother-dk-11209"))
    assert _colours(stock("avery-l7160"))


@pytest.mark.parametrize(
    ("design_id", "stock_id", "field", "said"),
    [
        ("door-poster", "a4-a6-poster", "second_verb", True),
        ("label", "avery-l4736", "second_verb", False),
        ("small", "avery-l4736", "second_verb", False),
        ("small", "avery-l4736", "title", False),
        ("label", "avery-l7160", "title", True),
        ("certificate", "a4-page", "second_statement", True),
    ],
)
def test_it_is_known_what_a_tag_has_room_for(
    design_id: str, stock_id: str, field: str, *, said: bool
) -> None:
    assert (field in says(design(design_id), stock(stock_id))) is said
