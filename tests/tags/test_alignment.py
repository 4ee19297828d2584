"""Cut marks measured on paper, at the numbers of the stock; and the line in the margin."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest

from tags import Face, Profile, Stock, catalogue, design, print_tags, stock
from tags.alignment import ARM, alignment
from tags.boxes import Box
from tags.margin import LEAST, line
from tests.tags.faces import a_face, printed, text_of
from tests.tags.ruler import CROOKED, Paper

LABEL = design("label")
WITHIN = 0.2
"""Millimetres by which a mark may be off."""

NOTE = "Print at 100 %, not “fit to page” · order 12"


def aligned(labels: Stock, profile: Profile | None = None) -> bytes:
    out = BytesIO()
    alignment(labels, "Hold it against the light", profile=profile or Profile(), out=out)
    return out.getvalue()


def corners(labels: Stock) -> Iterator[tuple[float, float, float, float]]:
    """Yield the corners of the first, the middle and the last label, and where its marks go."""
    for label in sorted({0, labels.per_sheet // 2, labels.per_sheet - 1}):
        left, top = labels.corner(label)
        across = min(ARM, labels.label_width / 4) / 2
        down = min(ARM, labels.label_height / 4) / 2
        for x, inward in ((left, across), (left + labels.label_width, -across)):
            for y, below in ((top, down), (top + labels.label_height, -down)):
                yield x, y, inward, below


def inside(place: float, length: float) -> bool:
    """Tell whether a mark is on the paper as a whole."""
    return 0.3 < place < length - 0.3


def furthest_off(labels: Stock, paper: Paper, meant: Profile | None = None) -> float:
    """Return how far the worst mark is from the stock's numbers, mapped by a profile if any."""
    worst = 0.0
    mapped = meant or Profile()
    for x, y, inward, below in corners(labels):
        at_x, at_y = mapped.drawn(x, y)
        if inside(at_x, labels.page_width):
            beside = mapped.drawn(x, y + below)[1]
            worst = max(worst, abs(paper.x_of_line(at_x, beside) - at_x))
        if inside(at_y, labels.page_height):
            beside = mapped.drawn(x + inward, y)[0]
            worst = max(worst, abs(paper.y_of_line(beside, at_y) - at_y))
    return worst


def test_cut_marks_of_every_stock_are_where_its_numbers_say() -> None:
    off = {labels.id: furthest_off(labels, Paper(aligned(labels))) for labels in catalogue()}
    assert not {name: by for name, by in off.items() if by > WITHIN}


def test_with_a_profile_the_marks_of_every_stock_are_at_its_numbers_mapped() -> None:
    profile = CROOKED[0]
    off = {
        labels.id: furthest_off(labels, Paper(aligned(labels, profile)), profile)
        for labels in catalogue()
        if not labels.dpi
    }
    assert not {name: by for name, by in off.items() if by > WITHIN}


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("stock_id", ["avery-l7160", "avery-us-5160", "avery-l6008", "a4-page"])
@pytest.mark.parametrize("printer", [Profile(), *CROOKED])
def test_marks_come_out_on_the_labels_of_a_printer_that_is_off(
    printer: Profile, stock_id: str, dpi: int
) -> None:
    labels = stock(stock_id)
    paper = Paper(aligned(labels, printer), printer, dpi)
    assert furthest_off(labels, paper) < WITHIN


def test_the_sheet_says_which_stock_it_is_for_and_numbers_its_labels() -> None:
    for stock_id in ("avery-l7160", "zweckform-3474"):
        text = text_of(aligned(stock(stock_id)))
        assert "Hold it against the light" in " ".join(text.split())
        assert {"1", "21"} <= set(text.split())


def noted(labels: Stock, faces: "list[Face] | Iterator[Face]", note: str = NOTE) -> bytes:
    out = BytesIO()
    print_tags(faces, labels, LABEL, note=note, out=out)
    return out.getvalue()


def order(count: int) -> list[Face]:
    return [a_face(number) for number in range(count)]


def test_every_sheet_says_how_to_print_it_and_which_it_is() -> None:
    labels = stock("avery-l7160")
    pdf = noted(labels, order(43))
    assert [f"{NOTE} · {number}/3" in text_of(pdf, number - 1) for number in (1, 2, 3)] == [
        True
    ] * 3
    unknown = noted(labels, iter(face for face in order(43)))
    assert text_of(unknown, 1).endswith(f"{NOTE} · 2")
    inside_it = noted(labels, order(22), "sheet {sheet} of order 12 at 100 %")
    assert "sheet 2/2 of order 12 at 100 %" in text_of(inside_it, 1)


def test_the_line_counts_a_sheet_already_begun() -> None:
    out = BytesIO()
    faces = order(21)
    print_tags(faces, stock("avery-l7160"), LABEL, used=[3], note=NOTE, out=out)
    assert "1/2" in text_of(out.getvalue())


@pytest.mark.parametrize("labels", catalogue(), ids=lambda each: each.id)
def test_the_line_stands_where_printers_reach_and_no_label_is(labels: Stock) -> None:
    room = line(labels)
    lowest = labels.corner(labels.per_sheet - 1)[1] + labels.label_height
    if room is None:
        assert max(labels.top, labels.page_height - lowest) < LEAST
        return
    assert min(room.x, room.y) >= 4.2
    assert max(room.right - labels.page_width, room.bottom - labels.page_height) <= -4.2
    assert room.bottom <= labels.top or room.y >= lowest


def test_the_line_is_drawn_in_the_margin_only() -> None:
    labels = stock("avery-l7160")
    room = line(labels)
    assert room
    paper = Paper(noted(labels, order(1), "مهمة 12 · " + NOTE))
    assert paper.darkest(room) < 128
    below = Box(0, room.bottom, labels.page_width, labels.top - room.bottom)
    assert paper.darkest(below) == 255
    assert paper.darkest(Box(0, 0, labels.page_width, room.y - 0.1)) == 255


def test_an_uncut_page_has_no_line() -> None:
    assert NOTE not in text_of(noted(stock("a4-page"), order(1)))


def test_without_profile_and_note_nothing_is_added() -> None:
    labels = stock("avery-l7160")
    with pypdfium2.PdfDocument(printed(order(1), labels, LABEL)) as document:
        assert document[0].get_size() == pytest.approx((595.276, 841.89), abs=0.01)
    assert Paper(printed(order(1), labels, LABEL)).darkest(Box(0, 0, 210, 15)) == 255
