"""The readings of a unit over time, drawn within their limits and told in a table."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.charts import BOTTOM, HEIGHT, TOP, Value, line_chart, scale
from app.checks.models import CheckItem, ItemKind, Result
from app.equipment.models import Equipment
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture
def unit(make: Builder) -> Equipment:
    return make.equipment(name="Beamer")


@pytest.fixture
def item(make: Builder) -> CheckItem:
    return make.check_item(
        text="Room temperature", kind=ItemKind.NUMBER, unit="°C", minimum=19, maximum=26
    )


def read_off(make: Builder, unit: Equipment, item: CheckItem, *numbers: float) -> None:
    for days, number in enumerate(reversed(numbers)):
        at = NOON - timedelta(days=30 * days)
        check = make.check(room=unit.room, done_at=at, received_at=at)
        make.finding(
            check=check,
            equipment=unit,
            item_id=item.id,
            reading=number,
            result=item.judged(number),
        )


def test_readings_stand_in_a_drawing_and_in_a_table(
    technician: FlaskClient, make: Builder, unit: Equipment, item: CheckItem
) -> None:
    read_off(make, unit, item, 21, 22.5, 27)

    page = fetch(technician, f"/equipment/{unit.id}/readings")

    assert "Should be between 19 and 26." in page.text
    rows = [row[1:] for row in page.rows[1:]]
    assert rows == [["27 °C", "Not fine"], ["22.5 °C", "Fine"], ["21 °C", "Fine"]]
    drawn = page.response.get_data(as_text=True)
    assert (drawn.count('class="chart__dot"'), drawn.count("chart__dot--bad")) == (2, 1)


def test_a_unit_without_any_says_so(technician: FlaskClient, unit: Equipment) -> None:
    assert "No reading yet" in fetch(technician, f"/equipment/{unit.id}/readings").text


def test_another_units_readings_are_not_its_own(
    technician: FlaskClient, make: Builder, unit: Equipment, item: CheckItem
) -> None:
    read_off(make, make.equipment(), item, 21)

    assert "No reading yet" in fetch(technician, f"/equipment/{unit.id}/readings").text


def test_what_it_meant_on_the_day_stays(
    technician: FlaskClient, make: Builder, unit: Equipment, item: CheckItem
) -> None:
    read_off(make, unit, item, 25)
    item.maximum = 24

    page = fetch(technician, f"/equipment/{unit.id}/readings")
    assert page.rows[1][2] == "Fine"
    assert Result.FAIL is item.judged(25)


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6))


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_a_scale_holds_all_in_a_few_equal_steps(numbers: list[float]) -> None:
    ticks = scale(numbers)
    unseen = 1e-6 * (ticks[-1] - ticks[0])

    assert ticks[0] <= min(numbers) + unseen
    assert ticks[-1] >= max(numbers) - unseen
    assert 2 <= len(ticks) <= 7
    assert sorted(set(ticks)) == list(ticks)


@given(st.lists(NUMBERS, min_size=1, max_size=20), NUMBERS | st.none())
def test_every_dot_is_inside_the_drawing(numbers: list[float], high: float | None) -> None:
    values = [Value(at, number, "", "") for at, number in enumerate(numbers)]
    chart = line_chart(values, None, high)

    edge = 0.6
    assert all(TOP - edge <= dot.y <= HEIGHT - BOTTOM + edge for dot in chart.dots)
    assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)
    assert all(
        dot.fine == (high is None or n <= high) for dot, n in zip(chart.dots, numbers, strict=True)
    )
