"""Before a sheet is handed out, its own codes are read back from it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from threading import Thread

import pytest

from tags import (
    Design,
    Face,
    Profile,
    Stock,
    Style,
    TagError,
    design,
    picture,
    press,
    print_tags,
    proof,
    stamps,
    stock,
)
from tags import sheet as sheets
from tags.proof import ALL, Sample
from tags.symbol import Symbol, symbol
from tests.tags.faces import a_face, faces_in_all_scripts
from tests.tags.pairs import class_of, every_pair, one_of_each

L7160, LABEL = stock("avery-l7160"), design("label")
CROOKED = Profile(1.5, -2.0, 1.008, 0.994)

Stamping = Callable[[press.Press, Sequence[Face], Sequence[int]], bytes]


def order(count: int) -> list[Face]:
    return [a_face(number, title=f"Room {number}") for number in range(count)]


def refusal(count: int = 21, profile: Profile = CROOKED) -> TagError:
    """Print some tags, and return why that was refused; nothing may have been handed out."""
    out = BytesIO()
    with pytest.raises(TagError) as caught:
        print_tags(order(count), L7160, LABEL, profile=profile, out=out)
    assert not out.getvalue()
    return caught.value


def stamping(monkeypatch: pytest.MonkeyPatch, change: Callable[[Stamping], Stamping]) -> None:
    """Have the sheets stamped in another way than is proved."""
    monkeypatch.setattr(sheets, "sheet", change(press.sheet))


def drawing_over(monkeypatch: pytest.MonkeyPatch, x: float, y: float, side: float) -> None:
    """Have a white and a black stain, so wide in mm, drawn on the first label from (x, y) on."""
    up = L7160.page_height - L7160.top - y - side
    box = tuple(length * 72 / 25.4 for length in (L7160.left + x, up, side, side))
    stain = b"\n.5 g %.3f %.3f %.3f %.3f re f" % box
    stamping(monkeypatch, lambda stamp: lambda *given: stamp(*given) + stain)


def test_every_code_is_read_back_from_the_finished_file() -> None:
    for profile in (Profile(), CROOKED):
        assert print_tags(order(50), L7160, LABEL, profile=profile, out=BytesIO()).checked == 50


def test_two_tags_with_each_others_address_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(stamp: Stamping) -> Stamping:
        def stamped(run: press.Press, faces: Sequence[Face], places: Sequence[int]) -> bytes:
            one, two, *others = faces
            pair = replace(one, address=two.address), replace(two, address=one.address)
            return stamp(run, [*pair, *others], places)

        return stamped

    stamping(monkeypatch, swapped)
    said = str(refusal(50))
    assert "“Room 0” on sheet 1 was not read back as HTTPS://ROOMS.EXAMPLE.EDU/T/" in said
    assert "Nothing was printed" in said


@pytest.mark.parametrize("row", [0, 6, 17, 28])
def test_a_row_of_modules_that_is_missing_is_found(
    monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    """Readers mend such a code: that it can be read does not show that it is whole."""

    def torn(address: str) -> Symbol:
        whole = symbol(address)
        gone = ((1 << 8 * whole.stride) - 1) << (8 * whole.stride * row)
        return Symbol(whole.size, whole.bits & ~gone)

    monkeypatch.setattr(press, "symbol", torn)
    assert "“Room 0”" in str(refusal())


def test_a_code_that_is_worked_out_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's word counts, not only that the drawing is as it was worked out."""

    def another(address: str) -> Symbol:
        return symbol(address[:-1] + ("0" if address[-1] != "0" else "1"))

    monkeypatch.setattr(press, "symbol", another)
    monkeypatch.setattr(proof, "symbol", another)
    assert "“Room 0”" in str(refusal())


def test_a_finder_pattern_that_is_missing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "squares", lambda _: b"")
    assert "“Room 0”" in str(refusal())


def test_what_is_drawn_over_a_code_or_its_quiet_zone_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = press.layout_of(LABEL, L7160, order(1)[0]).code
    for x, y, side in (
        (box.x + box.width / 2, box.y + box.height / 2, 1.5),
        (box.x + 0.8, box.y + 0.8, 0.8),
        (box.x + box.width / 2, box.bottom - 0.8, 0.8),
    ):
        with monkeypatch.context() as spoiled:
            drawing_over(spoiled, x, y, side)
            assert "“Room 0”" in str(refusal(profile=Profile()))


def test_a_code_that_a_printers_profile_moves_off_the_paper_is_found() -> None:
    page = stock("zweckform-3474")
    with pytest.raises(TagError, match="hang over the edge"):
        print_tags(order(1), page, LABEL, profile=Profile(15.0), out=BytesIO())


def test_codes_that_stand_on_a_neighbours_label_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stamping(
        monkeypatch,
        lambda stamp: (
            lambda run, faces, places: stamp(run, faces, [(place + 1) % 21 for place in places])
        ),
    )
    assert "“Room 0”" in str(refusal())


def noted(stock_id: str, count: int) -> Sample:
    """Return the sample of an order of so many tags."""
    paper = stock(stock_id)
    sample = Sample(paper, LABEL, Style(), Profile())
    face = a_face()
    for start in range(0, count, paper.per_sheet):
        tags = min(paper.per_sheet, count - start)
        sample.add([face] * tags, range(paper.per_sheet))
    return sample


@pytest.mark.parametrize(("stock_id", "pages"), [("avery-l7160", 477), ("a4-page", 10_000)])
def test_of_a_large_order_five_hundred_codes_are_read_from_its_whole_length(
    stock_id: str, pages: int
) -> None:
    sample = noted(stock_id, 10_000)
    chosen = list(sample.chosen())
    assert 480 <= sum(len(sheet.tags) for sheet in chosen) <= 540
    numbers = [sheet.number for sheet in chosen]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (0, pages - 1)
    gaps = [after - before for before, after in pairwise(numbers)]
    assert max(gaps) <= 3 * pages / len(chosen)
    places = {place for sheet in chosen[1:-1] for place, _ in sheet.tags}
    assert places == set(range(stock(stock_id).per_sheet)), "a place that is never looked at"


def test_the_first_sheet_and_the_last_are_read_whole() -> None:
    chosen = list(noted("avery-l7160", 1_000 * 21 + 5).chosen())
    assert len(chosen[0].tags) == 21
    assert [place for place, _ in chosen[-1].tags] == [0, 1, 2, 3, 4]


def test_up_to_five_hundred_tags_none_is_left_out() -> None:
    for count in (1, 22, ALL):
        assert sum(len(sheet.tags) for sheet in noted("avery-l7160", count).chosen()) == count
    assert sum(len(sheet.tags) for sheet in noted("avery-l7160", ALL + 1).chosen()) >= ALL - 20


def test_what_is_remembered_of_an_order_does_not_grow_with_it() -> None:
    small, large = noted("avery-l7160", 10_000), noted("avery-l7160", 200_000)
    assert len(large.kept) < 100
    assert len(large.kept) <= 2 * len(small.kept)


def test_an_order_above_five_hundred_says_how_many_codes_were_read() -> None:
    done = print_tags(order(1_100), L7160, LABEL, out=BytesIO())
    assert done.count == 1_100
    assert ALL - 20 <= done.checked < 1_100


def test_several_people_print_and_look_at_the_same_time() -> None:
    done: list[int] = []

    def work() -> None:
        for _ in range(3):
            done.append(print_tags(order(42), L7160, LABEL, out=BytesIO()).checked)
            assert picture(order(3), L7160, LABEL, width_px=300)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [42] * 12


@pytest.mark.parametrize(
    ("paper", "look"), one_of_each(every_pair(), class_of)[::5], ids=lambda each: each.id
)
def test_no_sheet_is_refused_for_nothing(paper: Stock, look: Design) -> None:
    """Whatever the stock, the design, and how far off the printer is."""
    count = min(paper.per_sheet, 3)
    for profile in (Profile(), CROOKED):
        faces = faces_in_all_scripts(count)
        done = print_tags(faces, paper, look, profile=profile, note="Sheet {sheet}", out=BytesIO())
        assert done.checked == count
