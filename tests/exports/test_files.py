"""What stands in the files of the lists: all rows, the columns as data, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.checks.models import Grade, NoTag
from app.errors import Refusal
from app.exports import writing
from app.exports.lists import LISTS
from app.exports.tables import Table
from app.extensions import db
from app.people.models import Role
from app.places.models import Criticality
from tests.builders import NOON, Builder
from tests.exports.estates import asked, written


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def table(*rows: tuple[Any, ...], columns: tuple[str, ...] = ("room", "number")) -> Table:
    return Table("rooms", columns, iter(rows), len(rows))


def as_csv(*rows: tuple[Any, ...]) -> str:
    out = io.BytesIO()
    writing.write_csv(table(*rows), out)
    return out.getvalue().decode()


def as_xlsx(*rows: tuple[Any, ...], columns: tuple[str, ...] = ("room", "number")) -> bytes:
    out = io.BytesIO()
    writing.write_xlsx(table(*rows, columns=columns), out)
    return out.getvalue()


def test_csv_bears_its_mark_quotes_what_has_to_be_and_runs_nothing() -> None:
    assert as_csv(("=1+1", 3), ('a "b", c', None), ("007", 0)) == (
        '\ufeffroom,number\r\n\'=1+1,3\r\n"a ""b"", c",\r\n007,0\r\n'
    )


def test_a_workbook_holds_texts_as_texts_and_days_as_days() -> None:
    content = as_xlsx(("=1+1", "007"), ("https://x.edu", date(2024, 3, 2)), ("{=A1}", 12))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["room", "number"],
        ["=1+1", "007"],
        ["https://x.edu", date(2024, 3, 2)],
        ["{=A1}", 12.0],
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in page
        assert "<hyperlink" not in page
        assert 'state="frozen"' in page
        assert '<autoFilter ref="A1:B4"/>' in page
        assert "<cols>" in page


def test_columns_are_as_wide_as_what_stands_in_them_and_no_wider_than_is_read() -> None:
    content = as_xlsx(("x" * 300, NOON), ("short", None))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    first, second = re.findall(r'<col min="(\d)" max="\d" width="([\d.]+)"', page)
    assert first[0] == "1"
    assert 50 <= float(first[1]) < 51
    assert 17 <= float(second[1]) < 18


def test_days_that_spreadsheets_disagree_about_are_texts() -> None:
    content = as_xlsx((date(1900, 2, 28), date(1900, 3, 1)))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["1900-02-28", date(1900, 3, 1)]


def test_a_list_longer_than_a_sheet_is_refused_before_it_is_written(app: Flask) -> None:
    with pytest.raises(Refusal, match=r"at most 1,048,575 rows, and this list has 1,048,576"):
        writing.write_xlsx(Table("rooms", ("room",), iter(()), 1_048_576), io.BytesIO())


def test_a_list_has_all_its_rows_in_the_order_of_the_page(make: Builder) -> None:
    building = make.building(name="Hall")
    for number in range(120):
        make.room(building=building, name=f"{number:03d}")
    make.room(name="elsewhere")
    rows = rows_of(written("rooms", "csv", building=str(building.id), sort="-name"))
    assert [row["room"] for row in rows] == [f"{number:03d}" for number in reversed(range(120))]


def test_rooms_tell_their_keys_and_when_they_are_checked(make: Builder) -> None:
    calendar = make.support_calendar(timezone="Asia/Tokyo")
    site = make.site(name="Campus", support_calendar=calendar)
    floor = make.floor(building=make.building(site=site, name="Hall"), label="2")
    make.room(
        floor=floor,
        name="2.14",
        criticality=Criticality.A,
        last_checked_at=NOON,
        source="sap",
        external_id="0042",
    )
    (row,) = rows_of(written("rooms", "csv"))
    assert row == {
        "site": "Campus",
        "building": "Hall",
        "floor": "2",
        "room": "2.14",
        "description": "Seminar room",
        "criticality": "A",
        "external_source": "sap",
        "external_id": "0042",
        "retired_on": "",
        "last_checked_at": "2026-03-03T21:00:00+09:00",
        "check_due_on": "2026-03-10",
    }


def test_json_says_null_where_nothing_is_known(make: Builder) -> None:
    make.equipment(name="Left", asset_tag=None, installed_on=date(2020, 5, 1))
    (unit,) = json.loads(written("equipment", "json"))
    assert (unit["name"], unit["asset_tag"], unit["installed_on"]) == ("Left", None, "2020-05-01")
    assert json.loads(written("rooms", "json", q="nothing like this")) == []


def test_checks_say_how_they_were_made_and_which_puts_which_right(make: Builder) -> None:
    room = make.room()
    old = make.check(room=room, grade=Grade.SCANNED, scan="s")
    new = make.check(room=room, grade=Grade.RECORDED, corrects_id=old.id, received_at=NOON)
    untagged = make.check(room=room, grade=Grade.RECORDED, no_tag=NoTag.FROM_PAPER)
    rows = {row["check"]: row for row in rows_of(written("checks", "csv"))}

    told = ("evidence_grade", "evidence", "audited", "no_tag", "corrects", "corrected_by")
    assert [rows[str(old.id)][each] for each in told] == ["2", "scanned", "no", "", "", str(new.id)]
    assert [rows[str(new.id)][each] for each in told] == [
        "0",
        "recorded",
        "no",
        "",
        str(old.id),
        "",
    ]
    said = [rows[str(untagged.id)][each] for each in told]
    assert said == ["0", "recorded", "no", "from_paper", "", ""]
    assert rows[str(new.id)]["received_at"] == "2026-03-03T12:00:00+00:00"
    assert rows[str(new.id)]["done_at"] == "2026-03-01T12:00:00+00:00"


def test_checks_say_who_made_them_to_managers_alone(make: Builder) -> None:
    make.check(person=make.person(name="Ada"), note="between us")
    (row,) = rows_of(written("checks", "csv"))
    assert row["by"] == "Ada"
    out = io.BytesIO()
    writing.write_csv(LISTS["checks"].table(replace(asked(), names=False)), out)
    assert "Ada" not in out.getvalue().decode()
    assert "between us" not in written("checks", "csv").decode()


def test_a_day_that_is_none_is_refused_rather_than_left_out(make: Builder) -> None:
    make.check()
    with pytest.raises(Refusal, match="is not a date"):
        written("checks", "csv", since="soon")


def test_faults_tell_no_word_of_a_reporter(make: Builder) -> None:
    fault = make.fault(assignee_id=make.person(name="Ada", role=Role.TECHNICIAN).id)
    make.report(fault=fault, note="my phone is", contact="+44 1 555", secret="hidden")
    content = written("faults", "csv")
    (row,) = rows_of(content)
    assert (row["state"], row["reports"], row["assignee"]) == ("reported", "1", "Ada")
    assert not [word for word in (b"my phone", b"555", b"hidden") if word in content]


def test_faults_go_out_where_their_unit_is_now(make: Builder) -> None:
    unit = make.equipment()
    make.fault(equipment=unit)
    unit.room = make.room(name="moved here")
    db.session.commit()
    (row,) = rows_of(written("faults", "csv"))
    assert row["room"] == "moved here"


def test_tags_tell_what_they_stand_for_or_nothing(make: Builder) -> None:
    make.tag(equipment=make.equipment(room=make.room(name="2.14"), name="Left projector"))
    make.tag(room=None)
    blank, bound = rows_of(written("tags", "csv"))
    assert (blank["room"], blank["equipment"]) == ("", "")
    assert (bound["room"], bound["equipment"]) == ("2.14", "Left projector")
    assert bound["printed_address"] == "https://rooms.example.edu/T/" + bound["code"].replace(
        "-", ""
    )


def test_orders_tell_who_gave_them(make: Builder) -> None:
    person = make.person(name="Ada")
    make.batch(person_id=person.id, ordered_at=NOON - timedelta(days=1))
    make.batch(person_id=None)
    first, second = rows_of(written("orders", "csv"))
    assert (first["by"], second["by"]) == ("", "Ada")
    assert second["ordered_at"] == "2026-03-02T12:00:00+00:00"
