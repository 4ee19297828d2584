"""Line charts as plain geometry: where each dot, line and label stands; templates only draw.

Sizes are in units of the drawing's own view box, so that it grows with the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app import formats

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 78, 18, 14, 30
"""What is left for labels around the lines."""

TICKS = 4
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Dot:
    """A value of the line, and whether it is within its limits."""

    x: float
    y: float
    label: str
    fine: bool


@dataclass(frozen=True)
class Mark:
    """A line across the chart, or a label below it: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class LineChart:
    """Everything to be drawn; `line` is the list of points of a polyline."""

    width: int
    height: int
    left: int
    right: int
    base: int
    line: str
    dots: tuple[Dot, ...]
    ticks: tuple[Mark, ...]
    limits: tuple[Mark, ...]
    ends: tuple[str, str]
    """The words below the first and the last dot."""


@dataclass(frozen=True)
class Value:
    """A number at a moment (seconds); `label` says both in words, `when` the moment alone."""

    at: float
    number: float
    label: str
    when: str


def line_chart(
    values: Sequence[Value], low: float | None = None, high: float | None = None
) -> LineChart:
    """The values in the order of their moments, with the limits that they should keep.

    At least one value is needed; the scale holds all values and both limits.
    """
    ticks = scale([*(each.number for each in values), *(x for x in (low, high) if x is not None)])
    first, last = values[0].at, values[-1].at

    def across(at: float) -> float:
        share = (at - first) / (last - first) if last > first else 0.5
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def down(number: float) -> float:
        share = (number - ticks[0]) / (ticks[-1] - ticks[0])
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    dots = tuple(
        Dot(across(each.at), down(each.number), each.label, _is_within(each.number, low, high))
        for each in values
    )
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        base=HEIGHT - BOTTOM,
        line=" ".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
        dots=dots,
        ticks=tuple(Mark(down(tick), formats.number(tick)) for tick in ticks),
        limits=tuple(Mark(down(x), formats.number(x)) for x in (low, high) if x is not None),
        ends=(values[0].when, values[-1].when if len(values) > 1 else ""),
    )


def scale(numbers: Iterable[float]) -> tuple[float, ...]:
    """Round numbers, equally far apart, the first at or below and the last at or above all.

    >>> scale([19, 26])
    (18.0, 20.0, 22.0, 24.0, 26.0)
    """
    known = list(numbers)
    low, high = min(known), max(known)
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / TICKS))
    step = next(each * power for each in STEPS if each * power * TICKS >= span * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def _is_within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)
