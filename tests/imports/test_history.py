"""Lists of past work: which day, which result, what is kept, and what can't be told."""

from __future__ import annotations

import datetime as dt

import pytest

from app.imports.meaning.columns import guess
from app.imports.meaning.records import Refusal, records
from app.imports.meaning.work.rows import PastRow
from app.imports.meaning.work.values import past_kind_of, result_of
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import csv_sheet

ORDERS = "WO_Type,PONumber,Work_Order_Basic_Start_Date,ACtStartDate,ShortText,WorkCentre,AssetID"


def past(*lines: str, **chosen: str) -> list[PastRow]:
    sheet = csv_sheet(*lines)
    mapping = guess(sheet)
    assert mapping.kind == "history"
    found = list(records(sheet, mapping, chosen))
    return [each for each in found if isinstance(each, PastRow)]


def refusals(*lines: str) -> list[str]:
    sheet = csv_sheet(*lines)
    found = records(sheet, guess(sheet, "history"))
    return [str(each) for each in found if isinstance(each, Refusal)]


def test_a_terse_list_of_work_orders_is_told_by_its_columns() -> None:
    first, second = past(
        ORDERS,
        "PM,2374,13/09/2001,0/1/00,1000 hr service,WC1,AID5",
        "X,2079,22/02/2006,23/02/2006,3 lights out,WC1,AID8",
    )
    assert (first.kind, first.external_id, first.words) == ("check", "2374", "1000 hr service")
    assert first.done_on == dt.date(2001, 9, 13)
    assert "the day it was planned" in first.notes[0].message
    assert (first.who, first.subject.unit_id) == ("WC1", "AID5")
    assert (second.kind, second.done_on) == ("work", dt.date(2006, 2, 23))
    assert not second.notes


@pytest.mark.parametrize("none", ["0/1/00", "1900-12-31", "31/12/1900", "31.12.9999", "00.00.0000"])
def test_a_day_that_stands_for_none_leaves_it_to_the_next_column(none: str) -> None:
    (row,) = past("Completed on,Start date,Text,WO number", f"{none},2024-05-17,Lamp,1")
    assert row.done_on == dt.date(2024, 5, 17)


def test_a_row_without_any_day_is_refused() -> None:
    assert refusals("Done on,Text,Room", ",Lamp,2.14") == [
        "This row tells no day on which it was done."
    ]


def test_a_day_before_1950_is_refused_by_itself() -> None:
    (told,) = refusals("Done on,Text,Room", "1949-12-31,Lamp,2.14")
    assert told.startswith("“1949-12-31” is before 1950")


def test_a_day_that_might_be_two_is_asked_for_once_per_column() -> None:
    lines = ("Done on,Text,Room", "3/4/2024,Lamp,2.14", "5/6/2024,Filter,2.14")
    with pytest.raises(ImportRefused, match="day first") as refused:
        refusals(*lines)
    assert refused.value.where == "order.done_on"
    sheet = csv_sheet(*lines)
    found = list(records(sheet, guess(sheet, "history"), orders={"done_on": "mdy"}))
    days = [each.done_on for each in found if isinstance(each, PastRow)]
    assert days == [dt.date(2024, 3, 4), dt.date(2024, 5, 6)]


def test_one_clear_day_settles_the_whole_column() -> None:
    rows = past("Done on,Text,Result", "3/4/2024,Lamp,OK", "23/4/2024,Filter,OK")
    assert rows[0].done_on == dt.date(2024, 4, 3)


@pytest.mark.parametrize(
    ("word", "result"),
    [
        ("Pass", "pass"), ("OK", "pass"), ("i.O.", "pass"), ("conforme", "pass"), ("apto", "pass"),
        ("FAILED", "fail"), ("nok", "fail"), ("n.i.O.", "fail"), ("non conforme", "fail"),
        ("no apto", "fail"), ("not checked", "not_checked"), ("entfällt", "not_applicable"),
        ("done", None), ("Erledigt", None), ("closed", None),
    ],
)  # fmt: skip
def test_a_result_is_what_its_word_says_and_done_is_none(word: str, result: str | None) -> None:
    assert result_of(word) == result


def test_a_result_that_nobody_knows_is_taken_as_none_and_said() -> None:
    (row,) = past("Done on,Result,Text", "2024-05-17,purple,Lamp")
    assert row.result is None
    told = row.notes[0].message % row.notes[0].values
    assert told == "“purple” is no result known here (such as pass or fail): taken as none."


@pytest.mark.parametrize(
    ("word", "kind"),
    [("PM02", "check"), ("PM01", "work"), ("Preventive Maintenance", "check"), ("Prüfung", "check"),
     ("Inspection, yearly", "check"), ("Repair", "work"), ("CM", "work")],
)  # fmt: skip
def test_inspections_are_checks_and_all_else_is_work(word: str, kind: str) -> None:
    assert past_kind_of(word) == kind


def test_numbers_in_columns_with_a_unit_are_readings() -> None:
    (row,) = past(
        "Done on,Text,Result,Lamp hours,Pressure [bar],Cost",
        '2024-05-17,Service,OK,"1,204",3.5 psi,99',
    )
    assert row.readings == (("Lamp hours", "1,204 h"), ("Pressure [bar]", "3.5 psi"))
    (note,) = row.notes
    assert note.message % note.values == (
        "“3.5 psi” has another unit than its column (bar): kept as it stands."
    )


def test_other_columns_are_readings_by_choice() -> None:
    lines = ("Done on,Text,Result,Cost,Code", "2024-05-17,Service,OK,99,A7")
    (named,) = past(*lines, readings="Cost")
    assert named.readings == (("Cost", "99"),)
    (numbers,) = past(*lines, readings="*")
    assert numbers.readings == (("Cost", "99"),)
    with pytest.raises(ImportRefused, match="no column “Costs”"):
        past(*lines, readings="Costs")


def test_what_is_no_number_is_no_reading_and_is_said() -> None:
    (row,) = past("Done on,Text,Result,Lamp hours", "2024-05-17,Service,OK,many")
    assert row.readings == ()
    assert "“many” is no number" in row.notes[0].message % row.notes[0].values


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    (told,) = refusals("Done on,Text,Room", f"2024-05-17,{'x' * 100_000},2.14")
    assert told.startswith("This text has 100000 characters; at most 10000 fit.")


def test_text_and_notes_are_kept_both_and_once() -> None:
    (row,) = past("Done on,Short text,Notes,Result", "2024-05-17,Lamp,Lamp,OK")
    assert row.words == "Lamp"
    (row,) = past("Done on,Short text,Notes,Result", "2024-05-17,Lamp,Changed it,OK")
    assert row.words == "Lamp\nChanged it"


def test_a_list_without_any_day_is_refused_in_one_sentence() -> None:
    sheet = csv_sheet("input,ground_truth,prediction,confidence", "ejected,Minor,Leaking,0.4")
    with pytest.raises(ImportRefused) as refused:
        list(records(sheet, guess(sheet, "history")))
    assert refused.value.where == "done_on"
    assert str(refused.value).startswith("No column of this list was found to be the day")


def test_a_french_list_is_told_by_its_columns() -> None:
    (row,) = past(
        "Date du contrôle;Résultat;Contrôlé par;Remarques;Salle",
        "17.05.2024;conforme;M. Dupont;RAS;2.14",
    )
    assert (row.done_on, row.result, row.who) == (dt.date(2024, 5, 17), "pass", "M. Dupont")
