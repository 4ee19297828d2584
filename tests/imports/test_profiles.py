"""How a list is read is kept once under a name, and found again for the next list of its shape."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refusal
from app.extensions import db
from app.imports.deciding import queries
from app.imports.deciding.service import keep_profile, remove, rename
from app.imports.deciding.shapes import COLUMN, differences, likeness, named, names, numbered
from app.imports.looking import forms
from app.imports.models import Profile
from tests.builders import Builder

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEADER = ["Bldg", "Room No.", "Serial #", "serial number", "Note"]
CHOICES = {"kind": "equipment", "column.building": "0", "column.note": "-", "site": "Campus"}


def kept(name: str = "Stock list", header: list[str] | None = None, days: int = 0) -> Profile:
    at = NOW + timedelta(days=days)
    profile = keep_profile(name, header or HEADER, CHOICES, None, at=at)
    db.session.commit()
    return profile


def test_choices_are_kept_by_the_names_of_columns() -> None:
    choices = {"column.room": "1", "column.serial_number": "3", "column.note": "-", "site": "1"}
    assert named(choices, HEADER) == {
        "column.room": "room no",
        "column.serial_number": "serial number#2",
        "column.note": "-",
        "site": "1",
    }


def test_what_is_said_of_one_file_is_not_kept() -> None:
    secret = {"csrf_token": "x", "fingerprint": "y", "seen": "z", "kind": "rooms"}
    assert named(secret, HEADER) == {"kind": "rooms"}


def test_columns_are_found_again_wherever_they_stand() -> None:
    known = named({"column.room": "1", "column.serial_number": "2"}, HEADER)
    other = ["Serial-Number", "x", "ROOM NO"]
    assert numbered(known, other) == {"column.room": "2", "column.serial_number": "0"}
    assert numbered(known, ["Room No"]) == {"column.room": "0"}


@given(st.lists(st.text(max_size=20), max_size=12), st.data())
def test_what_is_named_is_numbered_as_it_was(header: list[str], data: st.DataObject) -> None:
    numbers = st.sampled_from(["", "-", *map(str, range(len(header)))])
    chosen = data.draw(st.dictionaries(st.sampled_from("abcde"), numbers))
    choices = {f"column.{name}": text for name, text in chosen.items()}
    assert numbered(named(choices, header), header) == choices
    assert len(set(names(header))) == len(header)


def test_a_number_that_is_none_of_a_column_says_nothing_later() -> None:
    assert numbered(named({"column.room": "99"}, HEADER), HEADER) == {}


def test_choices_of_columns_are_named_as_the_form_names_them() -> None:
    assert COLUMN == forms.COLUMN


def test_the_same_header_finds_its_profile_in_any_order_and_spelling(make: Builder) -> None:
    profile = kept()
    assert queries.profile_for(HEADER) is profile
    assert queries.profile_for(["note", "BLDG", "Serial #", "Room-No", "SERIAL NUMBER"]) is profile
    assert profile.choices["column.building"] == "bldg"


def test_a_header_with_four_names_of_five_in_common_finds_the_nearest(make: Builder) -> None:
    kept("Far", ["Bldg", "Room No.", "Serial #", "Colour", "Height"])
    near = kept("Near")
    grown = [*HEADER[:-1], "Remark"]
    assert queries.profile_for(grown) is near
    told = differences(near.header, grown)
    assert (told.missing, told.added) == (("note",), ("Remark",))
    assert not differences(near.header, list(reversed(HEADER)))


def test_a_header_of_another_shape_finds_none(make: Builder) -> None:
    kept()
    assert queries.profile_for([*HEADER[:3], "a", "b"]) is None
    assert queries.profile_for([]) is None
    assert likeness(["a"], []) == 0


def test_of_equals_the_newest_is_found(make: Builder) -> None:
    kept("Old", days=1)
    newest = kept("New", days=2)
    kept("Older")
    assert queries.profile_for(HEADER) is newest


def test_keeping_again_under_its_name_changes_the_profile(make: Builder) -> None:
    profile = kept()
    changed = {"kind": "equipment", "column.building": "1"}
    person = make.person()
    again = keep_profile(" Stock  list ", [*HEADER, "more"], changed, person, at=NOW)
    db.session.commit()
    assert again is profile
    assert (profile.choices["column.building"], profile.person_id) == ("room no", person.id)
    assert len(profile.header) == 6


def test_a_name_is_that_of_one_profile(make: Builder) -> None:
    kept()
    with pytest.raises(Refusal, match="already"):
        keep_profile("Stock list", ["Other", "columns"], {}, None, at=NOW)
    other = kept("Other", ["x"])
    with pytest.raises(Refusal, match="already"):
        rename(other, "Stock list")
    assert [each.name for each, _ in queries.profiles()] == ["Other", "Stock list"]


@pytest.mark.parametrize("name", ["", " \u200b", "x" * 101])
def test_a_name_says_something_and_fits(make: Builder, name: str) -> None:
    with pytest.raises(Refusal):
        kept(name)
    profile = kept()
    with pytest.raises(Refusal):
        rename(profile, name)


def test_a_profile_is_renamed_and_removed(make: Builder) -> None:
    profile = kept()
    rename(profile, "Assets")
    db.session.commit()
    assert queries.profile("Assets") is profile
    assert queries.profile("Stock list") is None
    remove(profile)
    db.session.commit()
    assert queries.profiles() == []
