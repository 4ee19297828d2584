"""The words on the band: what to do, what comes of it, whom to call; in one language or two."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from tags.boxes import POINT, Box, Slot, Texts
from tags.fonts import BOLD, REGULAR
from tags.frames import QUIET, Frame


class _Line(NamedTuple):
    """A text on the band: how tall it stands beside others, and the paper above it, as tall."""

    field: str
    tall: float
    above: float
    weight: int


_SMALLEST = 3.5
"""Points under which a text is cut rather than shrunk."""

_TWO_LANGUAGES, _FOUR_LINES = 6.5, 22.0
"""Least heights in mm of the words of two languages, and of those with their details."""

_CAP_TALL, _CAP_LONG = 0.42, 0.08
"""Height in ems of a text that has a band to itself, as shares of the band's height and width."""


def words(frame: Frame, texts: Texts) -> tuple[Slot, ...]:
    """Return the places of the words on the band; the band itself is the same whatever they are."""
    inner = _inner(frame)
    present = texts.present if inner.width >= 45 or frame.side else texts.present - {"second_verb"}
    said = _said(present, inner.height)
    if frame.side or "help_line" not in present:
        return tuple(_stacked(inner, said))
    if inner.width < 45:
        return tuple(_narrow(inner))
    called = _Line("help_line", 1.0, 0.36, BOLD)
    if len(said) > 1 and (frame.under or inner.height > 0.2 * inner.width):
        return tuple(_stacked(inner, [*said, called]))
    width = inner.width * texts.call_share / 10
    gap = 0.3 * inner.height
    beside = replace(inner, x=inner.right - width, width=width)
    rest = replace(inner, width=inner.width - width - gap)
    largest = 0.36 * inner.height / POINT
    slot = Slot("help_line", beside, largest, _SMALLEST, BOLD, 2, across="end", ink="white")
    return (*_stacked(rest, said), slot)


def _inner(frame: Frame) -> Box:
    """Return the part of a band that bears words: under the code they begin where it does."""
    band = frame.band
    pad = min(max(0.16 * band.height, 0.9), 4.0)
    inset = 1.4 * pad
    if band.x < frame.code.right - 1:
        inset = max(frame.code.x + QUIET * frame.code.width - band.x, 1.2)
    return Box(band.x + inset, band.y + 0.5 * pad, band.width - 2 * inset, band.height - pad)


def _said(present: frozenset[str], height: float) -> list[_Line]:
    """Return what is said on a band so high; a second language goes before details."""
    verb, detail = _Line("verb", 1.0, 0, BOLD), _Line("detail", 0.72, 0.12, REGULAR)
    first = [verb, detail] if "detail" in present and height >= 5.4 else [verb]
    if "second_verb" not in present or height < _TWO_LANGUAGES:
        return first
    if height < _FOUR_LINES:
        return [verb, _Line("second_verb", 0.95, 0.15, REGULAR)]
    second = [_Line("second_verb", 1.0, 0.42, BOLD)]
    if "second_detail" in present:
        second.append(_Line("second_detail", 0.72, 0.12, REGULAR))
    return first + second


def _stacked(box: Box, lines: list[_Line]) -> Iterator[Slot]:
    if len(lines) == 1:
        long = _CAP_LONG * box.width * (1 if box.width >= 45 else 2)
        largest = min(_CAP_TALL * box.height, long) / POINT
        yield Slot(lines[0].field, box, largest, _SMALLEST, BOLD, 2, ink="white")
        return
    unit = box.height / sum(line.tall + line.above for line in lines)
    y = box.y
    for line in lines:
        y += line.above * unit
        row = Box(box.x, y, box.width, line.tall * unit)
        y = row.bottom
        largest = row.height / POINT / 1.2
        yield Slot(line.field, row, largest, _SMALLEST, line.weight, ink="white")


def _narrow(box: Box) -> Iterator[Slot]:
    """Place what to do, and below it whom to call."""
    wrapped = box.width < 30 and box.height > 6.2
    verb = replace(box, height=(0.66 if wrapped else 0.54) * box.height)
    below = replace(box, y=verb.bottom, height=box.height - verb.height)
    largest = 0.54 * box.height / POINT / 1.15
    lines = 2 if wrapped else 1
    yield Slot("verb", verb, largest, _SMALLEST, BOLD, lines, ink="white")
    yield Slot("help_line", below, below.height / POINT / 1.2, _SMALLEST, BOLD, ink="white")
