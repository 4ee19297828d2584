"""What was promised of a fault, stage by stage, as staff read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import gettext as _

from app import formats
from app.faults.models import Fault, Promise, PromiseMove
from app.faults.promises import queries
from app.faults.promises.moving.queries import moves
from app.faults.promises.words import STAGES


@dataclass(frozen=True)
class StageLine:
    """One stage: what is said now, how it stands, and what was said before."""

    word: str
    by: str
    state: str
    """Of a badge."""
    standing: str
    notes: tuple[str, ...]


def stage_lines(fault: Fault, now: datetime, zone: tzinfo) -> tuple[StageLine, ...]:
    """The promises of a fault since it was last opened, in the order of their stages."""
    return lines(queries.of_fault(fault), moves(fault), now, zone)


def lines(
    promises: Iterable[Promise],
    moved: Mapping[int, Sequence[PromiseMove]],
    now: datetime,
    zone: tzinfo,
) -> tuple[StageLine, ...]:
    """The same, of promises and moves that were found already."""
    ordered = sorted(promises, key=lambda each: list(STAGES).index(each.stage))
    return tuple(_line(each, moved.get(each.id, ()), now, zone) for each in ordered)


def _line(promise: Promise, moved: Sequence[PromiseMove], now: datetime, zone: tzinfo) -> StageLine:
    state, standing = _standing(promise, now, zone)
    return StageLine(
        word=str(STAGES[promise.stage]),
        by=formats.full_moment(promise.due_at, zone),
        state=state,
        standing=standing,
        notes=tuple(_notes(promise, moved, now, zone)),
    )


def _standing(promise: Promise, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """The badge of a promise: kept, how late it was or is, or by when it is owed."""
    if promise.void_at is not None:
        return "na", _("Void")
    reached = promise.met_at or now
    late = reached - promise.first_due_at
    minutes = int(late.total_seconds() // 60)
    if promise.met_at is not None:
        kept = promise.met_at <= promise.first_due_at
        return (
            ("pass", _("Kept"))
            if kept
            else ("overdue", _("Reached %(span)s late", span=span(minutes)))
        )
    if promise.due_at <= now:
        return "overdue", _("Late by %(span)s", span=span(minutes))
    return "due", formats.by_when(promise.due_at, now, zone)


def span(minutes: int) -> str:
    """A span of wall time: "12 min", "3 h 5 min", "2 d 4 h"."""
    hours, rest = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return _("%(days)s d %(hours)s h", days=days, hours=hours_left)
    if hours:
        return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return _("%(minutes)s min", minutes=max(1, rest))


def _notes(
    promise: Promise, moved: Sequence[PromiseMove], now: datetime, zone: tzinfo
) -> Iterable[str]:
    if promise.due_at != promise.first_due_at:
        yield _("First said: %(when)s.", when=formats.full_moment(promise.first_due_at, zone))
    for each in moved:
        yield _(
            "%(name)s moved it %(ago)s: %(reason)s",
            name=each.by.name if each.by else _("Nobody"),
            ago=formats.ago(each.at, now, zone),
            reason=each.reason,
        )
    for moment, words in (
        (promise.warned_at, _("Whoever answers for it was warned %(ago)s.")),
        (promise.escalated_at, _("The next was told %(ago)s.")),
        (promise.told_at, _("Reporters were told %(ago)s that it may take longer.")),
    ):
        if moment is not None:
            yield words % {"ago": formats.ago(moment, now, zone)}
