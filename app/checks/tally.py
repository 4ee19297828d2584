"""How many units a check answered for, and how they were."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.checks.models import Result


@dataclass(frozen=True)
class Tally:
    """How many units a check answered for.

    `fine` are those on which something passed and nothing failed, `failed` those on which
    something did, `left_out` those of which nothing was checked; `seen` are all but these. Where
    `of_room`, the one that is counted is the room itself; beside units only its failure counts.
    """

    seen: int
    fine: int
    failed: int
    left_out: int
    of_room: bool


def tallied(results: Iterable[tuple[int | None, Result]]) -> Tally:
    """The tally of findings, each told by its unit, None for the room itself, and its result."""
    units: dict[int | None, set[Result]] = {}
    for unit, result in results:
        units.setdefault(unit, set()).add(result)
    failed = sum(Result.FAIL in each for each in units.values())
    of_room = units.keys() == {None}
    if not of_room:
        units.pop(None, None)
    left_out = sum(each == {Result.NOT_CHECKED} for each in units.values())
    return Tally(
        seen=len(units) - left_out,
        fine=sum(Result.PASS in each and Result.FAIL not in each for each in units.values()),
        failed=failed,
        left_out=left_out,
        of_room=of_room,
    )
