"""The demo has rounds to look at."""

import pytest
from sqlalchemy import select

from app.checks.models import Round
from app.checks.rounds.queries import progress_of
from app.extensions import db
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("demo")


def test_a_round_of_today_is_half_done_and_another_waits() -> None:
    rounds = db.session.scalars(select(Round).order_by(Round.id)).all()
    far = progress_of([each.id for each in rounds])
    assert [(far[each.id].done, far[each.id].left) for each in rounds] == [(4, 5), (0, 5)]
    assert {each.planned_on for each in rounds} == {AT.date()}
