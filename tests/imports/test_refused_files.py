"""Files that are no list, or too much of one, are refused in a sentence."""

from __future__ import annotations

import pytest

from app.imports.reading import files, rows, sheets
from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused
from app.imports.reading.texts import encodings
from tests.imports.files import csv_bytes, rezipped, xlsx, zipped

NOISE = bytes(range(256)) * 8


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "This file is empty. Choose the one with the list."),
        (b"\xef\xbb\xbf\r\n , ;\r\n", "a.csv", "This file is empty. Choose the one with the list."),
        (b"%PDF-1.7\n", "rooms.csv", "a PDF, no list"),
        (b"\x89PNG\r\n\x1a\n", "rooms.xlsx", "an image, no list"),
        (b"\xff\xd8\xff\xe0JFIF", "rooms", "an image, no list"),
        (b"<!DOCTYPE html><table>", "rooms.xls", "a web page or XML, no list"),
        (b"MZ\x90\x00", "rooms.csv", "a program, no list"),
        (NOISE, "rooms.csv", "NUL bytes"),
        (NOISE.replace(b"\0", b"") , "rooms.csv", "encoding of this file can't be told"),
        (b"\x01\x02\x03Room\n\x04A", "rooms.csv", "no spreadsheet and no list of text"),
        (b"Room,Building\nA101,Ma\0in\n", "rooms.csv", "NUL bytes"),
        (b"Room,Building\nA,B\n", "rooms.xlsx", "named .xlsx but is no workbook"),
        (b"PK\x03\x04" + NOISE, "rooms.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0" + NOISE, "rooms.xls", "damaged"),
        (zipped({"rooms.csv": b"Room"}), "rooms.xlsx", "a zip file, but no workbook"),
        (b"101,1\n102,2\n", "rooms.csv", "No row of “rooms.csv” looks like column names"),
        (b'Room,Building\nA101,Main\n"A102,Main\nA103,Main\n', "a.csv", "opened on line 3"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(content, name)
    assert sentence in str(refused.value)


def test_a_file_not_in_the_encoding_named_by_hand_is_refused() -> None:
    content = csv_bytes("Raum,Gebäude", "A,B", encoding="cp1252")
    with pytest.raises(ImportRefused, match="Line 1 is not in the encoding utf-8"):
        read(content, "a.csv", encoding="utf-8")
    with pytest.raises(ImportRefused, match="“klingon” is no encoding"):
        read(content, "a.csv", encoding="klingon")


def test_200_000_rows_are_read_and_one_more_is_refused_with_both_numbers() -> None:
    lines = ["Room", *(f"A{number}" for number in range(sheets.MAX_ROWS))]
    (sheet,) = read(csv_bytes(*lines), "rooms.csv").sheets
    assert len(sheet.rows) == 200_000
    with pytest.raises(ImportRefused, match=r"200,001 rows; one import takes at most 200,000"):
        read(csv_bytes(*lines, "one more"), "rooms.csv")


def test_more_than_sixty_four_megabytes_are_refused_with_the_size() -> None:
    content = b"Room\n" + b"A" * sheets.MAX_BYTES
    with pytest.raises(ImportRefused, match="65 MB; at most 64 MB"):
        read(content, "rooms.csv")


def test_lines_columns_and_cells_beyond_reason_are_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (sheets.MAX_CELLS, sheets.MAX_LINES) == (6_000_000, 1_048_576)
    monkeypatch.setattr(rows, "MAX_CELLS", 6_000)
    monkeypatch.setattr(rows, "MAX_LINES", 2_000)
    with pytest.raises(ImportRefused, match=r"more than 6,000 cells"):
        read(b"Room,Floor\n" + (b"a" + b"," * 999 + b"\n") * 7, "rooms.csv")
    with pytest.raises(ImportRefused, match=r"more than 2,000 lines"):
        read(b"Room,Floor\n" + b"\n" * 2_001, "rooms.csv")
    with pytest.raises(ImportRefused, match="Line 2 has 1,001 columns; at most 1,000"):
        read(b"Room,Floor\n" + b"a," * 1000 + b"\n", "rooms.csv")
    with pytest.raises(ImportRefused, match="Line 2 is longer than"):
        read(b"Room,Floor\n" + b"a" * (encodings.LONGEST + 1) + b"\n", "rooms.csv")
    with pytest.raises(ImportRefused, match="begins on line 2 is too long"):
        read(b"Room,Floor\n" + b"a" * 200_000 + b"\n", "rooms.csv")


def test_a_zip_bomb_is_refused_by_its_directory_before_anything_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "read_workbook", lambda _content: pytest.fail("it was unpacked"))
    bomb = zipped({"xl/workbook.xml": b"\0" * 20_000_000})
    assert len(bomb) < 30_000
    with pytest.raises(ImportRefused, match="would unpack to 20 MB in 1 parts"):
        read(bomb, "rooms.xlsx")
    crowd = zipped({f"part{number}.xml": b"" for number in range(2_001)})
    with pytest.raises(ImportRefused, match="in 2001 parts"):
        read(crowd, "rooms.xlsx")


def test_a_directory_that_lies_about_the_size_is_stopped_by_the_limits_of_the_child() -> None:
    bomb = bytearray(zipped({"xl/workbook.xml": b" " * 20_000_000}))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(ImportRefused, match=r"damaged|too much time or memory"):
        read(bytes(bomb), "rooms.xlsx")


def test_one_cell_far_away_asks_for_550_gigabytes_and_is_refused_in_a_sentence() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = {"xl/worksheets/sheet1.xml": (b"</sheetData>", far)}
    content = rezipped(xlsx({"Rooms": [["Room"], ["A101"]]}), sheet)
    with pytest.raises(ImportRefused, match="too much time or memory"):
        read(content, "rooms.xlsx")


def test_a_sheet_too_large_for_the_memory_of_the_child_is_refused() -> None:
    far = b'<row r="1048576"><c r="Z1048576"><v>1</v></c></row></sheetData>'
    sheet = {"xl/worksheets/sheet1.xml": (b"</sheetData>", far)}
    content = rezipped(xlsx({"Rooms": [["Room"], ["A101"]]}), sheet)
    with pytest.raises(ImportRefused, match="too much time or memory"):
        read(content, "rooms.xlsx")


def test_a_sheet_of_too_many_empty_cells_is_refused() -> None:
    far = b'<row r="900000"><c r="J900000"><v>1</v></c></row></sheetData>'
    sheet = {"xl/worksheets/sheet1.xml": (b"</sheetData>", far)}
    content = rezipped(xlsx({"Rooms": [["Room"], ["A101"]]}), sheet)
    with pytest.raises(ImportRefused, match="has too many cells"):
        read(content, "rooms.xlsx")


def test_a_workbook_with_a_password_says_so() -> None:
    content = bytearray(zipped({"xl/workbook.xml": b"x"}))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    with pytest.raises(ImportRefused, match="is protected by a password"):
        read(bytes(content), "rooms.xlsx")


def test_a_refusal_shows_no_more_of_the_file_name_than_its_last_part() -> None:
    with pytest.raises(ImportRefused, match=r"No row of “c\.csv”"):
        read(b"1,2\n", "C:\\secret\\b\\c.csv")
