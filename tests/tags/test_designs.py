"""What every design keeps, on every stock it fits: measured on the plan, seen on the print."""

from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest
from PIL import Image

from tags import Design, Face, Logo, Stock, Style, design, fits, print_tags, stock, symbol_width
from tags.boxes import Box, Plan, Texts, on_dots
from tags.frames import ROUND_LOSS
from tags.layout import plan
from tags.press import OPTIONAL, layout_of
from tags.setting import fit
from tags.symbol import QUIET_ZONE
from tests.tags.faces import a_face, printed, text_of
from tests.tags.pairs import Pair, class_of, every_pair, one_of_each, size

EVERY = every_pair()
ROLLS = [pair for pair in EVERY if pair[0].dpi]
OF_EACH_CLASS = one_of_each(EVERY, class_of)
LABEL, POSTER = design("label"), design("door-poster")
EVERYTHING = Texts(frozenset(OPTIONAL))
SECOND, DETAIL = "Stimmt etwas nicht?", "Wann wurde zuletzt geprüft?"
TWO = a_face(second_verb=SECOND, second_detail=DETAIL)
AROUND = {"frame", "cell", "fold"}
"""Drawn along the edges of a box, or to fold there: other things may stand inside."""
WINE = "#7a1236"


def a_logo(width: int = 300, height: int = 100) -> Logo:
    png = BytesIO()
    Image.new("RGB", (width, height), (10, 20, 230)).save(png, "PNG")
    return Logo(png.getvalue(), "image/png", width, height)


def both_ways(stock: Stock, design: Design, logo: float = 0.0) -> list[Plan]:
    every = frozenset(OPTIONAL)
    return [plan(design, stock, Texts(every, rightward=way, logo=logo)) for way in (True, False)]


def apart(one: Box, other: Box) -> bool:
    across = one.right <= other.x + 0.07 or other.right <= one.x + 0.07
    return across or one.bottom <= other.y + 0.07 or other.bottom <= one.y + 0.07


def inside(box: Box, across: float, down: float, stock: Stock) -> bool:
    right, bottom = stock.label_width - across, stock.label_height - down
    within = box.x >= across - 0.01 and box.y >= down - 0.01
    return within and box.right <= right + 0.01 and box.bottom <= bottom + 0.01


def coloured(stock: Stock, design: Design, face: Face, style: Style) -> Image.Image:
    pdf = BytesIO()
    print_tags([face], stock, design, style=style, out=pdf)
    with pypdfium2.PdfDocument(pdf.getvalue()) as document:
        drawn: Image.Image = document[0].render(scale=2).to_pil().convert("RGB")
    return drawn


def test_code_and_drawing_are_the_same_whatever_texts_a_face_has() -> None:
    some = [frozenset(each) for each in combinations(OPTIONAL, 2)]
    for each_stock, each_design in OF_EACH_CLASS:
        whole = plan(each_design, each_stock, EVERYTHING)
        for present in (frozenset[str](), *some):
            other = plan(each_design, each_stock, Texts(present, 5))
            assert (other.code, other.art) == (whole.code, whole.art), each_stock.id


def test_nothing_is_ever_placed_on_a_code_or_off_its_label() -> None:
    for each_stock, each_design in EVERY:
        for made in both_ways(each_stock, each_design, 3.0):
            drawn = [piece.box for piece in made.art if piece.kind not in AROUND]
            for box in (*drawn, *(slot.box for slot in made.slots)):
                where = f"{each_stock.id} {each_design.id} {box} {made.code}"
                assert apart(box, made.code), where
                assert inside(box, 0, 0, each_stock), where
            assert inside(made.code, 0, 0, each_stock)


def test_every_code_is_as_wide_as_a_tenth_of_where_it_is_read_from() -> None:
    for each_stock, each_design in EVERY:
        width = symbol_width(each_design, each_stock)
        lost_to_dots = 0.5 if each_stock.dpi else 0
        assert width >= each_design.distance / 10 - lost_to_dots - 1e-6
        assert width / 29 >= 0.5 - 1e-6
    assert symbol_width(POSTER, stock("herma-10809")) >= 60


@pytest.mark.parametrize("modules", [29, 33, 37])
def test_modules_on_a_roll_are_whole_dots_and_lie_on_dots(modules: int) -> None:
    """Those of the usual code, and of longer addresses; also where the label is mirrored."""
    whole = modules + 2 * QUIET_ZONE
    for each_stock, each_design in ROLLS:
        dots = each_stock.dpi / 25.4
        for made in both_ways(each_stock, each_design):
            box = on_dots(made.code, each_stock, whole)
            for length in (box.width / whole, each_stock.left + box.x, each_stock.top + box.y):
                off = length * dots - round(length * dots)
                assert off == pytest.approx(0, abs=1e-6), (each_stock.id, each_design.id)
            assert box.width <= made.code.width + 1e-6
    assert len(ROLLS) > 100


def test_nothing_is_printed_where_a_rolls_printer_leaves_it_white() -> None:
    for each_stock, each_design in ROLLS:
        lost = ROUND_LOSS * each_stock.label_width if each_stock.shape == "round" else 0.0
        across, down = max(each_stock.blank_x, lost), max(each_stock.blank_y, lost)
        for made in both_ways(each_stock, each_design, 3.0):
            quiet = made.code.width * QUIET_ZONE / (29 + 2 * QUIET_ZONE)
            symbol = Box(
                made.code.x + quiet,
                made.code.y + quiet,
                made.code.width - 2 * quiet,
                made.code.height - 2 * quiet,
            )
            drawn = [piece.box for piece in made.art if piece.kind != "fold"]
            inks = [symbol, *drawn, *(slot.box for slot in made.slots)]
            for box in inks:
                assert inside(box, across - 0.07, down - 0.07, each_stock), (
                    f"{each_stock.id} {each_design.id} {box}"
                )
            assert inside(made.code, lost, lost, each_stock), each_stock.id


@pytest.mark.parametrize("style", [Style(), Style(logo=a_logo())], ids=["plain", "logo"])
def test_the_name_is_the_biggest_text(style: Style) -> None:
    for each_stock, each_design in one_of_each(EVERY, size):
        face = a_face()
        sizes = {
            slot.field: fit(str(getattr(face, slot.field)), slot).size
            for slot in layout_of(each_design, each_stock, face, style).slots
            if slot.field and each_design.arrangement in {"label", "poster"}
        }
        for field, points in sizes.items():
            assert points <= sizes["title"], (each_stock.id, each_design.id, field)


@pytest.mark.parametrize("stock_id", ["avery-l7160", "avery-l7165", "avery-us-5168"])
def test_a_lectern_label_with_room_says_what_to_do_in_two_languages(stock_id: str) -> None:
    text = text_of(printed([TWO], stock(stock_id), LABEL))
    assert "Something wrong? Scan me." in text
    assert SECOND in text


def test_a_poster_as_large_as_a_page_says_the_details_in_both_languages_too() -> None:
    text = text_of(printed([TWO], stock("a4-page"), POSTER))
    for said in ("Something wrong?", "See when this room", SECOND, DETAIL):
        assert said in text


def test_a_small_label_says_it_in_the_first_language_alone() -> None:
    text = text_of(printed([TWO], stock("avery-l4736"), LABEL))
    assert "Something" in text
    assert "Stimmt" not in text


@pytest.mark.parametrize("share", [0.4, 1.0, 3.0, 8.0])
def test_a_logo_keeps_its_proportions_and_off_the_code(share: float) -> None:
    with_logo = 0
    for each_stock, each_design in OF_EACH_CLASS:
        for made in both_ways(each_stock, each_design, share):
            for piece in made.art:
                if piece.kind == "logo":
                    with_logo += 1
                    assert piece.box.width / piece.box.height == pytest.approx(share)
                    assert apart(piece.box, made.code)
                assert piece.kind != "mark"
    assert with_logo > 20


def test_a_logo_is_printed_in_its_colours_and_is_in_the_file_once() -> None:
    sheet, faces = stock("avery-l7165"), [a_face(number) for number in range(40)]
    style, pdf = Style(logo=a_logo()), BytesIO()
    print_tags(faces, sheet, LABEL, style=style, out=pdf)
    assert pdf.getvalue().count(b"/Subtype /Image") == 1
    seen = coloured(sheet, LABEL, faces[0], style)
    art = layout_of(LABEL, sheet, faces[0], style).art
    box = next(piece.box for piece in art if piece.kind == "logo")
    middle = ((sheet.left + box.x + box.width / 2), (sheet.top + box.y + box.height / 2))
    pixel = seen.getpixel(tuple(round(length * 144 / 25.4) for length in middle))  # type: ignore[arg-type]
    assert pixel == pytest.approx((10, 20, 230), abs=3)


def test_a_house_with_a_logo_and_no_name_is_not_given_ours() -> None:
    pdf = BytesIO()
    face = a_face(organisation="")
    print_tags([face], stock("avery-us-5160"), LABEL, style=Style(logo=a_logo()), out=pdf)
    assert "Roomworthy" not in text_of(pdf.getvalue())


def band_and_ink(sheet: Stock, style: Style) -> tuple[set[object], set[object]]:
    """The colours met on the band, and all there are on the sheet."""
    seen = coloured(sheet, LABEL, a_face(), style)
    made = layout_of(LABEL, sheet, a_face(), style)
    box = next(piece.box for piece in made.art if piece.kind == "band")
    edges = (box.x + 1, box.y + 0.5, box.right - 1, box.bottom - 0.5)
    corner = (sheet.left, sheet.top, sheet.left, sheet.top)
    pixels = [round((a + b) * 144 / 25.4) for a, b in zip(edges, corner, strict=True)]
    part = seen.crop(tuple(pixels))  # type: ignore[arg-type]
    return _colours(part), _colours(seen)


def _colours(picture: Image.Image) -> set[object]:
    return {colour for _, colour in picture.getcolors(1 << 20) or []}


def test_the_band_is_in_the_colour_of_the_house_and_names_are_black() -> None:
    band, every = band_and_ink(stock("avery-l7160"), Style(accent=WINE))
    assert tuple(bytes.fromhex(WINE[1:])) in band
    assert (0, 0, 0) in every - band
    assert tuple(bytes.fromhex("0b5d57")) not in every


def test_a_label_printer_gets_black_alone() -> None:
    band, every = band_and_ink(stock("brother-dk-11209"), Style(accent=WINE))
    assert (0, 0, 0) in band
    assert all(colour[0] == colour[1] == colour[2] for colour in every)  # type: ignore[index]


@pytest.mark.parametrize("pair", OF_EACH_CLASS[::9], ids=lambda pair: f"{pair[1].id}-{pair[0].id}")
def test_a_whole_style_prints_on_every_kind_of_label(pair: Pair) -> None:
    each_stock, each_design = pair
    pdf = BytesIO()
    style = Style(accent=WINE, logo=a_logo(100, 100))
    done = print_tags([TWO], each_stock, each_design, style=style, out=pdf)
    assert done.checked == 1


def test_a_refusal_names_a_roll_to_those_who_print_on_rolls() -> None:
    said = r"needs 15\.0 mm, to be read from 15 cm away.* is Brother 29 x 42 mm \(42 × 29 mm\)\.$"
    with pytest.raises(ValueError, match=said):
        fits(LABEL, stock("brother-dk-11221"))


@pytest.mark.parametrize("stock_id", ["dymo-11354", "zebra-2-25x1-25-203", "zebra-2-25x1-25-300"])
@pytest.mark.parametrize("design_id", ["label", "equipment"])
def test_a_larger_label_bears_no_smaller_code(stock_id: str, design_id: str) -> None:
    smaller = symbol_width(design(design_id), stock("zebra-2x1-203"))
    fits(design(design_id), stock(stock_id))
    assert symbol_width(design(design_id), stock(stock_id)) >= smaller


def test_whole_dots_may_cost_a_code_half_a_millimetre_but_no_more() -> None:
    fits(LABEL, stock("brother-29x42"))
    assert symbol_width(LABEL, stock("brother-29x42")) == pytest.approx(14.73, abs=0.01)
    with pytest.raises(ValueError, match="needs 15"):
        fits(LABEL, stock("rayfilm-2307"))  # a sheet has no dots to blame
