"""One text that says building, floor and room, split by what examples teach."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.imports.meaning.columns import guess, with_overrides
from app.imports.meaning.places.location import Example, Parts, learned, suggested
from app.imports.meaning.places.shapes import PARTS, shapes_of
from app.imports.meaning.records import EquipmentRow, Refusal, RoomRow, records
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import csv_sheet

ARC = Example("ARC112", "ARC", "1", "112")


@pytest.mark.parametrize(
    ("example", "text", "parts"),
    [
        (ARC, "LIB204", Parts("LIB", "2", "204")),
        (Example("ARC112", "ARC", "1", "ARC112"), "LIB204", Parts("LIB", "2", "LIB204")),
        (Example("ARC1012", "ARC", "10", "1012"), "LIB0204", Parts("LIB", "02", "0204")),
        (Example("BIZ2-0111", "BIZ2", "01", "0111"), "E3-0602", Parts("E3", "06", "0602")),
        (Example("EA-06-04", "EA", "06", "06-04"), "E4-03-12", Parts("E4", "03", "03-12")),
        (Example("EA-06-04", "EA", "", "06-04"), "E4-03-12", Parts("E4", "", "03-12")),
        (Example("EA EG 04", "EA", "EG", "04"), "N UG 112", Parts("N", "UG", "112")),
        (Example("H0zg12", "H", "0zg", "12"), "W3zg7", Parts("W", "3zg", "7")),
        (Example("A104, A101", "", "", "A104"), "B7, C12 (closed)", Parts("", "", "B7")),
        (Example("ARC112 (Smith)", "ARC", "1", "112"), "LIB204 (May 3)", Parts("LIB", "2", "204")),
        (Example("B/-1/12", "B", "-1", "12"), "C/-2/8", Parts("C", "-2", "8")),
        (
            Example("Main Hall / 2 / 214", "Main Hall", "2", "214"),
            "West / EG / 12a",
            Parts("West", "EG", "12a"),
        ),
        (
            Example("Area 2-Brooding House 1", "Brooding House 1", "", "Area 2"),
            "Zone 12-Poulailler d'élevage",
            Parts("Poulailler d'élevage", "", "Zone 12"),
        ),
        (
            Example("1st floor soiled utility", "", "1st", "soiled utility"),
            "2nd fl hall 4 by corner",
            Parts("", "2nd", "hall 4 by corner"),
        ),
        (
            Example("1st floor lobby", "", "1", "lobby"),
            "22nd floor by suite 2014",
            Parts("", "22", "by suite 2014"),
        ),
        (
            Example("本庁舎２階総合案内前", "本庁舎", "２階", "総合案内前"),
            "別館1階受付",
            Parts("別館", "1階", "受付"),
        ),
    ],
)
def test_an_example_teaches_how_texts_like_it_are_split(
    example: Example, text: str, parts: Parts
) -> None:
    patterns = learned([example])
    assert patterns.split(example.text) == example.parts
    assert patterns.split(text) == parts


@pytest.mark.parametrize(
    ("example", "text"),
    [
        (ARC, "LIB1012"),  # is its floor 1 or 10? the example does not say
        (ARC, "LIB12"),
        (ARC, "LIB 204"),
        (Example("Room 12", "", "", "12"), "Raum 12"),
        (Example("A / 2 / 3", "A", "2", "3"), "A / 2"),
        (Example("A / 2 / 3", "A", "2", "3"), "A / B / 2 / 3"),
        (Example("1st floor lobby", "", "1st", "lobby"), "by the 2nd floor stairs"),
        (ARC, "x" * 5_000),
    ],
)
def test_a_text_of_another_shape_is_not_guessed_at(example: Example, text: str) -> None:
    assert learned([example]).split(text) is None


def test_what_the_text_does_not_say_may_be_given_for_texts_with_the_same_words() -> None:
    patterns = learned([Example("EG-12", "", "0", "12"), Example("ARC-1-12", "Arts", "1", "12")])
    assert patterns.split("EG-7") == Parts("", "0", "7")
    assert patterns.split("UG-7") is None
    assert patterns.split("ARC-2-7") == Parts("Arts", "2", "7")
    assert patterns.split("LIB-2-7") is None


def test_a_second_example_settles_where_the_first_might_mean_two_things() -> None:
    one = Example("A1-101", "A", "1", "101")
    assert learned([one]).split("A1-201") == Parts("A", "1", "201")
    both = learned([one, Example("A1-201", "A", "2", "201")])
    assert both.split("B3-405") == Parts("B", "4", "405")


def test_the_narrower_of_two_examples_is_asked_first_in_any_order() -> None:
    wide, narrow = (
        Example("MD1-08-01E", "MD1", "08", "01E"),
        Example("E4-03-12", "E4", "03", "03-12"),
    )
    for examples in ([wide, narrow], [narrow, wide]):
        patterns = learned(examples)
        assert patterns.split("EA-06-04") == Parts("EA", "06", "06-04")
        assert patterns.split("MD6-08-03E") == Parts("MD6", "08", "03E")


def test_examples_that_contradict_each_other_are_refused_by_name() -> None:
    other = Example("LIB204", "LIB", "2", "04")
    with pytest.raises(ImportRefused, match="“ARC112” and “LIB204” look alike, but") as refused:
        learned([ARC, other])
    assert refused.value.where == "location"
    with pytest.raises(ImportRefused, match="“ARC112” and “arc112” look alike"):
        learned([ARC, Example("arc112", "arc", "", "112")])


def test_an_example_that_says_nothing_or_another_room_is_refused() -> None:
    with pytest.raises(ImportRefused, match="Say what “ARC112” means"):
        learned([Example("ARC112")])
    with pytest.raises(ImportRefused, match="“ARC112” does not hold “113”"):
        learned([Example("ARC112", "ARC", "1", "113")])
    with pytest.raises(ImportRefused, match="too long for an example"):
        learned([Example("x" * 301, "x")])


LETTERS = st.text("ABCDEXYZ", min_size=1, max_size=5)
DIGITS = st.text("0123456789", min_size=1, max_size=4)
SIGNS = st.sampled_from(["", " ", "-", " / ", ".", ", ", "_", " - "])
at_leisure = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine makes no test red."""


@at_leisure
@given(LETTERS, SIGNS, DIGITS, SIGNS, DIGITS, LETTERS, DIGITS, DIGITS)
def test_a_generated_code_gives_its_own_parts_and_those_of_codes_like_it(
    house: str, one: str, floor: str, two: str, room: str, house2: str, floor2: str, room2: str
) -> None:
    assume(one or house)
    assume(two or len(floor) == len(floor2))
    assume(two or len(room) == len(room2))
    example = Example(f"{house}{one}{floor}{two}{room}", house, floor, room)
    text = f"{house2}{one}{floor2}{two}{room2}"
    for shape in shapes_of(example):
        assert shape.split(example.text) == example.parts
    patterns = learned([example, Example(text, house2, floor2, room2)])
    assert patterns.split(text) == Parts(house2, floor2, room2)
    assert patterns.split(example.text) == example.parts
    if two and floor not in room and room not in floor:  # nothing else may be meant
        assert learned([example]).split(text) == Parts(house2, floor2, room2)


@at_leisure
@given(st.text(max_size=40), st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_any_example_gives_its_own_parts_or_is_refused(text: str, parts: list[str]) -> None:
    example = Example(text, *parts).cleaned()
    try:
        patterns = learned([example])
    except ImportRefused:
        return
    assert patterns.split(text) == example.parts
    for shape in shapes_of(example):  # in whatever letter case the text says them
        own = shape.split(example.text)
        assert own is not None
        assert [getattr(own, name).lower() for name in PARTS] == [
            getattr(example, name).lower() for name in PARTS
        ]


def test_suggestions_are_examples_of_the_most_frequent_shapes() -> None:
    texts = ["ARC112", "LIB204", "LIB204", "2nd floor lobby", "Room?", "1st fl hall 4", ""]
    found = suggested(texts)
    assert [(each.example, each.fits, each.count) for each in found] == [
        (Example("LIB204", "LIB", "2", "204"), 3, 6),
        (Example("2nd floor lobby", "", "2nd", "lobby"), 2, 6),
    ]


def test_suggestions_of_ours_can_be_learned_together() -> None:
    codes = ["BIZ2-0111", "BIZ2-B104", "EA-06-04", "MD1-08-01E", "LT17", "SR_LT19"]
    prose = ["Main / 2 / 214", "Area 2-House 1", "Level 3: store", "Suite 206", "EG 12", "A.1.3"]
    for texts in (codes, prose):
        patterns = learned(each.example for each in suggested(texts))
        assert all(patterns.split(text) for text in texts)


LIST = ("Where,Type,Serial", "ARC112,TV,S1", "LIB204,TV,S2", "the attic,TV,S3", ",TV,S4")


def test_the_rows_of_a_list_are_placed_by_their_location() -> None:
    sheet = csv_sheet(*LIST)
    mapping = with_overrides(guess(sheet), {"location": "Where"})
    made = list(records(sheet, mapping, patterns=learned([ARC])))
    assert [(r.building, r.floor, r.room) for r in made if isinstance(r, EquipmentRow)] == [
        ("ARC", "1", "112"),
        ("LIB", "2", "204"),
    ]
    assert [(r.line, r.column, str(r)[:40]) for r in made if isinstance(r, Refusal)] == [
        (4, "Where", "“the attic” is like none of the examples"),
        (5, "building", "This row names no building. Fill the cel"),
        (5, "room", "This row names no room."),
    ]


def test_a_text_like_no_example_is_a_room_where_that_was_chosen() -> None:
    sheet = csv_sheet(*LIST[:4])
    mapping = with_overrides(guess(sheet), {"location": "Where"})
    patterns = learned([ARC, Example("*", "", "", "*")])
    last = list(records(sheet, mapping, {"building": "Main"}, patterns=patterns))[-1]
    assert isinstance(last, EquipmentRow)
    assert (last.building, last.floor, last.room) == ("Main", None, "the attic")


def test_a_cell_of_the_row_is_stronger_than_its_location() -> None:
    sheet = csv_sheet("Where,Building,Room", "ARC112,Arts,", "LIB204,,Reading room")
    mapping = with_overrides(guess(sheet, "rooms"), {"location": "Where"})
    made = list(records(sheet, mapping, patterns=learned([ARC])))
    assert [(r.building, r.room) for r in made if isinstance(r, RoomRow)] == [
        ("Arts", "112"),
        ("LIB", "Reading room"),
    ]


def test_a_location_without_an_example_is_asked_for_one() -> None:
    sheet = csv_sheet(*LIST)
    mapping = with_overrides(guess(sheet), {"location": "Where"})
    with pytest.raises(
        ImportRefused, match=r"how the column “Where” is split: .* in “ARC112”"
    ) as no:
        records(sheet, mapping)
    assert no.value.where == "location"
    with pytest.raises(ImportRefused, match="was found to be the building"):
        records(sheet, mapping, patterns=learned([Example("112", "", "1", "112")]))
