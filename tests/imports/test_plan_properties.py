"""What holds for any list: the sums add up, and what was imported once is the same ever after."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.imports.meaning.records import EquipmentRow, Record, Refusal, RoomRow
from app.imports.planning.estate import Estate
from app.imports.planning.plans import Outcome
from tests.imports.estates import TYPES, applied, campus, estate_of, outcomes, planned, projector

NAMES = st.sampled_from(["A101", "a101", "A102", "B1"])
MAYBE = st.one_of(st.none(), st.sampled_from(["1", "2", "X"]))
PLACES = {"building": st.sampled_from(["Main Hall", "Wing"]), "room": NAMES, "floor": MAYBE}
ROOMS = st.builds(
    RoomRow,
    line=st.just(0),
    description=MAYBE,
    criticality=st.one_of(st.none(), st.sampled_from("AB")),
    external_id=MAYBE,
    **PLACES,
)
UNITS = st.builds(
    EquipmentRow,
    line=st.just(0),
    equipment_type=st.sampled_from(["projector", None]),
    type_text=st.sampled_from(["Beamer", "Thing"]),
    maker=MAYBE,
    name=st.one_of(st.none(), st.sampled_from(["Left", "left"])),
    asset_tag=MAYBE,
    serial_number=MAYBE,
    external_id=MAYBE,
    **PLACES,
)
BEGINNINGS = st.sampled_from(["empty", "without ids", "with ids"])
REFUSALS = st.builds(
    Refusal, line=st.just(0), column=st.just("Room"), message=st.just("No."), values=st.just({})
)


def numbered(rows: list[Record]) -> list[Record]:
    """The rows on lines of their own; a refusal may be its line's second."""
    made: list[Record] = []
    for line, row in enumerate(rows, start=2):
        made.append(type(row)(**{n: getattr(row, n) for n in row.__slots__} | {"line": line}))
        if isinstance(row, Refusal) and line % 2:
            made.append(Refusal(line, "Floor", "Neither."))
    return made


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(ROOMS, REFUSALS), max_size=8), BEGINNINGS)
def test_every_list_of_rooms_adds_up_and_is_the_same_when_it_comes_again(
    rows: list[Record], begins: str
) -> None:
    check(rows, begins)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(UNITS, REFUSALS), max_size=8), BEGINNINGS)
def test_every_list_of_units_adds_up_and_is_the_same_when_it_comes_again(
    rows: list[Record], begins: str
) -> None:
    check(rows, begins)


def check(rows: list[Record], begins: str) -> None:
    estate = Estate(TYPES)
    if begins != "empty":
        there = campus(source="list", external_id="1") if begins == "with ids" else campus()
        estate = estate_of(there, units=[projector(there, asset_tag="2"), projector(there)])
    records = numbered(rows)
    made = planned(estate, *records)
    assert made.read == len(rows) == sum(made.counts.values())
    assert made.counts[Outcome.CREATE] == len(made.units) + len(made.rooms) - made.passing
    again = planned(applied(estate, made), *records)
    assert set(outcomes(again)) <= {"s", "r", "x"}
    assert not [*again.rooms, *again.units, *again.buildings, *again.floors, *again.models]
    assert again.counts[Outcome.REFUSED] == made.counts[Outcome.REFUSED]
