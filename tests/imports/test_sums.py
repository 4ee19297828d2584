"""Of any list, however messy: each line is told once, the sums add up, and it comes only once."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.extensions import db
from app.imports.applying import service
from app.imports.models import ImportBatch
from app.imports.past.undoing import foresee, undo
from app.imports.planning.plans import FIGURES, Outcome, Plan
from app.imports.preparing import Choices, Prepared, prepare
from tests.builders import NOON
from tests.imports.estate_said import said
from tests.imports.estates import outcomes
from tests.imports.files import csv_bytes
from tests.imports.test_undo_properties import new_estate

HEADER = "Building,Floor,Room,Type,Maker,Name,Asset tag,Serial number,Installed on,Id"
SITE = Choices(site="Campus", phone="5555")
CAREFUL = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
GOOD = ["A101", "a101", "\u200bA101", "Epson", "=1+1", "0.01"]
MESS = st.sampled_from([*GOOD, *GOOD, "", " ", "n/a", "-", "x" * 300, "1.0E+15"])
GOOD_DATES = ["", "2024-03-02", "31.12.2023"]
DATES = st.sampled_from([*GOOD_DATES, *GOOD_DATES, "32.13.2024", "soon"])
KEYS = st.sampled_from(["", "1", "2", "T-1", "t-1", "0001"])
MESSY = st.tuples(
    *(st.sampled_from(["Main Hall", "main hall", "Wing", "Main Hall", ""]), MESS, MESS),
    *(st.sampled_from(["Projector", "beamer", "Piano", ""]), MESS, MESS),
    *(KEYS, MESS, DATES, KEYS),
).map(",".join)
LINES = st.lists(st.one_of(MESSY, st.sampled_from(["", ",,,,", HEADER, "Main Hall"])), max_size=12)
TIDY = st.lists(
    st.tuples(
        st.sampled_from(["0.01", "0.02", "1.01"]),
        st.sampled_from(["Projector", "Piano"]),
        st.sampled_from(["Epson", ""]),
        st.sampled_from(["Left", "Right", ""]),
        st.sampled_from(["S1", "S2", ""]),
    ),
    min_size=1,
    max_size=8,
)
"""Units that are told apart by their tags, and say the same of the room that they share."""


def dry_run(lines: list[str]) -> Prepared:
    return prepare(csv_bytes(HEADER, *lines), "list.csv", SITE)


def tidy(units: list[tuple[str, ...]]) -> list[str]:
    return [
        f"Main Hall,{room[0]},{room},{kind},{maker},{name},T{number},{serial},2024-03-02,"
        for number, (room, kind, maker, name, serial) in enumerate(units)
    ]


def brought(lines: list[str]) -> tuple[Plan, ImportBatch]:
    """The plan and the batch, after it was applied."""
    made = dry_run(lines)
    assert made.plan
    assert made.origin
    return made.plan, service.apply(made.plan, made.origin, at=NOON, timezone="UTC")


@settings(CAREFUL, max_examples=40)
@given(LINES)
def test_each_line_of_a_messy_list_is_told_once_and_counted_once(
    types: None, lines: list[str]
) -> None:
    made = dry_run(lines)
    if made.plan is None:
        assert str(made.refused)
        return
    assert made.sheet
    assert [each.line for each in made.plan.lines] == [row.line for row in made.sheet.rows]
    assert made.plan.read == len(made.sheet.rows) == sum(made.plan.counts.values())
    assert tuple(made.plan.counts) == FIGURES
    assert all(each.says for each in made.plan.lines if each.outcome.figure is Outcome.REFUSED)
    units = made.plan.counts[Outcome.CREATE], made.plan.counts[Outcome.CHANGE]
    assert units == (len(made.plan.units), len(made.plan.changed_units))


@CAREFUL
@given(LINES)
def test_a_messy_list_that_comes_again_changes_nothing(types: None, lines: list[str]) -> None:
    with new_estate():
        if dry_run(lines).plan is None:
            return
        first, batch = brought(lines)
        there, again = said(), dry_run(lines).plan
        assert again
        assert set(outcomes(again)) <= {"s", "r", "x"}
        assert again.counts[Outcome.REFUSED] == first.counts[Outcome.REFUSED]
        figures = (batch.created, batch.changed, batch.same, batch.refused)
        assert (sum(figures), figures) == (batch.read, tuple(first.counts.values()))
        brought(lines)
        assert said() == there


@CAREFUL
@given(TIDY, st.data())
def test_a_newer_version_changes_exactly_the_lines_that_it_changed(
    types: None, units: list[tuple[str, ...]], chosen: st.DataObject
) -> None:
    with new_estate():
        brought(tidy(units))
        which = chosen.draw(st.sets(st.integers(0, len(units) - 1)))
        newer = [
            (*each[:4], f"N{number}") if number in which else each
            for number, each in enumerate(units)
        ]
        plan, _batch = brought(tidy(newer))
        assert outcomes(plan) == "".join("c" if n in which else "s" for n in range(len(units)))
        assert (plan.rooms, plan.units, plan.models) == ((), (), ())


@CAREFUL
@given(TIDY, st.randoms(use_true_random=False))
def test_the_order_of_lines_makes_no_difference_where_none_are_at_odds(
    types: None, units: list[tuple[str, ...]], chance: Random
) -> None:
    with new_estate():
        brought(tidy(units))
        there = said()
        db.session.rollback()
    with new_estate():
        mixed = tidy(units)
        chance.shuffle(mixed)
        brought(mixed)
        assert said() == there
        plan, _batch = brought(tidy(units))
        assert set(outcomes(plan)) == {"s"}


@CAREFUL
@given(LINES)
def test_a_list_that_was_taken_back_can_come_again(types: None, lines: list[str]) -> None:
    with new_estate():
        if dry_run(lines).plan is None:
            return
        first, batch = brought(lines)
        there = said()
        if foresee(batch).numbers:
            undo(batch, None, at=NOON)
        second, _batch = brought(lines)
        assert (second.lines, said()) == (first.lines, there)
