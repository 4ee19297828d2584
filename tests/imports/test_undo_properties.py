"""What holds for any two lists: an import that is taken back leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from app.errors import Refusal
from app.extensions import db
from app.imports.applying import service
from app.imports.applying.recording import Origin
from app.imports.meaning.records import Record
from app.imports.models import ImportBatch
from app.imports.past.undoing import foresee, undo
from app.imports.planning.dry_run import plan
from app.imports.planning.plans import Plan
from app.imports.queries import existing
from tests.builders import NOON
from tests.examples import examples
from tests.imports.estate_said import said
from tests.imports.test_plan_properties import ROOMS, UNITS, numbered

LISTS = st.builds(
    lambda rooms, units: [*rooms, *units],
    st.lists(ROOMS, max_size=4),
    st.lists(UNITS, max_size=4),
)
"""As COBie lists them: the rooms, then what stands in them."""
ORIGIN = Origin("list.csv", "0" * 64, "list", "rooms")
CAREFUL = settings(
    max_examples=examples(20),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def planned(rows: list[Record]) -> Plan:
    records = numbered(rows)
    found = existing.snapshot(records)
    return plan(records, found, source="list", site="Campus", phone="5555")


def imported(rows: list[Record]) -> ImportBatch:
    try:
        return service.apply(planned(rows), ORIGIN, at=NOON, timezone="UTC")
    except Refusal:  # what can't be applied leaves nothing to take back
        reject()


@contextmanager
def new_estate() -> Iterator[None]:
    """The database of a new installation; whatever is done inside is forgotten."""
    try:
        yield
    finally:
        db.session.rollback()
        db.session.expunge_all()


def taken_back(batch: ImportBatch) -> None:
    """Takes the whole import back, if it did anything."""
    if foresee(batch).numbers:
        assert not undo(batch, None, at=NOON).left


@CAREFUL
@given(LISTS, LISTS)
def test_what_was_imported_and_taken_back_was_never_there(
    types: None, before: list[Record], rows: list[Record]
) -> None:
    with new_estate():
        imported(before)
        there, dry_run = said(), planned(rows)
        taken_back(imported(rows))
        assert said() == there
        assert planned(rows).lines == dry_run.lines


@CAREFUL
@given(st.lists(LISTS, min_size=2, max_size=3))
def test_the_newest_first_leads_back_to_the_beginning(
    types: None, lists: list[list[Record]]
) -> None:
    with new_estate():
        steps = []
        for rows in lists:
            there = said()
            steps.append((imported(rows), there))
        for batch, there in reversed(steps):
            taken_back(batch)
            assert said() == there


@CAREFUL
@given(st.lists(LISTS, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_in_any_order_each_does_what_it_foresaw(
    types: None, lists: list[list[Record]], chance: Random
) -> None:
    with new_estate():
        batches = [imported(rows) for rows in lists]
        chance.shuffle(batches)
        for batch in batches:
            foreseen = foresee(batch)
            if foreseen.taken:
                assert undo(batch, None, at=NOON) == foreseen
            said()
