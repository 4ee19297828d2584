"""What a workbook shows in its cells is what is read: digits, formulas, merged and hidden ones."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from app.imports.reading.books.unpacking import as_text, filled_down, padded
from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused, Source
from tests.imports.files import cells, rezipped, xls, xlsx, zipped

END = b"%b</c></row></sheetData>"
SHEET = "xl/worksheets/sheet1.xml"


def written(write: Callable[[Any, Any], None], name: str = "Rooms") -> bytes:
    """A workbook with the sheet as it was written on: its book and its page."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    write(book, book.add_worksheet(name))
    book.close()
    return out.getvalue()


def table(content: bytes, name: str = "rooms.xlsx") -> list[tuple[str, ...]]:
    return cells(read(content, name).sheets[0])


def test_a_number_is_read_with_the_zeros_that_its_cell_shows() -> None:
    def write(book: Any, page: Any) -> None:
        four = book.add_format({"num_format": "0000"})
        page.write_row(0, 2, ["Room", "Code", "Area"])
        page.write_row(1, 2, ["A1"])
        page.write_number(1, 3, 42, four)
        page.write_number(1, 4, 42)
        page.write_string(2, 2, "7", four)
        page.write_number(2, 3, 12345, four)
        page.write_number(2, 4, 0.5, four)

    assert table(written(write, "R & “<D>”"))[0][2:] == ("A1", "0042", "42")
    assert table(written(write))[1][2:] == ("7", "12345", "0.5")


def test_cells_far_to_the_right_are_found_by_their_letters() -> None:
    rows = [["x"] * 30, ["1"] * 28]
    assert list(padded(rows, {1: {27: 3, 40: 3}, 9: {0: 2}}))[1][26:] == ["1", "001"]


def test_the_result_of_a_formula_is_read_also_where_it_is_an_empty_text() -> None:
    def write(_book: Any, page: Any) -> None:
        page.write_row(0, 0, ["Room", "Floor"])
        page.write_row(1, 0, ["A1"])
        page.write_formula("B2", "=1+1", None, 2)
        page.write_row(2, 0, ["A2"])
        page.write_formula("B3", '=IF(1,"","")', None, "gone")
        page.conditional_format("A1:B9", {"type": "formula", "criteria": "=$A1", "format": None})

    content = rezipped(written(write), {SHEET: (b"<v>gone</v>", b"<v></v>")})
    assert table(content) == [("A1", "2"), ("A2", "")]


@pytest.mark.parametrize("result", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_that_was_never_computed_is_told_and_not_read_as_empty(result: bytes) -> None:
    content = xlsx({"Rooms": [["Room", "Floor"], ["A1", "=1+1"]]})
    made = rezipped(content, {SHEET: (b"<v>0</v></c></row></sheetData>", END % result)})
    with pytest.raises(ImportRefused) as refused:
        read(made, "rooms.xlsx")
    assert str(refused.value) == (
        "Cell B2 of the sheet “Rooms” holds a formula that was never computed. Open the workbook"
        " in a spreadsheet program, save it and try again."
    )


def test_a_sheet_with_such_a_formula_is_left_out_with_the_reason_beside_others() -> None:
    content = xlsx({"Sums": [["Room"], ["=1+1"]], "Rooms": [["Room"], ["A1"]]})
    source = read(rezipped(content, {SHEET: (b"<v>0</v>", b"")}), "rooms.xlsx")
    assert [sheet.name for sheet in source.sheets] == ["Rooms"]
    assert "Cell A2 of the sheet “Sums”" in dict(source.skipped)["Sums"]


def test_cells_merged_downwards_repeat_in_a_workbook_whose_table_begins_aside() -> None:
    def write(_book: Any, page: Any) -> None:
        page.merge_range("C2:D2", "All our rooms")
        page.write_row("C3", ["Building", "Room"])
        page.merge_range("C4:C6", "Main")
        for line in range(3, 7):
            page.write(line, 3, f"A{line}")

    assert [row[2:] for row in table(written(write))] == [
        ("Main", "A3"), ("Main", "A4"), ("Main", "A5"), ("", "A6"),
    ]  # fmt: skip


def test_many_merged_cells_that_overlap_are_no_work_without_end() -> None:
    merged = [((0, 0), (10**6, 0))] * 5_000 + [((1, 1), (2, 1))]
    rows = filled_down(([str(line), "" if line else "x"] for line in range(4)), merged)
    assert list(rows) == [["0", "x"], ["1", ""], ["2", ""], ["3", ""]]


def ods(*tables: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:automatic-styles>'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:m"/>'
    return zipped(
        {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    )


TEXT = (
    '<table:table-cell{more} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
)


def line(*made: str, more: str = "") -> str:
    texts = (each if each[0] == "<" else TEXT.format(more="", text=each) for each in made)
    return f"<table:table-row{more}>{''.join(texts)}</table:table-row>"


def test_an_open_document_is_read_with_its_merged_cells_its_dates_and_its_texts() -> None:
    merged = TEXT.format(more=' table:number-rows-spanned="2"', text="Main")
    covered = "<table:covered-table-cell/>"
    date = '<table:table-cell office:value-type="date" office:date-value="2024-03-02"/>'
    blank = '<table:table-cell table:number-columns-repeated="1"/>'
    content = ods(
        '<table:table table:name="Rooms">',
        line(blank, more=' table:number-rows-repeated="2"'),
        line(blank, "Building", "Room", "Since"),
        line(blank, merged, "007", date),
        line(blank, covered, "008"),
        line(blank, "Annex", "009"),
        "</table:table>",
    )
    source = read(content, "rooms.ods")
    assert source.kind == "ods"
    assert source.sheets[0].header_line == 3
    assert [row[1:] for row in cells(source.sheets[0])] == [
        ("Main", "007", "2024-03-02"), ("Main", "008", ""), ("Annex", "009", ""),
    ]  # fmt: skip


def test_a_hidden_sheet_of_an_open_document_is_left_out() -> None:
    rows = line("Room", "Floor") + line("A1", "1")
    content = ods(
        f'<table:table table:name="Rooms">{rows}</table:table>',
        f'<table:table table:name="Old" table:style-name="ta2">{rows}</table:table>',
    )

    def names(source: Source) -> list[str]:
        return [sheet.name for sheet in source.sheets]

    assert names(read(content, "rooms.ods")) == ["Rooms"]
    assert [name for name, _why in read(content, "rooms.ods").skipped] == ["Old"]
    assert names(read(content, "rooms.ods", hidden=True)) == ["Rooms", "Old"]


def locked(name: str = "Workbook", record: bytes = b"") -> bytes:
    """An old workbook whose stream has another name, or another record after its beginning."""
    made = xls("Rooms", [["Room", "Floor"], ["A1", "1"]])
    begin = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    return made.replace(
        "Workbook".encode("utf-16-le") + b"\0" * 40, name.encode("utf-16-le").ljust(56, b"\0")
    ).replace(begin, begin + record)


@pytest.mark.parametrize(
    "content",
    [
        locked("EncryptedPackage"),
        locked(record=b"\x2f\0\x36\0"),
        locked(record=b"\x86\0\0\0\x2f\0\x36\0"),
    ],
)
def test_a_workbook_that_is_encrypted_says_so(content: bytes) -> None:
    with pytest.raises(ImportRefused, match="is protected by a password"):
        read(content, "rooms.xlsx")
    assert read(locked(), "rooms.xls").kind == "xls"


def test_a_length_of_time_is_read_as_hours() -> None:
    assert as_text(dt.timedelta(days=1, hours=6, minutes=5)) == "30:05:00"
