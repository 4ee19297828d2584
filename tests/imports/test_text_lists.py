"""Lists of text: encodings, separators, line ends, column names, and lines that are no rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused
from app.imports.reading.tables import ABOVE, EMPTY, HEADER_AGAIN, SEPARATOR
from tests.imports.files import cells, csv_bytes, csv_sheet

UMLAUTS = ("Gebäude,Raum", "Hörsaalgebäude,Großer Hörsaal", "Bücherei,Küche")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_german_letters_are_read_in_each_encoding_that_lists_come_in(encoding: str) -> None:
    (sheet,) = read(csv_bytes(*UMLAUTS, encoding=encoding), "list.csv").sheets
    assert sheet.header == ("Gebäude", "Raum")
    assert cells(sheet)[0] == ("Hörsaalgebäude", "Großer Hörsaal")
    assert sheet.detected.encoding == encoding


def test_french_letters_tell_mac_roman_from_cp1252() -> None:
    lines = ("Bâtiment,Salle", "Bibliothèque,Salle à côté")
    for encoding in ("cp1252", "mac_roman"):
        (sheet,) = read(csv_bytes(*lines, encoding=encoding), "list.csv").sheets
        assert sheet.detected.encoding == encoding
        assert cells(sheet)[0] == ("Bibliothèque", "Salle à côté")


def test_an_encoding_named_by_hand_wins_over_the_likely_one() -> None:
    content = csv_bytes("Room,Building", "部屋,本館", encoding="shift_jis")
    (sheet,) = read(content, "list.csv", encoding="shift_jis").sheets
    assert cells(sheet) == [("部屋", "本館")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_from_the_regular_columns(separator: str) -> None:
    rows = ["Room,Building,Area", "A101,Main,12", "A102,Main,13"]
    sheet = csv_sheet(*(row.replace(",", separator) for row in rows))
    assert sheet.detected.separator == separator
    assert cells(sheet)[1] == ("A102", "Main", "13")


def test_decimal_commas_do_not_make_a_comma_the_separator() -> None:
    sheet = csv_sheet("Raum;Gebäude;Fläche", "A101;Haupthaus;12,5", "A102;Haupthaus;13,5")
    assert sheet.detected.separator == ";"


def test_the_separator_that_a_spreadsheet_names_in_the_first_line_is_obeyed() -> None:
    sheet = csv_sheet("sep=|", "Room|Notes", "A101|a;b;c;d", "A102|e;f;g;h")
    assert sheet.header == ("Room", "Notes")
    assert [row.line for row in sheet.rows] == [3, 4]


def test_a_list_of_one_column_is_a_list() -> None:
    sheet = csv_sheet("Room", "A101", "A102")
    assert cells(sheet) == [("A101",), ("A102",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_know_their_line_whatever_the_line_ends_and_the_quoted_breaks(end: str) -> None:
    content = csv_bytes("Room,Notes", 'A101,"two', 'lines"', "A102,one", end=end)
    (sheet,) = read(content, "list.csv").sheets
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(2, "A101"), (4, "A102")]


def test_a_title_above_the_column_names_is_left_out_and_counted() -> None:
    sheet = csv_sheet("Rooms of the main campus,,", ",,", "Room,Building,Floor", "A101,Main,1")
    assert sheet.header_line == 3
    assert cells(sheet) == [("A101", "Main", "1")]
    assert sheet.dropped_lines() == {ABOVE: 2}


def test_column_names_in_a_language_unknown_here_are_found_by_their_shape() -> None:
    sheet = csv_sheet("施設一覧,,", "名称,階,備考", "本館,1,x", "別館,2,y")
    assert sheet.header == ("名称", "階", "備考")


def test_two_known_names_tell_the_column_names_from_a_title_as_wide_as_they_are() -> None:
    sheet = csv_sheet("As of,May,by,Kim,draft", "Room,Building,Xa,Yb,Zc", "A101,Main,a,b,c")
    assert (sheet.header_line, sheet.header[0]) == (2, "Room")


def test_the_line_of_the_column_names_can_be_said_by_hand() -> None:
    sheet = csv_sheet("Room,Building", "Tür,Haus", "A101,Main", header_line=2)
    assert sheet.header == ("Tür", "Haus")
    with pytest.raises(ImportRefused, match="Line 9 can't hold the column names"):
        csv_sheet("Room,Building", "A101,Main", header_line=9)


def test_empty_lines_separators_and_repeated_column_names_are_dropped_and_counted() -> None:
    sheet = csv_sheet(
        "Room,Building ", "A101,Main", ",", ",", "", "+", "\u00a0Room,BUILDING\u00a0", "A102,Main"
    )
    assert cells(sheet) == [("A101", "Main"), ("A102", "Main")]
    assert sheet.dropped_lines() == {EMPTY: 3, SEPARATOR: 1, HEADER_AGAIN: 1}
    assert [(each.line, each.lines) for each in sheet.dropped] == [(3, 3), (6, 1), (7, 1)]


def test_a_row_with_a_single_word_is_no_separator() -> None:
    sheet = csv_sheet("Room,Building", "A101,", "-,Main")
    assert len(sheet.rows) == 2


def test_column_names_are_distinct_even_where_the_file_repeats_or_forgets_them() -> None:
    sheet = csv_sheet("Room,Category,,Category,Category (2)\u00a0,Column 3", "A101,a,b,c,d,e")
    assert sheet.header == (
        "Room", "Category", "Column 3", "Category (3)", "Category (2)", "Column 3 (2)",
    )  # fmt: skip


def test_cells_beyond_the_column_names_get_a_column_of_their_own() -> None:
    sheet = csv_sheet("Room,Building", "A101,Main,extra", "A102")
    assert sheet.header == ("Room", "Building", "Column 3")
    assert sheet.rows[1].cell(2) == ""


def test_column_names_end_with_the_last_filled_column() -> None:
    assert csv_sheet("Room,Building,,,", "A101,Main,,,").header == ("Room", "Building")


# Lone surrogates are no text, and a row of nothing but white space or signs is dropped on purpose.
text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
table = st.lists(st.lists(text, min_size=3, max_size=3), min_size=1, max_size=8)


@given(table, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_program_writes_as_csv_is_read_back_cell_by_cell(
    rows: list[list[str]], separator: str, end: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["Room", "Building", "Floor"])
    writer.writerows(["r" + one, "b" + two, three] for one, two, three in rows)
    (sheet,) = read(out.getvalue().encode(), "list.csv", separator=separator).sheets
    assert cells(sheet) == [("r" + one, "b" + two, three) for one, two, three in rows]


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.json", "a"]))
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes, name: str) -> None:
    no_workbook = content.replace(b"PK", b"pk").replace(b"\xd0\xcf", b"--")
    sentence = "Read."
    try:
        read(no_workbook, name)
    except ImportRefused as refused:
        sentence = str(refused)
    assert sentence.endswith(".")


def test_known_column_names_tell_the_separator_however_many_signs_a_name_holds() -> None:
    sheet = csv_sheet("building,room,description", f"Hall,1,{';' * 100}")
    assert sheet.detected.separator == ","
    assert sheet.rows[0].cells == ("Hall", "1", ";" * 100)
