"""The certificate on the wall: what it says, how large, and in which order of weight."""

from io import BytesIO

import pytest
from PIL import Image

from tags import Logo, Stock, Style, TagError, design, fits, grouped, print_tags, stock
from tags.boxes import Piece
from tags.fitting import symbol_width
from tags.press import layout_of
from tests.tags.faces import LONG, a_face, cut, printed, raster, read
from tests.tags.pairs import of_design
from tests.tags.plans import (
    ARABIC,
    all_faults,
    full_face,
    is_cut,
    overlap,
    read_words,
    set_size,
    slot_of,
)

CERTIFICATE = design("certificate")
PAGE, HALF = stock("a4-page"), stock("a4-a5-poster")


def a_logo(width: int, height: int) -> Logo:
    png = BytesIO()
    Image.new("RGB", (width, height), "#a01e3c").save(png, "PNG")
    return Logo(png.getvalue(), "image/png", width, height)


def a_page(width: float, height: float) -> Stock:
    page = (width, height, 1, 1, width, height, 0.0, 0.0, width, height)
    return Stock("own", "Own", "page", "", "card", *page, source="measured")


def test_nothing_lies_on_anything_else_on_any_stock() -> None:
    pairs = of_design("certificate")
    assert len(pairs) > 10
    assert not all_faults(pairs)


@pytest.mark.parametrize("paper", [PAGE, HALF], ids=str)
def test_a_certificate_says_everything_in_both_languages(paper: object) -> None:
    face = full_face()
    said = read_words(printed([face], paper, CERTIFICATE))  # type: ignore[arg-type]
    for words in (
        *(face.organisation, face.title, face.subtitle, face.place, face.statement),
        *(face.verb, face.detail, face.help_line, grouped(face.code)),
        *(face.second_statement, face.second_verb, face.second_detail),
    ):
        assert words in said


def test_its_code_is_read_from_sixty_centimetres_and_on_a_page_from_eighty() -> None:
    for paper, _ in of_design("certificate"):
        assert symbol_width(CERTIFICATE, paper, 29) >= 60 - 1e-6, paper.id
    assert symbol_width(CERTIFICATE, PAGE, 29) > 80


def test_a_page_too_small_or_too_square_for_that_is_refused() -> None:
    for paper in (stock("herma-10809"), a_page(150, 150)):
        with pytest.raises(TagError, match="Certificate"):
            fits(CERTIFICATE, paper)


def test_a_page_of_a_houses_own_is_as_orderly() -> None:
    upright, square = a_page(148, 210), a_page(220, 220)
    assert not all_faults([(upright, CERTIFICATE), (square, CERTIFICATE)])


@pytest.mark.parametrize("paper", [PAGE, HALF], ids=str)
def test_the_name_is_set_largest_and_then_the_statement(paper: object) -> None:
    face = full_face()
    layout = layout_of(CERTIFICATE, paper, face)  # type: ignore[arg-type]
    sizes = {
        slot.field: set_size(slot, getattr(face, slot.field))
        for slot in layout.slots
        if slot.field != "code"
    }
    first, second, *_ = sorted(sizes, key=lambda field: -sizes[field])
    assert (first, second) == ("title", "statement")
    assert min(sizes.values()) > 6


ONE_LANGUAGE = {"second_statement": "", "second_verb": "", "second_detail": ""}


@pytest.mark.parametrize(("paper", "least"), [(HALF, 11.5), (a_page(279.4, 215.9), 15)], ids=str)
@pytest.mark.parametrize("logo", [None, a_logo(300, 100)], ids=["plain", "logo"])
def test_a_page_that_lies_is_read_from_where_it_is_scanned(
    paper: Stock, least: float, logo: Logo | None
) -> None:
    face = full_face(**ONE_LANGUAGE)
    layout = layout_of(CERTIFICATE, paper, face, Style(logo=logo))
    sizes = {slot.field: set_size(slot, getattr(face, slot.field)) for slot in layout.slots}
    assert min(sizes.values()) >= least, sizes
    assert slot_of(layout, "statement").box.width > 0.75 * paper.label_width


def test_what_it_is_for_promises_no_more_than_it_says() -> None:
    assert "by whom" not in CERTIFICATE.purpose
    said = read_words(printed([full_face()], PAGE, CERTIFICATE))
    assert full_face().statement in said
    assert full_face().help_line in said


def test_a_name_of_two_hundred_letters_is_whole_on_a_page() -> None:
    for face in (full_face(title=LONG), a_face(title=LONG)):
        assert not is_cut(slot_of(layout_of(CERTIFICATE, PAGE, face), "title"), LONG)


def test_the_frame_keeps_clear_of_what_hides_under_a_picture_frame() -> None:
    layout = layout_of(CERTIFICATE, PAGE, full_face())
    rules = [piece.box for piece in layout.art if piece.kind == "rule"]
    assert min(box.x for box in rules) >= 10
    assert max(box.right for box in rules) <= 200
    assert max(box.bottom for box in rules) <= 287


@pytest.mark.parametrize("size", [(600, 160), (300, 300), (90, 300), (2000, 100)])
@pytest.mark.parametrize("paper", [PAGE, HALF], ids=str)
def test_a_logo_of_any_shape_stands_clear_of_the_name_of_the_house(
    paper: object, size: tuple[int, int]
) -> None:
    style = Style(logo=a_logo(*size))
    layout = layout_of(CERTIFICATE, paper, full_face(), style)  # type: ignore[arg-type]
    logo = next(piece for piece in layout.art if piece.kind == "logo")
    assert logo.box.width / logo.box.height == pytest.approx(size[0] / size[1])
    assert not any(overlap(logo.box, slot.box) for slot in layout.slots)
    assert not overlap(logo.box, layout.code)
    assert not any(overlap(logo.box, other.box) for other in rules_of(layout.art))


def rules_of(art: tuple[Piece, ...]) -> list[Piece]:
    return [piece for piece in art if piece.kind == "rule"]


def test_the_code_is_as_large_with_a_logo_as_without() -> None:
    plain = layout_of(CERTIFICATE, HALF, full_face()).code
    assert layout_of(CERTIFICATE, HALF, full_face(), Style(logo=a_logo(9, 9))).code == plain


def test_a_name_from_right_to_left_turns_the_whole_page_around() -> None:
    plain = layout_of(CERTIFICATE, PAGE, full_face())
    turned = layout_of(CERTIFICATE, PAGE, full_face(**ARABIC))
    assert turned.code.x == pytest.approx(PAGE.label_width - plain.code.right)
    assert slot_of(turned, "verb").box.right < turned.code.x


def test_without_a_second_language_its_room_is_the_names() -> None:
    both = slot_of(layout_of(CERTIFICATE, PAGE, full_face()), "title").box
    one = slot_of(layout_of(CERTIFICATE, PAGE, full_face(second_statement="")), "title").box
    assert one.height > both.height


def test_the_frame_is_in_the_accent_and_words_are_black() -> None:
    out = BytesIO()
    print_tags([full_face()], PAGE, CERTIFICATE, style=Style(accent="#7a1020"), out=out)
    assert all(slot.ink == "black" for slot in layout_of(CERTIFICATE, PAGE, full_face()).slots)
    face = a_face()
    zone = cut(raster(out.getvalue()), layout_of(CERTIFICATE, PAGE, face).code)
    assert read(zone) == face.address
