"""A printer's profile: what a ruler shows, and where to draw so that it comes out right."""

from math import inf, nan

import pytest

from tags import Profile, TagError
from tags.boxes import POINT
from tests.tags.ruler import CROOKED


def printed(profile: Profile, x: float, y: float) -> tuple[float, float]:
    """Return where a printer puts what is drawn at (x, y)."""
    return (
        profile.scale_x * x + profile.offset_x,
        profile.scale_y * y + profile.offset_y,
    )


@pytest.mark.parametrize("printer", CROOKED)
def test_what_is_drawn_for_a_printer_comes_out_where_it_was_meant(printer: Profile) -> None:
    for x, y in ((0.0, 0.0), (210.0, 297.0), (20.0, 150.0)):
        assert printed(printer, *printer.drawn(x, y)) == pytest.approx((x, y))


@pytest.mark.parametrize("printer", CROOKED)
def test_a_page_is_moved_as_a_whole_as_each_of_its_points_would_be(printer: Profile) -> None:
    a, b, c, d, e, f = printer.matrix(297)
    for x, y in ((0.0, 0.0), (210.0, 297.0), (20.0, 150.0)):
        right, up = x / POINT, (297 - y) / POINT
        moved = (a * right + c * up + e) * POINT, 297 - (b * right + d * up + f) * POINT
        assert moved == pytest.approx(printer.drawn(x, y))


def test_a_printer_that_prints_as_it_should_needs_no_correction() -> None:
    assert Profile.measured(across=100, down=100, left=20, top=20) == Profile()


@pytest.mark.parametrize("printer", CROOKED)
def test_what_the_ruler_shows_becomes_the_printers_profile(printer: Profile) -> None:
    left, top = printed(printer, 20, 20)
    found = Profile.measured(
        across=100 * printer.scale_x, down=100 * printer.scale_y, left=left, top=top
    )
    assert (found.offset_x, found.offset_y) == pytest.approx((printer.offset_x, printer.offset_y))
    assert (found.scale_x, found.scale_y) == pytest.approx((printer.scale_x, printer.scale_y))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"across": 10.0}, r"A: this bar is meant to be 100 mm long and cannot have become 10 mm"),
        ({"across": 3.94}, "Measure in millimetres"),
        ({"down": 111.0}, r"B: .*printed at 100 %, not “fit to page”"),
        ({"down": nan}, "B:"),
        ({"across": 0.0}, "A:"),
        ({"across": -100.0}, "A:"),
        ({"left": 0.0}, r"C: the cross is meant to be 20 mm from the edge and cannot be at 0 mm"),
        ({"left": inf}, "C:"),
        ({"top": 45.0}, r"D: .*from the edge of the paper to the middle of the cross"),
        ({"top": -1.0}, "D:"),
        ({"top": 39.9, "down": 90.0}, "at most 20 mm off"),
    ],
)
def test_what_no_printer_does_is_refused_in_a_sentence(wrong: dict[str, float], said: str) -> None:
    usual = {"across": 100.0, "down": 100.0, "left": 20.0, "top": 20.0}
    with pytest.raises(TagError, match=said):
        Profile.measured(**usual | wrong)
