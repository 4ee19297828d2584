"""A printer's profile: what a ruler shows, and where to draw so that it comes out right."""

from collections.abc import Iterator
from dataclasses import replace
from math import inf, nan
from random import Random

import pytest

from tags import Profile, TagError
from tags.boxes import POINT
from tags.profile import Readings
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


PAGES = [(210.0, 297.0), (215.9, 279.4)]
STRAIGHT = Readings(210.0, 297.0, left=20, across=190, top=20, down=277)


def read_on(page: tuple[float, float], printer: Profile, step: float = 0) -> Readings:
    """Return what a ruler shows on the sheet of a printer, read in steps of some millimetres."""
    width, height = page
    left, top = printed(printer, 20, 20)
    across, down = printed(printer, width - 20, height - 20)
    found = (left, across, top, down)
    return Readings(width, height, *(round(each / step) * step if step else each for each in found))


def test_a_printer_that_prints_as_it_should_needs_no_correction() -> None:
    assert Profile.measured(STRAIGHT) == Profile()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("printer", CROOKED)
def test_what_the_ruler_shows_becomes_the_printers_profile(
    printer: Profile, page: tuple[float, float]
) -> None:
    found = Profile.measured(read_on(page, printer))
    assert (found.offset_x, found.offset_y) == pytest.approx((printer.offset_x, printer.offset_y))
    assert (found.scale_x, found.scale_y) == pytest.approx((printer.scale_x, printer.scale_y))


REACHED = 5.0
"""Millimetres from the edges of the paper to where printers begin to print."""


def left_over(page: tuple[float, float], step: float) -> Iterator[float]:
    """Yield how far off places all over the page still are, measured in such steps."""
    some = Random(3)  # noqa: S311 (not a secret)
    for _ in range(2000):
        shifts = some.uniform(-3, 3), some.uniform(-3, 3)
        printer = Profile(*shifts, some.uniform(0.985, 1.015), some.uniform(0.985, 1.015))
        found = Profile.measured(read_on(page, printer, step))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = (REACHED + share * (length - 2 * REACHED) for length in page)
            at = printed(printer, *found.drawn(x, y))
            yield from (abs(at[0] - x), abs(at[1] - y))


@pytest.mark.parametrize("page", PAGES)
def test_a_ruler_read_to_half_a_millimetre_leaves_nothing_off_by_a_third(
    page: tuple[float, float],
) -> None:
    off = sorted(left_over(page, 0.5))
    assert off[-1] <= 0.31
    assert off[int(0.85 * len(off))] <= 0.2
    assert off[len(off) // 2] <= 0.11


@pytest.mark.parametrize("page", PAGES)
def test_a_ruler_read_to_a_tenth_leaves_nothing_to_see(page: tuple[float, float]) -> None:
    assert max(left_over(page, 0.1)) <= 0.065


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"across": 10.0}, r"meant to be 190 mm from the edge of the paper and .* be at 10 mm"),
        ({"across": 7.5}, r"printed at 100 %, not “fit to page”"),
        ({"down": 310.0}, r"meant to be 277 mm .* cannot be at 310 mm"),
        ({"down": nan}, "cannot be at nan"),
        ({"across": -190.0}, "cannot be at -190 mm"),
        ({"left": 0.0}, r"meant to be 20 mm from the edge of the paper and cannot be at 0 mm"),
        ({"left": inf}, "cannot be at inf"),
        ({"top": 45.0}, "cannot be at 45 mm"),
        ({"top": -1.0}, "cannot be at -1 mm"),
        ({"top": 39.9, "down": 276.9}, "at most 20 mm off"),
    ],
)
def test_what_no_printer_does_is_refused_in_a_sentence(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(TagError, match=said):
        Profile.measured(replace(STRAIGHT, **wrong))


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = replace(STRAIGHT, left=0, across=19, top=nan, down=900).wrong()
    assert list(found) == ["left", "across", "top", "down"]
    assert "cannot be at 900 mm" in str(found["down"])
