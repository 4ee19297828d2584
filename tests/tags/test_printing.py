"""Orders: what is printed, what is refused, what is reported."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tags import Design, Face, Stock, TagError, catalogue, design, fits, picture, print_tags, stock
from tags.boxes import Box
from tags.frames import QUIET
from tags.press import layout_of
from tests.tags.faces import LONG, a_face, cut, printed, raster, read, text_of
from tests.tags.pairs import every_pair, one_of_each, size

L7160, US5160 = stock("avery-l7160"), stock("avery-us-5160")
LABEL, POSTER = design("label"), design("door-poster")


def order(count: int) -> list[Face]:
    return [a_face(number, title=f"Room {number}") for number in range(count)]


def test_an_order_fills_sheet_after_sheet() -> None:
    out = BytesIO()
    done = print_tags(order(50), L7160, LABEL, out=out)
    assert (done.count, done.pages, done.unprintable) == (50, 3, ())
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        assert len(document) == 3
        width, height = document[0].get_size()
    assert (width, height) == pytest.approx((210 / 25.4 * 72, 297 / 25.4 * 72), abs=0.01)
    last = text_of(out.getvalue(), 2)
    assert "Room 49" in last
    assert last.count("Call 5555") == 50 - 42


def test_labels_already_used_stay_blank_and_the_rest_follow() -> None:
    faces = order(20)
    pdf = printed(faces, L7160, LABEL, skip=4)
    sheet = raster(pdf)
    for number in range(4):
        place = Box(0, 0, L7160.label_width, L7160.label_height)
        assert cut(sheet, place, L7160.corner(number)).getextrema() == (255, 255)
    for number, face in enumerate(faces[:17], 4):
        box = layout_of(LABEL, L7160, face).code
        assert read(cut(sheet, box, L7160.corner(number))) == face.address
    assert "Room 17" in text_of(pdf, 1)


@pytest.mark.parametrize("label", [-1, 21, 500])
def test_a_label_that_the_sheet_does_not_have_is_refused(label: int) -> None:
    out = BytesIO()
    with pytest.raises(TagError, match=r"has labels 1 to 21"):
        print_tags(order(1), L7160, LABEL, used=[label], out=out)
    assert not out.getvalue()


def test_an_order_of_nothing_is_refused() -> None:
    out = BytesIO()
    with pytest.raises(TagError, match="nothing to print"):
        print_tags([], L7160, LABEL, out=out)
    assert not out.getvalue()


def test_a_code_too_small_for_phones_is_refused_with_the_smallest_stock_that_works() -> None:
    with pytest.raises(
        TagError, match=r"would be 7\.1 mm wide on Avery L6008.*is Avery Zweckform L4736"
    ):
        fits(LABEL, stock("avery-l6008"))
    with pytest.raises(TagError, match=r"Door poster.*60 cm.*smallest stock that works is "):
        fits(POSTER, L7160)


def test_the_smallest_stock_that_works_is_not_beaten_by_any_other() -> None:
    for entry in catalogue():
        if entry.label_width * entry.label_height < 45.7 * 21.1:
            with pytest.raises(TagError):
                fits(LABEL, entry)


def test_an_address_too_long_for_one_label_spoils_nothing() -> None:
    long_host = "HTTPS://" + "A" * 60 + ".EXAMPLE.EDU/T/7K3QX9MP2TA4"
    out = BytesIO()
    with pytest.raises(TagError, match="shorter host name or a larger label"):
        print_tags([a_face(), a_face(1, address=long_host)], US5160, LABEL, out=out)
    assert not out.getvalue()
    large = stock("avery-l7166")
    face = a_face(address=long_host)
    sheet = raster(printed([face], large, LABEL))
    assert read(cut(sheet, layout_of(LABEL, large, face).code, large.corner(0))) == long_host


def test_letters_that_cannot_be_printed_are_reported_with_their_tag() -> None:
    faces = [a_face(0), a_face(1, title="Lab \U0001fffd", place="\U0001fffd\U000e0fff")]
    done = print_tags(faces, L7160, LABEL, out=BytesIO())
    assert [(entry.code, entry.letters) for entry in done.unprintable] == [
        (faces[1].code, "\U0001fffd\U000e0fff")
    ]


def test_faces_are_taken_one_by_one() -> None:
    taken = []

    def faces() -> Iterator[Face]:
        for face in order(3):
            taken.append(face)
            yield face

    assert print_tags(faces(), L7160, LABEL, out=BytesIO()).count == len(taken) == 3


def test_every_word_of_a_tag_is_real_text() -> None:
    face = a_face()
    text = text_of(printed([face], stock("avery-l7165"), LABEL))
    code = face.code
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    for said in (face.title, face.subtitle, face.place, face.verb, face.help_line, grouped):
        assert said in text
    assert face.organisation in text


def test_a_long_number_to_call_is_not_cut() -> None:
    face = a_face(help_line="Call the service desk +44 20 7946 0000")
    for each in (L7160, US5160, stock("avery-l6112")):
        text = text_of(printed([face], each, LABEL)).replace("\r\n", " ").replace("\u00a0", " ")
        assert "+44 20 7946 0000" in text, each.id


def with_a_number(stock: Stock, design: Design) -> bool:
    return any(slot.field == "help_line" for slot in layout_of(design, stock, a_face()).slots)


@pytest.mark.parametrize(
    ("stock", "design"),
    [pair for pair in one_of_each(every_pair(), size) if with_a_number(*pair)],
    ids=lambda each: each.id,
)
def test_a_number_to_call_is_never_broken(stock: Stock, design: Design) -> None:
    number = "+44 20 7946 0555"
    text = text_of(printed([a_face(help_line=f"Call {number}")], stock, design))
    assert number in text.replace("\u00a0", " ")


def test_the_code_of_a_door_poster_is_as_wide_as_its_symbol() -> None:
    poster = stock("herma-10809")
    layout = layout_of(POSTER, poster, a_face())
    below = next(slot for slot in layout.slots if slot.field == "code").box
    quiet = QUIET * layout.code.width
    assert layout.code.width > 60
    assert below.x == pytest.approx(layout.code.x + quiet)
    assert below.right == pytest.approx(layout.code.right - quiet)
    code = a_face().code
    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in text_of(printed([a_face()], poster, POSTER))


def test_the_words_on_a_posters_band_keep_as_far_from_one_edge_as_from_the_other() -> None:
    for poster in (stock("herma-10809"), stock("a4-a5-poster")):
        words = [
            slot.box for slot in layout_of(POSTER, poster, a_face()).slots if slot.ink == "white"
        ]
        left = min(box.x for box in words)
        assert poster.label_width - max(box.right for box in words) == pytest.approx(left)


def test_a_face_without_an_owner_bears_the_name_of_the_product() -> None:
    face = a_face(organisation="")
    assert "Roomworthy" in text_of(printed([face], stock("avery-l7165"), LABEL))


def test_a_blurred_tilted_stained_print_is_still_read() -> None:
    faces = order(21)
    sheet = raster(printed(faces, L7160, LABEL))
    got = 0
    for number, face in enumerate(faces):
        box = layout_of(LABEL, L7160, face).code
        spoiled = cut(sheet, box, L7160.corner(number)).convert("L")
        side = spoiled.width
        stain = (0.42 * side, 0.42 * side, 0.62 * side, 0.62 * side)
        ImageDraw.Draw(spoiled).ellipse(stain, fill=110)
        tilted = spoiled.rotate(15, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        got += read(tilted.filter(ImageFilter.GaussianBlur(2))) == face.address
    assert got >= 20


def test_a_preview_shows_the_sheet_asked_for() -> None:
    png = picture(order(30), L7160, LABEL, used=range(2), page=1, width_px=500)
    seen = Image.open(BytesIO(png))
    assert seen.format == "PNG"
    assert seen.width == pytest.approx(500, abs=2)
    with pytest.raises(TagError, match="no sheet 3"):
        picture(order(30), L7160, LABEL, used=range(2), page=2)


def test_asking_for_tags_does_not_load_what_only_printing_needs() -> None:
    ask = "import sys, tags; tags.fits(tags.design('label'), tags.stock('avery-l7160'));"
    ask += "sys.exit(bool({'weasyprint', 'pypdfium2', 'pydyf'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def test_the_same_order_prints_the_same_bytes() -> None:
    faces = [replace(face, title=LONG) for face in order(3)]
    assert printed(faces, L7160, LABEL) == printed(faces, L7160, LABEL)


def test_an_unknown_design_is_refused_with_all_named() -> None:
    with pytest.raises(TagError, match="label, equipment, small"):
        design("sticker")
