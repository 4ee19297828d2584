"""By when a fault is promised to be restored."""

from datetime import timedelta

import pytest

from app.equipment.models import Symptom
from app.faults.models import Effect
from app.faults.promises import restore_by, target
from app.places import queries as places
from app.places.models import Criticality
from tests.builders import NOON, Builder

HOUR = 60


@pytest.mark.parametrize(
    ("danger", "effect", "criticality", "hours"),
    [
        (True, Effect.DEGRADED, Criticality.C, 4),
        (False, Effect.ROOM_DOWN, Criticality.C, 8),
        (False, Effect.DEGRADED, Criticality.A, 8),
        (False, Effect.DEGRADED, Criticality.S, 8),
        (False, Effect.UNIT_DOWN, Criticality.B, 24),
        (False, Effect.DEGRADED, Criticality.B, 80),
        (False, Effect.DEGRADED, Criticality.C, 80),
    ],
)
def test_the_first_line_of_the_table_that_fits(
    danger: bool, effect: Effect, criticality: Criticality, hours: int
) -> None:
    assert target(Symptom(danger=danger), effect, criticality).minutes == hours * HOUR


def test_only_support_hours_count(make: Builder) -> None:
    room = places.room(make.room(criticality=Criticality.A).id)
    assert room
    promised = restore_by(room, Symptom(danger=False), Effect.UNIT_DOWN, at=NOON)
    assert promised.isoformat() == "2026-03-04T10:00:00+00:00", "6 hours on Tuesday, 2 on Wednesday"


def test_a_calendar_without_hours_is_promised_in_whole_days(make: Builder) -> None:
    site = make.site(support_calendar=make.support_calendar(hours=[]))
    room = places.room(make.room(building=make.building(site=site)).id)
    assert room
    promised = restore_by(room, Symptom(danger=False), Effect.UNIT_DOWN, at=NOON)
    assert promised == NOON + timedelta(days=3)
