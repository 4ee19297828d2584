"""Kept, slipped, told in time: counted over promises that are decided; asks nothing.

A promise has slipped when its stage was reached after the moment that was said first, or was not
reached though that moment has passed. Who waited was told in time when they heard before that
moment: by us, by another promise with its reason, or because the fault had to wait with its reason.
Told is counted of what is said to reporters: that somebody comes, and that it works again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.faults.models import Priority, Stage
from app.faults.promises.watching.queries import TOLD_OF

FEWEST = 5
"""Of fewer no share is said: it would tell of single cases, and mean little."""


@dataclass(frozen=True)
class Given:
    """One promise that was given, with what became of it."""

    priority: Priority
    stage: Stage
    first_due_at: datetime
    met_at: datetime | None
    told_at: datetime | None
    """When whoever waited first heard that it would pass."""

    def is_decided(self, now: datetime) -> bool:
        """Whether it is known by now if it was kept."""
        return self.met_at is not None or self.first_due_at < now

    @property
    def is_kept(self) -> bool:
        """Whether it was reached by the moment that was said first."""
        return self.met_at is not None and self.met_at <= self.first_due_at

    @property
    def is_told_in_time(self) -> bool:
        """Whether whoever waited heard before that moment."""
        return self.told_at is not None and self.told_at < self.first_due_at


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    name: str
    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """The share in percent; None where there are too few to say."""
        return None if self.whole < FEWEST else round(100 * self.part / self.whole)


@dataclass(frozen=True)
class Figures:
    """Told in time of what slipped, and kept of what was decided."""

    told: Share
    told_by_priority: tuple[Share, ...]
    told_by_month: tuple[Share, ...]
    kept_by_stage: tuple[Share, ...]


def figures(given: Iterable[Given], now: datetime) -> Figures:
    """The figures of promises, as they are decided by now."""
    decided = [each for each in given if each.is_decided(now)]
    slipped = [each for each in decided if not each.is_kept and each.stage in TOLD_OF]
    months = sorted({_month(each) for each in slipped}, reverse=True)
    return Figures(
        told=_told("", slipped),
        told_by_priority=tuple(
            _told(priority.value, [each for each in slipped if each.priority is priority])
            for priority in Priority
        ),
        told_by_month=tuple(
            _told(month, [each for each in slipped if _month(each) == month]) for month in months
        ),
        kept_by_stage=tuple(
            _share(stage.value, [e for e in decided if e.stage is stage], lambda e: e.is_kept)
            for stage in Stage
        ),
    )


def _told(name: str, slipped: list[Given]) -> Share:
    return _share(name, slipped, lambda each: each.is_told_in_time)


def _share(name: str, found: list[Given], counts: Callable[[Given], bool]) -> Share:
    return Share(name, sum(counts(each) for each in found), len(found))


def _month(given: Given) -> str:
    """The month of the moment that was said first, in UTC: "2026-03"."""
    return given.first_due_at.strftime("%Y-%m")
