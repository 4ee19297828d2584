"""Spreading work over the weeks so that they carry alike. Asks nothing; the same gives the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Piece:
    """A piece of work, and the days on which it may be done instead, in order."""

    id: int
    on: date
    minutes: int
    days: tuple[date, ...]


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def spread(
    pieces: Sequence[Piece],
    weeks: Mapping[date, int],
    days: Mapping[date, int],
    only: date | None = None,
) -> dict[int, date]:
    """To which day each piece goes, by its key; those that stay are not named.

    `weeks` and `days` are the minutes that each carries now, by the week's Monday and by the day.
    The longest work goes first, each to the week that then carries least, the nearest of several;
    it stays where no week would carry less than its own does. With `only`, all that may goes to
    that week. In its week it goes to the day that carries least.
    """
    by_week, by_day = dict(weeks), dict(days)
    moves: dict[int, date] = {}
    for piece in sorted(pieces, key=lambda each: (-each.minutes, each.on, each.id)):
        here = monday(piece.on)
        to = only or _lightest(piece, here, by_week)
        chosen = [day for day in piece.days if monday(day) == to]
        if to == here or not chosen:
            continue
        day = min(chosen, key=lambda each: (by_day.get(each, 0), abs(each - piece.on), each))
        moves[piece.id] = day
        for load, before, after in ((by_week, here, to), (by_day, piece.on, day)):
            load[before] = load.get(before, 0) - piece.minutes
            load[after] = load.get(after, 0) + piece.minutes
    return moves


def _lightest(piece: Piece, here: date, weeks: Mapping[date, int]) -> date:
    """The week that would carry least with the piece in it; its own where none is lighter."""
    without = weeks.get(here, 0) - piece.minutes
    found = {monday(day): weeks.get(monday(day), 0) for day in piece.days} | {here: without}
    return min(found, key=lambda each: (found[each], abs(each - here), each))
