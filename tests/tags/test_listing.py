"""The table of tags for a print house."""

import csv
from collections.abc import Iterator
from dataclasses import fields, replace
from io import BytesIO, StringIO

import pytest

from tags import Face, TagError, write_listing
from tests.tags.faces import a_face, faces_in_all_scripts


def rows(faces: list[Face]) -> list[dict[str, str]]:
    out = BytesIO()
    assert write_listing(faces, out) == len(faces)
    return list(csv.DictReader(StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def test_a_tag_is_a_row_with_its_code_its_address_and_every_text() -> None:
    face = a_face(second_verb="Defekt? Scannen.", year="2027")
    (row,) = rows([face])
    assert row.pop("grouped") == f"{face.code[:4]}-{face.code[4:8]}-{face.code[8:]}"
    assert row == {field.name: getattr(face, field.name) for field in fields(Face)}


def test_spreadsheets_know_the_encoding_by_its_mark() -> None:
    out = BytesIO()
    write_listing([a_face(title="Aula Größe 第三会议室")], out)
    assert out.getvalue().startswith(b"\xef\xbb\xbfcode,grouped,address,title,")
    assert out.getvalue().count(b"\xef\xbb\xbf") == 1
    assert "Aula Größe 第三会议室" in out.getvalue().decode("utf-8-sig")


@pytest.mark.parametrize(
    "hostile",
    [
        *("=1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "\u200b=1"),
        *(
            "-2+3+cmd|' /C calc'!A0",
            "+cmd|' /C calc'!A0",
            "-1*2",
            "-1 (A1)",
            "+1.0@x",
            '-1"',
            "-1=1",
        ),
        *("-", "-A1", "－1.01", "+ 49 20"),
    ],
)
def test_no_text_is_taken_for_a_formula(hostile: str) -> None:
    names = {field.name for field in fields(Face)} - {"code", "address"}
    for row in rows([replace(a_face(), **dict.fromkeys(names, hostile))]):
        for cell in row.values():
            assert cell[:1] not in set("=+-@\t\r＝＋－＠")
    assert rows([a_face(title=hostile)])[0]["title"] == "'" + hostile.strip(" \t\r\u200b")


@pytest.mark.parametrize("name", ["-1.01", "-1.OG", "-1. Étage", "-2/14, B-3", "+49 20 5555", "+3"])
def test_a_room_below_the_ground_and_a_number_to_call_stand_as_they_are(name: str) -> None:
    row = rows([a_face(title=name, help_line=name)])[0]
    assert (row["title"], row["help_line"]) == (name, name)


def test_texts_with_separators_quotes_and_line_ends_stay_one_cell() -> None:
    row = rows([a_face(title='Room "B", 2;1', place="one\r\ntwo\nthree", subtitle="a,b")])[0]
    assert row["title"] == 'Room "B", 2;1'
    assert row["place"] == "one two three"
    assert row["subtitle"] == "a,b"


def test_names_in_every_script_and_hostile_ones_are_written() -> None:
    faces = faces_in_all_scripts(30)
    listed = rows(faces)
    assert [row["address"] for row in listed] == [face.address for face in faces]
    assert not any("\u202e" in row["title"] or "\ud800" in row["subtitle"] for row in listed)


def test_rows_are_written_as_faces_come() -> None:
    out = BytesIO()
    written = []

    def faces() -> Iterator[Face]:
        for number in range(2000):
            written.append(len(out.getvalue()))
            yield a_face(number)

    write_listing(faces(), out)
    assert 0 < written[1000] < written[-1] < len(out.getvalue())
    assert not out.closed


def test_a_listing_of_nothing_is_refused() -> None:
    out = BytesIO()
    with pytest.raises(TagError, match="nothing to print"):
        write_listing([], out)
    assert not out.getvalue()


def test_what_breaks_half_way_closes_nothing() -> None:
    def faces() -> Iterator[Face]:
        yield a_face()
        message = "the database is gone"
        raise OSError(message)

    out = BytesIO()
    with pytest.raises(OSError, match="gone"):
        write_listing(faces(), out)
    assert not out.closed
