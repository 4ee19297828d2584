"""Shares with what they are worth: of how many, and between which bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby

from app.checks.audits.queries import Draw

FEWEST = 5
"""Of fewer than this, no share is told: one of two is not 50 %."""
Z95 = 1.959964
"""The 97.5 % quantile of the normal distribution: 95 % lie within it on both sides."""


@dataclass(frozen=True)
class Share:
    """A count of a whole."""

    part: int
    whole: int

    @property
    def is_telling(self) -> bool:
        """Whether there are enough to speak of a share."""
        return self.whole >= FEWEST

    @property
    def value(self) -> float:
        """The share itself, from 0 to 1; of nothing it is 0."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which the true share lies with 95 %: the score interval of E. B. Wilson.

        Probable inference, the law of succession, and statistical inference. Journal of the
        American Statistical Association 22 (1927), 209-212. Of nothing it is all from 0 to 1.
        """
        if not self.whole:
            return 0.0, 1.0
        n, p = self.whole, self.value
        centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 / (1 + Z95**2 / n) * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Tally:
    """What came of the audits of some time."""

    drawn: int
    done: int
    lapsed: int
    open: int
    agreement: Share
    """The units about which both checks say the same, of those that both looked at."""


def tally(draws: Iterable[Draw]) -> Tally:
    """What came of these audits."""
    all_ = list(draws)
    done = [each for each in all_ if each.is_done]
    waits = sum(each.is_open for each in all_)
    return Tally(
        drawn=len(all_),
        done=len(done),
        lapsed=len(all_) - len(done) - waits,
        open=waits,
        agreement=Share(sum(each.agreed for each in done), sum(each.compared for each in done)),
    )


def by_month(draws: Iterable[Draw], zone: tzinfo) -> list[tuple[date, Tally]]:
    """What came of the audits of each month, by its first day; the draws come newest first."""

    def month(each: Draw) -> date:
        return each.drawn_at.astimezone(zone).date().replace(day=1)

    return [(first, tally(part)) for first, part in groupby(draws, key=month)]
