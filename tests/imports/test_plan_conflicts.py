"""Lines at odds are conflicts: refused until a person settles them, each with what to do."""

from __future__ import annotations

import pytest

from app.imports.meaning.records import Record
from app.imports.planning.estate import Building, Estate, Room
from app.imports.planning.plans import Outcome
from tests.imports.estates import (
    campus,
    estate_of,
    outcomes,
    planned,
    projector,
    reason,
    room_row,
    unit_row,
)


def estate() -> Estate:
    """Two rooms with ids, a wing, and two units: one known by its id, one by its tag."""
    first = campus(source="list", external_id="1")
    second = Room(first.building, "A102", source="list", external_id="2")
    wing = Room(Building(first.building.site, "Wing"), "W1")
    units = [
        projector(first, name="Left", source="list", external_id="1"),
        projector(first, name="Right", asset_tag="T-2"),
    ]
    return estate_of(first, second, wing, units=units)


@pytest.mark.parametrize(
    ("rows", "told", "said"),
    [
        (
            [room_row(2, "B1", description="Lab"), room_row(3, "B1", description="Office")],
            "nx",
            "“B1” stands on line 2 already, with other values. Keep one",
        ),
        (
            [unit_row(2, asset_tag="T-9"), unit_row(3, asset_tag="T-9", name="Other")],
            "nx",
            "“T-9” stands on line 2 already, with other values. Keep one",
        ),
        (
            [unit_row(external_id="1", asset_tag="T-2")],
            "x",
            "The id “1” is that of “Left” here, and the asset tag “T-2” is that of “Right”",
        ),
        (
            [room_row(building="Wing", external_id="1")],
            "x",
            "a room does not move to another building. Correct the id",
        ),
        (
            [room_row(room="A102", external_id="1")],
            "x",
            "Room “A101” can't be named “A102”: another room in Main Hall is",
        ),
        ([room_row(external_id="8")], "x", "has the id “1” here, and “8” in this list. Correct"),
    ],
)
def test_lines_at_odds_wait_for_a_person(rows: list[Record], told: str, said: str) -> None:
    made = planned(estate(), *rows)
    assert outcomes(made) == told
    assert said in reason(made)
    assert (made.conflicts, made.counts[Outcome.REFUSED]) == (1, 1)
    assert made.read == sum(made.counts.values())


def test_what_is_wrong_with_one_line_alone_is_no_conflict() -> None:
    closed = planned(estate_of(campus(is_retired=True)), room_row())
    assert (outcomes(closed), closed.conflicts) == ("r", 0)
