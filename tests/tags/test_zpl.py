"""Labels in ZPL: read back by a printer of our own, drawn in dots, decoded and compared."""

from collections.abc import Iterator
from io import BytesIO
from threading import Thread

import pytest
from PIL import ImageChops

from tags import (
    Design,
    Face,
    Profile,
    Stock,
    Style,
    TagError,
    catalogue,
    design,
    designs,
    print_tags,
    print_zpl,
    stock,
)
from tags.press import layout_of
from tags.proof import AT_A_TIME
from tags.symbol import QUIET_ZONE
from tests.tags.faces import a_face, faces_in_all_scripts, raster, read
from tests.tags.zebra import Label, Printer

SMALL, WIDE, HIGH = stock("zebra-2x1-203"), stock("zebra-4x2-300"), stock("zebra-4x6-203")
LABEL, POSTER = design("label"), design("door-poster")
EXACT = Profile()
ROLLS = [entry for entry in catalogue() if entry.maker == "Zebra"]


def job(
    faces: list[Face], roll: Stock = SMALL, look: Design = LABEL, profile: Profile = EXACT
) -> bytes:
    out = BytesIO()
    print_zpl(faces, roll, look, profile=profile, out=out)
    return out.getvalue()


def working() -> list[tuple[Stock, Design]]:
    found = []
    for look in designs():
        for roll in ROLLS:
            try:
                job([a_face()], roll, look)
            except TagError:
                continue
            found.append((roll, look))
    return found


def quiet(label: Label) -> tuple[int, int, int, int]:
    """The edges of the quiet zone around the code of a label."""
    x, y = label.corner
    around = QUIET_ZONE * label.module
    return x - around, y - around, x + label.side + around, y + label.side + around


WORKING = working()


def test_there_is_something_to_print_on_every_roll_for_label_printers() -> None:
    assert (SMALL, LABEL) in WORKING
    assert (HIGH, design("grid")) in WORKING
    assert {roll.id for roll, _ in WORKING} == {roll.id for roll in ROLLS}


@pytest.mark.parametrize(("roll", "look"), WORKING, ids=lambda entry: entry.id)
def test_every_label_is_read_and_its_picture_keeps_off_the_code(roll: Stock, look: Design) -> None:
    faces = faces_in_all_scripts(15)
    labels = Printer().read(job(faces, roll, look))
    for face, label in zip(faces, labels, strict=True):
        assert read(label.all()) == face.address
        assert label.picture.crop(quiet(label)).getextrema() == (255, 255)
        assert label.module / roll.dpi * 25.4 >= look.module
        left, top, right, bottom = quiet(label)
        assert min(left, top) >= 0
        assert right <= label.picture.width
        assert bottom <= label.picture.height


@pytest.mark.parametrize("roll", [SMALL, WIDE], ids=lambda entry: entry.id)
def test_the_rest_of_a_label_is_what_the_pdf_shows(roll: Stock) -> None:
    faces, black = faces_in_all_scripts(15), Style(accent="#000000")
    labels = Printer().read(job(faces, roll))
    for face, label in zip(faces, labels, strict=True):
        pdf = BytesIO()
        print_tags([face], roll, LABEL, style=black, out=pdf)
        shown = raster(pdf.getvalue(), dots=roll.dpi / 25.4)
        assert shown.size == label.picture.size
        shown.paste(255, quiet(label))
        ink = shown.point(lambda grey: 255 * (grey >= 128))
        assert ImageChops.difference(ink, label.picture).getbbox() is None


def test_a_label_is_as_large_as_its_paper() -> None:
    label = Printer().read(job([a_face()], WIDE))[0]
    assert label.picture.size == (1200, 600)


def test_the_code_stands_amid_its_box() -> None:
    face = a_face()
    label = Printer().read(job([face]))[0]
    box, dots = layout_of(LABEL, SMALL, face).code, SMALL.dpi / 25.4
    for edge, wanted in zip(quiet(label), (box.x, box.y, box.right, box.bottom), strict=True):
        assert edge / dots == pytest.approx(wanted, abs=0.2)


def test_a_height_of_bar_codes_left_behind_by_another_job_moves_no_code() -> None:
    zpl = job([a_face()])
    (fresh,), (after,) = Printer().read(zpl), Printer(bar_height=200, home=(50, 50)).read(zpl)
    assert after.corner == fresh.corner


@pytest.mark.parametrize(("x", "y"), [(1.0, 0.5), (-1.0, -0.5), (2.0, -0.25)])
def test_where_a_printer_is_off_all_is_drawn_that_much_the_other_way(x: float, y: float) -> None:
    face = a_face()
    plain = Printer().read(job([face]))[0]
    moved = Printer().read(job([face], profile=Profile(offset_x=x, offset_y=y)))[0]
    dots = SMALL.dpi / 25.4
    shift = round(-x * dots), round(-y * dots)
    assert moved.corner == (plain.corner[0] + shift[0], plain.corner[1] + shift[1])
    expected = ImageChops.offset(plain.picture, *shift)
    middle = (40, 30, expected.width - 40, expected.height - 30)
    assert (
        ImageChops.difference(expected.crop(middle), moved.picture.crop(middle)).getbbox() is None
    )
    assert read(moved.all()) == face.address


def test_an_offset_that_leaves_no_room_for_the_code_is_refused() -> None:
    with pytest.raises(TagError, match="begin off the label"):
        job([a_face()], profile=Profile(offset_x=15))


def test_a_code_is_as_large_as_its_label_allows_up_to_what_printers_draw() -> None:
    modules = [
        Printer().read(job([a_face()], stock(roll)))[0].module
        for roll in ("zebra-2x1-203", "zebra-2x1-300", "zebra-4x2-203", "zebra-4x6-300")
    ]
    assert modules == [5, 7, 7, 10]


def test_a_sheet_is_refused() -> None:
    with pytest.raises(TagError, match="Avery L7160 is no roll of a label printer"):
        job([a_face()], stock("avery-l7160"))


def test_an_order_of_nothing_is_refused() -> None:
    with pytest.raises(TagError, match="nothing to print"):
        job([])


def test_a_code_larger_than_the_printer_draws_is_refused_with_another_way() -> None:
    with pytest.raises(TagError, match=r"at most 36\.\d mm wide.*Print it as PDF instead"):
        job([a_face()], HIGH, POSTER)


def test_a_code_too_small_for_phones_is_refused() -> None:
    with pytest.raises(TagError, match=r"The code would be .* mm wide"):
        job([a_face()], SMALL, POSTER)


def test_what_is_refused_half_way_leaves_nothing_behind() -> None:
    wrong = a_face(200, address="HTTPS://" + "A" * 60 + ".EXAMPLE.EDU/T/7K3QX9MP2TA4")
    faces = [*map(a_face, range(200)), wrong]
    out = BytesIO()
    with pytest.raises(TagError):
        print_zpl(faces, SMALL, LABEL, out=out)
    assert not out.getvalue()


def test_faces_are_taken_one_by_one_and_all_are_printed() -> None:
    def faces() -> Iterator[Face]:
        yield from map(a_face, range(130))

    out = BytesIO()
    done = print_zpl(faces(), SMALL, LABEL, out=out)
    labels = Printer().read(out.getvalue())
    assert (done.count, done.pages, len(labels)) == (130, 130, 130)
    assert [read(label.all()) for label in labels[-3:]] == [
        a_face(n).address for n in (127, 128, 129)
    ]


def test_letters_that_no_font_has_are_reported() -> None:
    out = BytesIO()
    done = print_zpl([a_face(), a_face(1, title="Lab \U0001fffd")], SMALL, LABEL, out=out)
    assert [entry.letters for entry in done.unprintable] == ["\U0001fffd"]


def test_a_damaged_picture_would_be_noticed() -> None:
    zpl = job([a_face()]).replace(b":Z64:eJ", b":Z64:eK", 1)
    with pytest.raises(AssertionError, match="damaged"):
        Printer().read(zpl)


def test_labels_wait_while_another_thread_draws() -> None:
    """Whose library must not be called by two at once."""
    job([a_face()])
    other = Thread(target=job, args=([a_face()],))
    with AT_A_TIME:
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join()
