"""An import is taken back as far as nobody built on it; what stays is told with the reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.codes import service as tags
from app.codes.models import Tag, TagState
from app.database import Base
from app.equipment import service as equipment
from app.equipment.models import Equipment, EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.imports.applying.recorded import TABLES
from app.imports.models import ImportBatch, ImportChange, ImportState, Left, What
from app.imports.past.leaning import BUILT_ON, COMPUTED, LEANS, LINKS
from app.imports.past.undoing import foresee, undo
from app.imports.preparing import Choices
from app.places import service as places
from app.places.models import Building, Floor, Room, Site, SupportCalendar
from tests.builders import NOON, Builder
from tests.imports.estate_said import said
from tests.imports.test_applying import ROOMS, UNITS, imported, room, stored

EVERYTHING = (SupportCalendar, Site, Building, Floor, Room, EquipmentModel, Equipment)


def batch(number: int = 1) -> ImportBatch:
    return db.session.get_one(ImportBatch, number)


def left(number: int = 1) -> dict[str, str]:
    """What of an import would stay, by name: the reason."""
    foreseen = foresee(batch(number))
    wanted = select(ImportChange).where(ImportChange.batch_id == number)
    found = {each.number: each for each in db.session.scalars(wanted)}
    return {found[each].name: reason.value for each, reason in foreseen.left.items()}


def unit(asset_tag: str) -> Equipment:
    return db.session.scalars(select(Equipment).where(Equipment.asset_tag == asset_tag)).one()


def taken_back(number: int = 1) -> None:
    undo(batch(number), None, at=NOON)
    db.session.commit()
    db.session.expire_all()


def test_what_nobody_built_on_is_gone_to_the_last_row(types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS)
    taken_back(2)
    assert stored(*EVERYTHING) == (1, 1, 1, 2, 2, 0, 0)
    taken_back(1)
    assert stored(*EVERYTHING) == (0,) * 7
    assert (batch(1).state, batch(1).undone_at) == (ImportState.UNDONE, NOON)


def test_changed_rows_are_what_they_were_and_their_rooms_are_touched(types: None) -> None:
    imported(*ROOMS)
    imported(*UNITS)
    there = said()
    imported(ROOMS[0], "Main Hall,2. OG,0.02,Aula,C,r1", "Annexe,,9,,,r9")
    imported(UNITS[0], "Annexe,,9,Projector,Sony,X,T1,S9,2025-01-01", choices=Choices())
    taken_back(4)
    taken_back(3)
    assert said() == there


def versions() -> dict[str, int]:
    db.session.expire_all()
    return {each.name: each.version for each in db.session.scalars(select(Room))}


def test_every_room_that_shows_something_else_is_touched_and_no_other(types: None) -> None:
    imported(*ROOMS, "Main Hall,,3,,,r3", "Main Hall,,4,,,r4", "Main Hall,,5,,,r5")
    imported(*UNITS)
    imported(
        UNITS[0],
        "Main Hall,,3,Projector,Epson,EB-1,T1,,",
        "Main Hall,,4,Lamp,,,T9,,",
        "Main Hall,,6,Lamp,,,T8,,",
    )
    imported(ROOMS[0], "Main Hall,,2.01,Class room,,r2")
    before = versions()
    taken_back(4)
    taken_back(3)
    after = versions()
    assert "6" not in after
    raised = {name for name, version in after.items() if version > before[name]}
    assert raised == {"0.01", "2.01", "3", "4"}


def test_two_rooms_that_swapped_their_names_swap_back(types: None) -> None:
    imported(*ROOMS)
    first = room("0.01").id
    imported(ROOMS[0], "Main Hall,,2.01,,,r1", "Main Hall,,0.01,,,r2")
    taken_back(2)
    assert room("0.01").id == first


def test_a_new_room_gives_the_name_back_that_it_took(types: None) -> None:
    imported(*ROOMS)
    there = said()
    imported(ROOMS[0], "Main Hall,,0.99,,,r1", "Main Hall,,0.01,,,r3")
    taken_back(2)
    assert said() == there


Build = Callable[[Builder], object]

ON_A_ROOM: dict[str, Build] = {
    "checked": lambda make: make.check(room=room("0.01")),
    "fault": lambda make: make.fault(room=room("0.01"), equipment=None),
    "tag": lambda make: make.tag(room=room("0.01")),
    "retired": lambda _make: places.retire_room(room("0.01"), at=NOON),
    "edited": lambda _make: places.change_room(room("0.01"), description="Aula"),
    "used": lambda make: make.equipment(room=room("0.01")),
}


@pytest.mark.parametrize("reason", ON_A_ROOM)
def test_a_room_that_was_built_on_stays_with_its_building(
    types: None, make: Builder, reason: str
) -> None:
    imported(*ROOMS)
    ON_A_ROOM[reason](make)
    db.session.commit()
    told = left()
    assert told.pop("0.01") == reason
    assert told == {"EG": "used", "Main Hall": "used", "Main campus": "used"}
    taken_back()
    assert stored(Room, Floor, Building) == (1, 1, 1)
    assert room("0.01")
    kept = select(ImportChange.name).where(ImportChange.left == Left(reason))
    assert "0.01" in db.session.scalars(kept).all()


ON_A_UNIT: dict[str, Build] = {
    "checked": lambda make: make.finding(equipment=unit("T1")),
    "fault": lambda make: make.fault(room=room("0.01"), equipment=unit("T1")),
    "tag": lambda make: make.tag(equipment=unit("T1"), state=TagState.PLACED),
    "retired": lambda _make: equipment.retire_unit(unit("T1"), at=NOON),
    "edited": lambda _make: equipment.change_unit(unit("T1"), note="Bulb is new"),
}


@pytest.mark.parametrize("reason", ON_A_UNIT)
def test_a_unit_that_was_built_on_stays_with_its_model_and_room(
    types: None, make: Builder, reason: str
) -> None:
    imported(*UNITS)
    ON_A_UNIT[reason](make)
    db.session.commit()
    taken_back()
    assert [each.asset_tag for each in db.session.scalars(select(Equipment))] == ["T1"]
    assert stored(EquipmentModel) == (1,)
    assert room("0.01")


def test_a_unit_moved_by_hand_stays_and_its_first_room_goes(types: None, make: Builder) -> None:
    imported(*UNITS)
    equipment.move_unit(unit("T1"), make.room(name="Store"))
    db.session.commit()
    assert left()["Projector"] == "edited"
    taken_back()
    assert [each.name for each in db.session.scalars(select(Room))] == ["Store"]


def test_a_tag_that_is_on_no_paper_goes_with_its_room(types: None, make: Builder) -> None:
    imported(*ROOMS)
    tags.issue(room("0.01"), at=NOON)
    db.session.commit()
    taken_back()
    assert stored(Tag, Room) == (0, 0)


def test_a_tag_that_waits_to_be_printed_holds_its_room(types: None, make: Builder) -> None:
    imported(*ROOMS)
    make.batch(tags.issue(room("0.01"), at=NOON))
    assert left()["0.01"] == "tag"


def test_under_a_newer_import_of_the_same_rows_they_stay(types: None) -> None:
    imported(*ROOMS)
    imported(ROOMS[0], "Main Hall,,0.01,Aula,,r1")
    assert left(1)["0.01"] == "later"
    taken_back(2)
    assert left(1) == {}


def test_what_a_newer_import_came_from_waits_for_it(types: None) -> None:
    imported(*UNITS)
    imported(UNITS[0], "Main Hall,,5,Projector,Epson,EB-1,T1,,", "Main Hall,,5,Projector,,,T2,,")
    assert left(1)["0.01"] == "later"
    taken_back(1)
    taken_back(2)
    assert {each.room_id for each in db.session.scalars(select(Equipment))} == {room("0.01").id}


def test_a_changed_row_that_somebody_changed_again_is_left_whole(types: None) -> None:
    imported(*ROOMS)
    imported(ROOMS[0], "Main Hall,,2.01,Class room,C,r2", "Main Hall,,0.01,Aula,,r1")
    places.change_room(room("2.01"), description="Lab")
    db.session.commit()
    assert left(2) == {"2.01": "edited"}
    taken_back(2)
    assert (room("2.01").description, room("2.01").criticality) == ("Lab", "C")
    assert room("0.01").description == "Lecture theatre"


def test_a_change_of_something_else_by_hand_is_no_hindrance(types: None) -> None:
    imported(*UNITS)
    imported(UNITS[0], "Main Hall,,0.01,Projector,Sony,X,T1,,")
    equipment.change_unit(unit("T1"), note="Bulb is new")
    taken_back(2)
    changed = unit("T1")
    assert (changed.note, db.session.get_one(EquipmentModel, changed.model_id).maker) == (
        "Bulb is new",
        "Epson",
    )


def test_an_old_name_that_another_room_bears_by_now_is_not_forced(
    types: None, make: Builder
) -> None:
    imported(*ROOMS)
    imported(ROOMS[0], "Main Hall,,0.99,,,r1")
    make.room(building=db.session.scalars(select(Building)).one(), name="0.01")
    assert left(2) == {"0.01": "name_taken"}


def test_into_a_room_out_of_use_nothing_goes_back(types: None) -> None:
    imported(*UNITS)
    imported(UNITS[0], "Main Hall,,5,Projector,,,T1,,", "Main Hall,,5,Projector,,,T2,,")
    places.retire_room(room("0.01"), at=NOON)
    assert left(2)["Projector"] == "no_way_back"


def test_taken_back_twice_it_is_refused_in_a_sentence(types: None) -> None:
    imported(*ROOMS)
    taken_back()
    with pytest.raises(Refusal, match="taken back already"):
        undo(batch(), None, at=NOON)


def test_where_everything_is_built_on_nothing_is_taken_back(types: None, make: Builder) -> None:
    imported(*ROOMS)
    imported(ROOMS[0], "Main Hall,,2.01,Class room,,r2")
    places.change_room(room("2.01"), description="Lab")
    with pytest.raises(Refusal, match="built on by now"):
        undo(batch(2), None, at=NOON)
    db.session.rollback()
    assert batch(2).state is ImportState.APPLIED


def test_what_was_looked_at_is_what_is_done(types: None, make: Builder) -> None:
    imported(*ROOMS)
    seen = foresee(batch()).fingerprint
    make.check(room=room("0.01"))
    with pytest.raises(Refusal, match="Something has changed since you looked"):
        undo(batch(), None, at=NOON, as_seen=seen)


def test_the_same_list_again_is_the_same_dry_run_and_its_keys_are_free(types: None) -> None:
    first = imported(*ROOMS)
    taken_back()
    assert imported(*ROOMS).lines == first.lines


def test_every_key_that_leads_to_what_an_import_makes_is_known_to_its_undo() -> None:
    """A new table that refers to rooms or units comes with a line in `past.ties`."""
    made = {table.__tablename__: what for what, table in TABLES.items()}
    leading = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in made
    }
    known = {(TABLES[what].__tablename__, column) for what, column, _on in LEANS}
    known |= {(each.class_.__tablename__, each.key) for _l, _w, each, _c in BUILT_ON}
    known |= {(key.class_.__tablename__, key.key) for link in LINKS for key in link[2:4]}
    known |= {(column.class_.__tablename__, column.key) for _what, column in COMPUTED}
    assert leading == known | {("support_hours", "calendar_id")}


def test_every_kind_stands_after_those_that_it_leans_on() -> None:
    order = list(What)
    assert all(order.index(on) < order.index(what) for what, _column, on in LEANS)
