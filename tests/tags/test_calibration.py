"""The calibration sheet, printed by printers that are off, and measured with a ruler."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageFilter

from tags import CalibrationWords, Profile, TagError, calibration, design, print_tags, stock
from tags.alignment import ARM, alignment
from tags.boxes import Box
from tags.calibration import bars
from tags.profile import Readings
from tests.tags.faces import a_face, printed, text_of
from tests.tags.ruler import CROOKED, Paper

A4, LETTER = (210.0, 297.0), (215.9, 279.4)
WITHIN = 0.2
"""Millimetres by which a mark may be off on paper."""

WORDS = CalibrationWords(
    title="Calibration sheet",
    printing="Print at 100 %, not “fit to page”.",
    left="How far is the first cross from the left edge?",
    across="How far is the right cross from the left edge?",
    top="How far is the first cross from the top edge?",
    down="How far is the lower cross from the top edge?",
    afterwards="Type these four numbers.",
)


def sheet(size: tuple[float, float], words: CalibrationWords = WORDS) -> bytes:
    out = BytesIO()
    calibration(*size, words, out)
    return out.getvalue()


def measured(size: tuple[float, float], printer: Profile, step: float = 0.1) -> Readings:
    """Return what a ruler shows on a sheet from a printer, read in steps of some millimetres."""
    paper = Paper(sheet(size), printer, dpi=1200)
    first, right, low = ((20, 20), (size[0] - 20, 20), (20, size[1] - 20))
    found = (
        paper.x_of_line(*seen(printer, first[0], first[1] + 4.6), within=0.6),
        paper.x_of_line(*seen(printer, right[0], right[1] + 4.6), within=0.6),
        paper.y_of_line(*seen(printer, first[0] + 4.6, first[1]), within=0.6),
        paper.y_of_line(*seen(printer, low[0] + 4.6, low[1]), within=0.6),
    )
    return Readings(*size, *(round(round(length / step) * step, 1) for length in found))


def seen(printer: Profile, x: float, y: float) -> tuple[float, float]:
    """Return where a printer puts what is drawn at (x, y)."""
    return printer.scale_x * x + printer.offset_x, printer.scale_y * y + printer.offset_y


@pytest.mark.parametrize("size", [A4, LETTER, (297.0, 210.0), (180.0, 185.0)])
def test_a_good_printer_measures_what_the_sheet_is_meant_to_show(
    size: tuple[float, float],
) -> None:
    right, low = round(size[0] - 20, 1), round(size[1] - 20, 1)
    assert measured(size, Profile()) == Readings(*size, left=20, across=right, top=20, down=low)


@pytest.mark.parametrize("size", [A4, LETTER])
def test_two_bars_are_a_hundred_millimetres_long(size: tuple[float, float]) -> None:
    paper = Paper(sheet(size), dpi=1200)
    x, y = bars(*size)
    assert paper.length(Box(x - 3, y + 1.3, 110, 0.4)) == pytest.approx(100, abs=0.05)
    assert paper.length(Box(x + 1.3, y + 9, 0.4, 110)) == pytest.approx(100, abs=0.05)
    assert text_of(sheet(size)).count("100 mm") == 2


def test_crosses_in_all_corners_and_rulers_tell_the_distance_from_the_edges() -> None:
    paper = Paper(sheet(A4))
    for x, y in ((20, 20), (190, 20), (20, 277), (190, 277)):
        assert paper.x_of_line(x, y + 4.5) == pytest.approx(x, abs=0.1)
        assert paper.y_of_line(x + 4.5, y) == pytest.approx(y, abs=0.1)
    for millimetre in range(5, 200):
        assert paper.x_of_line(millimetre, 288, 0.4) == pytest.approx(millimetre, abs=0.1)
    for millimetre in range(5, 287):
        assert paper.y_of_line(201, millimetre, 0.4) == pytest.approx(millimetre, abs=0.1)
    assert {"10", "150", "190", "280"} <= set(text_of(sheet(A4)).split())


def test_the_sheet_says_what_to_measure_and_names_the_four_numbers() -> None:
    text = " ".join(text_of(sheet(A4)).split())
    for said in (WORDS.title, WORDS.printing, WORDS.across, WORDS.top, WORDS.afterwards):
        assert said in text
    assert all(f"{letter} " in text for letter in "ABCD")


def test_a_reader_of_arabic_has_the_letters_on_the_right() -> None:
    arabic = replace(WORDS, title="ورقة المعايرة", left="كم طول الشريط؟")
    x, y = bars(*A4)
    left, right = (Box(middle - 3.3, y + 16.8, 0.5, 0.5) for middle in (x + 21, A4[0] - 27))
    for words, badge in ((arabic, right), (WORDS, left)):
        black = max(Paper(sheet(A4, words)).seen(badge).tobytes()) < 50
        assert black, f"no letter beside {words.left}"


def test_a_page_with_no_room_for_the_bars_is_refused() -> None:
    with pytest.raises(TagError, match=r"at least 180 × 185 mm, and this one has 62 × 100 mm"):
        sheet((62, 100))


@pytest.mark.parametrize("printer", CROOKED)
@pytest.mark.parametrize(("step", "within"), [(0.1, WITHIN), (0.5, 0.35)])
@pytest.mark.parametrize("stock_id", ["avery-l7160", "avery-us-5160", "zweckform-3474"])
def test_a_printer_once_calibrated_prints_where_the_labels_are(
    printer: Profile, stock_id: str, step: float, within: float
) -> None:
    """Print, measure, and print again with what was measured: to a tenth, and to a half."""
    labels = stock(stock_id)
    size = labels.page_width, labels.page_height
    found = measured(size, printer, step)
    out = BytesIO()
    alignment(labels, "Hold it against the light", profile=Profile.measured(found), out=out)
    paper = Paper(out.getvalue(), printer)
    uncorrected = Paper(aligned_without(stock_id), printer)
    worst = 0.0
    for label in (0, labels.per_sheet // 2, labels.per_sheet - 1):
        x, y = labels.corner(label)
        right, bottom = x + labels.label_width, y + labels.label_height
        if right < labels.page_width - 1:
            assert paper.x_of_line(right, y + ARM / 2) == pytest.approx(right, abs=within)
        if bottom < labels.page_height - 1:
            assert paper.y_of_line(right - ARM / 2, bottom) == pytest.approx(bottom, abs=within)
        worst = max(worst, abs(uncorrected.y_of_line(x + ARM / 2, bottom, 4) - bottom))
    assert worst > 2 * WITHIN, "it would have come out right anyway"


def aligned_without(stock_id: str) -> bytes:
    out = BytesIO()
    alignment(stock(stock_id), "", out=out)
    return out.getvalue()


def test_tags_are_drawn_for_the_printer_too_and_its_page_stays_as_large() -> None:
    labels, printer = stock("avery-l7160"), CROOKED[0]
    faces = [a_face(number) for number in range(21)]
    out = BytesIO()
    print_tags(faces, labels, design("label"), profile=printer, out=out)
    plain = printed(faces, labels, design("label"))
    corrected = Paper(out.getvalue(), printer)
    whole = Box(0, 0, labels.page_width, labels.page_height)
    meant = Paper(plain).seen(whole)
    assert unlike(corrected.seen(whole), meant) < 60
    assert unlike(Paper(plain, printer).seen(whole), meant) > 200


def unlike(one: Image.Image, other: Image.Image) -> int:
    """Return by how many greys two pictures differ where they differ most, edges set aside."""
    soft = ImageFilter.BoxBlur(2)
    difference = ImageChops.difference(one.filter(soft), other.filter(soft))
    return max(grey for grey, count in enumerate(difference.histogram()) if count)
