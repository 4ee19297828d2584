"""What a cell means: nothing, a text, a criticality, a date, a type of equipment."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.meaning.words.equipment import TYPES, equipment_type_of
from app.imports.meaning.words.states import condition_of, is_gone, says_yes
from app.imports.meaning.words.values import (
    Order,
    criticality_of,
    date_of,
    meaning,
    months_after,
    months_of,
    order_of,
    two_dates,
)
from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("\u00a0A\u00a0101 \r\n", "A 101"),
        ("A\t101\nB", "A 101 B"),
        ("A\x00\x07101\ufeff\u200b", "A101"),
        ("evil\u202etxt", "eviltxt"),
        ("e\u0301", "é"),
        ("bro\ud800ken", "broken"),
        ("ｺﾏｴｼ", "ｺﾏｴｼ"),
    ],
)
def test_a_cell_is_cleaned_to_what_a_person_sees(raw: str, seen: str) -> None:
    assert clean(raw) == seen


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_and_leaves_nothing_unseen(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert once == once.strip()
    once.encode()
    assert plain(plain(raw)) == plain(raw)


@pytest.mark.parametrize("raw", ["", " ", "n/a", "N/A", "None", "?", "-", "—", "#REF!", "k.A."])
def test_many_words_mean_nothing(raw: str) -> None:
    assert meaning(raw) == ""


def test_a_cell_equal_to_its_own_column_name_means_nothing() -> None:
    assert meaning("SerialNumber", "SerialNumber") == ""
    assert meaning("Roof", "SerialNumber") == "Roof"


def test_the_words_for_nothing_are_the_sites_own_if_it_says_so() -> None:
    assert meaning("NA", empty=("frei",)) == "NA"
    assert meaning("Frei", empty=("frei",)) == ""


@pytest.mark.parametrize(
    ("text", "letter"),
    [("a", "A"), ("High", "A"), ("1", "A"), ("mittel", "B"), ("2", "B"), ("Faible", "C"),
     ("3", "C"), ("baja", "C"), ("S", "S"), ("Statutory", "S"), ("Class A", "A"), ("élevée", "A")],
)  # fmt: skip
def test_criticality_is_a_letter_a_word_or_a_number(text: str, letter: str) -> None:
    assert criticality_of(text) == letter


def test_any_other_criticality_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"“purple” is no criticality\. Write A, B, C or S"):
        criticality_of("purple")


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-02", "2024/3/2", "2024-03-02 16:25:04.594", "2024-03-02T19:06:43-05:00",
        "20240302", "45353", "45353.75", "02.03.2024", "2.3.24", "2. 3. 2024 10:00",
    ],
)  # fmt: skip
def test_dates_are_read_as_lists_write_them(text: str) -> None:
    assert date_of(text) == dt.date(2024, 3, 2)


@pytest.mark.parametrize(
    ("text", "order", "date"),
    [
        ("23/1/2024", None, dt.date(2024, 1, 23)),
        ("1/23/24 8:30:00 PM", None, dt.date(2024, 1, 23)),
        ("3/3/2024", None, dt.date(2024, 3, 3)),
        ("2/3/2024", "dmy", dt.date(2024, 3, 2)),
        ("2/3/2024", "mdy", dt.date(2024, 2, 3)),
        ("2-3-99", "dmy", dt.date(1999, 3, 2)),
    ],
)
def test_a_slashed_date_is_read_where_only_one_order_is_possible_or_said(
    text: str, order: Order | None, date: dt.date
) -> None:
    assert date_of(text, order) == date


def test_a_date_that_may_be_day_month_or_month_day_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ImportRefused, match="“2/3/2024” may be day/month or month/day"):
        date_of("2/3/2024")


@pytest.mark.parametrize(
    "text",
    ["2 March 2024", "02-Mar-24", "2. März 2024", "March 2, 2024", "2 mars 2024", "Mar 2 2024",
     "2-marzo-2024", "2024年3月2日", "2024年03月02日 10:00"],
)  # fmt: skip
def test_dates_with_the_name_of_the_month_are_read(text: str) -> None:
    assert date_of(text) == dt.date(2024, 3, 2)


def test_a_date_says_which_two_it_may_be() -> None:
    assert two_dates("4/5/16") == (dt.date(2016, 5, 4), dt.date(2016, 4, 5))
    for text in ("4/4/16", "23/4/16", "4/23/16", "0/1/00", "2016-04-05", "30/30/16"):
        assert two_dates(text) is None


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2023, 12, 15), 36, dt.date(2026, 12, 15)),
        (dt.date(2023, 11, 30), 3, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
    ],
)
def test_months_after_a_date_end_on_its_day_or_the_last_of_the_month(
    start: dt.date, months: int, end: dt.date
) -> None:
    assert months_after(start, months) == end


def test_a_number_of_months_is_told_from_a_date() -> None:
    assert [months_of(text) for text in ("36", "12 months", "24 Monate")] == [36, 12, 24]
    assert [months_of(text) for text in ("45353", "0", "2026", "x")] == [None] * 4


@pytest.mark.parametrize(
    ("text", "condition"),
    [("Operational", "up"), ("Opérationnel", "up"), ("Ready to Deploy", "up"), ("Deployed", "up"),
     ("Down", "down"), ("En panne", "down"), ("Undeployable", "down"), ("Defekt", "down"),
     ("Hors service", "down"), ("Degraded", "degraded"), ("Pending Diagnostics", None)],
)  # fmt: skip
def test_words_for_how_a_thing_is_give_its_condition(text: str, condition: str | None) -> None:
    assert condition_of(text) == condition
    assert not is_gone(text)


@pytest.mark.parametrize("text", ["Archived", "Lost", "Lost/Stolen", "Ausgemustert", "Retired"])
def test_words_for_out_of_use_are_no_condition(text: str) -> None:
    assert is_gone(text)
    assert condition_of(text) is None
    assert says_yes(text)


def test_yes_is_told_from_no_in_four_languages() -> None:
    assert all(map(says_yes, ("Yes", "oui", "Ja", "sí", "TRUE", "1", "x")))
    assert not any(map(says_yes, ("No", "Non", "Nein", "FALSE", "0", "")))


@pytest.mark.parametrize("text", ["1900-12-31", "0/1/00", "1899-12-31T00:00:00", "1970-01-01"])
def test_the_dates_that_programs_write_for_none_mean_none(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    "text", ["soon", "2024-13-02", "31.02.2024", "13/13/2024", "99999", "1812-01-01", "30/02/2024"]
)
def test_what_is_no_date_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ImportRefused, match=r"is no date\. Write it as year-month-day"):
        date_of(text)


def test_the_order_of_a_column_is_told_by_its_dates_that_can_be_read_one_way() -> None:
    assert order_of(["2/3/2024", "1/23/24", ""]) == "mdy"
    assert order_of(["2/3/2024", "23/1/24"]) == "dmy"
    assert order_of(["2/3/2024"]) is None
    assert order_of(["1/23/2024", "23/1/2024"]) is None


@given(st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 31)))
def test_any_date_is_read_back_from_each_way_of_writing_it(date: dt.date) -> None:
    serial = (date - dt.date(1899, 12, 30)).days
    assert date_of(date.isoformat()) == date
    assert date_of(date.strftime("%d.%m.%Y")) == date
    assert date_of(date.strftime("%m/%d/%y"), "mdy") == date
    assert date_of(str(serial)) == date


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Projector", "projector"), ("Beamer", "projector"), ("LCD projector", "projector"),
        ("Ceiling mounted projectors", "projector"), ("Vidéoprojecteur Epson", "projector"),
        ("Beamer 2", "projector"), ("Projecter", "projector"), ("TV", "flat_panel_display"),
        ("flat_panel_display", "flat_panel_display"), ("Lautsprecher", "audio_system"),
        ("Touch panel", "control_system"), ("Visualiser", "document_camera"),
        ("Video conference system", "video_conferencing"), ("Lectern PC", "lectern_pc"),
        ("Light Fixture Type A", "lighting"), ("Luminaires", "lighting"),
        ("Klimaanlage", "hvac_room_unit"), ("Fan-coil unit", "hvac_room_unit"),
        ("Fire Extinguisher", "fire_extinguisher"), ("Extincteur CO2", "fire_extinguisher"),
        ("Feuerlöscher", "fire_extinguisher"), ("AED", "aed"), ("Defibrillator", "aed"),
        ("Augendusche", "eyewash_shower"), ("Fume cupboard", "fume_hood"),
    ],
)  # fmt: skip
def test_the_words_for_a_type_of_equipment_give_its_slug(text: str, slug: str) -> None:
    assert equipment_type_of(text) == slug


@pytest.mark.parametrize(
    "text",
    ["", "?", "ABC", "Projector screen", "Fire extinguisher cabinet", "Projector lamp", "Sink",
     "Smoke Detector", "Skylight", "Door Type A", "Warning light", "Single Pole Switch", "消火器"],
)  # fmt: skip
def test_what_only_sounds_like_a_type_of_equipment_is_none(text: str) -> None:
    assert equipment_type_of(text) is None


def test_each_type_is_known_by_its_own_name() -> None:
    assert len(TYPES) == 13
    assert [equipment_type_of(slug) for slug in TYPES] == list(TYPES)
