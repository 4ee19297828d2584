"""Lists of planned work: how often as a rule, for what, and what is told of the rest."""

from __future__ import annotations

import pytest

from app.imports.meaning.columns import guess
from app.imports.meaning.records import Refusal, records
from app.imports.meaning.work.rows import JobRow
from app.imports.meaning.work.rules import rule_of
from app.imports.meaning.work.values import minutes_of
from app.imports.reading.sheets import ImportRefused
from tests.imports.files import csv_sheet

ATLAS = (
    "Name,Starts On,Ends On,Frequency,Due Date Delay,Recurrence Type,Recurrence Based On,"
    "Days Of Week,ID,Title,Description,Estimated Hours,Asset Name,Location Name"
)


def jobs(*lines: str, **chosen: str) -> list[JobRow]:
    sheet = csv_sheet(*lines)
    mapping = guess(sheet)
    assert mapping.kind == "jobs"
    found = list(records(sheet, mapping, chosen))
    return [each for each in found if isinstance(each, JobRow)]


def refusals(*lines: str) -> list[str]:
    sheet = csv_sheet(*lines)
    found = records(sheet, guess(sheet, "jobs"))
    return [str(each) for each in found if isinstance(each, Refusal)]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (("1", "weekly", "Monday,Wednesday,Friday"), "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        (("1", "daily", "Friday,Monday"), "FREQ=WEEKLY;BYDAY=MO,FR"),
        (("2", "daily"), "FREQ=DAILY;INTERVAL=2"),
        (("1", "monthly", "Monday"), "FREQ=MONTHLY"),
        (("3", "years"), "FREQ=YEARLY;INTERVAL=3"),
        (("", "annually"), "FREQ=YEARLY"),
        (("every 2 weeks",), "FREQ=WEEKLY;INTERVAL=2"),
        (("Every other week",), "FREQ=WEEKLY;INTERVAL=2"),
        (("every Monday",), "FREQ=WEEKLY;BYDAY=MO"),
        (("every working day",), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (("quarterly",), "FREQ=MONTHLY;INTERVAL=3"),
        (("twice a year",), "FREQ=MONTHLY;INTERVAL=6"),
        (("4x per year",), "FREQ=MONTHLY;INTERVAL=3"),
        (("6M",), "FREQ=MONTHLY;INTERVAL=6"),
        (("90 days",), "FREQ=DAILY;INTERVAL=90"),
        (("halbjährlich",), "FREQ=MONTHLY;INTERVAL=6"),
        (("alle 2 Jahre",), "FREQ=YEARLY;INTERVAL=2"),
        (("tous les 3 mois",), "FREQ=MONTHLY;INTERVAL=3"),
        (("cada 2 semanas",), "FREQ=WEEKLY;INTERVAL=2"),
        (("FREQ=MONTHLY;BYMONTHDAY=-1",), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_how_often_becomes_a_rule(cells: tuple[str, ...], rule: str) -> None:
    assert rule_of(*cells) == rule


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("biweekly",), "twice in a period or once in two"),
        (("bi-monthly",), "twice in a period or once in two"),
        (("now and then",), "does not say how often"),
        (("0", "weekly"), "does not say how often"),
        (("5x per year",), "does not say how often"),
        (("9999 days",), "does not say how often"),
        (("FREQ=SECONDLY",), "does not say how often"),
        (("FREQ=DAILY;FREQ=DAILY",), "does not say how often"),
        (("1", "weekly", "Funday"), "no day of the week"),
    ],
)
def test_what_is_no_rule_or_might_be_two_is_refused(cells: tuple[str, ...], why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        rule_of(*cells)


@pytest.mark.parametrize(
    ("text", "minutes"), [("30", 30), ("1.5 h", 90), ("1 h 20 min", 80), ("1:30", 90), ("2h", 120)]
)
def test_minutes_are_read_as_they_are_written(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes
    assert minutes_of("1,5", hours=True) == 90


def test_no_duration_is_refused() -> None:
    for text in ("soon", "-5", "99999", ""):
        with pytest.raises(ImportRefused, match="no duration"):
            minutes_of(text)


def test_a_list_of_atlas_is_told_by_its_columns() -> None:
    first, audit, daily = jobs(
        ATLAS,
        'Belt check,2024-12-18,,1,1,weekly,Scheduled Date,"Monday,Friday",,Weekly,Look at it,8,'
        "Belt 1,Layer house",
        "Audit,2025-01-01,2030-01-01,1,7,yearly,Scheduled Date,,,Audit,,16,,Layer house",
        "Air,2024-12-18,,2,2,daily,Completed Date,,,Air,Filters,1,Fan,Layer house",
    )
    assert (first.job, first.rrule, first.minutes) == ("Belt check", "FREQ=WEEKLY;BYDAY=MO,FR", 480)
    assert (first.subject.unit_name, first.subject.room) == ("Belt 1", "Layer house")
    assert first.description == "Look at it"
    assert not first.notes
    assert audit.subject.unit_name is None
    assert "ends it on 2030-01-01" in audit.notes[0].message % audit.notes[0].values
    assert "by the calendar" in daily.notes[0].message


def test_a_simple_list_says_what_how_often_and_for_which_type() -> None:
    (job,) = jobs("What,How often,Minutes,Type", "Clean the filter,every 6 months,20,Projector")
    assert (job.job, job.rrule, job.minutes) == ("Clean the filter", "FREQ=MONTHLY;INTERVAL=6", 20)
    assert (job.equipment_type, job.type_text) == ("projector", "Projector")


def test_a_german_list_is_told_by_its_columns() -> None:
    (job,) = jobs(
        "Aufgabe;Häufigkeit;Dauer;Raum;Gebäude", "Prüfen;vierteljährlich;1:30;2.14;Haupthaus"
    )
    assert (job.rrule, job.minutes) == ("FREQ=MONTHLY;INTERVAL=3", 90)
    assert (job.subject.building, job.subject.room) == ("Haupthaus", "2.14")


def test_without_a_duration_it_is_said() -> None:
    (job,) = jobs("What,How often,Room", "Look,weekly,2.14")
    assert job.minutes is None
    assert [each.message for each in job.notes] == ["It tells no duration: taken as 0 minutes."]


def test_each_row_that_stays_out_says_why() -> None:
    told = refusals("What,How often,Minutes,Room", ",weekly,5,1", "Look,,5,1", "Look,weekly,soon,1")
    assert told[:2] == [
        "This row does not say what to do.",
        "This row does not say how often it is to be done.",
    ]
    assert "“soon” is no duration." in told[2]


def test_a_list_that_does_not_say_how_often_is_refused_as_a_whole() -> None:
    sheet = csv_sheet("What,Room", "Look,2.14")
    with pytest.raises(ImportRefused, match="how often") as refused:
        list(records(sheet, guess(sheet, "jobs")))
    assert refused.value.where == "every"
