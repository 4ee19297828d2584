"""What real lists of text do: mixed encodings, no mark, ragged rows, and JSON of several shapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused
from app.imports.reading.tables import ABOVE, HEADER_AGAIN
from app.imports.reading.texts.objects import NO_OBJECTS
from tests.imports.files import cells, csv_bytes, csv_sheet, xlsx


def refusal(content: bytes, name: str = "list.csv", **how: str) -> ImportRefused:
    with pytest.raises(ImportRefused) as refused:
        read(content, name, **how)  # type: ignore[arg-type]
    return refused.value


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_file_of_two_encodings_is_refused_with_a_line_of_each(end: str) -> None:
    content = csv_bytes("Raum,Gebäude", "A1,Main", end=end)
    content += csv_bytes("A2,Büro", end=end, encoding="cp1252")
    refused = refusal(content)
    assert "mixes encodings: line 1 is in UTF-8 and line 3 is not" in str(refused)
    assert refused.where == "encoding"
    (sheet,) = read(content, "list.csv", encoding="cp1252").sheets
    assert cells(sheet)[1] == ("A2", "Büro")
    assert "Line 3 is not in the encoding utf-8" in str(refusal(content, encoding="utf-8"))


def test_letters_that_make_another_sign_by_chance_mix_no_encodings() -> None:
    lines = ("Room,Supplier", "A1,Lin\u00eft", "A2,\u00c3\u00a9t\u00c3\u00a9", "A3,\u00cc\u00a9")
    content = csv_bytes(*lines[:2], lines[3], encoding="cp1252")
    assert read(content, "list.csv").sheets[0].detected.encoding == "cp1252"
    assert "mixes encodings" in str(refusal(csv_bytes(*lines, encoding="cp1252")))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_by_its_zeros(encoding: str) -> None:
    (sheet,) = read(csv_bytes("Raum,Gebäude", "A1,Büro", encoding=encoding), "list.csv").sheets
    assert (sheet.detected.encoding, cells(sheet)) == (encoding, [("A1", "Büro")])


def test_a_damaged_file_is_refused_with_its_line() -> None:
    assert "Line 3 holds NUL bytes" in str(refusal(b"Room,Floor\nA1,1\nA\x002,1\n"))
    wide = csv_bytes("Room,Floor", "A1,1", "A\0\0\0\0\0\0\0,1", encoding="utf-16")
    assert "Line 3 holds NUL bytes" in str(refusal(wide))


@pytest.mark.parametrize("encoding", ["punycode", "idna", "base64", "zlib", "rot13", "a b", "\0"])
def test_what_is_no_encoding_of_letters_is_not_asked_to_decode(encoding: str) -> None:
    assert "is no encoding known here" in str(refusal(b"Room\nA1\n", encoding=encoding))


@pytest.mark.parametrize("separator", ['"', "\n", ";;"])
def test_what_can_not_separate_is_refused(separator: str) -> None:
    refused = refusal(b"Room,Floor\nA1,1\n", separator=separator)
    assert "A separator is one sign" in str(refused)
    assert refused.where == "separator"


def test_japanese_lists_are_read_whatever_their_width_of_letters() -> None:
    content = csv_bytes("NO,名称,名称_カナ,備考", "1,本庁舎,ﾎﾝﾁｮｳｼｬ,２階", "2,別館,ﾍﾞｯｶﾝ,")
    (sheet,) = read(content, "aed.csv").sheets
    assert sheet.header == ("NO", "名称", "名称_カナ", "備考")
    assert cells(sheet)[0] == ("1", "本庁舎", "ﾎﾝﾁｮｳｼｬ", "２階")


def test_a_row_with_more_cells_than_names_loses_none_of_them() -> None:
    sheet = csv_sheet("Room,Building", "A1,Main", "A2,Main,one,,three", "A3")
    assert sheet.header == ("Room", "Building", "Column 3", "Column 4", "Column 5")
    assert cells(sheet)[1] == ("A2", "Main", "one", "", "three")


def test_titles_names_far_down_and_names_again_are_told_apart_from_rows() -> None:
    sheet = csv_sheet(
        "sep=;", "Equipment of the campus;;", "as of May;;", "", "Room;Serial number;Type",
        "A1;1;Lamp", "Room;Serial number;Type", "A2;2;Lamp",
    )  # fmt: skip
    assert sheet.header_line == 5
    assert sheet.dropped_lines() == {ABOVE: 3, HEADER_AGAIN: 1}
    assert [row.line for row in sheet.rows] == [6, 8]


def test_a_workbook_is_read_by_what_it_is_and_not_by_its_name() -> None:
    assert read(xlsx({"Rooms": [["Room"], ["A1"]]}), "rooms.csv").kind == "xlsx"


def test_an_object_on_each_line_is_a_list() -> None:
    (sheet,) = read(b'{"room": "A1", "floor": 1}\n\n{"room": "A2"}\r\n', "a.json").sheets
    assert cells(sheet) == [("A1", "1"), ("A2", "")]


def test_lists_in_an_envelope_are_sheets_and_what_else_is_in_it_is_named() -> None:
    content = (
        b'{"page": 1, "rooms": [{"room": "A1"}], "tags": ["a"], "equipment":'
        b' [{"serial": "1"}, {"serial": "2"}], "links": {"next": {"to": "?page=2"}}}'
    )
    source = read(content, "a.json")
    assert [(sheet.name, len(sheet.rows)) for sheet in source.sheets] == [
        ("rooms", 1), ("equipment", 2),
    ]  # fmt: skip
    assert source.skipped == (("page", NO_OBJECTS), ("tags", NO_OBJECTS), ("links", NO_OBJECTS))
    assert source.sheet("equipment").header == ("serial",)


def test_codes_in_an_envelope_are_codes() -> None:
    (sheet,) = read(b'{"venues": {"LT17": {"floor": 1}, "LT16": {}}}', "a.json").sheets
    assert cells(sheet) == [("LT17", "1"), ("LT16", "")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[{"room": "A1"}', "no valid JSON: line 1"),
        (b'[{"room": "A1"}] more', "no valid JSON: line 1"),
        (b'[{"room": "A1"},]', "no valid JSON: line 1"),
        (b'{"A1": {},\n"A2" {}}', "no valid JSON: line 2"),
        (b'{"A1": {}, 2: {}}', "no valid JSON: line 1"),
        (b'{"a": 1}\n{"a": 2}\n{"a"}', "no valid JSON: line 3"),
        (b'"rooms"', "no list of objects"),
        (b'{"rooms": ["A1"]}', "no list of objects"),
        (b'[{"room": "A1", "room": "A2"}]', "“room” stands twice"),
    ],
)
def test_json_that_breaks_off_or_holds_no_list_is_refused(content: bytes, sentence: str) -> None:
    assert sentence in str(refusal(content, "rooms.json"))


def outcome(content: bytes, name: str) -> str:
    try:
        read(content, name)
    except ImportRefused as refused:
        return str(refused)
    return "Read."


json_like = st.text(st.sampled_from('{}[]",: \n1aé\\'), max_size=30).map(str.encode)


@given(json_like)
def test_anything_like_json_is_read_or_refused(content: bytes) -> None:
    assert outcome(content, "a.json").endswith(".")


BOOK = xlsx({"Rooms": [["Room", "Floor"], ["A1", 1], ["A2", 2]]})


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(4, len(BOOK) - 1), st.integers(0, 255)), max_size=4))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]]) -> None:
    content = bytearray(BOOK)
    for place, byte in flips:
        content[place] = byte
    assert outcome(bytes(content), "a.xlsx").endswith(".")
