"""When a check can have been made."""

from datetime import timedelta

import pytest

from app.checks import service
from app.checks.models import Check, Result, Scope
from app.checks.service import Found
from app.errors import Refusal
from app.extensions import db
from tests.builders import NOON, Builder

TEN_YEARS = timedelta(days=3653)


def _log(make: Builder, off: timedelta) -> Check:
    unit = make.equipment()
    found, at = [Found(unit, Result.PASS)], NOON + off
    by = make.person()
    return service.log(unit.room, by, Scope.ROOM_CHECK, found, key="k", at=at, received_at=NOON)


@pytest.mark.parametrize(
    ("off", "sentence"),
    [
        (TEN_YEARS, "which has not come yet"),
        (timedelta(minutes=5, seconds=1), "which has not come yet"),
        (-TEN_YEARS, "is known here only since later"),
        (-timedelta(days=400, seconds=1), "is known here only since later"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_what_to_do(
    make: Builder, off: timedelta, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        _log(make, off)

    assert "Set the clock of the device right" in str(refused.value)
    assert not db.session.query(Check).count()


@pytest.mark.parametrize("off", [timedelta(minutes=5), timedelta(), -timedelta(days=400)])
def test_a_check_may_be_as_old_as_its_room_and_as_new_as_two_clocks_differ(
    make: Builder, off: timedelta
) -> None:
    assert _log(make, off).done_at == NOON + off
