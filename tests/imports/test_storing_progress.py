"""How far the storing of a list is, is told whatever it lists; and there it can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from app.checks.models import PastWork
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.imports.applying.service import apply
from app.imports.preparing import Prepared
from app.imports.runs.progress import Part, StoppedError, Tell
from app.places.models import Room
from tests.imports.test_applying import imported, prepared, stored

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
MANY = 2_500
ROOMS = ("Building,Room", *(f"Main,R{n}" for n in range(MANY)))
MODELS = ("Building,Room,Type,Maker,Model", *(f"Main,R1,Projector,M,{n}" for n in range(MANY)))
WORK = (
    "Building,Room,Date,Result,Description",
    *(f"Main,R1,2024-03-02,passed,No. {n}" for n in range(MANY)),
)


def storing(made: Prepared, tell: Tell) -> None:
    assert made.plan
    assert made.origin
    apply(made.plan, made.origin, at=NOW, timezone="UTC", tell=tell)


def made_of(lines: Sequence[str]) -> Prepared:
    """The list beside the one room that stands already."""
    imported("Building,Room", "Main,R1")
    return prepared(*lines)


@pytest.mark.parametrize("lines", [ROOMS, MODELS, WORK])
def test_each_thousand_of_whatever_is_stored_is_told(types: None, lines: Sequence[str]) -> None:
    told: list[tuple[Part, int, int]] = []
    storing(made_of(lines), lambda *words: told.append(words))
    assert {part for part, _done, _total in told} == {Part.STORING}
    assert len({total for _part, _done, total in told}) == 1
    done = [done for _part, done, _total in told]
    assert done == sorted(done)
    assert {0, 1_000, 2_000} <= set(done)
    assert done[-1] < told[0][2]


@pytest.mark.parametrize("lines", [ROOMS, MODELS, WORK])
def test_what_is_stopped_after_a_thousand_leaves_nothing_behind(
    types: None, lines: Sequence[str]
) -> None:
    made = made_of(lines)

    def stops(_part: Part, done: int, _total: int) -> None:
        if done >= 1_000:
            raise StoppedError

    with pytest.raises(StoppedError):
        storing(made, stops)
    db.session.rollback()
    assert stored(Room, EquipmentModel, Equipment, PastWork) == (1, 0, 0, 0)
